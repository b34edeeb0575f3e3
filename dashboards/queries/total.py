"""The headline counts of a selection."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import Final, NamedTuple

from dashboards.filters import Filters
from dashboards.queries.cells import cells
from dashboards.queries.selection import (
    Parameters,
    decisions_where,
    excluded,
    selected,
    straddling,
)
from etl.warehouse.connection import Connection


class Totals(NamedTuple):
    """What a selection adds up to; each count is a number of decisions.

    Attributes:
        decisions: Decisions selected, by their first outcome as decided.
        granted: Granted, with or without conditions, wholly or partly.
        refused: Wholly refused.
        other: Closed in another way; granted + refused + other = decisions.
        destinations: Number of distinct countries of destination.
        weighing_published: Decisions with a published weighing.
        framework_decisions: Decisions to which a framework applies.
        without_month: Decisions dated only to more than one month.
        without_quarter: Decisions dated only to more than one quarter.
        without_year: Decisions dated only to more than one year.
        straddling: Not in ``decisions``: may or may not lie in the asked months.
        excluded: Not in ``decisions``: left out of statistics, with a reason.
    """

    decisions: int
    granted: int
    refused: int
    other: int
    destinations: int
    weighing_published: int
    framework_decisions: int
    without_month: int
    without_quarter: int
    without_year: int
    straddling: int
    excluded: int


_QUARTERS: Final = (
    "date_trunc('quarter', month_first) <> date_trunc('quarter', month_last)"
)
_COUNTS: Final = f"""
    SELECT
        {decisions_where("true")},
        {decisions_where("outcome_group = 'granted'")},
        {decisions_where("outcome_group = 'refused'")},
        {decisions_where("outcome_group = 'other'")},
        (SELECT count(DISTINCT destination) FROM {{by_destination}}
            WHERE {{condition}}),
        {decisions_where("weighing_status = 'published'")},
        {decisions_where("framework_applies")},
        {decisions_where("month_first <> month_last")},
        {decisions_where(_QUARTERS)},
        {decisions_where("year(month_first) <> year(month_last)")}
    FROM {{cells}} WHERE {{condition}}
"""


def totals(connection: Connection, filters: Filters) -> Totals:
    """Return the headline counts of a selection."""
    condition, parameters = selected(filters)
    statement = _COUNTS.format(
        cells=cells("decision", filters, "month_first"),
        by_destination=cells("decision", filters, "destination"),
        condition=condition,
    )
    counts = connection.execute(statement, parameters).fetchall()
    within_months = filters.first_month is not None or filters.last_month is not None
    uncertain = (
        _count(connection, filters, *straddling(filters)) if within_months else 0
    )
    left_out = _count(connection, filters, *excluded(filters))
    return Totals._make((*counts[0], uncertain, left_out))


def _count(
    connection: Connection, filters: Filters, condition: str, parameters: Parameters
) -> int:
    rows = connection.execute(
        f"SELECT {decisions_where('true')} FROM {cells('decision', filters)}"
        f" WHERE {condition}",
        parameters,
    ).fetchall()
    return int(rows[0][0])
