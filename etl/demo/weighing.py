"""How the invented authority weighs one case.

The weights that each framework version leans to differ, so that the dashboards
have a true change to show. All of it is invented.
"""

from dataclasses import dataclass
from random import Random
from typing import Final, TypeVar

from ledger.records.framework import FrameworkVersion
from ledger.records.terms import Finding, GoalFindingValue, Weight
from ledger.records.weighing import CriterionFinding, GoalFinding

Word = TypeVar("Word", bound=str)

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

# For each method version and goal: how often decisive, material, considered, none.
_GOAL_WEIGHTS: Final[dict[int, tuple[tuple[int, ...], ...]]] = {
    1: ((46, 32, 19, 3), (6, 18, 46, 30), (9, 22, 45, 24)),
    2: ((42, 34, 21, 3), (21, 34, 33, 12), (12, 26, 43, 19)),
    3: ((38, 35, 23, 4), (24, 34, 31, 11), (27, 34, 29, 10)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What was found in one case, before its outcome."""

    criteria: tuple[CriterionFinding, ...]
    art15: tuple[CriterionFinding, ...]
    goals: tuple[GoalFinding, ...]

    @property
    def end_user(self) -> Finding:
        """What was found on the end user, the criterion that differs most."""
        return next(c.finding for c in self.criteria if c.code == "end_user")

    @property
    def unacceptable(self) -> bool:
        """Whether anything was found unacceptable."""
        aspects = (*self.criteria, *self.art15)
        return any(found.finding == "unacceptable" for found in aspects) or any(
            goal.finding == "unacceptable" for goal in self.goals
        )

    @property
    def against(self) -> tuple[GoalFinding, ...]:
        """The goals that speak against granting."""
        words = {"supports_refusal", "unacceptable"}
        return tuple(goal for goal in self.goals if goal.finding in words)


def assess(
    draw: Random, framework: FrameworkVersion, tier: int, *, goals: bool
) -> Assessment:
    """Draw what is found in a case.

    Args:
        draw: Where chance comes from.
        framework: The version in force.
        tier: How much concern the destination raises, 0 to 3.
        goals: Whether the strategic goals are weighed.
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
        _criterion(draw, "art15_c", None, min(tier, 2)),
        _criterion(draw, "art15_d", end_user, tier),
    )
    found: tuple[GoalFinding, ...] = ()
    if goals:
        leanings = _GOAL_WEIGHTS[framework.method_version]
        found = tuple(
            _goal(
                draw,
                aspect.code,
                end_user if place == 0 else None,
                tier,
                leanings[place],
            )
            for place, aspect in enumerate(framework.goals)
        )
    return Assessment(criteria=criteria, art15=art15, goals=found)


def _criterion(
    draw: Random, code: str, finding: Finding | None, tier: int
) -> CriterionFinding:
    if finding is None:
        shares = _FINDINGS[tier]
        finding = _pick(draw, _WORDS[:3], shares[:3])
    leaning = {"no_concern": (2, 14, 74, 10), "concern_mitigated": (6, 44, 50, 0)}
    weight = _pick(draw, _WEIGHTS, leaning.get(finding, (56, 38, 6, 0)))
    return CriterionFinding(code=code, finding=finding, weight=weight)


def _goal(
    draw: Random,
    code: str,
    end_user: Finding | None,
    tier: int,
    leaning: tuple[int, ...],
) -> GoalFinding:
    weight = _pick(draw, _WEIGHTS, leaning)
    if end_user == "unacceptable":
        return GoalFinding(code=code, finding="unacceptable", weight="decisive")
    words: tuple[GoalFindingValue, ...] = (
        "supports_grant",
        "neutral",
        "supports_refusal",
    )
    shares = ((62, 36, 2), (48, 44, 8), (30, 48, 22), (10, 34, 56))[tier]
    finding: GoalFindingValue = (
        "not_engaged" if weight == "none" else _pick(draw, words, shares)
    )
    return GoalFinding(code=code, finding=finding, weight=weight)


def _pick(draw: Random, words: tuple[Word, ...], shares: tuple[int, ...]) -> Word:
    return draw.choices(words, shares)[0]
