"""How long decisions took, against the norm of eight weeks.

The term of a decision is published in whole days. Medians and ninetieth percentiles
are of the days that occur, never between two of them.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import Final, Literal, NamedTuple

from dashboards.filters import Filters, Grain
from dashboards.queries.selection import LEDGER, asked_classes, selected
from etl.warehouse.connection import Connection

TermKey = Literal["authorisation_type", "destination_group", "product_class"]
"""What terms can be broken down by."""

WEEK: Final = 7

_TERMS: Final = """
    count(*), count(processing_days),
    quantile_disc(processing_days, [0.5, 0.9])[1],
    quantile_disc(processing_days, [0.5, 0.9])[2],
    quantile_disc(net_days, [0.5, 0.9])[1], quantile_disc(net_days, [0.5, 0.9])[2],
    count(*) FILTER (within_norm), count(*) FILTER (clock_stopped_days > 0)
"""
"""Quantiles that are written alike are computed once, over days gathered once."""


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
    ((_, found),) = _at_once(connection, filters)["all"]
    return found


def _at_once(
    connection: Connection, filters: Filters
) -> dict[str, list[tuple[str | None, Terms]]]:
    """Return the terms of all selected decisions, and by what each has one of.

    At once, for a page asks for all of them: its decisions are read once.
    """
    condition, parameters = selected(filters)
    rows = connection.execute(
        f"""
        SELECT GROUPING(authorisation_type), GROUPING(destination_group),
            coalesce(authorisation_type, destination_group), {_TERMS}
        FROM decision WHERE {condition}
        GROUP BY GROUPING SETS ((), (authorisation_type), (destination_group))
        """,
        parameters,
    ).fetchall()
    names = {(1, 1): "all", (0, 1): "authorisation_type", (1, 0): "destination_group"}
    found: dict[str, list[tuple[str | None, Terms]]] = {
        name: [] for name in names.values()
    }
    for by_type, by_group, part, *terms_of in rows:
        found[names[by_type, by_group]].append((part, Terms._make(terms_of)))
    return found


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
    rows = connection.execute(
        f"SELECT {first} AS period, {_TERMS} FROM decision"
        f" WHERE {condition} AND {first} = {last} GROUP BY period ORDER BY period",
        parameters,
    ).fetchall()
    return tuple(PeriodTerms(period, Terms._make(rest)) for period, *rest in rows)


def terms_by(
    connection: Connection, filters: Filters, key: TermKey
) -> tuple[KeyTerms, ...]:
    """Return terms by a key, most decisions first.

    A decision with lines in two product classes counts in both.
    """
    found = (
        _by_class(connection, filters)
        if key == "product_class"
        else _at_once(connection, filters)[key]
    )
    found.sort(key=lambda one: (-one[1].decisions, one[0] is None, one[0] or ""))
    return tuple(KeyTerms(part, terms_of) for part, terms_of in found)


def _by_class(
    connection: Connection, filters: Filters
) -> list[tuple[str | None, Terms]]:
    condition, parameters = selected(filters)
    rows = connection.execute(
        f"""
        SELECT product_class, {_TERMS} FROM (FROM decision WHERE {condition})
        JOIN (FROM class_set WHERE {asked_classes(filters)}) USING (class_set)
        GROUP BY product_class
        """,
        parameters,
    ).fetchall()
    return [(part, Terms._make(rest)) for part, *rest in rows]


def terms_by_week(connection: Connection, filters: Filters) -> tuple[WeekCount, ...]:
    """Return how many decisions ended in each week of their net term."""
    condition, parameters = selected(filters)
    rows = connection.execute(
        f"SELECT greatest(net_days - 1, 0) // {WEEK} + 1 AS week, count(*)"
        " FROM decision"
        f" WHERE {condition} AND net_days IS NOT NULL GROUP BY week ORDER BY week",
        parameters,
    ).fetchall()
    return tuple(WeekCount._make(row) for row in rows)


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
