"""The table of decisions, one page at a time."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from bisect import bisect_left, bisect_right
from datetime import date
from itertools import accumulate
from typing import Final, NamedTuple

from dashboards.filters import Filters, Search, Sort
from dashboards.queries.cells import cells
from dashboards.queries.narrowing import narrowed
from dashboards.queries.selection import selected
from etl.warehouse.connection import Connection


class DecisionRow(NamedTuple):
    """One decision in the table.

    Attributes:
        ref: The decision's reference.
        entry_index: Index of its entry.
        decided_first: The day, or the first day it can have been.
        decided_last: The day, or the last day it can have been.
        outcome: The outcome as decided.
        status: What became of it.
        destination: ISO 3166-1 alpha-2 code.
        product_classes: Its product classes, in order.
        codes: Its item codes, in the order of the lines, without repeats.
        currency: Currency of its value; None when none is published.
        minor: Its value in minor units; None likewise.
        weighing_status: Whether a weighing is published.
        decisive_goals: Goals that were decisive; empty when none or not published.
        events: Number of events after the decision.
    """

    ref: str
    entry_index: int
    decided_first: date
    decided_last: date
    outcome: str
    status: str
    destination: str
    product_classes: list[str]
    codes: list[str]
    currency: str | None
    minor: int | None
    weighing_status: str
    decisive_goals: list[str]
    events: int


class DecisionPage(NamedTuple):
    """One page of decisions, and how many there are on all pages."""

    rows: tuple[DecisionRow, ...]
    total: int


_ORDER: Final[dict[Sort, str]] = {
    "decided": "decided_first {0}, entry_index {0}",
    "destination": "destination {0}, decided_first DESC, entry_index DESC",
    "entry": "entry_index {0}",
    "outcome": "outcome {0}, decided_first DESC, entry_index DESC",
    "value": "currency NULLS LAST, minor {0} NULLS LAST, entry_index DESC",
}


def decisions_page(  # noqa: PLR0913 - keyword-only, and each is one control
    connection: Connection,
    filters: Filters,
    search: Search,
    *,
    sort: Sort = "decided",
    descending: bool = True,
    page: int = 1,
    size: int = 50,
) -> DecisionPage:
    """Return one page of the decisions that fit, and the number of all that do.

    Decisions that statistics leave out are not in the table either.

    Args:
        connection: A cursor on the warehouse.
        filters: The selection that the whole page shares.
        search: What narrows the table further.
        sort: What to order by; ties fall back on the newest entry. Values are
            ordered within their currency, and those not published come last.
        descending: Order from high to low.
        page: Number of the page, from 1; past the last page there are no rows.
        size: Rows on a page.
    """
    condition, parameters = narrowed(filters, search)
    offset = (max(page, 1) - 1) * size
    if search == Search():
        months = _months(connection, filters)
        total = sum(decisions for _, decisions in months)
    else:
        months = []
        ((total,),) = connection.execute(
            f"SELECT count(*) FROM decision WHERE {condition}", parameters
        ).fetchall()
    if months and sort == "decided":
        stretch = _stretch(months[::-1] if descending else months, offset, size)
        condition += " AND month_first BETWEEN $earliest AND $latest"
        parameters |= {"earliest": stretch.earliest, "latest": stretch.latest}
        offset -= stretch.before
    order = _ORDER[sort].format("DESC" if descending else "ASC")
    rows = connection.execute(
        f"""
        SELECT decision_ref, entry_index, decided_first, decided_last, outcome,
            status, destination, product_classes, codes, currency, minor,
            weighing_status, decisive_goals, events
        FROM decision WHERE {condition} ORDER BY {order} LIMIT $size OFFSET $offset
        """,
        {**parameters, "size": size, "offset": offset},
    ).fetchall()
    found = tuple(DecisionRow._make(row) for row in rows)
    return DecisionPage(rows=found, total=total)


class _Stretch(NamedTuple):
    """The months that a page of decisions lies in, and how many come before them."""

    earliest: date
    latest: date
    before: int


def _months(connection: Connection, filters: Filters) -> list[tuple[date, int]]:
    """Return how many decisions begin in each month, oldest first."""
    condition, parameters = selected(filters)
    return connection.execute(
        "SELECT month_first, CAST(sum(decisions) AS BIGINT)"
        f" FROM {cells('decision', filters, 'month_first')} WHERE {condition}"
        " GROUP BY month_first ORDER BY month_first",
        parameters,
    ).fetchall()


def _stretch(months: list[tuple[date, int]], offset: int, size: int) -> _Stretch:
    """Return the months that hold the decisions from an offset on, in their order.

    So few blocks are read. Past the end it is the last month.
    """
    ends = list(accumulate(decisions for _, decisions in months))
    first = min(bisect_right(ends, offset), len(months) - 1)
    last = min(bisect_left(ends, offset + size), len(months) - 1)
    earliest, latest = sorted((months[first][0], months[last][0]))
    return _Stretch(earliest, latest, ends[first] - months[first][1])
