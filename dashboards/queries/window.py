"""What was decided in the windows before and after a framework version."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.selection import Parameters, selected
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
    condition, parameters = _within(filters, window)
    rows = connection.execute(
        f"""
        WITH chosen AS (
            SELECT * FROM decision WHERE {condition}
                AND framework_id = $window_framework
                AND framework_version = $window_version
        )
        SELECT destination_group, class_set, 'refused', '',
            count(*) FILTER (outcome_group = 'refused'), count(*)
        FROM chosen WHERE outcome_group IN ('granted', 'refused')
        GROUP BY destination_group, class_set
        UNION ALL
        SELECT destination_group, class_set, aspect_kind, code,
            count(*) FILTER (weight = 'decisive'), count(*)
        FROM finding JOIN chosen USING (ledger_id, entry_index)
        GROUP BY destination_group, class_set, aspect_kind, code
        ORDER BY ALL
        """,
        parameters,
    ).fetchall()
    return tuple(WindowCount._make(row) for row in rows)


def window_scope(
    connection: Connection, filters: Filters, window: Window
) -> WindowScope:
    """Return how many decisions of a window can be compared, and how many cannot."""
    condition, parameters = _within(filters, window)
    (row,) = connection.execute(
        f"""
        SELECT count(*) FILTER (framework_id = $window_framework
                AND framework_version = $window_version),
            count(*) FILTER (framework_id = $window_framework
                AND framework_version <> $window_version),
            count(*) FILTER (weighing_status <> 'published' AND framework_applies)
        FROM decision WHERE {condition}
        """,
        parameters,
    ).fetchall()
    return WindowScope._make(row)


def _within(filters: Filters, window: Window) -> tuple[str, Parameters]:
    condition, parameters = selected(filters)
    days = "decided_first >= $window_first AND decided_last <= $window_last"
    return f"{condition} AND {days}", parameters | {
        "window_framework": window.framework_id,
        "window_version": window.version,
        "window_first": window.first,
        "window_last": window.last,
    }
