"""Decision events: the life of a decision after it was taken.

Nothing is edited. An event points at the entry of the decision by its leaf
hash; a correction carries the whole decision as it should read.
"""

from datetime import date

from ledger.records.decision import LicenceDecision
from ledger.records.terms import CorrectionReason, EventResult, EventType
from ledger.records.values import Code, LeafHash, Line, Positive, Reference, Text, Value


class DecisionEvent(Value, frozen=True, kw_only=True):
    """One thing that happened to a decision.

    Attributes:
        changed_fields: Names of the decision's fields that changed.
        corrected: For a correction: the decision as it should read.
        correction_reason: For a correction: why.
        court: For an appeal: the court.
        decision: Leaf hash of the decision's entry.
        decision_ref: The decision's reference, for readers.
        effective_on: Day from which it works.
        event_ref: Reference, unique in the ledger.
        event_type: What happened.
        legal_ref: Article or case number.
        lines: Line numbers it is limited to.
        occurred_on: Day on which it happened.
        reason: The reason, as published.
        replacement: Leaf hash of the decision that replaces or renews this one.
        result: For a review, a check, an objection or an appeal: how it ended.
        until: For a suspension: its planned last day.
    """

    changed_fields: tuple[Code, ...] = ()
    corrected: LicenceDecision | None = None
    correction_reason: CorrectionReason | None = None
    court: Line | None = None
    decision: LeafHash
    decision_ref: Reference
    effective_on: date | None = None
    event_ref: Reference
    event_type: EventType
    legal_ref: Line | None = None
    lines: tuple[Positive, ...] = ()
    occurred_on: date
    reason: Text | None = None
    replacement: LeafHash | None = None
    result: EventResult | None = None
    until: date | None = None
