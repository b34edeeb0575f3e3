"""Decisions whose outcome goes against their own decisive findings, or is overridden.

What a departure is, stands at the table ``departure`` of the warehouse.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.cells import cells
from dashboards.queries.selection import Parameters, decisions_where, selected
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
        override_by: Who granted it in spite of an unacceptable finding.
        override_on: When.
        reason_nl: Why, in Dutch.
        reason_en: Why, in English.
        departure: How it departs; None when it does not.
        findings: Its decisive and its unacceptable findings, in order.
    """

    ref: str
    decided_first: date
    decided_last: date
    outcome: str
    destination: str
    codes: list[str]
    override_by: str | None
    override_on: date | None
    reason_nl: str | None
    reason_en: str | None
    departure: str | None
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


def departures(connection: Connection, filters: Filters) -> tuple[Departed, ...]:
    """Return the decisions that depart from their own decisive findings, in order."""
    condition, parameters = selected(filters)
    kept = f"{condition} AND departure IS NOT NULL"
    return _decisions(connection, kept, parameters)


def overrides(connection: Connection, filters: Filters) -> tuple[Departed, ...]:
    """Return the grants in spite of an unacceptable finding, in order."""
    condition, parameters = selected(filters)
    return _decisions(
        connection, f"{condition} AND override_by IS NOT NULL", parameters
    )


def _decisions(
    connection: Connection, condition: str, parameters: Parameters
) -> tuple[Departed, ...]:
    rows = connection.execute(
        f"""
        SELECT decision_ref, decided_first, decided_last, outcome, destination, codes,
            override_by, override_on, override_reason_nl, override_reason_en,
            departure, findings
        FROM departed_decision
        WHERE {condition} ORDER BY decided_first, entry_index
        """,
        parameters,
    ).fetchall()
    # Very many decisions have few different findings.
    texts = {one for *_, findings in rows for one in findings}
    known = {one: Decisive(*one.split()) for one in texts}
    return tuple(
        Departed._make((*own, tuple(known[one] for one in findings)))
        for *own, findings in rows
    )


def departures_by_year(
    connection: Connection, filters: Filters
) -> tuple[DepartureYear, ...]:
    """Return the decisions that could depart, and that do, by year of the decision."""
    condition, parameters = selected(filters)
    kinds = ", ".join(
        decisions_where(f"departure = '{kind}'") for kind in DepartureYear._fields[2:]
    )
    rows = connection.execute(
        f"""
        SELECT if(year(month_first) = year(month_last), year(month_first), NULL)
            AS year, CAST(sum(decisions) AS BIGINT), {kinds}
        FROM {cells("weighing", filters)} WHERE {condition} AND is_judged
        GROUP BY year ORDER BY year
        """,
        parameters,
    ).fetchall()
    return tuple(DepartureYear._make(row) for row in rows)


def departure_scope(connection: Connection, filters: Filters) -> DepartureScope:
    """Return of how many decisions it can be said whether they depart."""
    condition, parameters = selected(filters)
    published = "weighing_status = 'published'"
    closed = "outcome IN ('no_licence_required', 'not_processed', 'withdrawn')"
    partly = "outcome = 'partly_granted'"
    counts = ", ".join(
        decisions_where(one)
        for one in (
            "is_judged",
            f"{published} AND {partly}",
            f"{published} AND NOT (is_judged OR {closed} OR {partly})",
            f"NOT {published}",
            f"{published} AND {closed}",
        )
    )
    (row,) = connection.execute(
        f"SELECT {counts} FROM {cells('weighing', filters)} WHERE {condition}",
        parameters,
    ).fetchall()
    return DepartureScope._make(row)
