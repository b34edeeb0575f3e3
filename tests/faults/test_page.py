"""docs/FAULTS.md is of this matrix, and nothing in it went wrong."""

from tests.faults.injection import EIO, ENOSPC, KILL, Point
from tests.faults.matrix import INTRODUCTION, PAGE, WRONG, page, table
from tests.faults.scenarios import SCENARIOS
from tests.faults.stage import Trial
from tests.faults.world import AFTER, BEFORE, DONE

POINT = Point("ledger/checkpoint", "rename", 1)


def trial(fault: str, state: str) -> Trial:
    return Trial("append", POINT, fault, 3, state, "")


def test_the_page_shows_every_scenario_and_nothing_wrong() -> None:
    text = PAGE.read_text("utf-8")
    assert text.startswith(INTRODUCTION.read_text("utf-8"))
    for scenario in SCENARIOS:
        assert f"| {scenario.name} |" in text
    assert f" {WRONG}**" not in text
    assert "After 0 something did not hold" in text


def test_a_cell_counts_what_stood_after_each_fault() -> None:
    trials = [trial(EIO, BEFORE), trial(EIO, AFTER), trial(EIO, AFTER)]
    trials += [trial(ENOSPC, DONE), trial(ENOSPC, WRONG)]
    row = table(trials).splitlines()[-1]
    assert row == "| append | rename | 3: 1/2/0 | 2: 0/0/1, **1 WRONG** | – |"


def test_what_went_wrong_is_said_in_the_summary() -> None:
    assert "After 1 something did not hold" in page([trial(KILL, WRONG)], 1.0)
