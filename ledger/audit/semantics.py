"""The check of what entries say: exact form, schema, rules, order of recording."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from ledger.audit.across.facts import Facts, take
from ledger.audit.dates import date_findings
from ledger.audit.finding import Finding
from ledger.audit.limits import Limits
from ledger.audit.signatures import SourceCheck, signature_findings
from ledger.audit.singles import remarks, single_findings
from ledger.audit.trusted_time import TrustedTimes
from ledger.entry import Entry, parse_entries
from ledger.errors import FormatError
from ledger.records.authority import Authority
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.record import reference_of
from ledger.records.rules import record_breaches

_MANY: Final = (DecisionEvent, LicenceDecision)
"""What nearly all entries of a ledger hold."""


@dataclass(slots=True)
class Reading:
    """What reading a run of entries brought to light.

    Attributes:
        first_recorded: When the first readable entry was recorded.
        last_recorded: When the last readable entry was recorded.
        origin: The origin that entry 0 names, if the run has it.
        findings: What is wrong with single entries and their order, and remarks.
        facts: What the rules across entries need.
        unchecked_signatures: How many signatures of sources no key is pinned for.
    """

    first_recorded: datetime | None = None
    last_recorded: datetime | None = None
    origin: str | None = None
    findings: list[Finding] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    unchecked_signatures: int = 0


class Bounds(Protocol):
    """What an auditor and independent clocks hold entries against."""

    @property
    def limits(self) -> Limits:
        """From when on something is a remark."""

    @property
    def times(self) -> TrustedTimes:
        """When the entries came in, as far as tokens show."""

    @property
    def sources(self) -> SourceCheck | None:
        """The pinned keys of sources, if there are any."""


def read_entries(
    first: int, entries: Sequence[bytes], leaves: Sequence[bytes], bounds: Bounds
) -> Reading:
    """Read entries from index ``first`` on and check what each says.

    Args:
        first: Index of the first of them.
        entries: Their bytes.
        leaves: Their leaf hashes.
        bounds: What they are held against.
    """
    reading = Reading()
    try:
        parsed = parse_entries(entries)
    except FormatError:
        return _read_one_by_one(first, entries, leaves, bounds)
    together = zip(parsed, entries, leaves, strict=True)
    for index, (entry, raw, leaf) in enumerate(together, start=first):
        # Facts go to another process with the records that rule over others, and a
        # bare record's class has no name by which that process could find it.
        named = entry if isinstance(entry.record, _MANY) else Entry.parse(raw)
        _read(index, named, reading, bounds)
        take(reading.facts, index, leaf, named)
    return reading


def _read_one_by_one(
    first: int, entries: Sequence[bytes], leaves: Sequence[bytes], bounds: Bounds
) -> Reading:
    """Read entries among which one is malformed, and say of each what is wrong."""
    reading = Reading()
    pairs = zip(entries, leaves, strict=True)
    for index, (raw, leaf) in enumerate(pairs, start=first):
        try:
            entry = Entry.parse(raw)
        except FormatError as error:
            reading.facts.unread += 1
            reading.findings.append(
                Finding("entry_malformed", error.reason, index=index)
            )
        else:
            _read(index, entry, reading, bounds)
            take(reading.facts, index, leaf, entry)
    return reading


def _read(index: int, entry: Entry, reading: Reading, bounds: Bounds) -> None:
    if bounds.times.moments:
        reading.findings += date_findings(bounds.times, index, entry.record)
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
    if bounds.sources is not None:
        reading.findings += signature_findings(bounds.sources, index, entry)
    elif entry.source is not None:
        reading.unchecked_signatures += len(entry.source.signatures)
    reading.findings += remarks(index, entry, bounds.limits)
    reading.facts.judged += single_findings(index, entry)
    reading.first_recorded = reading.first_recorded or entry.recorded_at
    reading.last_recorded = entry.recorded_at


def recorded_order(index: int, before: datetime, when: datetime) -> list[Finding]:
    """Say so when a time of recording lies before the one that it follows."""
    if when >= before:
        return []
    message = f"recorded at {when.isoformat()}, after one of {before.isoformat()}"
    return [Finding("recorded_order", message, index=index)]
