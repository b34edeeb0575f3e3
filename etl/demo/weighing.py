"""How the invented authority weighs one case.

What was found decides the outcome (``Assessment.verdict``): like cases with like
findings go the same way, whatever chance does to their weights. The weights that
each framework version leans to differ, so that the dashboards have a true change to
show. All of it is invented.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Final, TypeVar

from msgspec.structs import replace

from ledger.records.framework import FrameworkVersion
from ledger.records.terms import (
    Consideration,
    Direction,
    Finding,
    GoalFindingValue,
    Weight,
)
from ledger.records.weighing import CriterionFinding, GoalFinding, direction_of

Word = TypeVar("Word", bound=str)
Found = TypeVar("Found", CriterionFinding, GoalFinding)
Leaning = tuple[int, ...]
"""How often decisive, material, considered, none; of a hundred."""

# For each tier of concern: no concern, mitigated, concern, unacceptable.
_FINDINGS: Final[tuple[tuple[int, ...], ...]] = (
    (88, 9, 3, 0),
    (70, 20, 9, 1),
    (46, 28, 19, 7),
    (14, 18, 38, 30),
)
_WORDS: Final[tuple[Finding, ...]] = (
    "no_concern",
    "concern_mitigated",
    "concern",
    "unacceptable",
)
_WEIGHTS: Final[tuple[Weight, ...]] = ("decisive", "material", "considered", "none")
_CRITERION_LEANINGS: Final[dict[Finding, Leaning]] = {
    "no_concern": (2, 14, 74, 10),
    "concern_mitigated": (6, 44, 50, 0),
    "concern": (40, 50, 10, 0),
    "unacceptable": (70, 30, 0, 0),
}
_GOAL_WORDS: Final[tuple[GoalFindingValue, ...]] = (
    "supports_grant",
    "neutral",
    "supports_refusal",
)
_GOAL_SHARES: Final = ((62, 36, 2), (48, 44, 8), (30, 48, 22), (10, 34, 56))
_CONSIDERATIONS: Final[tuple[Consideration, ...]] = (
    "human_rights",
    "cp944_2",
    "cp944_4",
    "cp944_7",
)

GOAL_LEANINGS: Final[dict[int, tuple[Leaning, ...]]] = {
    1: ((46, 32, 19, 3), (6, 18, 46, 30), (9, 22, 45, 24)),
    2: ((42, 34, 21, 3), (24, 34, 30, 12), (12, 26, 43, 19)),
    3: ((38, 35, 23, 4), (20, 36, 33, 11), (30, 34, 26, 10)),
}
"""For each version of the way of weighing and each goal, what weights it leans to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What was found in one case, and how it weighed."""

    criteria: tuple[CriterionFinding, ...]
    art15: tuple[CriterionFinding, ...]
    goals: tuple[GoalFinding, ...]

    @property
    def aspects(self) -> tuple[CriterionFinding | GoalFinding, ...]:
        """Everything that was weighed."""
        return (*self.criteria, *self.art15, *self.goals)

    def found(self, code: str) -> Finding | GoalFindingValue | None:
        """Return what was found on one aspect, or None when it was not weighed."""
        return next((one.finding for one in self.aspects if one.code == code), None)

    @property
    def end_user(self) -> Finding:
        """What was found on the end user, the criterion that differs most."""
        return next(c.finding for c in self.criteria if c.code == "end_user")

    @property
    def against(self) -> tuple[GoalFinding, ...]:
        """The goals that speak against granting."""
        return tuple(g for g in self.goals if direction_of(g.finding) == "refuse")

    @property
    def unacceptable(self) -> bool:
        """Whether anything was found unacceptable."""
        return any(one.finding == "unacceptable" for one in self.aspects)

    @property
    def doubtful(self) -> bool:
        """Whether anything was found that speaks for refusing."""
        return any(direction_of(one.finding) == "refuse" for one in self.aspects)

    @property
    def verdict(self) -> Direction:
        """Which way the case goes; only what was found decides."""
        if self.unacceptable:
            return "refuse"
        first = len(self.goals) > 0 and self.goals[0] in self.against
        around = "concern" in {self.found("destination"), self.found("art15_c")}
        if self.end_user == "concern" and (around or first):
            return "refuse"
        return "refuse" if first and len(self.against) > 1 else "grant"

    @property
    def wary(self) -> bool:
        """Whether a grant takes conditions."""
        mitigated = self.end_user != "no_concern"
        return mitigated or bool(self.against) or self.found("destination") == "concern"


def assess(
    draw: Random,
    framework: FrameworkVersion,
    tier: int,
    leanings: tuple[Leaning, ...],
) -> Assessment:
    """Draw what is found in a case, and weights that do not yet fit an outcome.

    Args:
        draw: Where chance comes from.
        framework: The version in force.
        tier: How much concern the destination raises, 0 to 3.
        leanings: What weights each strategic goal leans to; none when the goals are
            not weighed.
    """
    end_user = _pick(draw, _WORDS, _FINDINGS[tier])
    criteria = tuple(
        _criterion(
            draw, aspect.code, end_user if aspect.code == "end_user" else None, tier
        )
        for aspect in framework.criteria
    )
    art15 = (
        _criterion(draw, "art15_a", None, 0),
        _criterion(draw, "art15_b", None, 0),
        _considered(draw, _criterion(draw, "art15_c", None, min(tier, 2))),
        _criterion(draw, "art15_d", end_user, tier),
    )
    goals = tuple(
        _goal(draw, aspect.code, end_user if place == 0 else None, tier, leaning)
        for place, (aspect, leaning) in enumerate(
            zip(framework.goals, leanings, strict=False)
        )
    )
    return Assessment(criteria=criteria, art15=art15, goals=goals)


def settled(found: Assessment, outcome: Direction) -> Assessment:
    """Return an assessment whose decisive aspects all speak for its outcome.

    What speaks for the other outcome weighs ``material`` at most, and a refusal
    rests on at least one decisive finding.
    """
    weighed = Assessment(
        criteria=_aligned(found.criteria, outcome),
        art15=_aligned(found.art15, outcome),
        goals=_aligned(found.goals, outcome),
    )
    rests = any(one.weight == "decisive" for one in weighed.aspects)
    if outcome != "refuse" or rests:
        return weighed
    return with_decisive(weighed, _main(weighed))


def with_decisive(found: Assessment, code: str) -> Assessment:
    """Return an assessment in which one aspect is decisive."""
    return Assessment(
        criteria=_decisive(found.criteria, code),
        art15=_decisive(found.art15, code),
        goals=_decisive(found.goals, code),
    )


def with_findings(
    found: Assessment, changed: dict[str, Finding | GoalFindingValue]
) -> Assessment:
    """Return an assessment in which some aspects were found otherwise."""
    return Assessment(
        criteria=_otherwise(found.criteria, changed),
        art15=_otherwise(found.art15, changed),
        goals=_otherwise(found.goals, changed),
    )


def _aligned(aspects: tuple[Found, ...], outcome: Direction) -> tuple[Found, ...]:
    return tuple(
        replace(one, weight="material")
        if one.weight == "decisive" and direction_of(one.finding) != outcome
        else one
        for one in aspects
    )


def _decisive(aspects: tuple[Found, ...], code: str) -> tuple[Found, ...]:
    return tuple(
        replace(one, weight="decisive") if one.code == code else one for one in aspects
    )


def _otherwise(
    aspects: Iterable[Found], changed: dict[str, Finding | GoalFindingValue]
) -> tuple[Found, ...]:
    return tuple(
        replace(one, finding=changed[one.code]) if one.code in changed else one
        for one in aspects
    )


def _main(found: Assessment) -> str:
    """Return the aspect that a refusal rests on."""
    if direction_of(found.end_user) == "refuse":
        return "end_user"
    aspects = (*found.against, *found.aspects)
    return next(one.code for one in aspects if direction_of(one.finding) == "refuse")


def _criterion(
    draw: Random, code: str, finding: Finding | None, tier: int
) -> CriterionFinding:
    if finding is None:
        shares = _FINDINGS[tier]
        finding = _pick(draw, _WORDS[:3], shares[:3])
    weight = _pick(draw, _WEIGHTS, _CRITERION_LEANINGS[finding])
    return CriterionFinding(code=code, finding=finding, weight=weight)


def _considered(draw: Random, found: CriterionFinding) -> CriterionFinding:
    if found.finding == "no_concern":
        return found
    return replace(found, considerations=(draw.choice(_CONSIDERATIONS),))


def _goal(
    draw: Random, code: str, end_user: Finding | None, tier: int, leaning: Leaning
) -> GoalFinding:
    weight = _pick(draw, _WEIGHTS, leaning)
    if end_user == "unacceptable":
        return GoalFinding(code=code, finding="unacceptable", weight="decisive")
    grant, neutral, refusal = _GOAL_SHARES[tier]
    # What decides speaks one way or the other.
    shares = (grant, 0 if weight == "decisive" else neutral, refusal)
    finding: GoalFindingValue = (
        "not_engaged" if weight == "none" else _pick(draw, _GOAL_WORDS, shares)
    )
    return GoalFinding(code=code, finding=finding, weight=weight)


def _pick(draw: Random, words: tuple[Word, ...], shares: tuple[int, ...]) -> Word:
    return draw.choices(words, shares)[0]
