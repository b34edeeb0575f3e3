"""How applications were closed, over time."""

from datetime import date
from typing import NamedTuple

from dashboards.filters import Filters, Grain
from dashboards.queries.cells import cells
from dashboards.queries.period import by_period
from dashboards.queries.selection import selected
from etl.warehouse.connection import Connection


class OutcomeCount(NamedTuple):
    """Decisions of one outcome in one period, named by its first day."""

    period: date
    outcome: str
    decisions: int


def outcomes_over_time(
    connection: Connection, filters: Filters, grain: Grain
) -> tuple[OutcomeCount, ...]:
    """Return decisions by period and outcome; periods without any are left out."""
    condition, parameters = selected(filters)
    statement = by_period(
        grain, "outcome", cells("decision", filters, "month_first"), condition
    )
    rows = connection.execute(statement, parameters).fetchall()
    return tuple(OutcomeCount._make(row) for row in rows)
