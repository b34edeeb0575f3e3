from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.analyses.windows import Windows, windows

START = date(2022, 10, 1)


def around(months: int = 12, **other: date | None) -> Windows:
    bounds = {
        "previous_start": date(2020, 12, 18),
        "last_day": date(2024, 9, 30),
        "data_first": date(2018, 1, 2),
        "data_last": date(2026, 2, 27),
    } | other
    return windows(START, months, **bounds)  # type: ignore[arg-type] # of the names above


def test_a_year_before_and_a_year_after() -> None:
    found = around()
    assert (found.first_before, found.last_before) == (
        date(2021, 10, 1),
        date(2022, 9, 30),
    )
    assert (found.first_after, found.last_after) == (START, date(2023, 9, 30))
    assert (found.days, found.asked, found.cut) == (365, 365, None)


@pytest.mark.parametrize(
    ("bound", "day", "why"),
    [
        ("previous_start", date(2022, 9, 1), "version_before"),
        ("data_first", date(2022, 9, 1), "data_start"),
        ("last_day", date(2022, 10, 30), "version_after"),
        ("data_last", date(2022, 10, 30), "data_end"),
    ],
)
def test_what_shortens_one_window_shortens_both_and_is_said(
    bound: str, day: date, why: str
) -> None:
    found = around(12, **{bound: day})
    assert (found.days, found.asked, found.cut) == (30, 365, why)
    assert (found.first_before, found.last_after) == (
        date(2022, 9, 1),
        date(2022, 10, 30),
    )


def test_a_version_that_still_holds_cuts_nothing() -> None:
    assert around(last_day=None).cut is None


def test_without_decisions_on_one_side_there_are_no_windows() -> None:
    assert around(data_last=date(2022, 9, 1)).days == 0
    assert around(data_first=date(2023, 1, 1)).days == 0


@given(
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.sampled_from([3, 6, 12, 18, 24]),
    st.integers(-30, 900),
    st.integers(-30, 900),
)
def test_windows_are_equal_and_meet_at_the_start(
    start: date, months: int, before: int, after: int
) -> None:
    found = windows(
        start,
        months,
        previous_start=start - timedelta(days=before),
        last_day=start + timedelta(days=after),
        data_first=date(1990, 1, 1),
        data_last=date(2050, 1, 1),
    )
    lengths = {
        (found.last_before - found.first_before).days + 1,
        (found.last_after - found.first_after).days + 1,
    }
    assert lengths == {found.days}
    assert found.first_after - found.last_before == timedelta(days=1)
    assert found.days <= max(0, min(before, after + 1, found.asked))
