"""From filters to SQL: which cells of a cube, or which decisions, are selected."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from dashboards.filters import Filters

Parameters = dict[str, Any]
"""The named parameters of a statement."""


def decisions_where(which: str) -> str:
    """Return, over cells of a cube, how many decisions are so, which may be none."""
    return f"CAST(coalesce(sum(decisions) FILTER ({which}), 0) AS BIGINT)"


GROUPS: Final = ", ".join(
    (
        "CAST(sum(decisions) AS BIGINT) AS decisions",
        *(
            decisions_where(f"outcome_group = '{group}'")
            for group in ("granted", "refused", "other")
        ),
    )
)
"""Decisions, and of these granted, refused and other; the last three add up."""

LEDGER: Final = "ledger_id = $ledger"
"""The condition that keeps a query to one ledger.

By number: were it looked up by slug, blocks could not be passed over while reading.
"""


def month_condition(filters: Filters) -> tuple[str, Parameters]:
    """Return the condition on what is known by ledger and month only."""
    parts = [LEDGER]
    parameters: Parameters = {"ledger": filters.ledger}
    if filters.first_month is not None:
        parts.append("month >= $first")
        parameters["first"] = filters.first_month.replace(day=1)
    if filters.last_month is not None:
        parts.append("month <= $last")
        parameters["last"] = filters.last_month.replace(day=1)
    return " AND ".join(parts), parameters


def selected(filters: Filters) -> tuple[str, Parameters]:
    """Return the condition on counted decisions that surely lie in the months.

    A decision whose date is an interval counts when every day it can have been
    taken on lies in the asked months.
    """
    months, parameters = _months(filters)
    parts = [LEDGER, "counted", *months, *_choices(filters)]
    return " AND ".join(parts), parameters | _values(filters)


def straddling(filters: Filters) -> tuple[str, Parameters]:
    """Return the condition on decisions that may or may not lie in the months."""
    within, parameters = _months(filters)
    overlap = ["true"]
    if "first" in parameters:
        overlap.append("month_last >= $first")
    if "last" in parameters:
        overlap.append("month_first <= $last")
    outside = f"NOT ({' AND '.join(within) or 'true'})"
    parts = [LEDGER, "counted", outside, *overlap, *_choices(filters)]
    return " AND ".join(parts), parameters | _values(filters)


def excluded(filters: Filters) -> tuple[str, Parameters]:
    """Return the condition on selected decisions that statistics leave out."""
    months, parameters = _months(filters)
    parts = [LEDGER, "NOT counted", *months, *_choices(filters)]
    return " AND ".join(parts), parameters | _values(filters)


def asked_classes(filters: Filters) -> str:
    """Return the condition that keeps a breakdown by class to the asked classes."""
    if not filters.product_classes:
        return "true"
    return (
        "(list_contains($classes, product_class) OR list_contains($classes, category))"
    )


def _months(filters: Filters) -> tuple[list[str], Parameters]:
    parts: list[str] = []
    parameters: Parameters = {"ledger": filters.ledger}
    if filters.first_month is not None:
        parts.append("month_first >= $first")
        parameters["first"] = _month(filters.first_month)
    if filters.last_month is not None:
        parts.append("month_last <= $last")
        parameters["last"] = _month(filters.last_month)
    return parts, parameters


def _month(day: date) -> date:
    return day.replace(day=1)


def _choices(filters: Filters) -> Iterator[str]:
    if filters.destinations:
        yield "list_contains($destinations, destination)"
    if filters.outcomes:
        yield "list_contains($outcomes, outcome)"
    if filters.product_classes:
        yield (
            "class_set IN (SELECT s.class_set FROM class_set s WHERE"
            " list_contains($classes, s.product_class)"
            " OR list_contains($classes, s.category))"
        )


def _values(filters: Filters) -> Parameters:
    values = {
        "destinations": filters.destinations,
        "outcomes": filters.outcomes,
        "classes": filters.product_classes,
    }
    return {name: list(chosen) for name, chosen in values.items() if chosen}
