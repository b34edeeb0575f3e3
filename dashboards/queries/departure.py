"""Decisions whose outcome goes against their own decisive findings, or is overridden.

What a departure is, stands in ``dashboards.queries.subset.DEPARTURES``.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import Final, NamedTuple

from dashboards.filters import Filters
from dashboards.queries.selection import Parameters, selected
from dashboards.queries.subset import DEPARTURES
from etl.warehouse.connection import Connection


class Decisive(NamedTuple):
    """A finding that was decisive, or unacceptable, in one decision."""

    aspect_kind: str
    code: str
    finding: str
    weight: str
    direction: str


class Departed(NamedTuple):
    """One decision with what decided it.

    Attributes:
        ref: The decision's reference.
        decided_first: The day, or the first day it can have been.
        decided_last: The day, or the last day it can have been.
        outcome: The outcome as decided.
        destination: ISO 3166-1 alpha-2 code.
        codes: Its item codes.
        departure: How it departs; None when it does not.
        override_by: Who granted it in spite of an unacceptable finding.
        override_on: When.
        reason_nl: Why, in Dutch.
        reason_en: Why, in English.
        findings: Its decisive and its unacceptable findings, in order.
    """

    ref: str
    decided_first: date
    decided_last: date
    outcome: str
    destination: str
    codes: list[str]
    departure: str | None
    override_by: str | None
    override_on: date | None
    reason_nl: str | None
    reason_en: str | None
    findings: tuple[Decisive, ...]


class DepartureYear(NamedTuple):
    """Decisions of one year that could depart, and those that do.

    Attributes:
        year: The year; None when the day can lie in two.
        judged: Decisions on the merits, wholly one way, with a decisive finding.
        granted_against_findings: Granted against a decisive finding.
        granted_with_override: The same, with an override.
        refused_against_findings: Refused though all decisive findings speak for
            granting.
    """

    year: int | None
    judged: int
    granted_against_findings: int
    granted_with_override: int
    refused_against_findings: int


class DepartureScope(NamedTuple):
    """Of how many decisions it can be said whether they depart.

    Attributes:
        judged: Decisions on the merits, wholly one way, with a decisive finding.
        partly: Partly granted: they went both ways.
        undecisive: On the merits, with a published weighing, but nothing decisive.
        not_published: Decisions whose weighing is not published.
        closed: Closed without a decision on the merits, with a published weighing.
    """

    judged: int
    partly: int
    undecisive: int
    not_published: int
    closed: int


_COLUMNS: Final = """d.decision_ref, d.decided_first, d.decided_last, d.outcome,
    d.destination, d.codes, departure, override_by, override_on, override_reason_nl,
    override_reason_en"""
_FINDINGS: Final = """(SELECT list([f.aspect_kind, f.code, f.finding, f.weight,
        f.direction] ORDER BY
        array_position(['criterion', 'art15', 'goal'], f.aspect_kind), f.position)
    FROM finding f WHERE f.ledger_id = d.ledger_id AND f.entry_index = d.entry_index
        AND (f.weight = 'decisive' OR f.finding = 'unacceptable'))"""


def departures(connection: Connection, filters: Filters) -> tuple[Departed, ...]:
    """Return the decisions that depart from their own decisive findings, in order."""
    condition, parameters = selected(filters)
    return _decisions(connection, condition, "departure IS NOT NULL", parameters)


def overrides(connection: Connection, filters: Filters) -> tuple[Departed, ...]:
    """Return the grants in spite of an unacceptable finding, in order."""
    condition, parameters = selected(filters)
    return _decisions(connection, condition, "override_by IS NOT NULL", parameters)


def _decisions(
    connection: Connection, condition: str, kept: str, parameters: Parameters
) -> tuple[Departed, ...]:
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS}, {_FINDINGS}
        FROM (SELECT * FROM decision WHERE {condition}) d
            LEFT JOIN ({DEPARTURES}) USING (ledger_id, entry_index)
        WHERE {kept} ORDER BY d.decided_first, d.entry_index
        """,
        parameters,
    ).fetchall()
    return tuple(
        Departed._make((*own, tuple(map(Decisive._make, findings or ()))))
        for *own, findings in rows
    )


def departures_by_year(
    connection: Connection, filters: Filters
) -> tuple[DepartureYear, ...]:
    """Return the decisions that could depart, and that do, by year of the decision."""
    condition, parameters = selected(filters)
    kinds = ", ".join(
        f"count(*) FILTER (departure = '{kind}')" for kind in DepartureYear._fields[2:]
    )
    rows = connection.execute(
        f"""
        SELECT if(year(decided_first) = year(decided_last), year(decided_first), NULL)
            AS year, count(*), {kinds}
        FROM decision JOIN ({DEPARTURES}) USING (ledger_id, entry_index)
        WHERE {condition} GROUP BY ALL ORDER BY year
        """,
        parameters,
    ).fetchall()
    return tuple(DepartureYear._make(row) for row in rows)


def departure_scope(connection: Connection, filters: Filters) -> DepartureScope:
    """Return of how many decisions it can be said whether they depart."""
    condition, parameters = selected(filters)
    published = "weighing_status = 'published'"
    closed = "outcome IN ('no_licence_required', 'not_processed', 'withdrawn')"
    (row,) = connection.execute(
        f"""
        SELECT count(j.entry_index),
            count(*) FILTER ({published} AND outcome = 'partly_granted'),
            count(*) FILTER ({published} AND outcome <> 'partly_granted'
                AND NOT {closed} AND j.entry_index IS NULL),
            count(*) FILTER (NOT {published}),
            count(*) FILTER ({published} AND {closed})
        FROM (SELECT * FROM decision WHERE {condition}) d
            LEFT JOIN ({DEPARTURES}) j USING (ledger_id, entry_index)
        """,
        parameters,
    ).fetchall()
    return DepartureScope._make(row)
