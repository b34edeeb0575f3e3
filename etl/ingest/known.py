"""What a ledger holds of a source already, by content.

The content of a decision is what its record says to everyone, without its reference:
two decisions are alike exactly when the canonical bytes of their contents are. What is
sealed cannot be compared, so it is no part of it. What counts is the latest reading: as
decided, or as last corrected.
"""

import sys
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Struct

from etl.ingest.ready import days_in_record
from etl.public_content import public_content
from ledger.entry import Entry
from ledger.reader import LedgerReader
from ledger.records.decision import LicenceDecision
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.event import DecisionEvent
from ledger.records.visibility import exposed_fields
from ledger.sealing import public_part

_ENCODER: Final = msgspec.json.Encoder()


class KnownDecision(NamedTuple):
    """One decision of the source that the ledger holds.

    Attributes:
        place: Index of its entry.
        reading: Index of the entry of its latest reading.
        content: Digest of the content of that reading.
        first: The day of the decision, or the first it can have been.
        last: Likewise the last.
        batch: SHA-256 of the input that it came from.
        key: Its key in that input.
        corrections: How often it was corrected.
    """

    place: int
    reading: int
    content: bytes
    first: str
    last: str
    batch: str
    key: str
    corrections: int = 0


class _Source(Struct):
    system: str
    batch: str = ""
    key: str = ""


class _Record(Struct):
    decided_on: Any = None
    decision_ref: str = ""
    list_id: str = ""


class _Event(Struct):
    decision_ref: str
    event_type: str
    corrected: msgspec.Raw = msgspec.Raw()


class _Input(Struct):
    role: str


class _Run(Struct):
    system: str
    inputs: tuple[_Input, ...]


class _Entry(Struct):
    kind: str
    record: msgspec.Raw
    source: _Source | None = None


_ENTRY: Final = msgspec.json.Decoder(_Entry)
_RECORD: Final = msgspec.json.Decoder(_Record)
_EVENT: Final = msgspec.json.Decoder(_Event)
_RUN: Final = msgspec.json.Decoder(_Run)


@dataclass(slots=True)
class Known:
    """What the ledger holds: this source's decisions, and what others have taken.

    Attributes:
        decisions: Decisions of the source by reference.
        lists: The control lists that the ledger holds.
        taken: References of decisions of other sources.
        rules: The rules of disclosure that the ledger records.
        sides: The side files that earlier runs of the source had.
        inputs: Digests of the present input, and of those that its rows came from.
        corrected: Keys of these inputs that a correction was appended for.
    """

    decisions: dict[str, KnownDecision] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    rules: list[DisclosureRuleVersion] = field(default_factory=list)
    sides: set[str] = field(default_factory=set)
    inputs: Container[str] = ()
    corrected: set[str] = field(default_factory=set)
    _by_key: dict[str, list[str]] | None = None

    def by_content(self) -> dict[bytes, list[str]]:
        """Return references by content, in the order of the ledger."""
        found: dict[bytes, list[str]] = {}
        for reference, decision in self.decisions.items():
            found.setdefault(decision.content, []).append(reference)
        return found

    def by_key(self) -> dict[str, list[str]]:
        """Return references by the key that they had in their input."""
        if self._by_key is None:  # most runs never ask, and it is large
            self._by_key = {}
            for reference, decision in self.decisions.items():
                self._by_key.setdefault(decision.key, []).append(reference)
        return self._by_key

    def from_input(self, key: str) -> list[str]:
        """Return references of decisions that came from the present input."""
        found = self.by_key().get(key, ())
        return [name for name in found if self.decisions[name].batch in self.inputs]

    def settled(self, key: str) -> bool:
        """Whether something was appended for a key of the present input."""
        return key in self.corrected or bool(self.from_input(key))


def is_confidential(decision: LicenceDecision) -> bool:
    """Whether a decision holds anything in clear that is to be sealed."""
    return next(exposed_fields(decision), None) is not None


def reading_of(decision: LicenceDecision) -> LicenceDecision:
    """Return what a decision says to everyone."""
    return public_part(decision) if is_confidential(decision) else decision


def content_of(decision: LicenceDecision) -> bytes:
    """Return the digest of a decision's content."""
    record = _ENCODER.encode(reading_of(decision))
    return public_content(record, decision.decision_ref)


def size_of(decision: LicenceDecision) -> int:
    """Return how many bytes a decision's record has."""
    return len(_ENCODER.encode(decision))


def read_known(
    reader: LedgerReader, size: int, system: str, inputs: Container[str]
) -> Known:
    """Read what the first ``size`` entries of a ledger hold of a source.

    Args:
        reader: The ledger.
        size: How many entries to read.
        system: The source.
        inputs: Digests of the present input, and of those that its rows came from.
    """
    known = Known(inputs=inputs)
    for index, raw in enumerate(reader.entries(0, size)):
        entry = _ENTRY.decode(raw)
        match entry.kind:
            case "licence_decision":
                _decision(known, index, entry, system)
            case "decision_event" if b'"event_type":"correction"' in raw:
                _correction(known, index, entry)
            case "ingest_run":
                run = _RUN.decode(entry.record)
                if run.system == system:
                    known.sides |= {given.role for given in run.inputs}
            case "disclosure_rule_version":
                record = Entry.parse(raw).record
                if isinstance(record, DisclosureRuleVersion):
                    known.rules.append(record)
            case "withheld_decision":
                known.taken.add(_RECORD.decode(entry.record).decision_ref)
            case "control_list_version":
                known.lists.add(_RECORD.decode(entry.record).list_id)
            case _:
                pass  # says nothing about decisions of sources
    return known


def _decision(known: Known, index: int, entry: _Entry, system: str) -> None:
    record = _RECORD.decode(entry.record)
    source = entry.source
    if source is None or source.system != system:
        known.taken.add(record.decision_ref)
        return
    first, last = days_in_record(record.decided_on)
    known.decisions[record.decision_ref] = KnownDecision(
        place=index,
        reading=index,
        content=public_content(bytes(entry.record), record.decision_ref),
        first=first,
        last=last,
        batch=sys.intern(source.batch),
        # A native decision's key is its reference: one text for both.
        key=record.decision_ref if source.key == record.decision_ref else source.key,
    )


def _correction(known: Known, index: int, entry: _Entry) -> None:
    event = _EVENT.decode(entry.record)
    before = known.decisions.get(event.decision_ref)
    if before is None or event.event_type != "correction":
        return
    first, last = days_in_record(_RECORD.decode(event.corrected).decided_on)
    known.decisions[event.decision_ref] = before._replace(
        reading=index,
        content=public_content(bytes(event.corrected), event.decision_ref),
        first=first,
        last=last,
        corrections=before.corrections + 1,
    )
    if entry.source is not None and entry.source.batch in known.inputs:
        known.corrected.add(entry.source.key)


def readings(
    reader: LedgerReader, wanted: Iterable[tuple[str, int]]
) -> Iterator[tuple[str, LicenceDecision]]:
    """Yield the latest readings of some decisions.

    Args:
        reader: The ledger.
        wanted: Their references, and the indexes of the entries of their readings.
    """
    for reference, index in sorted(wanted, key=lambda pair: pair[1]):
        record = Entry.parse(next(reader.entries(index, index + 1))).record
        if isinstance(record, DecisionEvent) and record.corrected is not None:
            yield reference, record.corrected
        elif isinstance(record, LicenceDecision):
            yield reference, record
