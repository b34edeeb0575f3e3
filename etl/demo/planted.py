"""What is planted in the demo on purpose, and the list of it.

Everything else in the demo keeps to its own rules: an outcome follows from what was
found, all decisive findings speak for it, numbers run on without a gap, decisions are
recorded on their day, and weights lean the same way as long as a framework version
holds. So an analysis that looks for departures, for like cases that went different
ways without a difference in what was found, for gaps, for late entries or for drift
must find exactly what stands here.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final, Literal

from etl.demo.applications import Plan, Slot
from etl.demo.case import Case, framework_for
from etl.demo.market import Item, Market
from etl.demo.trend import DRIFT_FROM, DRIFT_GOAL, DRIFT_LEANING, DRIFT_METHOD
from etl.demo.weighing import (
    GOAL_LEANINGS,
    Leaning,
    settled,
    with_decisive,
    with_findings,
)
from ledger.records.decision import Disclosure
from ledger.records.terms import Outcome
from ledger.records.values import Value

DepartureKind = Literal[
    "granted_against_findings", "granted_with_override", "refused_against_findings"
]
"""Granted against a decisive finding, the same with an override of an unacceptable
one, and refused though every decisive finding speaks for granting."""


class Departure(Value, frozen=True, kw_only=True):
    """A decision whose outcome goes against its own decisive findings."""

    decision_ref: str
    kind: DepartureKind


class LikePair(Value, frozen=True, kw_only=True):
    """Two decisions alike in items, destination, end-use and all that was found."""

    granted: str
    refused: str


class Late(Value, frozen=True, kw_only=True):
    """A decision that was recorded long after its day."""

    days: int
    decision_ref: str


class Gap(Value, frozen=True, kw_only=True):
    """Numbers that no decision has."""

    after: str
    missing: tuple[str, ...]


class Drift(Value, frozen=True, kw_only=True):
    """Weights of one goal that shift while no framework version changes.

    Attributes:
        after: How often decisive, material, considered, none, of a hundred, from
            ``first`` on, as drawn.
        before: The same before it.
        code: The goal.
        first: First day of the shift.
        framework_id: The framework.
        last: Last day of the demo.
        version: The version under which it happens.
    """

    after: Leaning
    before: Leaning
    code: str
    first: date
    framework_id: str
    last: date
    version: int


class PartialRevocation(Value, frozen=True, kw_only=True):
    """The model case of January 2024, with invented parties."""

    decision_ref: str
    occurred_on: date


class Planted(Value, frozen=True, kw_only=True):
    """All that is planted in one demo."""

    departures: tuple[Departure, ...] = ()
    drift: Drift | None = None
    gaps: tuple[Gap, ...] = ()
    late: tuple[Late, ...] = ()
    like_pairs: tuple[LikePair, ...] = ()
    partial_revocation: PartialRevocation | None = None


MODEL_DAY: Final = date(2023, 10, 2)
"""From then on the model case is decided."""

REVOKED_ON: Final = date(2024, 1, 2)
"""Day of its revocation in part."""

_MODEL_CODES: Final = ("3B001.l", "3B001.m")
_TWIN_AFTER: Final = 10
"""Slots between two decisions of a pair."""


@dataclass(frozen=True, slots=True)
class _Twin:
    case: Case
    ref: str
    slot: int


class Planter:
    """Changes a few cases, each at the first slot that suits it.

    Attributes:
        market: What can be asked.
        planted: What was planted so far.
    """

    def __init__(self, plan: Plan, market: Market) -> None:
        self.market = market
        self.departures: list[Departure] = []
        self.gaps: list[Gap] = []
        self.late: list[Late] = []
        self.pairs: list[LikePair] = []
        self.model: PartialRevocation | None = None
        self._plan = plan
        self._twin: _Twin | None = None
        draw = Random(f"weegboek planted {plan.seed}")
        size = plan.decisions

        def places(number: int) -> list[int]:
            low, high = size // 10, size * 9 // 10
            return sorted(
                draw.randrange(low, max(high, low + 1)) for _ in range(number)
            )

        many, few = max(1, size // 3000), max(1, size // 6000)
        self._departing: dict[DepartureKind, list[int]] = {
            "granted_with_override": places(many),
            "granted_against_findings": places(many),
            "refused_against_findings": places(many),
        }
        self._pairing = places(many)
        self._lagging = places(few)
        self._skipping = places(few)

    def case(self, case: Case, ref: str) -> tuple[Case, bool]:
        """Return a case as it is decided, and whether it was planted."""
        slot = case.slot
        if self.model is None and MODEL_DAY <= slot.day < REVOKED_ON:
            model = self._model(case)
            if model is not None:
                self.model = PartialRevocation(decision_ref=ref, occurred_on=REVOKED_ON)
                return model, True
        twin = self._second(slot, ref)
        if twin is not None:
            return twin, True
        departed = self._departed(case, ref)
        if departed is not None:
            return departed, True
        self._first(case, ref)
        return case, False

    def skipped(self, slot: Slot) -> int:
        """Return how many numbers are left out after a slot."""
        if not self._skipping or slot.number < self._skipping[0]:
            return 0
        if slot.day.month in {1, 12}:
            return 0
        self._skipping.pop(0)
        return 1 + len(self.gaps) % 2

    def lag(self, case: Case, ref: str) -> int:
        """Return how many days later a decision is recorded."""
        due = bool(self._lagging) and case.slot.number >= self._lagging[0]
        if not due or not _plain(case):
            return 0
        self._lagging.pop(0)
        days = 45 + 15 * len(self.late)
        if case.slot.day + timedelta(days=days) >= self._plan.until:
            return 0
        self.late.append(Late(days=days, decision_ref=ref))
        return days

    def result(self) -> Planted:
        """Return what was planted."""
        return Planted(
            departures=tuple(self.departures),
            drift=self._drift(),
            gaps=tuple(self.gaps),
            late=tuple(self.late),
            like_pairs=tuple(self.pairs),
            partial_revocation=self.model,
        )

    def _departed(self, case: Case, ref: str) -> Case | None:
        if not _plain(case):
            return None
        for kind, places in self._departing.items():
            if not places or case.slot.number < places[0]:
                continue
            departed = _departure(case, kind)
            if departed is not None:
                places.pop(0)
                self.departures.append(Departure(decision_ref=ref, kind=kind))
                return departed
        return None

    def _first(self, case: Case, ref: str) -> None:
        """Remember a case that can have a twin."""
        due = bool(self._pairing) and case.slot.number >= self._pairing[0]
        if due and self._twin is None and _plain(case) and case.found.doubtful:
            self._twin = _Twin(case, ref, case.slot.number)

    def _second(self, slot: Slot, ref: str) -> Case | None:
        """Return the twin of a case, refused on findings that were granted on."""
        first = self._twin
        if first is None or slot.number < first.slot + _TWIN_AFTER:
            return None
        self._twin = None
        case = first.case
        framework, _ = framework_for(self.market, case.items, slot.day)
        in_force = self.market.items_on(slot.day)[0]
        if framework != case.framework or any(
            item not in in_force for item in case.items
        ):
            return None
        self._pairing.pop(0)
        self.pairs.append(LikePair(granted=first.ref, refused=ref))
        return replace(
            case, slot=slot, outcome="refused", found=settled(case.found, "refuse")
        )

    def _model(self, case: Case) -> Case | None:
        slot = case.slot
        items = {item.entry.code: item for item in self.market.items_on(slot.day)[0]}
        places = {place.country: place for place in self.market.destinations}
        chosen: tuple[Item, ...] = tuple(items[code] for code in _MODEL_CODES)
        framework, applies = framework_for(self.market, chosen, slot.day)
        if not case.applies or not case.weighed:
            return None
        found = with_findings(
            case.found,
            {
                "applicability": "no_concern",
                "destination": "concern_mitigated",
                "end_user": "concern_mitigated",
                "product_properties": "no_concern",
                "art15_a": "no_concern",
                "art15_b": "no_concern",
                "art15_c": "concern_mitigated",
                "art15_d": "concern_mitigated",
                "G1_end_use": "neutral",
                "G2_dependencies": "supports_grant",
                "G3_leadership": "supports_grant",
            },
        )
        return replace(
            case,
            applies=applies,
            authorisation_type="individual",
            destination=places["CN"],
            end_use="civil_fab_logic",
            found=settled(found, "grant"),
            framework=framework,
            items=chosen,
            outcome="granted_with_conditions",
            # The model case became public, although its item is on the Dutch list.
            disclosure=Disclosure(rule="disclose", rule_id=case.disclosure.rule_id),
        )

    def _drift(self) -> Drift | None:
        if self._plan.until <= DRIFT_FROM:
            return None
        (framework,) = (
            one
            for one in self.market.frameworks
            if one.goals and one.method_version == DRIFT_METHOD
        )
        return Drift(
            after=DRIFT_LEANING,
            before=GOAL_LEANINGS[DRIFT_METHOD][DRIFT_GOAL],
            code=framework.goals[DRIFT_GOAL].code,
            first=DRIFT_FROM,
            framework_id=framework.framework_id,
            last=self._plan.until - timedelta(days=1),
            version=framework.version,
        )


def _plain(case: Case) -> bool:
    """Whether a case was granted, as a whole, with a weighing that is published."""
    granted = case.outcome in {"granted", "granted_with_conditions"}
    return granted and case.published and case.authorisation_type == "individual"


def _departure(case: Case, kind: DepartureKind) -> Case | None:
    found = case.found
    outcome: Outcome = "granted_with_conditions"
    if kind == "refused_against_findings":
        if case.found.doubtful:
            return None
        found, outcome = with_decisive(found, "end_user"), "refused"
    elif kind == "granted_against_findings":
        doubt = with_findings(
            found,
            {"art15_d": "concern", "destination": "concern", "end_user": "concern"},
        )
        found = settled(with_decisive(settled(doubt, "refuse"), "end_user"), "refuse")
    else:
        goals = {goal.code: "unacceptable" for goal in found.goals[:1]}
        grave = with_findings(
            found,
            {"art15_d": "unacceptable", "end_user": "unacceptable", **goals},  # type: ignore[dict-item] # words of both vocabularies
        )
        found = settled(with_decisive(settled(grave, "refuse"), "end_user"), "refuse")
    return replace(case, found=found, outcome=outcome)
