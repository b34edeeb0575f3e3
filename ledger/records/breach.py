"""One broken rule, and the small rules that many records share.

The small rules are asked of every record, and nearly always find nothing: they return
a tuple, for a generator that yields nothing takes four times as long.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ledger.records.values import Interval, Text


class Breach(NamedTuple):
    """A rule that a record breaks, the field that shows it, and why."""

    field: str
    rule: str
    reason: str


Breaches = tuple[Breach, ...]
"""What one small rule finds."""


def text_breaches(field: str, text: Text | None) -> Breaches:
    """A bilingual text says something in at least one language."""
    if text is None or text.en is not None or text.nl is not None:
        return ()
    return (Breach(field, "text", "has neither a Dutch nor an English text"),)


def interval_breaches(field: str, day: date | Interval) -> Breaches:
    """An interval begins before it ends, and is not a day in disguise."""
    if not isinstance(day, Interval) or day.first < day.last:
        return ()
    return (Breach(field, "interval", "does not end after it begins"),)


def order_breaches(
    first_field: str, first: date | None, last_field: str, last: date | None
) -> Breaches:
    """A period does not end before it begins."""
    if first is None or last is None or first <= last:
        return ()
    return (Breach(last_field, "period", f"{last} lies before {first_field} {first}"),)


def repeat_breaches(field: str, codes: Sequence[str]) -> Breaches:
    """No code stands twice in one list."""
    if len(set(codes)) == len(codes):
        return ()
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    return (Breach(field, "unique", f"holds {', '.join(repeated)} more than once"),)
