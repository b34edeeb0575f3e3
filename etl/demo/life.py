"""What happens to an invented decision after it was taken."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

import msgspec

from ledger.records.decision import LicenceDecision
from ledger.records.event import (
    DecisionEvent,
    FieldChange,
    Reclassification,
    Use,
)
from ledger.records.terms import GRANTS, CorrectionReason, Materiality
from ledger.records.values import Money, Text, first_day

_NEWS: Final = Text(
    nl="Verzonnen voor de demo: nieuwe informatie over het eindgebruik.",
    en="Invented for the demo: new information about the end-use.",
)
_LONGER: Final = Text(
    nl="Verzonnen voor de demo: de levering duurt langer dan voorzien.",
    en="Invented for the demo: the supply takes longer than foreseen.",
)
_WRONG: Final = Text(
    nl="Verzonnen voor de demo: de aanvraag bevatte onjuiste gegevens.",
    en="Invented for the demo: the application held incorrect information.",
)
_ASSESSED: Final = Text(
    nl="Verzonnen voor de demo: na onderzoek is eindoordeel gegeven.",
    en="Invented for the demo: a final assessment was made after inquiry.",
)
_CORRECTED: Final = Text(
    nl="Fout in de registratie hersteld.", en="Error in the record corrected."
)
_COURT: Final = "Rechtbank (verzonnen)"
_RECAST_ON: Final = date(2021, 9, 9)
"""Regulation (EU) 2021/821 became applicable."""

_LISTED_ON: Final = date(2025, 11, 15)
"""From then on, items of the Dutch list stand in Annex I."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event, and the earlier event that it answers.

    Attributes:
        event: The event.
        about: Reference of the earlier event, when it answers one.
        is_named: Whether a later event answers this one.
    """

    event: DecisionEvent
    about: str | None = None
    is_named: bool = False


@dataclass(slots=True)
class Life:
    """The events of one decision in the making, in the order of happening.

    Attributes:
        draw: Where chance comes from.
        decision: The decision.
        leaf: Leaf hash of its entry, hexadecimal.
        happenings: What happened so far.
    """

    draw: Random
    decision: LicenceDecision
    leaf: str
    happenings: list[Happening]

    def add(
        self,
        day: date,
        kind: str,
        *,
        about: str | None = None,
        is_named: bool = False,
        **fields: Any,  # noqa: ANN401 - the fields of the record
    ) -> str:
        """Add an event and return its reference."""
        ref = f"{self.decision.decision_ref}/{len(self.happenings) + 1}"
        event = DecisionEvent(
            decision=self.leaf,
            decision_ref=self.decision.decision_ref,
            event_ref=ref,
            event_type=kind,  # type: ignore[arg-type] # words of EventType
            occurred_on=day,
            **fields,
        )
        found = Happening(event=event, about=about, is_named=is_named)
        self.happenings.append(found)
        return ref

    def after(self, day: date, low: int, high: int) -> date:
        """Draw a day that lies some days after another."""
        return day + timedelta(days=self.draw.randrange(low, high))


def life_of(draw: Random, decision: LicenceDecision, leaf: str) -> list[Happening]:
    """Return what happens to a decision, in the order of happening.

    Args:
        draw: Where chance comes from.
        decision: The decision.
        leaf: Leaf hash of its entry, hexadecimal.
    """
    life = Life(draw, decision, leaf, [])
    if decision.outcome in GRANTS:
        _granted(life)
    elif decision.outcome == "refused":
        _refused(life)
    _reclassified(life)
    return sorted(life.happenings, key=lambda one: one.event.occurred_on)


def month_end(day: date) -> date:
    """Return the last day of a month: of a denial only the month is public."""
    following = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return following - timedelta(days=1)


def legal_ref(day: date) -> str:
    """Return the article by which a licence is undone on a day."""
    if day < _RECAST_ON:
        return "Verordening (EG) 428/2009"
    return "Verordening (EU) 2021/821, artikel 16"


def denied(life: Life, day: date, lifted: date | None = None) -> None:
    """Add that a denial was notified, and its reviews every three years.

    Args:
        life: The life.
        day: Day of the denial.
        lifted: Day on which its reason fell away, if it did.
    """
    told = month_end(day)
    while True:
        due = told.replace(year=told.year + 3, day=min(told.day, 28))
        ref = life.add(
            told, "denial_notified", channel="DUeS", due_on=due, is_named=True
        )
        if lifted is not None:
            reviewed = max(lifted, told) + timedelta(days=7)
            life.add(
                reviewed, "denial_reviewed", about=ref, due_on=due, result="revoked"
            )
            return
        reviewed = due - timedelta(days=life.draw.randrange(10, 120))
        result = life.draw.choices(("renewed", "revoked", "amended"), (70, 22, 8))[0]
        life.add(reviewed, "denial_reviewed", about=ref, due_on=due, result=result)
        if result == "revoked" or reviewed.year > 2030:
            return
        told = month_end(reviewed)


def _granted(life: Life) -> None:
    draw, decision = life.draw, life.decision
    day, end = first_day(decision.decided_on), decision.valid_to
    if end is None:
        return
    if draw.random() < 0.01:
        day = life.after(day, 20, 60)
        _correction(life, day)
    if draw.random() < 0.06:
        day = life.after(day, 30, 90)
        result = draw.choices(("ok", "not_ok", "not_possible"), (88, 5, 7))[0]
        life.add(day, "end_use_check", result=result)
    if draw.random() < 0.035:
        day = life.after(day, 30, 90)
        longer = end + timedelta(days=180)
        change = FieldChange(
            field="valid_to", before=end.isoformat(), after=longer.isoformat()
        )
        life.add(
            day,
            "modified",
            changed_fields=("valid_to",),
            changes=(change,),
            effective_on=day,
            reason=_LONGER,
        )
        end = longer
    _ending(life, day, end)


def _ending(life: Life, day: date, end: date) -> None:
    draw = life.draw
    chance = draw.random()
    later = life.after(day, 20, 100)
    if chance < 0.012:
        if not _suspended(life, later):
            return
    elif chance < 0.018:
        _grave(life, later, "revoked", grounds=("art15_d",), reason=_NEWS)
        return
    elif chance < 0.024 and len(life.decision.lines) > 1:
        _grave(
            life,
            later,
            "revoked_in_part",
            grounds=("art15_d",),
            lines=(1,),
            reason=_NEWS,
        )
    elif 0.024 <= chance < 0.026 and life.decision.valid_from is not None:
        life.add(
            later,
            "annulled",
            effective_on=life.decision.valid_from,
            legal_ref=legal_ref(later),
            reason=_WRONG,
        )
        denied(life, later)
        return
    elif 0.026 <= chance < 0.042:
        life.add(later, "surrendered")
        return
    _used(life, end, exhausted=0.042 <= chance < 0.16)


def _suspended(life: Life, day: date) -> bool:
    """Add a suspension and how it ends; say whether the licence lives on."""
    until = day + timedelta(days=90)
    ref = life.add(
        day,
        "suspended",
        effective_on=day,
        is_named=True,
        legal_ref=legal_ref(day),
        reason=_NEWS,
        until=until,
    )
    ended = life.after(day, 20, 90)
    reinstated = life.draw.random() < 0.6
    denied(life, day, ended if reinstated else None)
    day = ended
    if reinstated:
        life.add(day, "reinstated", about=ref, final_assessment=_ASSESSED)
        return True
    _grave(
        life,
        day,
        "revoked",
        about=ref,
        final_assessment=_ASSESSED,
        grounds=("art15_d",),
        reason=_NEWS,
    )
    return False


def _grave(
    life: Life,
    day: date,
    kind: str,
    **fields: Any,  # noqa: ANN401 - the fields of the record
) -> None:
    life.add(day, kind, effective_on=day, legal_ref=legal_ref(day), **fields)
    denied(life, day)


def _used(life: Life, end: date, *, exhausted: bool) -> None:
    """Add what was exported, and how a licence comes to its end."""
    draw, decision = life.draw, life.decision
    start = decision.valid_from or end
    whole = decision.value
    if whole is not None and (exhausted or draw.random() < 0.12):
        last = end - timedelta(days=draw.randrange(30, 90))
        part = whole.minor if exhausted else whole.minor * draw.randrange(5, 95) // 100
        use = Use(
            first=start, last=last, value=Money(currency=whole.currency, minor=part)
        )
        life.add(last + timedelta(days=7), "use_reported", use=use)
        if exhausted:
            life.add(last + timedelta(days=8), "exhausted")
            return
    life.add(end + timedelta(days=1), "expired")


def _correction(life: Life, day: date) -> None:
    corrections: tuple[Callable[[LicenceDecision], _Correction | None], ...] = (
        _days_corrected,
        _mode_corrected,
        _user_corrected,
        _value_corrected,
    )
    made = life.draw.choice(corrections)(life.decision)
    if made is None:
        return
    corrected = msgspec.structs.replace(life.decision, **made.changed)
    life.add(
        day,
        "correction",
        changed_fields=tuple(sorted(made.changed)),
        corrected=corrected,
        correction_reason=made.why,
        materiality=made.materiality,
        reason=_CORRECTED,
    )


@dataclass(frozen=True, slots=True)
class _Correction:
    changed: dict[str, Any]
    why: CorrectionReason
    materiality: Materiality = "no_effect_on_totals"


def _days_corrected(decision: LicenceDecision) -> _Correction:
    days = (decision.processing_days or 0) + 7
    return _Correction({"processing_days": days}, "data_entry", "affects_totals")


def _mode_corrected(decision: LicenceDecision) -> _Correction:
    mode = "temporary" if decision.export_mode == "permanent" else "permanent"
    return _Correction({"export_mode": mode}, "late_information")


def _user_corrected(decision: LicenceDecision) -> _Correction:
    kind = "other" if decision.end_user_type == "commercial" else "commercial"
    return _Correction({"end_user_type": kind}, "classification")


def _value_corrected(decision: LicenceDecision) -> _Correction | None:
    """Return that every amount was entered a tenth too low."""
    whole = decision.value
    if whole is None or any(line.value is None for line in decision.lines):
        return None
    lines = tuple(
        msgspec.structs.replace(line, value=_raised(line.value))
        for line in decision.lines
        if line.value is not None
    )
    total = sum(line.value.minor for line in lines if line.value is not None)
    value = Money(currency=whole.currency, minor=total)
    return _Correction({"lines": lines, "value": value}, "currency", "affects_totals")


def _raised(value: Money) -> Money:
    return Money(currency=value.currency, minor=value.minor + value.minor // 10)


def _refused(life: Life) -> None:
    draw = life.draw
    decided = first_day(life.decision.decided_on)
    denied(life, decided)
    if draw.random() >= 0.18:
        return
    day = life.after(decided, 7, 42)
    objection = life.add(day, "objection_lodged", is_named=True)
    day = life.after(day, 60, 160)
    result = draw.choices(("rejected", "withdrawn"), (86, 14))[0]
    life.add(day, "objection_decided", about=objection, result=result)
    if result == "withdrawn" or draw.random() >= 0.3:
        return
    day = life.after(day, 14, 42)
    appeal = life.add(day, "appeal_lodged", court=_COURT, is_named=True)
    day = life.after(day, 200, 400)
    result = draw.choices(("rejected", "withdrawn"), (80, 20))[0]
    life.add(day, "appeal_decided", about=appeal, court=_COURT, result=result)


def _reclassified(life: Life) -> None:
    """Add that what the Union lists now is disclosed, seven times in ten."""
    decision = life.decision
    disclosure = decision.disclosure
    if disclosure is None or disclosure.rule != "aggregate":
        return
    decided = first_day(decision.decided_on)
    if decided >= _LISTED_ON or life.draw.random() >= 0.7:
        return
    life.add(
        life.after(_LISTED_ON, 15, 120),
        "reclassified_disclosure",
        reclassification=Reclassification(
            new_rule="disclose", old_rule="aggregate", rule_id="demo_3"
        ),
    )


def until(happenings: list[Happening], last: date) -> Iterator[Happening]:
    """Yield what happened up to a day."""
    for one in happenings:
        if one.event.occurred_on <= last:
            yield one
