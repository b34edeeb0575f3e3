"""Periods on a time axis, out of months."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import Final

from dashboards.filters import Grain

_TRUNCATED: Final[dict[Grain, tuple[str, str]]] = {
    "month": ("month_first", "month_last"),
    "quarter": (
        "CAST(date_trunc('quarter', month_first) AS DATE)",
        "CAST(date_trunc('quarter', month_last) AS DATE)",
    ),
    "year": (
        "CAST(date_trunc('year', month_first) AS DATE)",
        "CAST(date_trunc('year', month_last) AS DATE)",
    ),
}


def by_period(grain: Grain, keys: str, cube: str, condition: str) -> str:
    """Return the statement that counts a cube's decisions by period and keys.

    A decision whose interval is wider than one period has no place on the axis;
    ``Totals`` counts those. Months are grouped first, so that the truncation works
    on few rows.

    Args:
        grain: Width of a period; a period is named by its first day.
        keys: Columns to count by after the period.
        cube: The table.
        condition: The selection of its cells.
    """
    first, last = _TRUNCATED[grain]
    return f"""
        WITH monthly AS (
            SELECT month_first, month_last, {keys}, sum(decisions) AS decisions
            FROM {cube} WHERE {condition} GROUP BY ALL
        )
        SELECT {first} AS period, {keys}, CAST(sum(decisions) AS BIGINT)
        FROM monthly WHERE {first} = {last} GROUP BY ALL ORDER BY ALL
    """
