"""The weighing: what was found on each aspect of one case and how it weighed.

Findings and weights are words, not numbers. They are counted and compared; they
are never summed or averaged, and nothing offsets an ``unacceptable`` finding
except a named override. Notes and rationales on single findings are
confidential and are not part of this record.
"""

from datetime import date

from ledger.records.terms import DecisionLevel, Finding, GoalFindingValue, Weight
from ledger.records.values import Code, LeafHash, Positive, Text, Value


class CriterionFinding(Value, frozen=True, kw_only=True):
    """What was found on one criterion, or on one consideration of Article 15(1)."""

    code: Code
    finding: Finding
    weight: Weight


class GoalFinding(Value, frozen=True, kw_only=True):
    """What was found on one strategic goal of the framework version."""

    code: Code
    finding: GoalFindingValue
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
        framework: Leaf hash of the framework version it was weighed under.
        goals: The strategic goals; empty when the framework does not apply.
        method_version: Version of the way of weighing.
        override: Present only when an unacceptable finding did not stop a grant.
        summary: The weighing in words, as written for publication.
    """

    art15: tuple[CriterionFinding, ...]
    criteria: tuple[CriterionFinding, ...]
    framework: LeafHash
    goals: tuple[GoalFinding, ...] = ()
    method_version: Positive
    override: Override | None = None
    summary: Text | None = None
