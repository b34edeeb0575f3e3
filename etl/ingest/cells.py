"""One cell of a source into one value: exact, or a fault with its reason."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from etl.ingest.mapping import Currency, Dates
from ledger.records.values import SAFE_INTEGER, Interval

_AMOUNT: Final = re.compile(r"([0-9]+)(?:\.([0-9]+))?", re.ASCII)
_TIME: Final = re.compile(r"[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class FaultError(Exception):
    """A value of a row cannot be understood.

    Attributes:
        column: Where it stands.
        rule: The rule that it breaks.
        message: What is wrong with it.
        nearest: Names that come near; never taken by itself.
    """

    column: str
    rule: str
    message: str
    nearest: tuple[str, ...] = ()


def whole_number(column: str, rule: str, text: str) -> int:
    """Read a whole number of 0 or more.

    Raises:
        FaultError: It is none, or too large to be exact.
    """
    if not (text.isascii() and text.isdecimal()):
        raise FaultError(column, rule, "is not a whole number of 0 or more")
    if len(text) > len(str(SAFE_INTEGER)) or int(text) > SAFE_INTEGER:
        raise FaultError(column, rule, "is too large")
    return int(text)


def count_of(column: str, text: str) -> int:
    """Read how many positions a row stands for: 1 or more.

    Raises:
        FaultError: It is not such a number.
    """
    count = whole_number(column, "count", text)
    if count < 1:
        raise FaultError(column, "count", "is below 1")
    return count


def minor_units(column: str, text: str, money: Currency) -> int:
    """Read an amount into minor units, without rounding.

    Raises:
        FaultError: It is no amount of 0 or more in whole minor units.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise FaultError(column, "value", "is not an amount of 0 or more")
    units: str = match[1]
    decimals: str = match[2] or ""
    if len(decimals) > money.decimals:
        most = f"{money.decimals} decimals" if money.decimals else "no decimals"
        raise FaultError(column, "value", f"may have {most}")
    scaled = int(units + decimals) * money.minor_per_unit
    minor, rest = divmod(scaled, int("1" + "0" * len(decimals)))
    if rest:
        raise FaultError(column, "value", "is not a whole number of minor units")
    if minor > SAFE_INTEGER:
        raise FaultError(column, "value", "is too large")
    return minor


def day_of(column: str, text: str, dates: Dates) -> date:
    """Read a day in one of the formats of the source.

    Raises:
        FaultError: It fits none of them exactly.
    """
    day_text = _TIME.sub("", text) if dates.time_of_day else text
    for form in dates.formats:
        try:
            day = datetime.strptime(day_text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if day.strftime(form) == day_text:
            return day
    forms = " or ".join(dates.formats)
    raise FaultError(column, "date", f"is not a day written as {forms}")


def period_of(name: str, dates: Dates) -> Interval | None:
    """Return the interval that a file's name gives, or None."""
    if dates.file_period is None:
        return None
    match = re.search(dates.file_period, name)
    if match is None:
        return None
    try:
        first = date.fromisoformat(match["first"])
        last = date.fromisoformat(match["last"])
    except ValueError:
        return None
    return Interval(first=first, last=last) if first < last else None
