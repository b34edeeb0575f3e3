"""What an invented decision holds for the committee: parties, advice, stops, notes.

Nothing here is real, and every name and text says so. It is drawn from the decision's
reference alone, so that a correction holds what the decision held.
"""

from datetime import date, timedelta
from random import Random
from typing import Any, Final

from msgspec.structs import replace

from etl.demo.market import SEMICONDUCTOR, Market
from ledger.records.confidential import Advice, ClockStop, Party
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.record import Record
from ledger.records.terms import REFUSALS, ClockStopReason
from ledger.records.weighing import GoalFinding, Weighing
from ledger.records.withheld_decision import WithheldDecision

AUDIENCE: Final = "commissie"
"""The audience to which a sealed demo is sealed."""

INVENTED: Final = "Verzonnen"
"""How every invented name and note begins."""

_TRADES: Final = (
    "Optiek",
    "Meettechniek",
    "Gasbeheersing",
    "Vacuümbouw",
    "Lithografie",
)
_BUYERS: Final = ("Gieterij", "Onderzoekslab", "Assemblage", "Handelshuis")
_REASONS: Final[tuple[ClockStopReason, ...]] = (
    "applicant_information",
    "applicant_request",
    "consultation",
)


def with_confidential_part(record: Record, market: Market) -> Record:
    """Return a record with what is confidential in it, if it is about a decision."""
    if isinstance(record, LicenceDecision):
        return _whole(record, market)
    if isinstance(record, DecisionEvent) and record.corrected is not None:
        return replace(record, corrected=_whole(record.corrected, market))
    if isinstance(record, WithheldDecision) and record.decision is not None:
        return replace(record, decision=_whole(record.decision, market))
    return record


def _whole(decision: LicenceDecision, market: Market) -> LicenceDecision:
    draw = Random(f"weegboek confidential part of {decision.decision_ref}")
    # Few exporters have most of the applications, as few make the machines.
    trade, number = draw.choice(_TRADES), 100 + int(30 * draw.random() ** 3)
    buyer, place = draw.choice(_BUYERS), draw.randrange(100, 1000)
    decided = decision.decided_on
    on_day: dict[str, Any] = {}
    if isinstance(decided, date):
        on_day = {
            "advice": _advice(draw, decision, decided),
            "clock_stops": _stops(draw, decision, decided),
        }
    weighing = decision.weighing
    return replace(
        decision,
        end_user=Party(
            country=decision.destination,
            name=f"{INVENTED} {buyer} {place}",
            party_type=decision.end_user_type,
        ),
        exporter=Party(country="NL", name=f"{INVENTED} {trade} {number} B.V."),
        weighing=None if weighing is None else _noted(draw, weighing, decision, market),
        **on_day,
    )


def _advice(
    draw: Random, decision: LicenceDecision, decided: date
) -> tuple[Advice, ...]:
    if decision.countersigned is None:
        return ()
    refused = decision.outcome in REFUSALS
    dissent = draw.random() < 0.08
    given = "no_objection" if refused == dissent else "refuse"
    on = decided - timedelta(days=draw.randrange(4, 15))
    return (
        Advice(
            advice="no_objection" if given == "no_objection" else "refuse",
            body=draw.choice(("bz", "defensie", "ezk")),
            dissent=dissent,
            on=on,
        ),
    )


def _stops(
    draw: Random, decision: LicenceDecision, decided: date
) -> tuple[ClockStop, ...]:
    days = decision.clock_stopped_days
    if not days:
        return ()
    first = decided - timedelta(days=days + draw.randrange(2, 8))
    last = first + timedelta(days=days - 1)
    return (ClockStop(first=first, last=last, reason=draw.choice(_REASONS)),)


def _noted(
    draw: Random, weighing: Weighing, decision: LicenceDecision, market: Market
) -> Weighing:
    criteria = tuple(
        replace(one, note=f"{INVENTED}e notitie {draw.randrange(1000)} hierbij.")
        if one.weight == "decisive"
        else one
        for one in weighing.criteria
    )
    framework = None
    if decision.framework_applies and isinstance(decision.decided_on, date):
        framework = market.framework_on(SEMICONDUCTOR, decision.decided_on)
    factors = tuple(
        GoalFinding(
            code=factor.code,
            finding=draw.choice(("neutral", "not_engaged", "supports_grant")),
            weight=draw.choice(("considered", "none")),
        )
        for factor in (() if framework is None else framework.factors)
    )
    return replace(weighing, criteria=criteria, factors=factors)
