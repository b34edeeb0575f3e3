"""For how many decisions a weighing is published."""

from datetime import date
from typing import NamedTuple

from dashboards.filters import Filters, Grain
from dashboards.queries.cells import cells
from dashboards.queries.period import by_period
from dashboards.queries.selection import selected
from etl.warehouse.connection import Connection


class WeighingCoverage(NamedTuple):
    """Decisions of one period, by whether their weighing is published.

    Attributes:
        period: First day of the period.
        status: ``published`` or ``not_published``; the second is no kind of zero.
        framework_applies: Whether the framework applies; None: not published.
        decisions: Number of decisions.
    """

    period: date
    status: str
    framework_applies: bool | None
    decisions: int


def weighing_coverage(
    connection: Connection, filters: Filters, grain: Grain
) -> tuple[WeighingCoverage, ...]:
    """Return decisions by period, weighing status and whether the framework applies."""
    condition, parameters = selected(filters)
    keys = "weighing_status, framework_applies"
    statement = by_period(
        grain, keys, cells("decision", filters, "month_first"), condition
    )
    rows = connection.execute(statement, parameters).fetchall()
    return tuple(WeighingCoverage._make(row) for row in rows)
