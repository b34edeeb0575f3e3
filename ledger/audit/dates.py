"""The check of the days that records name against the times that tokens show."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from ledger.audit.finding import Finding
from ledger.audit.trusted_time import TrustedTimes
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.record import Record
from ledger.records.values import Interval, first_day, last_day
from ledger.timestamp.rfc3161 import LEAST_EXACT

_AHEAD: Final = timedelta(hours=14) + LEAST_EXACT
"""How long before midnight in UTC a day can have begun somewhere, by any token."""


def date_findings(times: TrustedTimes, index: int, record: Record) -> Iterator[Finding]:
    """Say so when an entry was there before its day, or not yet long after it.

    A day that is known only as an interval is taken at its best: a contradiction
    is one whichever day it was, and so is lateness.
    """
    named = _named_day(record)
    if named is None:
        return
    what, day = named
    there = times.there_by(index)
    if there is not None and first_day(day) > (there.at + _AHEAD).date():
        message = f"{what} {first_day(day)}, yet it was there by {stated(there.at)}"
        yield Finding("dated_after_timestamp", message, index=index)
    absent = times.absent_at(index)
    if absent is not None:
        days = (absent.at.date() - last_day(day)).days
        if days > times.late_days:
            yield Finding(
                "absent_from_timestamp",
                f"{what} {last_day(day)}, and not among the {absent.size} entries"
                f" stamped {days} days later, at {stated(absent.at)}",
                index=index,
            )


def _named_day(record: Record) -> tuple[str, date | Interval] | None:
    match record:
        case LicenceDecision():
            return "decided on", record.decided_on
        case DecisionEvent():
            return "occurred on", record.occurred_on
        case _:
            return None


def stated(when: datetime) -> str:
    """Write a time as entries do."""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"
