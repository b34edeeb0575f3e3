"""Which conditions were attached to licences."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.selection import selected
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
    chosen = f"(SELECT * FROM decision WHERE {condition})"
    rows = connection.execute(
        f"""
        SELECT condition_type, count(DISTINCT entry_index) AS decisions
        FROM condition SEMI JOIN {chosen} USING (ledger_id, entry_index)
        GROUP BY ALL ORDER BY decisions DESC, condition_type
        """,
        parameters,
    ).fetchall()
    (totals,) = connection.execute(
        f"""
        SELECT count(*) FILTER (c.entry_index IS NOT NULL),
            count(*) FILTER (outcome_group = 'granted')
        FROM {chosen} d LEFT JOIN (SELECT DISTINCT ledger_id, entry_index
            FROM condition) c USING (ledger_id, entry_index)
        """,
        parameters,
    ).fetchall()
    kinds = tuple(ConditionCount._make(row) for row in rows)
    return Conditions(kinds, *totals)
