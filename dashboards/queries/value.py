"""What was licensed, in money: the licensed maximum, each currency by itself."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import Final, Literal, NamedTuple

from dashboards.filters import Filters
from dashboards.queries.cells import cells
from dashboards.queries.selection import asked_classes, selected
from etl.warehouse.connection import Connection

ValueKey = Literal["destination", "product_class", "year"]
"""What values can be shown by."""


class LicensedValue(NamedTuple):
    """Licensed value of granted decisions under one key, in one currency.

    Attributes:
        key: The destination, the product class, or the year in four digits.
        currency: ISO 4217 code; None when no decision under the key has a value.
        minor: Sum in minor units (cents); None likewise.
        decisions_with_value: Granted decisions in the sum.
        decisions: All granted decisions under the key, in whatever currency.
    """

    key: str
    currency: str | None
    minor: int | None
    decisions_with_value: int
    decisions: int


_KEYS: Final[dict[ValueKey, tuple[str, str, str]]] = {
    "destination": ("destination", "decision", "true"),
    "product_class": ("product_class", "class", "true"),
    "year": (
        "CAST(year(month_first) AS VARCHAR)",
        "decision",
        "year(month_first) = year(month_last)",
    ),
}


def licensed_values(
    connection: Connection, filters: Filters, by: ValueKey
) -> tuple[LicensedValue, ...]:
    """Return licensed values by key and currency; currencies are never summed.

    Only granted decisions carry a licensed value. By product class the values are
    those of the lines; a decision without values on its lines counts in full when
    all its lines are of one class, and otherwise as one without a value. By year,
    decisions dated to more than one year are left out (``Totals.without_year``).
    """
    key, cube, certain = _KEYS[by]
    condition, parameters = selected(filters)
    shown = asked_classes(filters) if by == "product_class" else "true"
    rows = connection.execute(
        f"""
        WITH cell AS (
            SELECT {key} AS key, currency, sum(minor) AS minor,
                sum(decisions) AS decisions
            FROM {cells(cube, filters, key, "currency")}
            WHERE {condition} AND {certain} AND {shown} AND outcome_group = 'granted'
            GROUP BY ALL
        ), whole AS (
            SELECT key, sum(decisions) AS decisions, bool_or(currency IS NOT NULL)
                AS has_value FROM cell GROUP BY key
        )
        SELECT key, currency, CAST(minor AS HUGEINT),
            CAST(if(currency IS NULL, 0, cell.decisions) AS BIGINT),
            CAST(whole.decisions AS BIGINT)
        FROM cell JOIN whole USING (key)
        WHERE currency IS NOT NULL OR NOT has_value
        ORDER BY key, currency
        """,
        parameters,
    ).fetchall()
    return tuple(LicensedValue._make(row) for row in rows)
