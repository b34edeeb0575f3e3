"""Like decisions: how many groups went different ways, and the decisions in them.

What makes decisions alike, stands in ``dashboards.queries.alike``.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.alike import CODES, went
from dashboards.queries.cells import cells
from dashboards.queries.selection import decisions_where, selected
from etl.warehouse.as_decided import WAY
from etl.warehouse.connection import Connection


class LikeGroups(NamedTuple):
    """Groups of like decisions, decided in one year or over all.

    Attributes:
        year: The year; None for all years together.
        groups: Groups of at least two decisions on the merits.
        different: Groups in which at least one was granted and one refused.
        decisions: Decisions in all these groups.
        differing: Decisions in the groups that went different ways.
    """

    year: int | None
    groups: int
    different: int
    decisions: int
    differing: int


class LikeScope(NamedTuple):
    """What the comparison leaves out.

    Attributes:
        merits: Decisions on the merits: granted, wholly or partly, or refused.
        alone: Of these, decisions that no other is alike to.
        not_published: Of these, decisions whose kind of end use is not published.
        closed: Decisions without a decision on the merits.
    """

    merits: int
    alone: int
    not_published: int
    closed: int


class LikeFinding(NamedTuple):
    """What was found on one aspect of a like decision."""

    aspect_kind: str
    code: str
    finding: str
    weight: str


class LikeDecision(NamedTuple):
    """A decision in a group that went different ways.

    Attributes:
        ref: The decision's reference.
        codes: Its item codes, in one order.
        destination: ISO 3166-1 alpha-2 code.
        end_use: The kind of end use.
        decided_first: The day, or the first day it can have been.
        outcome: The outcome as decided.
        way: ``granted`` or ``refused``.
        framework_id: The framework it was weighed under; None: not published.
        framework_version: Its version; None likewise.
        findings: What was found; empty when not published.
    """

    ref: str
    codes: list[str]
    destination: str
    end_use: str
    decided_first: date
    outcome: str
    way: str
    framework_id: str | None
    framework_version: int | None
    findings: tuple[LikeFinding, ...]


def like_groups(
    connection: Connection, filters: Filters, *, by_year: bool
) -> tuple[LikeGroups, ...]:
    """Return groups of like decisions and how many went different ways.

    By year, only decisions of one year are compared with each other; a decision
    whose day can lie in two years is in none.
    """
    condition, parameters = selected(filters)
    year = "year(month_first)" if by_year else "NULL"
    same = "year(month_first) = year(month_last)" if by_year else "true"
    rows = connection.execute(
        f"""
        SELECT year, count(*), count(*) FILTER (ways = 2),
            CAST(sum(decisions) AS BIGINT),
            {decisions_where("ways = 2")}
        FROM (
            SELECT {year} AS year, sum(decisions) AS decisions,
                CAST(bool_or(way = 'granted') AS INTEGER)
                    + CAST(bool_or(way = 'refused') AS INTEGER) AS ways
            FROM {cells("like", filters)} WHERE {condition} AND {same}
            GROUP BY {year}, like_group HAVING sum(decisions) > 1
        ) GROUP BY year ORDER BY year
        """,
        parameters,
    ).fetchall()
    return tuple(LikeGroups._make(row) for row in rows)


def like_scope(connection: Connection, filters: Filters) -> LikeScope:
    """Return what comparing like decisions leaves out."""
    condition, parameters = selected(filters)
    (row,) = connection.execute(
        f"""
        WITH chosen AS (
            SELECT {decisions_where(f"{WAY} IS NOT NULL")} AS merits,
                CAST(coalesce(sum(decisions), 0) AS BIGINT) AS whole
            FROM {cells("decision", filters)} WHERE {condition}
        ),
        compared AS (
            SELECT sum(decisions) AS alike FROM {cells("like", filters)}
            WHERE {condition} GROUP BY like_group
        )
        SELECT merits, (SELECT count(*) FROM compared WHERE alike = 1),
            CAST(merits - (SELECT coalesce(sum(alike), 0) FROM compared) AS BIGINT),
            whole - merits
        FROM chosen
        """,
        parameters,
    ).fetchall()
    return LikeScope._make(row)


def differing_cases(
    connection: Connection, filters: Filters
) -> tuple[LikeDecision, ...]:
    """Return the decisions in groups that went different ways, with their findings."""
    condition, parameters = selected(filters)
    condition = f"{condition} AND {went('different', condition)}"
    rows = connection.execute(
        f"""
        SELECT decision_ref, {CODES}, destination, end_use, decided_first, outcome,
            {WAY}, framework_id, framework_version,
            (SELECT list([f.aspect_kind, f.code, f.finding, f.weight] ORDER BY
                array_position(['criterion', 'art15', 'goal'], f.aspect_kind),
                f.position)
            FROM finding f WHERE f.ledger_id = d.ledger_id
                AND f.entry_index = d.entry_index)
        FROM decision d WHERE {condition} ORDER BY entry_index
        """,
        parameters,
    ).fetchall()
    return tuple(
        LikeDecision._make((*own, tuple(map(LikeFinding._make, findings or ()))))
        for *own, findings in rows
    )
