"""What one record shows beyond the rules that are checked before appending."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from ledger.audit.finding import Finding
from ledger.audit.limits import Limits
from ledger.entry import Entry
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.terms import DecisionLevel
from ledger.records.values import first_day, last_day

_ZONES: Final = timedelta(days=1)
"""The day may have begun at the authority before it begins in UTC."""

_LEVELS: Final[frozenset[DecisionLevel]] = frozenset({"minister", "ministerraad"})
"""Who may decide in spite of an unacceptable finding (R6)."""


def remarks(index: int, entry: Entry, limits: Limits) -> Iterator[Finding]:
    """Yield what an auditor must look at in one entry."""
    decision = entry.record
    if not isinstance(decision, LicenceDecision):
        return
    decided = last_day(decision.decided_on)
    days = (entry.recorded_at.date() - decided).days
    if days > limits.late_days:
        message = f"decided on {decided}, recorded {days} days later"
        yield Finding("recorded_late", message, index=index)
    if decision.countersigned is False:
        yield Finding("countersign_missing", "says so itself", index=index)
    if decision.excluded_from_statistics is not None:
        message = f"the reason given: {decision.excluded_from_statistics}"
        yield Finding("excluded_from_statistics", message, index=index)
    if decision.weighing is not None and decision.weighing.override is not None:
        override = decision.weighing.override
        message = f"{decision.outcome} by {override.by} on {override.on}"
        yield Finding("unacceptable_overridden", message, index=index)


def single_findings(index: int, entry: Entry) -> Iterator[Finding]:
    """Yield what is wrong in one entry, unless a correction puts it right."""
    record, recorded = entry.record, entry.recorded_at.date()
    if isinstance(record, DecisionEvent):
        occurred = record.occurred_on
        if record.event_type == "denial_notified":  # only its month is public
            occurred = occurred.replace(day=1)
        if occurred - recorded > _ZONES:
            yield _ahead(index, record.occurred_on, recorded)
        if record.corrected is not None:
            yield from _decision(index, record.corrected, recorded)
    elif isinstance(record, LicenceDecision):
        yield from _decision(index, record, recorded)


def _decision(
    index: int, decision: LicenceDecision, recorded: date
) -> Iterator[Finding]:
    decided = first_day(decision.decided_on)
    if decided - recorded > _ZONES:
        yield _ahead(index, decided, recorded)
    override = None if decision.weighing is None else decision.weighing.override
    if override is None:
        return
    if decision.decided_by not in {None, *_LEVELS}:
        message = f"overridden by {override.by}, but decided by {decision.decided_by}"
        yield Finding("override_unsound", message, index=index)
    if override.on > last_day(decision.decided_on):
        message = f"overridden on {override.on}, after the decision"
        yield Finding("override_unsound", message, index=index)


def _ahead(index: int, day: date, recorded: date) -> Finding:
    return Finding("dated_ahead", f"dated {day}, recorded on {recorded}", index=index)
