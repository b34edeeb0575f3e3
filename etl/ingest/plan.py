"""What is to become of each decision of a file, given what the ledger holds.

Where references come from the source, a decision is found by its reference. Where
they are made from content, it is found by its content, one for one. What is found by
neither waits until the whole file is read, and is then matched by the keys of the
mapping (``revision``). Nothing waits while the ledger holds nothing of the source.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import msgspec

from etl.ingest.conversion import Converted
from etl.ingest.known import Known, content_of, readings, size_of
from etl.ingest.mapping import Revisions
from etl.ingest.ready import Ready, ReadyRows, days_of
from etl.ingest.rejection import DECISION, RULE, Rejection
from etl.ingest.revision import Candidate, match
from ledger.reader import LedgerReader
from ledger.records.decision import LicenceDecision
from ledger.tiles import MAX_ENTRY_SIZE

NEW: Final = "new"
"""What stands in the column of decisions for rows that correct nothing."""

MOST: Final = MAX_ENTRY_SIZE - 4_096
"""Bytes of the largest decision: an entry around a correction needs the rest."""

_UNDECIDED: Final = "undecided_revision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do about a decision.

    Attributes:
        what: Append it, correct another, reject it, or nothing: it is there already.
        converted: The decision and its rows.
        decision: The decision as it is to be appended, unless it is ready.
        ready: The decision as it can be appended, if it is.
        corrects: The reference of the decision to correct.
        key: What shows that this is the one to correct.
    """

    what: Literal["append", "correct", "duplicate", "in_ledger", "reject"]
    converted: Converted
    decision: LicenceDecision | None = None
    ready: Ready | None = None
    corrects: str = ""
    key: str = ""
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def reference(self) -> str:
        """The reference of the decision."""
        if self.ready is not None:
            return self.ready.appendable.reference
        return "" if self.decision is None else self.decision.decision_ref


@dataclass(slots=True, kw_only=True)
class Planner:
    """Decides about the decisions of one file.

    Attributes:
        known: What the ledger holds.
        reader: The ledger, for readings to compare.
        revisions: How releases are held against it.
        by_content: Whether references are made from content.
        repair: Whether the file is one of repaired rows, and so no whole release.
    """

    known: Known
    reader: LedgerReader
    revisions: Revisions
    by_content: bool
    repair: bool
    disappeared: list[str] = field(default_factory=list)
    _alike: dict[bytes, list[str]] = field(default_factory=dict)
    _left: dict[str, None] = field(default_factory=dict)
    _seen: dict[str, bytes] = field(default_factory=dict)
    _waiting: list[Converted] = field(default_factory=list)
    _first: str = "9999"
    _last: str = ""
    _rejected: int = 0

    def __post_init__(self) -> None:
        """Note what the ledger holds, as not yet found in the file."""
        self._left = dict.fromkeys(self.known.decisions)
        if self.by_content:
            self._alike = self.known.by_content()

    def rejected(self, converted: Converted) -> bool:
        """Note rows that were not taken; say whether they were repaired since.

        What the ledger holds of the same licence did not disappear.
        """
        settled = self.known.settled(converted.licence)
        if settled or not self.by_content:
            for reference in self.known.by_key().get(converted.licence, ()):
                self._left.pop(reference, None)
        if settled:
            return True
        self._rejected += 1
        return False

    def plan_ready(self, converted: Converted, ready: Ready) -> Iterator[Step]:
        """Yield what to do about a decision, which is not read when it is new."""
        reference = ready.appendable.reference
        if (
            self.by_content
            or self._may_wait()
            or len(ready.appendable.record) > MOST
            or reference in self._seen
            or reference in self.known.decisions
            or reference in self.known.taken
        ):
            decision = ready.decision()
            yield from self.plan(replace(converted, decision=decision), decision)
            return
        self._first, self._last = (
            min(self._first, ready.first),
            max(self._last, ready.last),
        )
        self._seen[reference] = ready.content
        yield Step(what="append", converted=converted, ready=ready)

    def take_together(self, rows: ReadyRows) -> bool:
        """Note decisions that are to be appended, if every one of them surely is.

        Returns:
            Whether that is so; else nothing is noted, and each is to be planned.
        """
        references = [one.reference for one in rows.appendables]
        contents = dict(zip(references, rows.contents, strict=True))
        taken = (self._seen.keys(), self.known.decisions.keys(), self.known.taken)
        if (
            self.by_content
            or self._may_wait()
            or max([len(one.record) for one in rows.appendables]) > MOST
            or len(contents) < len(references)
            or not all(others.isdisjoint(references) for others in taken)
        ):
            return False
        self._first = min(self._first, rows.first)
        self._last = max(self._last, rows.last)
        self._seen.update(contents)
        return True

    def plan(self, converted: Converted, decision: LicenceDecision) -> Iterator[Step]:
        """Yield what to do about a decision now; nothing when it has to wait."""
        first, last = days_of(decision.decided_on)
        self._first, self._last = min(self._first, first), max(self._last, last)
        stated = converted.rows[0].values.get(DECISION, "").strip()
        if size_of(decision) > MOST:
            reason = f"makes a record over {MOST} bytes, which no entry can hold"
            yield self._reject(converted, decision, "too_large", reason)
        elif stated:
            yield self._as_stated(converted, decision, stated)
        elif _UNDECIDED in converted.rows[0].values.get(RULE, ""):
            yield self._reject(
                converted, decision, _UNDECIDED, f"column {DECISION} is still empty"
            )
        elif self.by_content:
            yield from self._by_content(converted, decision)
        else:
            yield from self._by_reference(converted, decision)

    def _by_reference(
        self, converted: Converted, decision: LicenceDecision
    ) -> Iterator[Step]:
        reference, content = decision.decision_ref, content_of(decision)
        before = self._seen.setdefault(reference, content)
        known = self.known.decisions.get(reference)
        if before is not content:
            if before == content:
                yield Step(what="duplicate", converted=converted, decision=decision)
            else:
                reason = "another row of the file has the same reference"
                yield self._reject(converted, decision, "reference_repeated", reason)
        elif reference in self.known.taken:
            reason = "the reference is that of a decision from another source"
            yield self._reject(converted, decision, "reference_taken", reason)
        elif known is None:
            yield from self._unknown(converted, decision)
        else:
            self._left.pop(reference, None)
            yield self._held_against(converted, decision, reference, "decision_ref")

    def _by_content(
        self, converted: Converted, decision: LicenceDecision
    ) -> Iterator[Step]:
        alike = self._alike.get(content_of(decision))
        if self.repair:
            yield self._repaired(converted, decision, alike or [])
        elif alike:
            reference = alike.pop(0)
            self._left.pop(reference, None)
            yield self._held_against(converted, decision, reference, "content")
        else:
            yield from self._unknown(converted, decision)

    def _repaired(
        self, converted: Converted, decision: LicenceDecision, alike: list[str]
    ) -> Step:
        """Decide about one repaired licence, without the rest of its release."""
        own = self.known.from_input(converted.licence)
        if own:
            return self._held_against(
                converted, decision, own[0], "licence of the input"
            )
        if alike:
            return self._undecided(converted, decision, alike)
        return self._append(converted, decision)

    def _unknown(
        self, converted: Converted, decision: LicenceDecision
    ) -> Iterator[Step]:
        if self._may_wait():
            self._waiting.append(converted)
        else:
            yield self._append(converted, decision)

    def _may_wait(self) -> bool:
        """Whether what the ledger does not hold may be something it does, changed."""
        whole = self.revisions.whole_period and not self.repair
        return bool(self._left and whole and self.revisions.match_by)

    def finish(self) -> Iterator[Step]:
        """Yield what to do about the decisions that waited, in their order."""
        if not self.revisions.whole_period or self.repair:
            return
        left = {
            reference: self.known.decisions[reference].reading
            for reference in self._left
            if self._covers(reference)
        }
        waiting = {
            number: Candidate(converted.decision, converted.licence)
            for number, converted in enumerate(self._waiting)
            if converted.decision is not None
        }
        old = {
            reference: Candidate(reading, self.known.decisions[reference].key)
            for reference, reading in readings(
                self.reader, left.items() if waiting else ()
            )
        }
        certain = not (self.by_content and self._rejected)
        matching = match(old, waiting, self.revisions.match_by, certain=certain)
        undecided = {
            number: one.old for one in matching.undecided for number in one.new
        }
        changed = {one.new: one for one in matching.changed}
        for one in matching.changed:
            del left[one.old]
        for reference in {name for one in matching.undecided for name in one.old}:
            del left[reference]
        self.disappeared = list(left)
        for number, (decision, _) in waiting.items():
            converted = self._waiting[number]
            if number in changed:
                match_of = changed[number]
                key = ", ".join(match_of.key)
                yield self._correct(converted, decision, match_of.old, key)
            elif number in undecided:
                yield self._undecided(converted, decision, list(undecided[number]))
            else:
                yield self._append(converted, decision)

    def _covers(self, reference: str) -> bool:
        known = self.known.decisions[reference]
        return self._first <= known.first and known.last <= self._last

    def _as_stated(
        self, converted: Converted, decision: LicenceDecision, stated: str
    ) -> Step:
        own = self.known.from_input(converted.licence)
        if stated == NEW:
            if own:
                return self._held_against(converted, decision, own[0], "stated")
            return self._append(converted, decision)
        if stated not in self.known.decisions:
            reason = f"{DECISION} names {stated}, which is no decision of the source"
            return self._reject(converted, decision, "decision_unknown", reason)
        self._left.pop(stated, None)
        return self._held_against(converted, decision, stated, "stated")

    def _held_against(
        self, converted: Converted, decision: LicenceDecision, reference: str, key: str
    ) -> Step:
        if content_of(decision) == self.known.decisions[reference].content:
            own = msgspec.structs.replace(decision, decision_ref=reference)
            return Step(what="in_ledger", converted=converted, decision=own)
        return self._correct(converted, decision, reference, key)

    def _correct(
        self, converted: Converted, decision: LicenceDecision, reference: str, key: str
    ) -> Step:
        corrected = msgspec.structs.replace(decision, decision_ref=reference)
        return Step(
            what="correct",
            converted=converted,
            decision=corrected,
            corrects=reference,
            key=key,
        )

    def _append(self, converted: Converted, decision: LicenceDecision) -> Step:
        if self.by_content:
            free = self._free(decision.decision_ref)
            decision = msgspec.structs.replace(decision, decision_ref=free)
            self._seen[free] = b""
        return Step(what="append", converted=converted, decision=decision)

    def _free(self, stem: str) -> str:
        """Number decisions that are alike in everything, in the order they come."""
        number, reference = 1, stem
        taken = (self.known.decisions, self.known.taken, self._seen)
        while any(reference in others for others in taken):
            number += 1
            reference = f"{stem}-{number}"
        return reference

    def _undecided(
        self, converted: Converted, decision: LicenceDecision, old: list[str]
    ) -> Step:
        reason = (
            "may be new, or one that the ledger holds; it cannot be told which: write"
            f" the reference of that one in column {DECISION}, or {NEW}"
        )
        return self._reject(converted, decision, _UNDECIDED, reason, tuple(old))

    def _reject(
        self,
        converted: Converted,
        decision: LicenceDecision,
        rule: str,
        reason: str,
        nearest: tuple[str, ...] = (),
    ) -> Step:
        rejections = [
            Rejection(row.number, "", converted.licence, rule, reason, nearest)
            for row in converted.rows
        ]
        return Step(
            what="reject",
            converted=converted,
            decision=decision,
            rejections=rejections,
        )
