"""What was decided in the windows before and after a framework version."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date, timedelta
from typing import Final, NamedTuple

from dashboards.filters import Filters
from dashboards.queries.cells import cells
from dashboards.queries.selection import Parameters, decisions_where, selected
from etl.warehouse.connection import Connection


class Window(NamedTuple):
    """Days on which decisions were weighed under one framework version."""

    framework_id: str
    version: int
    first: date
    last: date


class WindowCount(NamedTuple):
    """Decisions of one window in one stratum, on one measure.

    Attributes:
        destination_group: Group of destinations; None when not published.
        class_set: Product classes in order, joined by commas.
        measure: ``refused`` out of decisions on the merits; else the kind of an
            aspect: how often it was decisive.
        code: The aspect; empty for ``refused``.
        hits: Decisions that were refused, or on which the aspect was decisive.
        decisions: Decisions on the merits, or weighed on the aspect.
    """

    destination_group: str | None
    class_set: str
    measure: str
    code: str
    hits: int
    decisions: int


class WindowScope(NamedTuple):
    """The decisions of a window.

    Attributes:
        weighed: Weighed under the framework version of the window.
        otherwise: Weighed under another version of the same framework.
        not_published: Decisions to which the supplementary framework applies and
            whose weighing is not published.
    """

    weighed: int
    otherwise: int
    not_published: int


def window_counts(
    connection: Connection, filters: Filters, window: Window
) -> tuple[WindowCount, ...]:
    """Return the counts of one window, by stratum and measure."""
    condition, parameters = _asked(filters, window)
    version = "framework_id = $window_framework AND framework_version = $window_version"
    merits = "outcome_group IN ('granted', 'refused')"
    columns = (
        "ledger_id, entry_index, destination_group, class_set, outcome_group,"
        " framework_id, framework_version"
    )
    refused = "'refused' AS measure, '' AS code, outcome_group = 'refused' AS is_hit"
    decisive = "aspect_kind, code, weight = 'decisive'"
    rows = connection.execute(
        f"""
        WITH edge AS MATERIALIZED (
            FROM ({_edges(condition, columns)}) WHERE {version}
        ),
        part AS (
            SELECT destination_group, class_set, {refused}, decisions
            FROM {cells("weighing", filters, "month_first")}
            WHERE {condition} AND {_WHOLE} AND {version}
                AND {merits}
            UNION ALL
            SELECT destination_group, class_set, {refused}, decisions
            FROM edge WHERE {merits}
            UNION ALL
            SELECT destination_group, class_set, {decisive}, decisions
            FROM {cells("aspect", filters, "class_set", "month_first")}
            WHERE {condition} AND {_WHOLE} AND {version}
            UNION ALL
            SELECT destination_group, class_set, {decisive}, decisions
            FROM finding JOIN edge USING (ledger_id, entry_index)
        )
        SELECT destination_group, class_set, measure, code,
            {decisions_where("is_hit")},
            CAST(sum(decisions) AS BIGINT)
        FROM part GROUP BY destination_group, class_set, measure, code
        HAVING sum(decisions) > 0 ORDER BY ALL
        """,
        parameters,
    ).fetchall()
    return tuple(WindowCount._make(row) for row in rows)


def window_scope(
    connection: Connection, filters: Filters, window: Window
) -> WindowScope:
    """Return how many decisions of a window can be compared, and how many cannot."""
    condition, parameters = _asked(filters, window)
    own = "framework_id = $window_framework AND framework_version"
    counts = ", ".join(
        decisions_where(which)
        for which in (
            f"{own} = $window_version",
            f"{own} <> $window_version",
            "weighing_status <> 'published' AND framework_applies",
        )
    )
    columns = "framework_id, framework_version, weighing_status, framework_applies"
    (row,) = connection.execute(
        f"""
        SELECT {counts} FROM (
            SELECT {columns}, decisions
            FROM {cells("weighing", filters, "month_first")}
            WHERE {condition} AND {_WHOLE}
            UNION ALL FROM ({_edges(condition, columns)})
        )
        """,
        parameters,
    ).fetchall()
    return WindowScope._make(row)


_WHOLE: Final = "month_first >= $whole_first AND month_last <= $whole_last"
"""The cells of whole months that are nearest to a window."""


def _edges(condition: str, columns: str) -> str:
    """Return what makes the decisions of whole months those of a window.

    Decisions of the window in other months are added; those of the months outside the
    window are taken off, as -1 decision each. In parts, each within a stretch of days,
    so that few blocks are read.
    """
    own = f"SELECT {columns}, {{}} AS decisions FROM decision WHERE {condition}"
    added, taken = own.format(1), own.format(-1)
    return f"""
        {added} AND decided_first >= $window_first AND decided_first < $whole_first
            AND decided_last <= $window_last
        UNION ALL
        {added} AND decided_first >= greatest($window_first, $whole_first)
            AND decided_last > $whole_last AND decided_last <= $window_last
        UNION ALL
        {taken} AND decided_first >= $whole_first AND decided_first < $window_first
            AND decided_last <= $whole_last
        UNION ALL
        {taken} AND decided_first >= greatest($window_first, $whole_first)
            AND decided_last > $window_last AND decided_last <= $whole_last
    """


def _asked(filters: Filters, window: Window) -> tuple[str, Parameters]:
    condition, parameters = selected(filters)
    first, last = _whole_months(window.first, window.last)
    return condition, parameters | {
        "window_framework": window.framework_id,
        "window_version": window.version,
        "window_first": window.first,
        "window_last": window.last,
        "whole_first": first,
        "whole_last": last,
    }


_HALF: Final = 15
"""Days of a month that are at most half of it."""


def _whole_months(first: date, last: date) -> tuple[date, date]:
    """Return the days from which and to which whole months are nearest to a window.

    Nearest, so that few decisions are in only one of both. Where there is no month, the
    first lies after both.
    """
    day = timedelta(days=1)
    start, end = first.replace(day=1), _next_month(last) - day
    if first.day > _HALF:
        start = _next_month(first)
    if last.day <= _HALF:
        end = last.replace(day=1) - day
    return (start, end) if start < end else (last + day, last)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
