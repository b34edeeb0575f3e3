"""How the strategic goals weighed: counted and compared, never averaged.

Only decisions with a published weighing and a finding on the goal are counted
here; ``weighing_coverage`` tells how many decisions those are out of all.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import Final, NamedTuple

from dashboards.filters import Filters, Grain
from dashboards.queries.cells import cells
from dashboards.queries.period import by_period
from dashboards.queries.selection import LEDGER, selected
from etl.warehouse.connection import Connection

_GOALS: Final = "aspect_kind = 'goal'"


class Goal(NamedTuple):
    """One strategic goal, or one base criterion, of one framework version."""

    framework_id: str
    version: int
    code: str
    label_nl: str | None
    label_en: str | None


class GoalWeightPeriod(NamedTuple):
    """Decisions of one period in which a goal had a weight."""

    period: date
    framework_id: str
    framework_version: int
    goal: str
    weight: str
    decisions: int


class GoalWeightOutcome(NamedTuple):
    """Decisions of one outcome in which a goal had a weight."""

    goal: str
    weight: str
    outcome: str
    decisions: int


class GoalFindingOutcome(NamedTuple):
    """Decisions of one outcome with a finding on a goal."""

    goal: str
    finding: str
    outcome: str
    decisions: int


def goals(connection: Connection, ledger: int) -> tuple[Goal, ...]:
    """Return the goals of every framework version of a ledger, in published order."""
    return _aspects(connection, ledger, "goal")


def criteria(connection: Connection, ledger: int) -> tuple[Goal, ...]:
    """Return the base criteria of every framework version of a ledger, likewise."""
    return _aspects(connection, ledger, "criterion")


def _aspects(connection: Connection, ledger: int, kind: str) -> tuple[Goal, ...]:
    rows = connection.execute(
        "SELECT framework_id, version, code, label_nl, label_en FROM framework_aspect"
        f" WHERE {LEDGER} AND aspect_kind = $kind"
        " ORDER BY framework_id, version, position",
        {"ledger": ledger, "kind": kind},
    ).fetchall()
    return tuple(Goal._make(row) for row in rows)


def goal_weights_over_time(
    connection: Connection, filters: Filters, grain: Grain
) -> tuple[GoalWeightPeriod, ...]:
    """Return decisions by period, framework version, goal and weight."""
    condition, parameters = selected(filters)
    keys = "framework_id, framework_version, code, weight"
    statement = by_period(
        grain, keys, cells("aspect", filters), f"{condition} AND {_GOALS}"
    )
    rows = connection.execute(statement, parameters).fetchall()
    return tuple(GoalWeightPeriod._make(row) for row in rows)


def goal_weights_by_outcome(
    connection: Connection, filters: Filters
) -> tuple[GoalWeightOutcome, ...]:
    """Return decisions by goal, weight and outcome."""
    rows = _by_outcome(connection, filters, "weight")
    return tuple(GoalWeightOutcome(*row) for row in rows)


def goal_findings_by_outcome(
    connection: Connection, filters: Filters
) -> tuple[GoalFindingOutcome, ...]:
    """Return decisions by goal, finding and outcome."""
    rows = _by_outcome(connection, filters, "finding")
    return tuple(GoalFindingOutcome(*row) for row in rows)


def _by_outcome(
    connection: Connection, filters: Filters, column: str
) -> list[tuple[str, str, str, int]]:
    condition, parameters = selected(filters)
    return connection.execute(
        f"SELECT code, {column}, outcome, CAST(sum(decisions) AS BIGINT)"
        f" FROM {cells('aspect', filters)} WHERE {condition} AND {_GOALS}"
        " GROUP BY ALL ORDER BY ALL",
        parameters,
    ).fetchall()
