"""One invented application, from what was asked to how it was decided."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from etl.demo.market import BASE, SEMICONDUCTOR, Destination, Item, Market
from etl.demo.summary import summarise
from etl.demo.weighing import Assessment, assess
from ledger.records.decision import DecisionLine, Disclosure, LicenceDecision
from ledger.records.framework import FrameworkVersion
from ledger.records.terms import (
    GRANTS,
    OPEN_TYPES,
    REFUSALS,
    AuthorisationType,
    ConditionType,
    DecisionLevel,
    EndUse,
    EndUserType,
    LineOutcome,
    Outcome,
    TransferKind,
)
from ledger.records.values import Money, Text
from ledger.records.weighing import Override, Weighing

_WITHOUT_WEIGHING: Final = frozenset(
    {"no_licence_required", "not_processed", "withdrawn"}
)
_TYPES: Final[tuple[AuthorisationType, ...]] = (
    "individual",
    "global",
    "technical_assistance",
    "transit",
    "brokering",
    "large_project",
    "sondage",
)
_CONDITIONS: Final[tuple[ConditionType, ...]] = (
    "end_use_check",
    "no_reexport",
    "post_shipment_report",
    "quantity_cap",
    "service_limit",
)
_CHIP_USES: Final[tuple[EndUse, ...]] = (
    "civil_fab_logic",
    "civil_fab_memory",
    "research",
    "service_parts",
)
_OTHER_USES: Final[tuple[EndUse, ...]] = (
    "civil_industry",
    "civil_other",
    "research",
    "unknown",
)
_USERS: Final[tuple[EndUserType, ...]] = (
    "commercial",
    "government",
    "other",
)
_NATIONAL_WITHHELD_FROM: Final = date(2023, 9, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked, on which day, and what was found."""

    day: date
    destination: Destination
    items: tuple[Item, ...]
    authorisation_type: AuthorisationType
    framework: FrameworkVersion
    applies: bool
    found: Assessment


def decide(
    draw: Random,
    market: Market,
    leaves: dict[tuple[str, int], str],
    ref: str,
    day: date,
) -> LicenceDecision:
    """Draw one application and decide it.

    Args:
        draw: Where chance comes from.
        market: What can be asked.
        leaves: Leaf hashes of the framework versions in the ledger, by id and version.
        ref: Reference of the decision.
        day: Day of the decision.
    """
    asked = _ask(draw, market, day)
    outcome = _outcome(draw, asked)
    weighed = outcome not in _WITHOUT_WEIGHING
    withheld = _withheld(draw, asked)
    weighing = None
    if weighed and not withheld:
        key = (asked.framework.framework_id, asked.framework.version)
        weighing = _weighing(draw, asked, outcome, leaves[key])
    lines = _lines(draw, asked, outcome)
    values = [line.value.minor for line in lines if line.value is not None]
    granted = outcome in GRANTS
    open_type = asked.authorisation_type in OPEN_TYPES
    processing = max(4, round(draw.lognormvariate(3.7, 0.55)))
    valid_days = 365 * draw.choice((1, 1, 2, 2, 3)) - 1
    return LicenceDecision(
        application_received_in=f"{day - timedelta(days=processing):%Y-%m}",
        authorisation_type=asked.authorisation_type,
        clock_stopped_days=draw.choice((0, 0, 0, 14, 21, 42)) if processing > 50 else 0,
        conditions=_conditions(draw, outcome),
        countersigned=True if weighed else None,
        decided_by=_level(draw, asked, outcome),
        decided_on=day,
        decision_ref=ref,
        denial_checked_on=day - timedelta(days=draw.randrange(1, 4))
        if weighed
        else None,
        destination=asked.destination.country,
        disclosure=_disclosure(withheld=withheld),
        end_use=draw.choice(_CHIP_USES if asked.applies else _OTHER_USES),
        end_user_type=draw.choices(_USERS, (84, 8, 8))[0],
        export_mode=draw.choices(("permanent", "temporary", "repair"), (88, 7, 5))[0],
        framework_applies=asked.applies,
        legal_basis=_legal_basis(asked),
        lines=lines,
        outcome=outcome,
        processing_days=processing,
        refusal_grounds=_grounds(draw, asked, outcome),
        transfer_kind=_transfer_kind(asked),
        valid_from=day if granted else None,
        valid_to=day + timedelta(days=valid_days) if granted else None,
        value=Money(currency="EUR", minor=sum(values)) if values else None,
        value_basis="not_applicable" if open_type or not values else "maximum",
        weighing=weighing,
        weighing_status="not_published" if weighing is None else "published",
    )


def _ask(draw: Random, market: Market, day: date) -> _Asked:
    destination = market.draw_destination(draw, day)
    items, shares = market.items_on(day)
    count = draw.choices((1, 2, 3, 4), (72, 18, 7, 3))[0]
    first = draw.choices(items, cum_weights=shares)[0]
    chosen = {first.entry.code: first}
    for _ in range(count - 1):
        other = draw.choices(items, cum_weights=shares)[0]
        if other.semiconductor == first.semiconductor:
            chosen[other.entry.code] = other
    supplementary = market.framework_on(SEMICONDUCTOR, day)
    applies = first.semiconductor and supplementary is not None
    framework = supplementary if applies else market.framework_on(BASE, day)
    if framework is None:
        raise ValueError(f"no framework is in force on {day}")
    found = assess(draw, framework, destination.tier, goals=applies)
    return _Asked(
        day=day,
        destination=destination,
        items=tuple(chosen[code] for code in sorted(chosen)),
        authorisation_type=draw.choices(_TYPES, (800, 70, 30, 22, 18, 15, 45))[0],
        framework=framework,
        applies=applies,
        found=found,
    )


def _outcome(draw: Random, asked: _Asked) -> Outcome:
    sondage = asked.authorisation_type == "sondage"
    if draw.random() < (0.05 if sondage else 0.085):
        if sondage:
            return draw.choice(("not_processed", "withdrawn"))
        return draw.choices(
            ("no_licence_required", "not_processed", "withdrawn"), (35, 15, 50)
        )[0]
    against = asked.found.against
    heavy = any(goal.weight == "decisive" for goal in against)
    chance = 0.0
    if asked.found.unacceptable:
        chance = 0.985
    elif heavy:
        chance = 0.62
    elif asked.found.end_user == "concern":
        chance = 0.34
    elif against:
        chance = 0.16
    if draw.random() < chance:
        return "sondage_negative" if sondage else "refused"
    if sondage:
        return "sondage_positive"
    if (
        len(asked.items) > 1
        and not asked.found.unacceptable
        and draw.random() < chance / 3
    ):
        return "partly_granted"
    wary = asked.found.end_user != "no_concern" or bool(against)
    conditioned = draw.random() < (0.66 if wary else 0.12)
    return "granted_with_conditions" if conditioned else "granted"


def _withheld(draw: Random, asked: _Asked) -> bool:
    national = any(item.list_id == "NL_SEMICON" for item in asked.items)
    later = asked.day >= _NATIONAL_WITHHELD_FROM
    return national and later and draw.random() < 0.2


def _disclosure(*, withheld: bool) -> Disclosure:
    if withheld:
        return Disclosure(grounds=("woo_5_1_2_a",), rule="aggregate", rule_id="demo_1")
    return Disclosure(rule="disclose", rule_id="demo_1")


def _weighing(draw: Random, asked: _Asked, outcome: Outcome, leaf: str) -> Weighing:
    found = asked.found
    override = None
    if found.unacceptable and outcome in GRANTS:
        override = Override(
            by="minister",
            on=asked.day,
            reason=Text(
                nl="Verzonnen: de levering dient een zwaarwegend veiligheidsbelang.",
                en="Invented: the supply serves a weighty security interest.",
            ),
        )
    country = asked.destination.country
    return Weighing(
        art15=found.art15,
        criteria=found.criteria,
        framework=leaf,
        goals=found.goals,
        method_version=asked.framework.method_version,
        override=override,
        summary=summarise(draw, asked.items[0], country, found, outcome),
    )


def _lines(draw: Random, asked: _Asked, outcome: Outcome) -> tuple[DecisionLine, ...]:
    valued = outcome in GRANTS and asked.authorisation_type not in OPEN_TYPES
    partly = outcome == "partly_granted"
    return tuple(
        DecisionLine(
            code=item.entry.code,
            line_no=number,
            list_id=item.list_id,
            list_version=item.list_version,
            outcome=_line_outcome(number) if partly else None,
            process_step=item.entry.process_step,
            value=_value(draw, item) if valued else None,
        )
        for number, item in enumerate(asked.items, start=1)
    )


def _line_outcome(number: int) -> LineOutcome:
    return "granted" if number == 1 else "refused"


def _value(draw: Random, item: Item) -> Money:
    median, spread = (14.2, 1.6) if item.semiconductor else (11.4, 1.7)
    cents = round(draw.lognormvariate(median, spread)) * 100
    return Money(currency="EUR", minor=max(cents, 10_000))


def _conditions(draw: Random, outcome: Outcome) -> tuple[ConditionType, ...]:
    if outcome != "granted_with_conditions":
        return ()
    return tuple(sorted(draw.sample(_CONDITIONS, draw.choice((1, 1, 2)))))


def _level(draw: Random, asked: _Asked, outcome: Outcome) -> DecisionLevel:
    if asked.found.unacceptable and outcome in GRANTS:
        return "minister"
    shares = (20, 70, 10, 0) if asked.applies else (90, 9, 1, 0)
    levels: tuple[DecisionLevel, ...] = (
        "cdiu_mandate",
        "bz_mandate",
        "minister",
        "ministerraad",
    )
    return draw.choices(levels, shares)[0]


def _grounds(draw: Random, asked: _Asked, outcome: Outcome) -> tuple[str, ...]:
    if outcome not in REFUSALS:
        return ()
    grounds = [f"goal_{goal.code}" for goal in asked.found.against]
    if asked.found.end_user in {"concern", "unacceptable"} or not grounds:
        grounds.append("art15_d")
    if draw.random() < 0.25:
        grounds.append("art15_c")
    return tuple(sorted(grounds))


def _legal_basis(asked: _Asked) -> tuple[str, ...]:
    national = any(item.list_id == "NL_SEMICON" for item in asked.items)
    return ("art3", "art9") if national else ("art3",)


def _transfer_kind(asked: _Asked) -> TransferKind:
    if asked.authorisation_type in {"transit", "brokering", "technical_assistance"}:
        return asked.authorisation_type
    group = asked.items[0].entry.code[1]
    kinds: dict[str, TransferKind] = {"D": "software", "E": "technology"}
    return kinds.get(group, "goods")
