"""Two stretches of equal length, before and after a framework version starts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Cut = Literal["data_start", "version_before", "version_after", "data_end"]
"""What makes the windows shorter than asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Days before and from the start of a version, as many on both sides.

    Attributes:
        first_before: First day before.
        last_before: Last day before: the day before the version starts.
        first_after: First day after: the day on which the version starts.
        last_after: Last day after.
        days: Days in each window; 0 when one side has none.
        asked: Days that were asked for.
        cut: Why there are fewer; None when there are as many.
    """

    first_before: date
    last_before: date
    first_after: date
    last_after: date
    days: int
    asked: int
    cut: Cut | None


def windows(  # noqa: PLR0913 - keyword-only, and each is one bound
    start: date,
    months: int,
    *,
    previous_start: date,
    last_day: date | None,
    data_first: date,
    data_last: date,
) -> Windows:
    """Return the windows around the start of a version.

    Neither window reaches into a third version or beyond the decisions that there
    are; what shortens one shortens the other, so that they stay equal.

    Args:
        start: First day of the version.
        months: Length that is asked for.
        previous_start: First day of the version before.
        last_day: Last day of the version; None while it holds.
        data_first: First day of which there are decisions.
        data_last: Last such day.
    """
    asked = (_later(start, months) - start).days
    end = date.max if last_day is None else last_day
    bounds: tuple[tuple[int, Cut], ...] = (
        ((start - previous_start).days, "version_before"),
        ((start - data_first).days, "data_start"),
        (end.toordinal() - start.toordinal() + 1, "version_after"),
        ((data_last - start).days + 1, "data_end"),
    )
    shortest, why = min(bounds, key=lambda bound: bound[0])
    days = max(0, min(asked, shortest))
    return Windows(
        first_before=start - timedelta(days=days),
        last_before=start - timedelta(days=1),
        first_after=start,
        last_after=start + timedelta(days=days - 1),
        days=days,
        asked=asked,
        cut=None if days == asked else why,
    )


def _later(day: date, months: int) -> date:
    """Return the day some months later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    after = date(first.year + month // 11, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))
