"""What the audit keeps of each entry: packed rows, and the records that rule others.

A row holds what can be needed of an entry once the entry itself is out of memory.
Dates are proleptic ordinals; words of closed vocabularies are their places in these;
a digest stands for a text that is only ever compared.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from struct import Struct
from typing import Final, get_args

import msgspec

from ledger.audit.across.kept import (
    Correction,
    Published,
    Rule,
    Ruling,
    Shape,
    Weighed,
)
from ledger.audit.finding import Finding
from ledger.base64url import from_base64url
from ledger.entry import Entry
from ledger.records.access import Access
from ledger.records.authority import Authority
from ledger.records.context import ContextEvent
from ledger.records.control_list import ControlListVersion
from ledger.records.decision import Disclosure, LicenceDecision
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.erasure import Erasure
from ledger.records.event import DecisionEvent
from ledger.records.framework import FrameworkVersion
from ledger.records.ingest_run import IngestRun
from ledger.records.manifest_count import Group, group_of
from ledger.records.publication import PublicationManifest
from ledger.records.record import KINDS, Record, reference_of
from ledger.records.sealable import sealed_parts
from ledger.records.table_release import TableRelease
from ledger.records.terms import (
    OUTCOMES,
    AuthorisationType,
    EventResult,
    EventType,
)
from ledger.records.values import Interval, Text, first_day
from ledger.records.weighing import CriterionFinding, GoalFinding
from ledger.records.withheld_decision import WithheldDecision
from ledger.records.withheld_publication import WithheldPublication
from ledger.sealing import digest_of_published

KIND_WORDS: Final = tuple(KINDS)
EVENT_WORDS: Final[tuple[EventType, ...]] = get_args(EventType)
RESULT_WORDS: Final[tuple[EventResult, ...]] = get_args(EventResult)
LANGUAGES: Final = ("en", "nl")

NONE: Final = 255
"""Stands for no word of a vocabulary."""

ENTRY: Final = Struct("<32sQB")
"""Any entry but a decision: leaf hash, index, kind."""

DECISION: Final = Struct("<32sQ8siiHB")
"""A decision: leaf hash, index, digest of its reference, first and last day on which
it can have been taken, number of lines, outcome."""

EVENT: Final = Struct("<32sQ8siiHBBBi")
"""A decision event: leaf hash that it names, index, digest of the reference that it
names, day, planned last day or 0, highest line that it names, type, result; of a
correction, the outcome and the first day of the decision as corrected."""

REPLACEMENT: Final = Struct("<32sQ")
"""An event that names a replacement: the leaf hash named, index of the event."""

NAMED: Final = Struct("<32sQ")
"""A leaf hash and an index: of an entry that holds digests, or the entry that is
erased and the index of the erasure."""

WITHHELD_SEAL: Final = Struct("<32sQ128s")
"""A withheld decision: leaf hash, index, and its four digests."""

PUBLICATION: Final = Struct("<32sQ32s")
"""A publication: the leaf hash named, its own index, digest of what is published."""

REFERENCE: Final = Struct("<16sQB")
"""A reference that must be unique: digest, index, outcome if it is a decision's."""

TEXT: Final = Struct("<16sBQ")
"""A rationale: digest of the text, language, index."""

_NUMBERED: Final = re.compile(r"((?:.*[-/._:])?)([0-9]{1,15})", re.ASCII | re.DOTALL)
_OUTCOME: Final = {outcome: place for place, outcome in enumerate(OUTCOMES)}
CLOSED: Final = frozenset({"no_licence_required", "not_processed", "withdrawn"})
"""Outcomes without an assessment."""

_SPACES: Final[dict[type[Record], str]] = {
    ContextEvent: "event",  # which events of decisions share
    Erasure: "erasure",
    IngestRun: "run",
    PublicationManifest: "manifest",
    TableRelease: "tables",
    WithheldPublication: "publication",
}
"""Within what the references of a kind are unique."""

_ENCODER: Final = msgspec.json.Encoder()


@dataclass(slots=True)
class Facts:
    """What a run of entries says to the rules across entries.

    Attributes:
        entries: Rows of ``ENTRY``.
        decisions: Rows of ``DECISION``.
        events: Rows of ``EVENT``.
        replacements: Rows of ``REPLACEMENT``.
        sealed: Rows of ``NAMED``: entries that hold digests.
        erasures: Rows of ``NAMED``: the erasures.
        withheld_seals: Rows of ``WITHHELD_SEAL``.
        publications: Rows of ``PUBLICATION``.
        references: Rows of ``REFERENCE``.
        texts: Rows of ``TEXT``.
        weighed: Decisions and corrected decisions, by index.
        shapes: The shapes that ``weighed`` names.
        corrections: The corrections.
        numbers: Running numbers in references of decisions, by what precedes them.
        closed: How decisions of each month were closed, by month and outcome.
        rulings: Records that say what holds for others.
        counts: Entries after the last manifest, as manifests count them.
        published: How decisions were published, and the index, the first and the last
            day of each.
        withheld: How many decisions of each month are withheld.
        judged: What single decisions show, until they are corrected.
        unread: Number of entries that could not be read.
        last_day: Day on which the last of them was recorded, as an ordinal.
    """

    entries: bytearray = field(default_factory=bytearray)
    decisions: bytearray = field(default_factory=bytearray)
    events: bytearray = field(default_factory=bytearray)
    replacements: bytearray = field(default_factory=bytearray)
    sealed: bytearray = field(default_factory=bytearray)
    erasures: bytearray = field(default_factory=bytearray)
    withheld_seals: bytearray = field(default_factory=bytearray)
    publications: bytearray = field(default_factory=bytearray)
    references: bytearray = field(default_factory=bytearray)
    texts: bytearray = field(default_factory=bytearray)
    weighed: list[Weighed] = field(default_factory=list)
    shapes: dict[Shape, int] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    closed: Counter[tuple[str, str]] = field(default_factory=Counter)
    rulings: list[Ruling] = field(default_factory=list)
    counts: Counter[Group] = field(default_factory=Counter)
    published: dict[Published, list[tuple[int, int, int]]] = field(default_factory=dict)
    withheld: Counter[str] = field(default_factory=Counter)
    judged: list[Finding] = field(default_factory=list)
    unread: int = 0
    last_day: int = 0


def digest(text: str) -> bytes:
    """Return sixteen bytes that stand for a text."""
    return sha256(text.encode()).digest()[:16]


def take(facts: Facts, index: int, leaf: bytes, entry: Entry) -> None:
    """Add what an entry says."""
    record = entry.record
    facts.last_day = entry.recorded_at.toordinal()
    match record:
        case LicenceDecision():
            _take_decision(facts, index, leaf, record)
        case DecisionEvent():
            _take_event(facts, index, record)
        case Access() | ContextEvent() | IngestRun() | TableRelease():
            pass  # nothing but its reference, if it has one
        case Erasure():
            facts.erasures += NAMED.pack(bytes.fromhex(record.entry), index)
        case WithheldDecision():
            _take_withheld(facts, index, leaf, record)
        case WithheldPublication():
            shown = from_base64url(digest_of_published(record))
            named = bytes.fromhex(record.decision)
            facts.publications += PUBLICATION.pack(named, index, shown)
        case (
            Authority()
            | ControlListVersion()
            | DisclosureRuleVersion()
            | FrameworkVersion()
            | PublicationManifest()
        ):
            _take_ruling(facts, index, leaf, entry.recorded_at, record)
    _take_reference(facts, index, record)
    _take_seal(facts, index, leaf, record)
    if not isinstance(record, PublicationManifest):
        facts.counts[group_of(record)] += 1
    if not isinstance(record, LicenceDecision):
        facts.entries += ENTRY.pack(leaf, index, KIND_WORDS.index(entry.kind))


def _take_reference(facts: Facts, index: int, record: Record) -> None:
    """Add the reference of a record that is neither a decision nor about one."""
    space = _SPACES.get(type(record))
    if space is not None:
        row = digest(f"{space} {reference_of(record)}")
        facts.references += REFERENCE.pack(row, index, NONE)


def _take_seal(facts: Facts, index: int, leaf: bytes, record: Record) -> None:
    if any(part.digests for _, part in sealed_parts(record)):
        facts.sealed += NAMED.pack(leaf, index)


def _take_ruling(
    facts: Facts,
    index: int,
    leaf: bytes,
    recorded_at: datetime,
    record: Rule,
) -> None:
    counts: Counter[Group] = Counter()
    if isinstance(record, PublicationManifest):
        counts, facts.counts = facts.counts, counts
    facts.rulings.append(Ruling(index, leaf.hex(), recorded_at, record, counts))


def _take_decision(
    facts: Facts, index: int, leaf: bytes, decision: LicenceDecision
) -> None:
    reference = digest(f"decision {decision.decision_ref}")
    outcome = _OUTCOME[decision.outcome]
    first, last = _days(decision.decided_on)
    facts.decisions += DECISION.pack(
        leaf, index, reference[:8], first, last, len(decision.lines), outcome
    )
    facts.references += REFERENCE.pack(reference, index, outcome)
    _weigh(facts, index, decision)
    _take_number(facts, decision.decision_ref)
    if first == last:
        month = first_day(decision.decided_on).isoformat()[:7]
        facts.closed[month, decision.outcome] += 1
    if decision.weighing is not None:
        _take_text(facts, index, decision.weighing.summary)
    if decision.disclosure is not None:
        lists = tuple(dict.fromkeys([line.list_id for line in decision.lines]))
        kind = decision.authorisation_type
        _take_published(facts, index, (first, last), (lists, kind), decision.disclosure)


def _take_withheld(
    facts: Facts, index: int, leaf: bytes, withheld: WithheldDecision
) -> None:
    seals = b"".join(map(from_base64url, withheld.digests))
    facts.withheld_seals += WITHHELD_SEAL.pack(leaf, index, seals)
    reference = digest(f"decision {withheld.decision_ref}")
    facts.references += REFERENCE.pack(reference, index, NONE)
    _take_number(facts, withheld.decision_ref)
    facts.withheld[withheld.decided_in] += 1
    year, month = map(int, withheld.decided_in.split("-"))
    begin = date(max(year, 1), month, 1).toordinal()
    end = begin + monthrange(max(year, 1), month)[1] - 1
    _take_published(facts, index, (begin, end), (None, None), withheld.disclosure)


def _take_published(
    facts: Facts,
    index: int,
    days: tuple[int, int],
    what: tuple[tuple[str, ...] | None, AuthorisationType | None],
    how: Disclosure,
) -> None:
    published = Published(*what, how.rule, how.rule_id, how.grounds)
    facts.published.setdefault(published, []).append((index, *days))


def _take_number(facts: Facts, reference: str) -> None:
    match = _NUMBERED.fullmatch(reference)
    if match is not None:
        facts.numbers.setdefault(match[1], []).append(int(match[2]))


def _days(day: date | Interval) -> tuple[int, int]:
    if isinstance(day, Interval):
        return day.first.toordinal(), day.last.toordinal()
    return day.toordinal(), day.toordinal()


def _weigh(facts: Facts, index: int, decision: LicenceDecision) -> None:
    weighing, applies = decision.weighing, decision.framework_applies
    lines = [(line.list_id, line.list_version, line.code) for line in decision.lines]
    cites = {(list_id, label) for list_id, label, _ in lines if label is not None}
    if weighing is None and applies is None and not cites:
        return  # the authority publishes nothing that could be judged
    shape = Shape(
        applies=applies,
        closed=decision.outcome in CLOSED,
        framework=None if weighing is None else weighing.framework,
        method=0 if weighing is None else weighing.method_version,
        criteria=() if weighing is None else _codes(weighing.criteria),
        goals=() if weighing is None else _codes(weighing.goals),
        lines=tuple(lines),
        cites=tuple(sorted(cites)),
    )
    number = facts.shapes.setdefault(shape, len(facts.shapes))
    facts.weighed.append(Weighed(index, *_days(decision.decided_on), number))


def _codes(found: Iterable[CriterionFinding | GoalFinding]) -> tuple[str, ...]:
    return tuple([finding.code for finding in found])


def _take_text(facts: Facts, index: int, summary: Text | None) -> None:
    if summary is None:
        return
    for language, text in enumerate((summary.en, summary.nl)):
        if text is not None:
            facts.texts += TEXT.pack(digest(_folded(text)), language, index)


def _folded(text: str) -> str:
    """Return a text with its white space folded; most texts are so already."""
    plain = text.isprintable() and "  " not in text and text.strip() == text
    return text if plain else " ".join(text.split())


def _take_event(facts: Facts, index: int, event: DecisionEvent) -> None:
    corrected = event.corrected
    leaf = bytes.fromhex(event.decision)
    facts.events += EVENT.pack(
        leaf,
        index,
        digest(f"decision {event.decision_ref}")[:8],
        event.occurred_on.toordinal(),
        0 if event.until is None else event.until.toordinal(),
        min(max(event.lines, default=0), 0xFFFF),
        EVENT_WORDS.index(event.event_type),
        NONE if event.result is None else RESULT_WORDS.index(event.result),
        NONE if corrected is None else _OUTCOME[corrected.outcome],
        0 if corrected is None else first_day(corrected.decided_on).toordinal(),
    )
    facts.references += REFERENCE.pack(digest(f"event {event.event_ref}"), index, NONE)
    if event.replacement is not None:
        facts.replacements += REPLACEMENT.pack(bytes.fromhex(event.replacement), index)
    if corrected is not None:
        _weigh(facts, index, corrected)
        raw = _ENCODER.encode(corrected)
        facts.corrections.append(Correction(index, leaf, event.changed_fields, raw))
