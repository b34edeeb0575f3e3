"""Rules on one decision event: what each type of event must say."""

from collections.abc import Iterator, Mapping
from typing import Final

from ledger.records.breach import Breach, order_breaches, text_breaches
from ledger.records.confidential_rules import withholding_breaches
from ledger.records.decision_rules import decision_breaches
from ledger.records.event import DecisionEvent
from ledger.records.terms import EventResult, EventType

RESULTS: Final[Mapping[EventType, frozenset[EventResult]]] = {
    "appeal_decided": frozenset({"rejected", "upheld", "upheld_in_part", "withdrawn"}),
    "denial_reviewed": frozenset({"amended", "renewed", "revoked"}),
    "end_use_check": frozenset({"not_ok", "not_possible", "ok"}),
    "objection_decided": frozenset(
        {"rejected", "upheld", "upheld_in_part", "withdrawn"}
    ),
}
"""The types of event that end in a result, and the results they may have."""

WITH_REASON: Final[frozenset[EventType]] = frozenset(
    {"annulled", "correction", "modified", "revoked", "revoked_in_part", "suspended"}
)
"""What an authority may not do without saying why (Article 16 of 2021/821)."""

WITH_EFFECT: Final[frozenset[EventType]] = frozenset(
    {"annulled", "modified", "revoked", "revoked_in_part", "suspended"}
)
"""Events whose working has a first day of its own."""


ONLY_OF: Final[Mapping[str, frozenset[EventType]]] = {
    "channel": frozenset({"denial_notified"}),
    "due_on": frozenset({"denial_notified", "denial_reviewed"}),
    "ecli": frozenset({"appeal_decided"}),
    "final_assessment": frozenset(
        {"modified", "reinstated", "revoked", "revoked_in_part"}
    ),
    "materiality": frozenset({"correction"}),
    "notified_on": frozenset({"denial_notified"}),
    "parliament": frozenset({"parliament_notified"}),
    "reclassification": frozenset({"reclassified_disclosure"}),
    "use": frozenset({"use_reported"}),
}
"""Fields that only some types of event have."""

NEEDED: Final = frozenset({"parliament", "reclassification", "use"})
"""Those of them that these types of event cannot do without."""


def event_breaches(event: DecisionEvent) -> Iterator[Breach]:
    """Yield every rule that a decision event breaks."""
    kind = event.event_type
    allowed = RESULTS.get(kind, frozenset())
    if (event.result is None) == bool(allowed) or (
        event.result is not None and event.result not in allowed
    ):
        words = ", ".join(sorted(allowed)) or "absent"
        yield Breach("result", "R8", f"must be {words} for {kind}")
    if kind in WITH_REASON and event.reason is None:
        yield Breach("reason", "R8", f"must be there for {kind}")
    if kind in WITH_EFFECT and event.effective_on is None:
        yield Breach("effective_on", "R8", f"must be there for {kind}")
    if (kind == "revoked_in_part") != bool(event.lines):
        yield Breach("lines", "R8", "must be named exactly for revoked_in_part")
    if kind == "modified" and not event.changed_fields:
        yield Breach("changed_fields", "R8", "must be named for modified")
    if kind == "renewed" and event.replacement is None:
        yield Breach("replacement", "R8", "must name the decision that renews it")
    yield from _own_fields(event)
    yield from order_breaches("occurred_on", event.occurred_on, "until", event.until)
    if not {change.field for change in event.changes} <= set(event.changed_fields):
        yield Breach("changes", "R8", "must be among changed_fields")
    yield from withholding_breaches(event, event.withholding)
    yield from text_breaches("final_assessment", event.final_assessment)
    yield from text_breaches("reason", event.reason)
    yield from _correction(event)


def _own_fields(event: DecisionEvent) -> Iterator[Breach]:
    for field, kinds in ONLY_OF.items():
        given = getattr(event, field) is not None
        if given and event.event_type not in kinds:
            yield Breach(field, "R8", f"must be absent for {event.event_type}")
        if not given and event.event_type in kinds and field in NEEDED:
            yield Breach(field, "R8", f"must be there for {event.event_type}")
    if event.use is not None:
        use = event.use
        yield from order_breaches("use.first", use.first, "use.last", use.last)
    moved = event.reclassification
    if moved is not None:
        if (moved.new_rule == "disclose") == bool(moved.grounds):
            reason = "must name a ground exactly when the new rule is not disclose"
            yield Breach("reclassification.grounds", "disclosure", reason)
        if moved.new_rule == moved.old_rule:
            reason = "must differ from the old rule"
            yield Breach("reclassification.new_rule", "disclosure", reason)


def _correction(event: DecisionEvent) -> Iterator[Breach]:
    is_correction = event.event_type == "correction"
    if is_correction != (event.correction_reason is not None):
        reason = "must be there exactly for a correction"
        yield Breach("correction_reason", "R8", reason)
    if is_correction != (event.corrected is not None):
        yield Breach("corrected", "R8", "must be there exactly for a correction")
    if event.corrected is None:
        return
    if event.corrected.decision_ref != event.decision_ref:
        reason = "must keep the reference of the decision that it corrects"
        yield Breach("corrected.decision_ref", "R8", reason)
    if not event.changed_fields:
        yield Breach("changed_fields", "R8", "must be named for a correction")
    for breach in decision_breaches(event.corrected):
        yield Breach(f"corrected.{breach.field}", breach.rule, breach.reason)
