"""Decision events: the life of a decision after it was taken.

Nothing is edited. An event points at the entry of the decision by its leaf
hash; a correction carries the whole decision as it should read.
"""

from datetime import date
from typing import Annotated

from msgspec import field

from ledger.records.decision import LicenceDecision, Withheld
from ledger.records.terms import (
    ActorRole,
    CorrectionReason,
    DenialChannel,
    DisclosureRule,
    EventResult,
    EventType,
    Materiality,
    Unit,
)
from ledger.records.values import (
    Code,
    Ecli,
    LeafHash,
    Line,
    Money,
    Positive,
    Prose,
    Reference,
    SealDigest,
    Text,
    Value,
)
from ledger.records.visibility import COMMITTEE


class FieldChange(Value, frozen=True, kw_only=True):
    """One public field that a modification changed, from what into what."""

    after: Line | None = None
    before: Line | None = None
    field: Code


class Reclassification(Value, frozen=True, kw_only=True):
    """How a decision may be published from now on, and how before.

    Attributes:
        grounds: The grounds (Woo) for not disclosing, when that remains so.
        new_rule: The rule from now on.
        old_rule: The rule before.
        rule_id: Which version of the rules says so.
    """

    grounds: tuple[Code, ...] = ()
    new_rule: DisclosureRule
    old_rule: DisclosureRule
    rule_id: Code


class ParliamentNotice(Value, frozen=True, kw_only=True):
    """The paper by which parliament was told, and whether confidentially."""

    is_confidential: bool
    paper: Line


class Use(Value, frozen=True, kw_only=True):
    """What was really exported under a licence over a period.

    Attributes:
        first: First day of the period.
        last: Last day of the period.
        quantity: How many, or how much, in ``unit``.
        unit: What ``quantity`` is counted in.
        value: The value of it.
    """

    first: date
    last: date
    quantity: Annotated[Positive | None, COMMITTEE] = None
    unit: Annotated[Unit | None, COMMITTEE] = None
    value: Money | None = None


class DecisionEvent(Value, frozen=True, kw_only=True):
    """One thing that happened to a decision.

    Attributes:
        digests: Digests of what is sealed, and decoys, sorted; none in a ledger without
            a vault.
        about: Leaf hash of the earlier event that this one answers: the suspension
            that ends, the objection that is decided, the denial that is reviewed.
        actor_role: In which role it was recorded.
        changed_fields: Names of the decision's fields that changed.
        changes: What public fields were, and what they are now.
        channel: For a denial: where it was notified.
        corrected: For a correction: the decision as it should read.
        correction_reason: For a correction: why.
        court: For an appeal: the court.
        decision: Leaf hash of the decision's entry.
        decision_ref: The decision's reference, for readers.
        due_on: For a review of a denial: when it was due (three years on).
        ecli: For an appeal that is decided: the ruling.
        effective_on: Day from which it works.
        event_ref: Reference, unique in the ledger.
        event_type: What happened.
        final_assessment: At the end of a suspension: its final assessment (Art. 16).
        grounds: For a revocation or an annulment: codes of its grounds.
        legal_ref: Article or case number.
        lines: Line numbers it is limited to.
        materiality: For a correction: whether it changes totals.
        notified_on: For a denial: the day of notification. Only its month is public,
            so ``occurred_on`` is then the last day of that month.
        occurred_on: Day on which it happened.
        parliament: For a notice to parliament: the paper.
        reason: The reason, as published.
        reason_full: The reason, whole.
        reclassification: For a change of disclosure: from which rule to which.
        replacement: Leaf hash of the decision that replaces or renews this one.
        result: For a review, a check, an objection or an appeal: how it ended.
        until: For a suspension: its planned last day.
        use: For a report of use: what was really exported.
        withholding: Fields kept from the public, and on what grounds.
    """

    digests: tuple[SealDigest, ...] = field(default=(), name="_sd")
    about: LeafHash | None = None
    actor_role: ActorRole | None = None
    changed_fields: tuple[Code, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    channel: DenialChannel | None = None
    corrected: LicenceDecision | None = None
    correction_reason: CorrectionReason | None = None
    court: Line | None = None
    decision: LeafHash
    decision_ref: Reference
    due_on: date | None = None
    ecli: Ecli | None = None
    effective_on: date | None = None
    event_ref: Reference
    event_type: EventType
    final_assessment: Text | None = None
    grounds: tuple[Code, ...] = ()
    legal_ref: Line | None = None
    lines: tuple[Positive, ...] = ()
    materiality: Materiality | None = None
    notified_on: Annotated[date | None, COMMITTEE] = None
    occurred_on: date
    parliament: ParliamentNotice | None = None
    reason: Text | None = None
    reason_full: Annotated[Prose | None, COMMITTEE] = None
    reclassification: Reclassification | None = None
    replacement: LeafHash | None = None
    result: EventResult | None = None
    until: date | None = None
    use: Use | None = None
    withholding: tuple[Withheld, ...] = ()
