"""What happens to an invented decision after it was taken."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import msgspec

from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.terms import GRANTS
from ledger.records.values import Text, first_day

_REASON = Text(
    nl="Verzonnen voor de demo: nieuwe informatie over het eindgebruik.",
    en="Invented for the demo: new information about the end-use.",
)


def life_of(
    draw: Random, decision: LicenceDecision, leaf: str, last: date
) -> Iterator[DecisionEvent]:
    """Yield the events of a decision in the order in which they happen.

    Args:
        draw: Where chance comes from.
        decision: The decision.
        leaf: Leaf hash of its entry, hexadecimal.
        last: Last day on which an event may happen.
    """
    events = (
        _granted(draw, decision)
        if decision.outcome in GRANTS
        else _refused(draw, decision)
    )
    for number, event in enumerate(events, start=1):
        if event.occurred_on > last:
            return
        yield msgspec.structs.replace(
            event, decision=leaf, event_ref=f"{decision.decision_ref}/{number}"
        )


def _event(
    decision: LicenceDecision, day: date, kind: str, **fields: object
) -> DecisionEvent:
    return DecisionEvent(
        decision="0" * 64,
        decision_ref=decision.decision_ref,
        event_ref=decision.decision_ref,
        event_type=kind,  # type: ignore[arg-type] # words of EventType
        occurred_on=day,
        **fields,  # type: ignore[arg-type] # fields of the record
    )


def _after(draw: Random, day: date, low: int, high: int) -> date:
    return day + timedelta(days=draw.randrange(low, high))


def _granted(draw: Random, decision: LicenceDecision) -> Iterator[DecisionEvent]:
    day = first_day(decision.decided_on)
    chance = draw.random()
    if chance < 0.01:
        day = _after(draw, day, 20, 90)
        corrected = msgspec.structs.replace(
            decision, processing_days=(decision.processing_days or 0) + 7
        )
        yield _event(
            decision,
            day,
            "correction",
            changed_fields=("processing_days",),
            correction_reason="data_entry",
            corrected=corrected,
            reason=Text(nl="Invoerfout hersteld.", en="Data entry error corrected."),
        )
    if draw.random() < 0.06:
        day = _after(draw, day, 60, 200)
        result = draw.choices(("ok", "not_ok", "not_possible"), (88, 5, 7))[0]
        yield _event(decision, day, "end_use_check", result=result)
    if draw.random() < 0.035:
        day = _after(draw, day, 30, 200)
        fields = {"changed_fields": ("valid_to",), "reason": _REASON}
        yield _event(decision, day, "modified", effective_on=day, **fields)
    yield from _ending(draw, decision, day)


def _ending(
    draw: Random, decision: LicenceDecision, day: date
) -> Iterator[DecisionEvent]:
    chance = draw.random()
    grave = {"effective_on": None, "reason": _REASON}
    if chance < 0.012:
        day = _after(draw, day, 30, 200)
        yield _event(decision, day, "suspended", **{**grave, "effective_on": day})
        day = _after(draw, day, 20, 90)
        if draw.random() < 0.6:
            yield _event(decision, day, "reinstated")
        else:
            yield _event(decision, day, "revoked", **{**grave, "effective_on": day})
    elif chance < 0.018:
        day = _after(draw, day, 30, 300)
        yield _event(decision, day, "revoked", **{**grave, "effective_on": day})
    elif chance < 0.02 and len(decision.lines) > 1:
        day = _after(draw, day, 30, 300)
        yield _event(
            decision,
            day,
            "revoked_in_part",
            lines=(1,),
            **{**grave, "effective_on": day},
        )
    elif chance < 0.04:
        yield _event(decision, _after(draw, day, 30, 300), "surrendered")
    elif chance < 0.16:
        yield _event(decision, _after(draw, day, 60, 300), "exhausted")
    elif chance < 0.55 and decision.valid_to is not None:
        yield _event(decision, decision.valid_to + timedelta(days=1), "expired")


def _refused(draw: Random, decision: LicenceDecision) -> Iterator[DecisionEvent]:
    if decision.outcome != "refused":
        return
    day = _after(draw, first_day(decision.decided_on), 5, 25)
    if draw.random() < 0.9:
        yield _event(decision, day, "denial_notified")
    if draw.random() < 0.18:
        day = _after(draw, day, 7, 35)
        yield _event(decision, day, "objection_lodged")
        day = _after(draw, day, 60, 160)
        result = draw.choices(("rejected", "upheld_in_part", "withdrawn"), (78, 8, 14))[
            0
        ]
        yield _event(decision, day, "objection_decided", result=result)
