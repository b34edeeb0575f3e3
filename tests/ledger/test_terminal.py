"""How commands speak at a terminal."""

import pytest

from ledger.terminal import counted, progress_bar, progress_bars


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.usefixtures("terminal")
def test_long_work_shows_how_far_it_is_its_rate_and_the_time_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with progress_bar("rows") as told:
        for done in range(0, 101, 10):
            told(done, 100)
    said = capsys.readouterr()
    assert said.out == ""
    for part in ("rows", "100/100", "/s", "0:00:00"):
        assert part in said.err


@pytest.mark.usefixtures("terminal")
def test_each_task_has_a_bar_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bars() as told:
        told("facts", 1, 2)
        told("cubes", 3, 4)
    shown = capsys.readouterr().err
    assert "facts" in shown
    assert "cubes" in shown
    assert "1/2" in shown
    assert "3/4" in shown


def test_what_is_counted_has_its_right_form() -> None:
    forms = [counted(number, "entry", "entries") for number in range(3)]
    assert forms == ["0 entries", "1 entry", "2 entries"]
