"""The weighing: what was found on each aspect of one case and how it weighed.

Findings and weights are words, not numbers. They are counted and compared; they
are never summed or averaged, and nothing offsets an ``unacceptable`` finding
except a named override. Notes on single findings, and the findings on the factors,
are for the committee.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

from ledger.records.confidential import SealedSource
from ledger.records.terms import (
    Consideration,
    DecisionLevel,
    Direction,
    Finding,
    GoalFindingValue,
    Weight,
)
from ledger.records.values import Code, LeafHash, Positive, Prose, Text, Value
from ledger.records.visibility import CLASSIFIED, COMMITTEE

DIRECTIONS: Final[Mapping[Finding | GoalFindingValue, Direction]] = {
    "concern": "refuse",
    "concern_mitigated": "grant",
    "neutral": "neutral",
    "no_concern": "grant",
    "not_assessable": "neutral",
    "not_engaged": "neutral",
    "supports_grant": "grant",
    "supports_refusal": "refuse",
    "unacceptable": "refuse",
}
"""Which outcome each finding speaks for; a concern that was removed is no concern."""


def direction_of(finding: Finding | GoalFindingValue) -> Direction:
    """Return which outcome a finding speaks for; a concern removed is no concern."""
    return DIRECTIONS[finding]


class CriterionFinding(Value, frozen=True, kw_only=True):
    """What was found on one criterion, or on one consideration of Article 15(1).

    Attributes:
        classified_note: Handle of a note that is classified.
        code: The criterion.
        considerations: What within it the finding turned on.
        finding: What was found.
        note: Why, in words.
        weight: How it weighed.
    """

    classified_note: Annotated[SealedSource | None, CLASSIFIED] = None
    code: Code
    considerations: tuple[Consideration, ...] = ()
    finding: Finding
    note: Annotated[Prose | None, COMMITTEE] = None
    weight: Weight


class GoalFinding(Value, frozen=True, kw_only=True):
    """What was found on one strategic goal, or one factor, of the framework version.

    Attributes:
        code: The goal or the factor.
        finding: What was found.
        rationale: Why, in words.
        weight: How it weighed.
    """

    code: Code
    finding: GoalFindingValue
    rationale: Annotated[Prose | None, COMMITTEE] = None
    weight: Weight


class Override(Value, frozen=True, kw_only=True):
    """A grant in spite of an unacceptable finding: by whom, when and why (R6)."""

    by: DecisionLevel
    on: date
    reason: Text


class Weighing(Value, frozen=True, kw_only=True):
    """One decision's weighing.

    Attributes:
        art15: The four considerations of Article 15(1) of Regulation (EU) 2021/821.
        criteria: The base criteria: product, applicability, end user, destination.
        factors: The factors of the framework version.
        framework: Leaf hash of the framework version it was weighed under.
        goals: The strategic goals; empty when the framework does not apply.
        method_version: Version of the way of weighing.
        override: Present only when an unacceptable finding did not stop a grant.
        summary: The weighing in words, as written for publication.
        summary_full: The weighing in words, whole.
    """

    art15: tuple[CriterionFinding, ...]
    criteria: tuple[CriterionFinding, ...]
    factors: Annotated[tuple[GoalFinding, ...], COMMITTEE] = ()
    framework: LeafHash
    goals: tuple[GoalFinding, ...] = ()
    method_version: Positive
    override: Override | None = None
    summary: Text | None = None
    summary_full: Annotated[Prose | None, COMMITTEE] = None
