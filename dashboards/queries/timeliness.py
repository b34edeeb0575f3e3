"""How long decisions took, against the norm of eight weeks.

The term of a decision is published in whole days. Medians and ninetieth percentiles
are of the days that occur, never between two of them.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from collections import Counter
from datetime import date
from typing import Final, Literal, NamedTuple

from dashboards.filters import Filters, Grain
from dashboards.queries.cells import cells
from dashboards.queries.selection import LEDGER, asked_classes, selected
from dashboards.queries.term_days import (
    NONE,
    Parts,
    TermDays,
    Terms,
    term_days,
)
from etl.warehouse.connection import Connection

TermKey = Literal["authorisation_type", "destination_group", "product_class"]
"""What terms can be broken down by."""

WEEK: Final = 7


class PeriodTerms(NamedTuple):
    """The terms of the decisions of one period."""

    period: date
    terms: Terms


class KeyTerms(NamedTuple):
    """The terms of one part of the decisions; None is what is not published."""

    key: str | None
    terms: Terms


class WeekCount(NamedTuple):
    """Decisions whose net term ended in the same week: 1 is up to the seventh day."""

    week: int
    decisions: int


class OpenCount(NamedTuple):
    """The applications of one month of receipt, and what is known to be closed.

    Attributes:
        month: Month of receipt.
        received: How many came in, as the manifest of that month says.
        closed: How many decisions of the ledger say that they came in then.
    """

    month: date
    received: int
    closed: int


class OpenCases(NamedTuple):
    """Applications that are still open, by the month in which they came in.

    Attributes:
        months: Every month with a manifest that counts applications.
        pending: Open at the end of the last of these months, as its manifest says.
        unplaced: Decisions that do not say when their application came in.
        withheld: Withheld decisions, which never say so in public.
        upto: The last of these months; None when there is none.
    """

    months: tuple[OpenCount, ...]
    pending: int
    unplaced: int
    withheld: int
    upto: date | None


def terms(connection: Connection, filters: Filters) -> Terms:
    """Return the terms of all selected decisions."""
    return _all(connection, filters).terms()


def terms_over_time(
    connection: Connection, filters: Filters, grain: Grain
) -> tuple[PeriodTerms, ...]:
    """Return terms by the period of the decision, oldest first.

    A decision whose day is not known within one period has no place on the axis.
    """
    condition, parameters = selected(filters)
    first, last = (
        f"CAST(date_trunc('{grain}', {column}) AS DATE)"
        for column in ("month_first", "month_last")
    )
    source = (
        f"(SELECT *, {first} AS period"
        f" FROM {cells('term', filters, 'month_first')}"
        f" WHERE {condition} AND {first} = {last})"
    )
    found = term_days(connection, source, parameters, "period")["period"]
    return tuple(PeriodTerms(day, found[day].terms()) for day in sorted(found))


def terms_by(
    connection: Connection, filters: Filters, key: TermKey
) -> tuple[KeyTerms, ...]:
    """Return terms by a key, most decisions first.

    A decision with lines in two product classes counts in both.
    """
    if key == "product_class":
        found = _by_class(connection, filters)
    else:
        found = _at_once(connection, filters)[key]
    rows = [KeyTerms(part, days.terms()) for part, days in found.items()]
    rows.sort(key=lambda row: (-row.terms.decisions, row.key is None, row.key or ""))
    return tuple(rows)


def terms_by_week(connection: Connection, filters: Filters) -> tuple[WeekCount, ...]:
    """Return how many decisions ended in each week of their net term."""
    weeks: Counter[int] = Counter()
    for days, decisions in _all(connection, filters).net.items():
        if days is not None:
            weeks[max(days - 1, 0) // WEEK + 1] += decisions
    return tuple(WeekCount(week, weeks[week]) for week in sorted(weeks))


_AT_ONCE: Final[tuple[TermKey, ...]] = ("authorisation_type", "destination_group")


def _at_once(connection: Connection, filters: Filters) -> dict[str, Parts]:
    """Return all selected decisions by days, and by what each has one of.

    At once, for a page asks for all of it: the cells are read once.
    """
    condition, parameters = selected(filters)
    source = f"{cells('term', filters, *_AT_ONCE)} WHERE {condition}"
    return term_days(connection, source, parameters, *_AT_ONCE, "")


def _all(connection: Connection, filters: Filters) -> TermDays:
    return _at_once(connection, filters)[""].get(None, NONE)


def _by_class(connection: Connection, filters: Filters) -> Parts:
    condition, parameters = selected(filters)
    source = (
        f"(FROM {cells('term', filters, 'class_set')} WHERE {condition}) JOIN"
        f" (FROM class_set WHERE {asked_classes(filters)}) USING (class_set)"
    )
    return term_days(connection, source, parameters, "product_class")["product_class"]


def open_cases(connection: Connection, ledger: int) -> OpenCases:
    """Return what is still open by month of receipt, at the last month's end.

    Decisions that were taken after it are not counted as closed.
    """
    own = {"ledger": ledger}
    ends = connection.execute(
        "SELECT month, pending_after FROM publication_manifest"
        f" WHERE {LEDGER} AND received IS NOT NULL ORDER BY month DESC LIMIT 1",
        own,
    ).fetchall()
    if not ends:
        return OpenCases(months=(), pending=0, unplaced=0, withheld=0, upto=None)
    ((upto, pending),) = ends
    closed = (
        "SELECT application_received_in AS came, count(*) AS closed FROM decision"
        f" WHERE {LEDGER} AND decided_last <= last_day($upto) GROUP BY came"
    )
    rows = connection.execute(
        "SELECT month, received, coalesce(closed, 0) FROM publication_manifest"
        f" LEFT JOIN ({closed}) ON came = strftime(month, '%Y-%m')"
        f" WHERE {LEDGER} AND received IS NOT NULL ORDER BY month",
        {**own, "upto": upto},
    ).fetchall()
    unplaced = connection.execute(
        f"SELECT count(*) FROM decision WHERE {LEDGER}"
        " AND application_received_in IS NULL AND decided_last <= last_day($upto)",
        {**own, "upto": upto},
    ).fetchall()
    withheld = connection.execute(
        f"SELECT count(*) FROM withheld_decision WHERE {LEDGER} AND month <= $upto",
        {**own, "upto": upto},
    ).fetchall()
    return OpenCases(
        months=tuple(OpenCount._make(row) for row in rows),
        pending=pending,
        unplaced=unplaced[0][0],
        withheld=withheld[0][0],
        upto=upto,
    )
