"""What was written to the ledger and what happened to its decisions, by month."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import NamedTuple

from dashboards.filters import Filters, Grain
from dashboards.queries.cells import cells
from dashboards.queries.period import by_period
from dashboards.queries.selection import LEDGER, selected
from etl.warehouse.connection import Connection


class KindCount(NamedTuple):
    """Entries of one kind."""

    kind: str
    entries: int


class KindMonthCount(NamedTuple):
    """Entries of one kind recorded in one month (UTC), named by its first day."""

    month: date
    kind: str
    entries: int


class EventPeriodCount(NamedTuple):
    """Events of one type that happened in one period to selected decisions."""

    period: date
    event_type: str
    events: int


def entry_counts(connection: Connection, ledger: int) -> tuple[KindCount, ...]:
    """Return the number of entries of each kind; they add up to the size."""
    rows = connection.execute(
        "SELECT kind, CAST(sum(entries) AS BIGINT) FROM cube_entry"
        f" WHERE {LEDGER} GROUP BY kind ORDER BY kind",
        {"ledger": ledger},
    ).fetchall()
    return tuple(KindCount._make(row) for row in rows)


def entries_over_time(
    connection: Connection, ledger: int
) -> tuple[KindMonthCount, ...]:
    """Return the number of entries by the month of recording and kind."""
    rows = connection.execute(
        "SELECT month, kind, CAST(entries AS BIGINT) FROM cube_entry"
        f" WHERE {LEDGER} ORDER BY month, kind",
        {"ledger": ledger},
    ).fetchall()
    return tuple(KindMonthCount._make(row) for row in rows)


def events_over_time(
    connection: Connection, filters: Filters, grain: Grain
) -> tuple[EventPeriodCount, ...]:
    """Return events by the period in which they happened, and type.

    The months of the filters are those in which the events happened; the other
    filters select the decisions that they happened to. Events stand beside the
    outcomes and are never taken off them.
    """
    condition, parameters = selected(filters)
    statement = by_period(grain, "event_type", cells("event", filters), condition)
    rows = connection.execute(statement, parameters).fetchall()
    return tuple(EventPeriodCount._make(row) for row in rows)
