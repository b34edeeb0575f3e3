"""Which conditions were attached to licences."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.cells import cells
from dashboards.queries.selection import decisions_where, selected
from etl.warehouse.connection import Connection


class ConditionCount(NamedTuple):
    """Decisions with a condition of one kind."""

    condition_type: str
    decisions: int


class Conditions(NamedTuple):
    """Kinds of conditions, most frequent first.

    Attributes:
        kinds: A decision with conditions of two kinds counts once for each.
        conditioned: Decisions with any condition.
        granted: Decisions by which some export was licensed.
    """

    kinds: tuple[ConditionCount, ...]
    conditioned: int
    granted: int


def conditions(connection: Connection, filters: Filters) -> Conditions:
    """Return kinds of conditions with the number of decisions that have them."""
    condition, parameters = selected(filters)
    rows = connection.execute(
        "SELECT condition_type, CAST(sum(decisions) AS BIGINT) AS decisions"
        f" FROM {cells('condition', filters)} WHERE {condition}"
        " GROUP BY condition_type ORDER BY decisions DESC, condition_type",
        parameters,
    ).fetchall()
    counts = ", ".join(
        decisions_where(one) for one in ("has_condition", "outcome_group = 'granted'")
    )
    (totals,) = connection.execute(
        f"SELECT {counts} FROM {cells('decision', filters, 'has_condition')}"
        f" WHERE {condition}",
        parameters,
    ).fetchall()
    kinds = tuple(ConditionCount._make(row) for row in rows)
    return Conditions(kinds, *totals)
