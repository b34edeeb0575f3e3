"""The check of what entries say: exact form, schema, rules, order of recording."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from ledger.audit.dates import date_findings
from ledger.audit.finding import Finding
from ledger.audit.trusted_time import TrustedTimes
from ledger.entry import Entry, parse_entries
from ledger.errors import FormatError
from ledger.records.authority import Authority
from ledger.records.decision import LicenceDecision
from ledger.records.record import reference_of
from ledger.records.rules import record_breaches
from ledger.records.values import last_day

LATE: Final = 30
"""Days between decision and recording beyond which an auditor is told (R15)."""


@dataclass(slots=True)
class Reading:
    """What reading a run of entries brought to light.

    Attributes:
        first_recorded: When the first readable entry was recorded.
        last_recorded: When the last readable entry was recorded.
        origin: The origin that entry 0 names, if the run has it.
        findings: What is wrong with single entries and their order.
    """

    first_recorded: datetime | None = None
    last_recorded: datetime | None = None
    origin: str | None = None
    findings: list[Finding] = field(default_factory=list)


def read_entries(first: int, entries: Sequence[bytes], times: TrustedTimes) -> Reading:
    """Read entries from index ``first`` on and check what each says."""
    reading = Reading()
    try:
        parsed = parse_entries(entries)
    except FormatError:
        return _read_one_by_one(first, entries, times)
    for index, entry in enumerate(parsed, start=first):
        _read(index, entry, reading, times)
    return reading


def _read_one_by_one(
    first: int, entries: Sequence[bytes], times: TrustedTimes
) -> Reading:
    """Read entries among which one is malformed, and say of each what is wrong."""
    reading = Reading()
    for index, raw in enumerate(entries, start=first):
        try:
            entry = Entry.parse(raw)
        except FormatError as error:
            reading.findings.append(
                Finding("entry_malformed", error.reason, index=index)
            )
        else:
            _read(index, entry, reading, times)
    return reading


def _read(index: int, entry: Entry, reading: Reading, times: TrustedTimes) -> None:
    if times.moments:
        reading.findings += date_findings(times, index, entry.record)
    if (index == 0) != isinstance(entry.record, Authority):
        message = f"is of kind {entry.kind}"
        reading.findings.append(Finding("authority_misplaced", message, index=index))
    elif isinstance(entry.record, Authority):
        reading.origin = entry.record.origin
    for breach in record_breaches(entry.record):
        message = (
            f"record {reference_of(entry.record)}: {breach.field} {breach.reason}"
            f" (rule {breach.rule})"
        )
        reading.findings.append(Finding("rule_broken", message, index=index))
    if reading.last_recorded is not None:
        reading.findings += recorded_order(
            index, reading.last_recorded, entry.recorded_at
        )
    reading.findings += _recorded_late(index, entry)
    reading.first_recorded = reading.first_recorded or entry.recorded_at
    reading.last_recorded = entry.recorded_at


def _recorded_late(index: int, entry: Entry) -> Iterator[Finding]:
    if not isinstance(entry.record, LicenceDecision):
        return
    decided = last_day(entry.record.decided_on)
    days = (entry.recorded_at.date() - decided).days
    if days > LATE:
        message = f"decided on {decided}, recorded {days} days later"
        yield Finding("recorded_late", message, index=index)


def recorded_order(index: int, before: datetime, when: datetime) -> list[Finding]:
    """Say so when a time of recording lies before the one that it follows."""
    if when >= before:
        return []
    message = f"recorded at {when.isoformat()}, after one of {before.isoformat()}"
    return [Finding("recorded_order", message, index=index)]
