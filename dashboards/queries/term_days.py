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
    """Return the terms of the decisions in cells of terms, all at once.

    Args:
        connection: A cursor on the warehouse.
        source: The cells.
        parameters: The values that it names.
        keys: Columns, for each of which there are the terms by its values.

    Returns:
        The terms by the values of each key, and under ``""`` those of all, by None;
        nothing where there is no decision.
    """
    names = ", ".join(keys)
    # The parts by each key, and all: each by days gross and by days net.
    sets = ", ".join(
        f"({key}{', ' if key else ''}{days})"
        for key in (*keys, "")
        for days in ("processing_days", "net_days")
    )
    rows = connection.execute(
        f"""
        WITH pair AS (
            SELECT {names}, processing_days, net_days, sum(decisions) AS decisions,
                sum(decisions) FILTER (within_norm) AS within,
                sum(decisions) FILTER (is_stopped) AS stopped
            FROM {source} GROUP BY {names}, processing_days, net_days
        ), day AS (
            SELECT GROUPING({names}) AS part, {names},
                GROUPING(net_days) = 1 AS is_gross,
                coalesce(processing_days, net_days) AS days,
                sum(decisions) AS decisions, sum(within) AS within,
                sum(stopped) AS stopped
            FROM pair GROUP BY GROUPING SETS ({sets})
        ), upto AS (
            SELECT *, sum(decisions) OVER (own ORDER BY days) AS upto,
                sum(decisions) FILTER (days IS NOT NULL) OVER own AS whole
            FROM day
            WINDOW own AS (PARTITION BY part, {names}, is_gross, days IS NULL)
        )
        SELECT part, {names}, {decisions_where("is_gross")},
            {decisions_where("is_gross AND days IS NOT NULL")},
            {_kept_within("is_gross", "(whole + 1) // 2")},
            {_kept_within("is_gross", "(9 * whole + 9) // 10")},
            {_kept_within("NOT is_gross", "(whole + 1) // 2")},
            {_kept_within("NOT is_gross", "(9 * whole + 9) // 10")},
            CAST(coalesce(sum(within) FILTER (is_gross), 0) AS BIGINT),
            CAST(coalesce(sum(stopped) FILTER (is_gross), 0) AS BIGINT)
        FROM upto GROUP BY part, {names}
        """,
        parameters,
    ).fetchall()
    # GROUPING has a bit for each key, the first the highest; a bit is set where a row
    # is of all values of that key.
    every = (1 << len(keys)) - 1
    found: dict[str, Parts] = {key: {} for key in (*keys, "")}
    for part, *row in rows:
        values, terms = row[: len(keys)], Terms._make(row[len(keys) :])
        if part == every:
            found[""][None] = terms
        else:
            place = len(keys) - (every ^ part).bit_length()
            found[keys[place]][values[place]] = terms
    return found


def _kept_within(which: str, many: str) -> str:
    """Return the least days that so many of the decisions kept within."""
    return f"min(days) FILTER ({which} AND days IS NOT NULL AND upto >= {many})"
