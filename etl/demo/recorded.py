"""A case as the decision that is recorded: its lines, its value, its grounds."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from etl.demo.case import Case
from etl.demo.market import Item
from etl.demo.summary import summarise
from ledger.records.decision import (
    DecisionLine,
    LicenceDecision,
    PublishedSource,
    Withheld,
)
from ledger.records.terms import (
    GRANTS,
    OPEN_TYPES,
    REFUSALS,
    ConditionType,
    DecisionLevel,
    EndUserType,
    LineOutcome,
    Outcome,
    TransferKind,
    ValueBand,
)
from ledger.records.values import Money, Text
from ledger.records.weighing import Override, Weighing, direction_of

_CONDITIONS: Final[tuple[ConditionType, ...]] = (
    "end_use_check",
    "no_reexport",
    "post_shipment_report",
    "quantity_cap",
    "service_limit",
)
_USERS: Final[tuple[EndUserType, ...]] = (
    "commercial",
    "government",
    "other",
)
_BANDS: Final[tuple[tuple[int, ValueBand], ...]] = (
    (1, "up_to_1m"),
    (10, "from_1m_to_10m"),
    (100, "from_10m_to_100m"),
    (500, "from_100m_to_500m"),
)
_ORIGINS: Final = ("NL", "DE", "US", "JP")
_ROUTES: Final = ("SG", "AE", "TR", "HK")
_THREATS: Final = PublishedSource(
    kind="dbsa",
    published_on=date(2022, 11, 28),
    title="Dreigingsbeeld Statelijke Actoren 2",
)
_SERVICES: Final = {
    "brokering": "art6",
    "technical_assistance": "art8",
    "transit": "art7",
}
_NATIONAL: Final = {"NL_SEMICON": "nl_semicon", "NL_SUPPL": "nl_suppl"}


def decision_of(
    draw: Random, case: Case, ref: str, leaves: Mapping[tuple[str, int], str]
) -> LicenceDecision:
    """Return a case as the decision that is recorded.

    Args:
        draw: Where chance comes from.
        case: The case.
        ref: Reference of the decision.
        leaves: Leaf hashes of the framework versions in the ledger, by id and version.
    """
    day, days = case.slot.day, case.slot.days
    granted = case.outcome in GRANTS
    lines, total = _lines(draw, case)
    valid_days = 365 * draw.choice((1, 1, 2, 2, 3)) - 1
    is_kept = case.weighed and not case.in_totals  # by a withheld decision too
    weighing = _weighing(draw, case, leaves) if is_kept else None
    return LicenceDecision(
        application_received_in=case.slot.received_in,
        authorisation_type=case.authorisation_type,
        clock_stopped_days=draw.choice((0, 0, 0, 14, 21, 42)) if days > 50 else 0,
        conditions=_conditions(draw, case.outcome),
        countersigned=True if case.weighed else None,
        decided_by=_level(draw, case),
        decided_on=day,
        decision_ref=ref,
        denial_checked_on=day - timedelta(days=draw.randrange(1, 4))
        if case.weighed
        else None,
        destination=case.destination.country,
        destination_group=case.destination.group,
        disclosure=case.disclosure,
        end_use=case.end_use,
        end_use_country=_rarely(draw, 0.02, _ROUTES, case.destination.country),
        end_user_type=draw.choices(_USERS, (84, 8, 8))[0],
        export_mode=draw.choices(("permanent", "temporary", "repair"), (88, 7, 5))[0],
        framework_applies=case.applies,
        handled_by="cdiu" if case.destination.group == "eu001_group" else "bz",
        legal_basis=_legal_basis(case),
        lines=lines,
        origin_country=draw.choices(_ORIGINS, (82, 9, 6, 3))[0],
        outcome=case.outcome,
        processing_days=days,
        refusal_grounds=_grounds(case),
        sources=_sources(draw, case),
        transfer_kind=_transfer_kind(case),
        transit_countries=_route(draw, case.destination.country),
        valid_from=day if granted else None,
        valid_to=day + timedelta(days=valid_days) if granted else None,
        **_worth(case, total),
        weighing=weighing,
        weighing_status="not_published" if weighing is None else "published",
        withholding=_withholding(case),
    )


def _withholding(case: Case) -> tuple[Withheld, ...]:
    fields = ("end_user", "exporter") if case.weighed else ("exporter",)
    if case.in_totals and case.weighed:
        fields = (*fields, "weighing")
    return tuple(Withheld(field=name, grounds=("woo_5_1_1_c",)) for name in fields)


def _weighing(
    draw: Random, case: Case, leaves: Mapping[tuple[str, int], str]
) -> Weighing:
    found, framework = case.found, case.framework
    override = None
    if found.unacceptable and case.outcome in GRANTS:
        override = Override(
            by="minister",
            on=case.slot.day,
            reason=Text(
                nl="Verzonnen: de levering dient een zwaarwegend veiligheidsbelang.",
                en="Invented: the supply serves a weighty security interest.",
            ),
        )
    country = case.destination.country
    return Weighing(
        art15=found.art15,
        criteria=found.criteria,
        framework=leaves[framework.framework_id, framework.version],
        goals=found.goals,
        method_version=framework.method_version,
        override=override,
        summary=summarise(draw, case.items[0], country, found, case.outcome),
    )


def _lines(draw: Random, case: Case) -> tuple[tuple[DecisionLine, ...], Money | None]:
    """Return the lines and what they are worth together; in a band that is not said."""
    valued = case.outcome in GRANTS and case.authorisation_type not in OPEN_TYPES
    values = [_value(draw, item) if valued else None for item in case.items]
    lines = tuple(
        DecisionLine(
            code=item.entry.code,
            line_no=number,
            list_id=item.list_id,
            list_version=item.list_version,
            outcome=_line_outcome(number, case.outcome),
            process_step=item.entry.process_step,
            value=None if case.in_totals else value,
        )
        for number, (item, value) in enumerate(
            zip(case.items, values, strict=True), start=1
        )
    )
    if not valued:
        return lines, None
    whole = sum(value.minor for value in values if value is not None)
    return lines, Money(currency="EUR", minor=whole)


def _line_outcome(number: int, outcome: Outcome) -> LineOutcome | None:
    if outcome != "partly_granted":
        return None
    return "granted" if number == 1 else "refused"


def _value(draw: Random, item: Item) -> Money:
    median, spread = (14.2, 1.6) if item.semiconductor else (11.4, 1.7)
    cents = round(draw.lognormvariate(median, spread)) * 100
    return Money(currency="EUR", minor=max(cents, 10_000))


def _band(total: Money) -> ValueBand:
    for millions, band in _BANDS:
        if total.minor <= millions * 100_000_000:
            return band
    return "over_500m"


def _conditions(draw: Random, outcome: Outcome) -> tuple[ConditionType, ...]:
    if outcome != "granted_with_conditions":
        return ()
    return tuple(sorted(draw.sample(_CONDITIONS, draw.choice((1, 1, 2)))))


def _level(draw: Random, case: Case) -> DecisionLevel:
    if case.outcome in GRANTS and case.found.end_user == "unacceptable":
        return "minister"
    if case.destination.group == "eu001_group":
        return "cdiu_mandate"
    shares = (20, 70, 10) if case.applies else (90, 9, 1)
    levels: tuple[DecisionLevel, ...] = ("cdiu_mandate", "bz_mandate", "minister")
    return draw.choices(levels, shares)[0]


def _grounds(case: Case) -> tuple[str, ...]:
    if case.outcome not in REFUSALS:
        return ()
    found = case.found
    against = {one.code for one in found.art15 if direction_of(one.finding) == "refuse"}
    goals = {f"goal_{goal.code}" for goal in found.against}
    if "art15_c" in against and any(
        "human_rights" in one.considerations for one in found.art15
    ):
        against = against - {"art15_c"} | {"art15_c_human_rights"}
    return tuple(sorted(against | goals)) or ("insufficient_information",)


def _legal_basis(case: Case) -> tuple[str, ...]:
    national = {_NATIONAL[i.list_id] for i in case.items if i.list_id in _NATIONAL}
    listed = any(item.list_id not in _NATIONAL for item in case.items)
    articles = {
        *({"art3"} if listed else ()),
        *({"art9"} if national else ()),
        *(
            {"brokering": {"art6"}, "transit": {"art7"}}.get(
                case.authorisation_type, ()
            )
        ),
        *({"art8"} if case.authorisation_type == "technical_assistance" else ()),
    }
    return tuple(sorted(articles | national))


def _sources(draw: Random, case: Case) -> tuple[PublishedSource, ...]:
    published = _THREATS.published_on
    known = published is not None and case.slot.day > published
    if case.published and case.applies and known and draw.random() < 0.12:
        return (_THREATS,)
    return ()


def _route(draw: Random, destination: str) -> tuple[str, ...]:
    place = _rarely(draw, 0.04, _ROUTES, destination)
    return () if place is None else (place,)


def _rarely(
    draw: Random, chance: float, places: tuple[str, ...], other: str
) -> str | None:
    """Return one of some countries, now and then, and never the one named."""
    if draw.random() >= chance:
        return None
    return draw.choice([place for place in places if place != other])


def _transfer_kind(case: Case) -> TransferKind:
    kind = case.authorisation_type
    if kind in {"transit", "brokering", "technical_assistance"}:
        return kind
    group = case.items[0].entry.code[1]
    kinds: dict[str, TransferKind] = {"D": "software", "E": "technology"}
    return kinds.get(group, "goods")


def _worth(case: Case, total: Money | None) -> dict[str, Any]:
    """Return what is said of the licensed value."""
    if total is None:
        return {"value_basis": "not_applicable"}
    if case.in_totals:
        return {"value_band": _band(total), "value_basis": "banded"}
    return {"value": total, "value_basis": "maximum"}
