"""One broken rule, as the rule functions yield it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger.records.values import Interval, Text


class Breach(NamedTuple):
    """A rule that a record breaks, the field that shows it, and why."""

    field: str
    rule: str
    reason: str


def text_breaches(field: str, text: Text | None) -> Iterator[Breach]:
    """A bilingual text says something in at least one language."""
    if text is not None and text.en is None and text.nl is None:
        yield Breach(field, "text", "has neither a Dutch nor an English text")


def interval_breaches(field: str, day: date | Interval) -> Iterator[Breach]:
    """An interval begins before it ends, and is not a day in disguise."""
    if isinstance(day, Interval) and day.first >= day.last:
        yield Breach(field, "interval", "does not end after it begins")


def order_breaches(
    first_field: str, first: date | None, last_field: str, last: date | None
) -> Iterator[Breach]:
    """A period does not end before it begins."""
    if first is not None and last is not None and last < first:
        yield Breach(last_field, "period", f"{last} lies before {first_field} {first}")


def repeat_breaches(field: str, codes: list[str]) -> Iterator[Breach]:
    """No code stands twice in one list."""
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        yield Breach(field, "unique", f"holds {', '.join(repeated)} more than once")
