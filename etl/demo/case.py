"""One invented application, from what was asked to how it was decided."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from etl.demo.applications import Slot
from etl.demo.market import BASE, SEMICONDUCTOR, Destination, Item, Market
from etl.demo.trend import leanings_on
from etl.demo.weighing import Assessment, assess, settled
from ledger.records.decision import Disclosure
from ledger.records.disclosure_rule import rules_on
from ledger.records.framework import FrameworkVersion
from ledger.records.terms import (
    AuthorisationType,
    EndUse,
    Outcome,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What was asked, what was found, and how it was decided.

    Attributes:
        slot: When.
        destination: Where the items go.
        items: The items, by code.
        authorisation_type: What was asked for.
        end_use: What for.
        framework: The framework version in force.
        applies: Whether that is the supplementary framework.
        found: What was found; its weights fit the outcome.
        outcome: How it was decided.
        disclosure: How it may be published, by the rules in force.
    """

    slot: Slot
    destination: Destination
    items: tuple[Item, ...]
    authorisation_type: AuthorisationType
    end_use: EndUse
    framework: FrameworkVersion
    applies: bool
    found: Assessment
    outcome: Outcome
    disclosure: Disclosure

    @property
    def weighed(self) -> bool:
        """Whether it was closed by a weighing."""
        closed = {"no_licence_required", "not_processed", "withdrawn"}
        return self.outcome not in closed

    @property
    def published(self) -> bool:
        """Whether its weighing is published."""
        return self.weighed and self.disclosure.rule == "disclose"

    @property
    def in_totals(self) -> bool:
        """Whether it is published in totals only."""
        return self.disclosure.rule == "aggregate"

    @property
    def withheld(self) -> bool:
        """Whether it is not published at all."""
        return self.disclosure.rule == "withhold"


def draw_case(draw: Random, market: Market, slot: Slot) -> Case:
    """Draw one application and decide it by what was found."""
    destination = market.draw_destination(draw, slot.day)
    items = _items(draw, market, slot.day)
    return case_for(draw, market, slot, destination, items)


def case_for(
    draw: Random,
    market: Market,
    slot: Slot,
    destination: Destination,
    items: tuple[Item, ...],
) -> Case:
    """Decide an application for some items to some destination."""
    framework, applies = framework_for(market, items, slot.day)
    leanings = leanings_on(framework, slot.day) if applies else ()
    found = assess(draw, framework, destination.tier, leanings)
    kind = draw.choices(_TYPES, (800, 70, 30, 22, 18, 15, 45))[0]
    outcome = _outcome(draw, kind, found, items)
    return Case(
        slot=slot,
        destination=destination,
        items=items,
        authorisation_type=kind,
        end_use=draw.choice(_CHIP_USES if applies else _OTHER_USES),
        framework=framework,
        applies=applies,
        found=settled(found, found.verdict),
        outcome=outcome,
        disclosure=_disclosure(market, items, kind, slot.day),
    )


def framework_for(
    market: Market, items: tuple[Item, ...], day: date
) -> tuple[FrameworkVersion, bool]:
    """Return the framework version in force, and whether it is the supplementary one.

    Raises:
        ValueError: No framework is in force.
    """
    supplementary = market.framework_on(SEMICONDUCTOR, day)
    if supplementary is not None and items[0].semiconductor:
        return supplementary, True
    base = market.framework_on(BASE, day)
    if base is None:
        raise ValueError(f"no framework is in force on {day}")
    return base, False


def _items(draw: Random, market: Market, day: date) -> tuple[Item, ...]:
    items, shares = market.items_on(day)
    count = draw.choices((1, 2, 3, 4), (72, 18, 7, 3))[0]
    first = draw.choices(items, cum_weights=shares)[0]
    chosen = {first.entry.code: first}
    for _ in range(count - 1):
        other = draw.choices(items, cum_weights=shares)[0]
        if other.semiconductor == first.semiconductor:
            chosen[other.entry.code] = other
    return tuple(chosen[code] for code in sorted(chosen))


def _outcome(
    draw: Random, kind: AuthorisationType, found: Assessment, items: tuple[Item, ...]
) -> Outcome:
    """Return how a case is decided; chance only says whether it is weighed at all."""
    sondage = kind == "sondage"
    if draw.random() < (0.05 if sondage else 0.085):
        if sondage:
            return draw.choice(("not_processed", "withdrawn"))
        return draw.choices(
            ("no_licence_required", "not_processed", "withdrawn"), (35, 15, 50)
        )[0]
    if found.verdict == "refuse":
        return "sondage_negative" if sondage else "refused"
    if sondage:
        return "sondage_positive"
    if len(items) > 1 and found.end_user == "concern":
        return "partly_granted"
    return "granted_with_conditions" if found.wary else "granted"


def _disclosure(
    market: Market, items: tuple[Item, ...], kind: AuthorisationType, day: date
) -> Disclosure:
    rules = rules_on(market.rules, day)
    if rules is None:
        raise ValueError(f"no rules of disclosure are in force on {day}")
    return rules.disclosure([item.list_id for item in items], kind)
