"""Released tables on withheld decisions: the last release of each year."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import NamedTuple

from dashboards.queries.selection import LEDGER
from etl.warehouse.connection import Connection


class TableRelease(NamedTuple):
    """One release.

    Attributes:
        through: The last month that it counts.
        entry_index: Index of its last entry.
        size_before: How many entries it counted.
        control_version: Version of the parameters.
        min_contributors: Exporters that a cell must have at least.
        min_decisions: Decisions that a cell must have at least.
        p_percent: The p of the p% rule.
        dominance_contributors: The n of the (n,k) rule.
        dominance_percent: The k of the (n,k) rule.
        currency: Currency of the values.
        shown: Cells that are not nil and show their count.
        suppressed: Cells whose count is suppressed.
        values_shown: Cells of what was granted that show their value.
        values_suppressed: Cells of what was granted that do not.
    """

    through: date
    entry_index: int
    size_before: int
    control_version: int
    min_contributors: int
    min_decisions: int
    p_percent: int
    dominance_contributors: int
    dominance_percent: int
    currency: str
    shown: int
    suppressed: int
    values_shown: int
    values_suppressed: int


class ReleasedCell(NamedTuple):
    """One cell that is not nil; a number that is None is suppressed.

    Attributes:
        period: Year, quarter or month.
        destination: Country, ``other``, or ``all``.
        product_class: Product class, ``several``, or ``all``.
        outcome: Group of outcomes, or ``all``.
        decisions: How many.
        value_minor: Licensed value in cents; of what was granted only.
    """

    period: str
    destination: str
    product_class: str
    outcome: str
    decisions: int | None
    value_minor: int | None


def table_releases(connection: Connection, ledger: int) -> tuple[TableRelease, ...]:
    """Return the releases of a ledger, in its order."""
    rows = connection.execute(
        f"""
        WITH cells AS (
            SELECT entry_index, count(decisions) AS shown,
                count(*) - count(decisions) AS suppressed,
                count(value_minor) AS values_shown,
                count(*) FILTER (outcome = 'granted') - count(value_minor)
                    AS values_suppressed
            FROM released_cell WHERE {LEDGER} GROUP BY ALL
        )
        SELECT any_value(through), max(entry_index), size_before,
            any_value(control_version), any_value(min_contributors),
            any_value(min_decisions), any_value(p_percent),
            any_value(dominance_contributors), any_value(dominance_percent),
            any_value(currency),
            CAST(sum(coalesce(shown, 0)) AS BIGINT),
            CAST(sum(coalesce(suppressed, 0)) AS BIGINT),
            CAST(sum(coalesce(values_shown, 0)) AS BIGINT),
            CAST(sum(coalesce(values_suppressed, 0)) AS BIGINT)
        FROM table_release LEFT JOIN cells USING (entry_index) WHERE {LEDGER}
        GROUP BY size_before, entry_index - part ORDER BY max(entry_index)
        """,
        {"ledger": ledger},
    ).fetchall()
    return tuple(TableRelease._make(row) for row in rows)


def released_cells(connection: Connection, ledger: int) -> tuple[ReleasedCell, ...]:
    """Return the cells of the last release of each year, in order."""
    rows = connection.execute(
        f"""
        WITH own AS (FROM table_release WHERE {LEDGER}),
        last AS (
            SELECT arg_max(size_before, entry_index) AS size_before,
                year(through) AS year
            FROM own GROUP BY ALL
        )
        SELECT period, destination, product_class, outcome, decisions, value_minor
        FROM released_cell JOIN own USING (ledger_id, entry_index)
        JOIN last ON last.size_before = own.size_before
            AND last.year = year(own.through)
        ORDER BY period, destination, product_class, outcome
        """,
        {"ledger": ledger},
    ).fetchall()
    return tuple(ReleasedCell._make(row) for row in rows)
