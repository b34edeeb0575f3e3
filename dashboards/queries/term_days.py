"""Decisions counted by the days that they took, and what these counts say of terms.

A quantile that DuckDB finds by itself keeps every day of every decision: more memory
than pages may take, at ten million decisions. There are some hundreds of different
numbers of days, so it counts decisions by them and looks where the counts reach a half.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import Any, NamedTuple

from dashboards.queries.selection import Parameters, decisions_where
from etl.warehouse.connection import Connection


class Terms(NamedTuple):
    """How long some decisions took.

    Attributes:
        decisions: How many decisions there are.
        known: How many of these have a published term; all else is about them.
        gross_median: Days from receipt to decision that half of them kept within.
        gross_p90: Days that nine in ten kept within.
        net_median: The same with the days left out on which the term stood still.
        net_p90: Likewise.
        within: Decided within eight weeks, net.
        stopped: Of which the term stood still for a time.
    """

    decisions: int
    known: int
    gross_median: int | None
    gross_p90: int | None
    net_median: int | None
    net_p90: int | None
    within: int
    stopped: int


NO_TERMS = Terms(0, 0, None, None, None, None, 0, 0)
"""Those of no decision."""

Parts = dict[Any, Terms]
"""Terms by the value that the decisions of a part have; None is not published."""


def terms_in(
    connection: Connection, source: str, parameters: Parameters, *keys: str
) -> dict[str, Parts]:
    """Return the terms of the decisions in cells of terms, for several keys at once.

    Args:
        connection: A cursor on the warehouse.
        source: The cells.
        parameters: The values that it names.
        keys: Columns of them, and ``""`` for all decisions together.

    Returns:
        The terms by the values of each key, which is None for all.
    """
    names = ", ".join(key for key in keys if key)
    # Each key by days gross and by days net, apart: as grouping sets it takes longer.
    counts = " UNION ALL ".join(
        f"""SELECT '{key}' AS key, {key or "NULL"} AS part, {is_gross} AS is_gross,
            {days} AS days, CAST(sum(decisions) AS BIGINT) AS decisions,
            sum(within) AS within, sum(stopped) AS stopped FROM pair GROUP BY ALL"""
        for key in keys
        for is_gross, days in (("true", "processing_days"), ("false", "net_days"))
    )
    rows = connection.execute(
        f"""
        WITH pair AS MATERIALIZED (
            SELECT {names}, processing_days, net_days,
                {decisions_where("true")} AS decisions,
                {decisions_where("within_norm")} AS within,
                {decisions_where("is_stopped")} AS stopped
            FROM {source} GROUP BY ALL
        ), upto AS (
            SELECT *,
                sum(decisions) OVER (
                    own ORDER BY days NULLS LAST ROWS UNBOUNDED PRECEDING
                ) AS upto,
                sum(decisions) FILTER (days IS NOT NULL) OVER own AS whole
            FROM ({counts}) WINDOW own AS (PARTITION BY key, part, is_gross)
        )
        SELECT key, part, {decisions_where("is_gross")},
            {decisions_where("is_gross AND days IS NOT NULL")},
            {_kept_within("is_gross", "(whole + 1) // 2")},
            {_kept_within("is_gross", "(9 * whole + 9) // 10")},
            {_kept_within("NOT is_gross", "(whole + 1) // 2")},
            {_kept_within("NOT is_gross", "(9 * whole + 9) // 10")},
            CAST(sum(within) FILTER (is_gross) AS BIGINT),
            CAST(sum(stopped) FILTER (is_gross) AS BIGINT)
        FROM upto GROUP BY key, part
        """,
        parameters,
    ).fetchall()
    found: dict[str, Parts] = {key: {} for key in keys}
    for key, part, *terms in rows:
        found[key][part] = Terms._make(terms)
    return found


def _kept_within(which: str, many: str) -> str:
    """Return the least days that so many of the decisions kept within."""
    return f"min(days) FILTER ({which} AND days IS NOT NULL AND upto >= {many})"
