"""What one side of a comparison adds up to.

A side is a selection of decisions. When nothing but the filters narrows it, its counts
are sums over the cubes; else they are over the decisions, by the same statements.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import Final, Literal, NamedTuple

from dashboards.filters import Filters, Grain, Search
from dashboards.queries.cells import cells
from dashboards.queries.narrowing import narrowed
from dashboards.queries.outcome import OutcomeCount
from dashboards.queries.period import by_period
from dashboards.queries.selection import GROUPS, asked_classes, decisions_where
from etl.warehouse.connection import Connection

MixKey = Literal["destination", "product_class"]
"""By what the decisions of a side are broken down."""

_DECISIONS: Final = "(SELECT *, 1 AS decisions FROM decision)"
_BY_CLASS: Final = (
    "(SELECT *, 1 AS decisions FROM decision JOIN class_set USING (class_set))"
)
_FINDINGS: Final = "SELECT aspect_kind, code, weight, 1 AS decisions FROM finding"


class SideTotals(NamedTuple):
    """Decisions of a side; the last three add up."""

    decisions: int
    granted: int
    refused: int
    other: int


class SideShare(NamedTuple):
    """How many decisions of a side are so, of how many of which that is known.

    Attributes:
        measure: ``within_norm``, or the kind of an aspect: how often it was decisive.
        code: The aspect; empty for ``within_norm``.
        hits: Decisions within the norm, or on which the aspect was decisive.
        decisions: Decisions with a published term, or weighed on the aspect.
    """

    measure: str
    code: str
    hits: int
    decisions: int


class SidePart(NamedTuple):
    """Decisions of a side for one destination, or with a line in one class."""

    key: str
    decisions: int


class SideValue(NamedTuple):
    """Licensed value of a side's granted decisions in one currency.

    Attributes:
        currency: ISO 4217 code.
        minor: Sum in minor units (cents).
        decisions: Granted decisions in the sum.
    """

    currency: str
    minor: int
    decisions: int


def side_over_time(
    connection: Connection, filters: Filters, search: Search, grain: Grain
) -> tuple[OutcomeCount, ...]:
    """Return decisions by period and outcome; periods without any are left out."""
    condition, parameters = narrowed(filters, search)
    statement = by_period(
        grain, "outcome", _cells(filters, search, "month_first"), condition
    )
    rows = connection.execute(statement, parameters).fetchall()
    return tuple(OutcomeCount._make(row) for row in rows)


def side_totals(connection: Connection, filters: Filters, search: Search) -> SideTotals:
    """Return how many decisions a side has, and how they came out."""
    condition, parameters = narrowed(filters, search)
    (row,) = connection.execute(
        f"SELECT {GROUPS} FROM {_cells(filters, search)} WHERE {condition}", parameters
    ).fetchall()
    return SideTotals._make(count or 0 for count in row)


def side_shares(
    connection: Connection, filters: Filters, search: Search
) -> tuple[SideShare, ...]:
    """Return how often a side was within the norm, and what was decisive on it."""
    condition, parameters = narrowed(filters, search)
    findings = (
        f"{cells('aspect', filters)} WHERE {condition}"
        if search == Search()
        else f"({_FINDINGS} JOIN chosen USING (ledger_id, entry_index))"
    )
    terms = (
        f"{cells('term', filters)} WHERE {condition}"
        if search == Search()
        else "(SELECT within_norm, 1 AS decisions FROM chosen)"
    )
    rows = connection.execute(
        f"""
        WITH chosen AS (SELECT * FROM decision WHERE {condition})
        SELECT 'within_norm', '', {decisions_where("within_norm")},
            {decisions_where("within_norm IS NOT NULL")}
        FROM {terms}
        UNION ALL
        SELECT aspect_kind, code,
            {decisions_where("weight = 'decisive'")},
            CAST(sum(decisions) AS BIGINT)
        FROM {findings} GROUP BY aspect_kind, code
        """,
        parameters,
    ).fetchall()
    return tuple(SideShare._make(row) for row in rows)


def side_mix(
    connection: Connection, filters: Filters, search: Search, by: MixKey
) -> tuple[SidePart, ...]:
    """Return a side's decisions by destination or by product class, most first.

    A decision with lines in two classes counts once in each.
    """
    condition, parameters = narrowed(filters, search)
    shown = "true"
    source = _cells(filters, search, by)
    if by == "product_class":
        shown = asked_classes(filters)
        source = cells("class", filters) if search == Search() else _BY_CLASS
    rows = connection.execute(
        f"""
        SELECT {by}, CAST(sum(decisions) AS BIGINT) AS decisions FROM {source}
        WHERE {condition} AND {shown} GROUP BY {by} ORDER BY decisions DESC, {by}
        """,
        parameters,
    ).fetchall()
    return tuple(SidePart._make(row) for row in rows)


def side_values(
    connection: Connection, filters: Filters, search: Search
) -> tuple[SideValue, ...]:
    """Return a side's licensed values by currency; currencies are never summed."""
    condition, parameters = narrowed(filters, search)
    rows = connection.execute(
        f"""
        SELECT currency, CAST(sum(minor) AS HUGEINT),
            CAST(sum(decisions) AS BIGINT)
        FROM {_cells(filters, search, "currency")}
        WHERE {condition} AND outcome_group = 'granted' AND currency IS NOT NULL
        GROUP BY currency ORDER BY currency
        """,
        parameters,
    ).fetchall()
    return tuple(SideValue._make(row) for row in rows)


def _cells(filters: Filters, search: Search, *keys: str) -> str:
    return cells("decision", filters, *keys) if search == Search() else _DECISIONS
