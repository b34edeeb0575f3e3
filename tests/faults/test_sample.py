"""A small part of the matrix, which ``make faults`` runs whole (docs/FAULTS.md)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.injection import EIO, ENOSPC, KILL, Nursery, Point
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.stage import Stage
from tests.faults.strace import why_no_strace
from tests.faults.world import AFTER, BEFORE, DONE

pytestmark = pytest.mark.skipif(why_no_strace() != "", reason=why_no_strace())

SMALL = tuple(
    scenario
    for scenario in SCENARIOS
    if not scenario.name.startswith(("build", "ingest", "ledger append, over"))
)
PER_SCENARIO = 3


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    made = Nursery(tmp_path_factory.mktemp("nursery"))
    yield made
    made.close()


@pytest.mark.parametrize("scenario", SMALL, ids=lambda scenario: scenario.name)
def test_nothing_is_lost_or_wrongly_signed_whatever_call_fails(
    scenario: Scenario, nursery: Nursery, tmp_path: Path
) -> None:
    with Stage(scenario, nursery, tmp_path).made() as stage:
        trials = stage.trials()
        changing = [trial for trial in trials if trial[0].call in {"fsync", "rename"}]
        chosen = changing[:: max(1, len(changing) // PER_SCENARIO)]
        assert len(chosen) >= PER_SCENARIO
        tried = [stage.try_(*trial) for trial in chosen]
    assert [trial for trial in tried if trial.wrong] == []
    assert {trial.state for trial in tried} <= {BEFORE, AFTER, DONE}


def test_a_build_that_is_cut_short_leaves_the_old_one_and_is_made_good(
    nursery: Nursery, tmp_path: Path
) -> None:
    scenario = SCENARIOS[-1]
    with Stage(scenario, nursery, tmp_path).made() as stage:
        points = [*stage.undisturbed()]
        renames = [point for point in points if point.call == "rename"]
        writes = [point for point in points if point.call == "pwrite64"]
        tried = [stage.try_(point, KILL) for point in renames]
        tried += [stage.try_(writes[-1], fault) for fault in (EIO, ENOSPC)]
    assert [trial for trial in tried if trial.wrong] == []
    assert {trial.state for trial in tried} == {BEFORE}


def test_the_matrix_notices_a_ledger_that_loses_what_it_acknowledged(
    nursery: Nursery, tmp_path: Path
) -> None:
    """A check that cannot fail shows nothing: here is a world that must fail it."""
    with Stage(SCENARIOS[1], nursery, tmp_path).made() as stage:
        outcome = stage.play()
        assert outcome.status == 0
        old = stage.run.before
        assert old is not None
        (stage.world.ledger / "checkpoint").write_bytes(old)
        with pytest.raises(AssertionError, match="acknowledged"):
            stage.scenario.check(stage.run, outcome)


def test_a_fault_is_injected_where_it_was_asked_for(
    nursery: Nursery, tmp_path: Path
) -> None:
    with Stage(SCENARIOS[1], nursery, tmp_path).made() as stage:
        point = Point(f"{stage.world.signer}/.new-last-signed", "write", 1)
        assert point in stage.undisturbed()
        full = stage.play(["-P", point.path, "-e", "inject=write:error=ENOSPC:when=1"])
        assert full.status == 3
        assert "No space left on device" in full.err
        assert "nothing was appended" in full.err
        assert not Path(point.path).exists()


def test_who_fails_after_signing_is_told_not_to_append_again(
    nursery: Nursery, tmp_path: Path
) -> None:
    with Stage(SCENARIOS[1], nursery, tmp_path).made() as stage:
        point = Point(f"{stage.world.ledger}/.new-checkpoint", "rename", 1)
        assert point in stage.undisturbed()
        failed = stage.try_(point, EIO)
        assert (failed.status, failed.state) == (3, AFTER), failed
        stage.play(["-P", point.path, "-e", "inject=rename:error=EIO:when=1"])
        _, said = nursery.said()
        assert "size 8 is signed" in said
        assert "append nothing again" in said
        assert "nothing was appended" not in said
