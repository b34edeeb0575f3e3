"""Scales: from values of a figure to places along an axis."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboards.drawing.ink import PLAIN, spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One axis.

    Attributes:
        low: Value at its beginning.
        high: Value at its end.
        start: Where it begins, in pixels.
        stop: Where it ends.
        names: Names of categories; empty for numbers and days.
        is_time: Whether it is of days.
        separators: Before decimals and between thousands.
    """

    low: float
    high: float
    start: float
    stop: float
    names: tuple[str, ...] = ()
    is_time: bool = False
    separators: str = PLAIN

    def at(self, value: object) -> float:
        """Return where a value stands."""
        span = (self.high - self.low) or 1.0
        share = (amount(value, self.names) - self.low) / span
        return self.start + share * (self.stop - self.start)

    def ticks(self) -> list[tuple[float, str]]:
        """Return some round values along the axis with their names."""
        if self.names:
            return [(float(place), name) for place, name in enumerate(self.names)]
        low, high = sorted((self.low, self.high))  # an axis can run the other way
        if self.is_time:
            return _time_ticks(low, high)
        return [
            (value, spoken(value, self.separators))
            for value in _round_values(low, high)
        ]


def amount(value: object, names: Sequence[str] = ()) -> float:
    """Return a value of a figure as a number: days are counted from year 1."""
    if isinstance(value, bool) or value is None:
        return 0.0
    if isinstance(value, (int, float)):
        return float(value)
    text = str(value)
    if names:
        return float(names.index(text)) if text in names else 0.0
    return _days(text)


def scale_of(
    axis: Mapping[str, Any],
    values: Iterable[object],
    *,
    start: float,
    stop: float,
    room: float = 0,
) -> Scale:
    """Return the scale of an axis of a figure over some values.

    Args:
        axis: The axis as the figure describes it.
        values: All values along it.
        start: Where it begins.
        stop: Where it ends.
        room: How much beyond the first and the last value, in their own units.
    """
    found = [value for value in values if value is not None]
    names: tuple[str, ...] = ()
    is_time = axis.get("type") == "date"
    texts = [value for value in found if isinstance(value, str)]
    if texts and not is_time:
        is_time = axis.get("type") != "category" and all(map(_is_day, texts))
        names = () if is_time else tuple(dict.fromkeys(map(str, found)))
    numbers = [amount(value, names) for value in found] or [0.0, 1.0]
    low, high = min(numbers) - room, max(numbers) + room
    if axis.get("range"):
        low, high = (amount(value, names) for value in axis["range"])
    elif names:
        low, high = -0.5, len(names) - 0.5
    elif not is_time and not room:
        low, high = min(low, 0.0) * 1.04, max(high, 0.0) * 1.04 or 1.0
    if axis.get("autorange") == "reversed":
        start, stop = stop, start
    return Scale(
        low=low, high=high, start=start, stop=stop, names=names, is_time=is_time
    )


def _is_day(text: str) -> bool:
    try:
        _days(text)
    except ValueError:
        return False
    return True


def _days(text: str) -> float:
    if len(text) > 10:
        moment = datetime.fromisoformat(text)
        return moment.toordinal() + (moment.hour * 60 + moment.minute) / 1440
    return float(date.fromisoformat(text).toordinal())


def _round_values(low: float, high: float) -> list[float]:
    """Return at most seven values that are 1, 2 or 5 times a power of ten apart."""
    span = (high - low) or 1.0
    power = 10.0 ** math.floor(math.log10(span / 6))
    step = next(n * power for n in (1, 2, 5, 10) if span / (n * power) <= 6)
    step = max(step, 1.0) if span >= 1 else step
    first = math.ceil(low / step)
    return [place * step for place in range(first, math.floor(high / step) + 1)]


def _time_ticks(low: float, high: float) -> list[tuple[float, str]]:
    first = date.fromordinal(max(int(low), 1))
    last = date.fromordinal(min(int(high) + 1, date.max.toordinal()))
    years = last.year - first.year + 1
    if years > 2:
        step = next(n for n in (1, 2, 5, 10, 20, 50, 100, 500, 2000) if years / n <= 14)
        days = [(date(y, 1, 1), str(y)) for y in range(first.year, last.year + 1)]
        ticks = [(day, name) for day, name in days if day.year % step == 0]
    else:
        ticks = [
            (date(year, month, 1), f"{year}-{month:02}")
            for year in range(first.year, last.year + 1)
            for month in (1, 4, 7, 10)
        ]
    pairs = ((float(day.toordinal()), name) for day, name in ticks)
    return [(value, name) for value, name in pairs if low <= value <= high]
