"""Which strategic goals were decisive together."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.cells import cells
from dashboards.queries.selection import GROUPS, selected
from etl.warehouse.connection import Connection


class GoalCombination(NamedTuple):
    """Decisions in which exactly these goals were decisive.

    Attributes:
        known: ``weighed``; ``no_framework`` when the framework does not apply and
            so has no goals; ``not_published`` when the weighing is not published.
        goals: The decisive goals, in order of their codes; empty for none.
        granted: Decisions that were granted.
        refused: Decisions that were refused.
        other: Decisions that were closed otherwise.
    """

    known: str
    goals: tuple[str, ...]
    granted: int
    refused: int
    other: int

    @property
    def decisions(self) -> int:
        """All of them."""
        return self.granted + self.refused + self.other


def goal_combinations(
    connection: Connection, filters: Filters
) -> tuple[GoalCombination, ...]:
    """Return every combination that occurs, most decisions first."""
    condition, parameters = selected(filters)
    rows = connection.execute(
        f"""
        SELECT CASE WHEN weighing_status <> 'published' THEN 'not_published'
                WHEN framework_applies THEN 'weighed' ELSE 'no_framework' END AS known,
            decisive_goals AS goals, {GROUPS}
        FROM {cells("weighing", filters)} WHERE {condition}
        GROUP BY known, goals ORDER BY known DESC, decisions DESC, goals
        """,
        parameters,
    ).fetchall()
    return tuple(
        GoalCombination(known, tuple(goals), *counts)
        for known, goals, _, *counts in rows
    )
