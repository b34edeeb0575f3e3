"""Counting the cubes and their margins anew, for the months in table ``touched``."""

# ruff: noqa: S608 - built from names of our own schema

from collections.abc import Iterator
from typing import Final

from etl.warehouse.connection import Connection
from etl.warehouse.margin import MARGINS, Margin, word_of
from etl.warehouse.schema import statement, tables

_WHOLE_ANEW: Final = frozenset({"cube_event"})
"""Cubes that every build counts whole: events have months of their own."""

_MEASURES: Final = {
    "decisions": "CAST(sum(decisions) AS BIGINT)",
    "minor": "sum(minor)",
}

_YEARS: Final = "SELECT ledger_id, date_trunc('year', month_first) FROM touched"


def fill_cubes(connection: Connection) -> None:
    """Count the cells of the touched months, of cubes and then of their margins."""
    connection.execute(statement("fill_cubes.sql"))
    columns = {
        table.name: tuple(column.name for column in table.columns) for table in tables()
    }
    for margin in MARGINS:
        for one in _statements(margin, columns[margin.name]):
            connection.execute(one)


def _statements(margin: Margin, columns: tuple[str, ...]) -> Iterator[str]:
    touched = _YEARS if margin.is_yearly else "FROM touched"
    source, stale = margin.cube, ""
    if margin.cube not in _WHOLE_ANEW:
        month = "date_trunc('year', month_first)" if margin.is_yearly else "month_first"
        source += f" WHERE (ledger_id, {month}) IN ({touched})"
        stale = f" WHERE (ledger_id, month_first) IN ({touched})"
    source = f"(FROM {source})"
    if margin.is_yearly:
        source = f"""(SELECT * REPLACE (
            CAST(date_trunc('year', month_first) AS DATE) AS month_first,
            CAST(date_trunc('year', month_last) + INTERVAL 11 MONTH AS DATE)
                AS month_last
        ) FROM {source})"""
    keys = [name for name in columns if name not in {*_MEASURES, "margin"}]
    if margin.some in margin.sets:
        # The others are sums of its cells, which are fewer.
        source = f"(SELECT {', '.join(_summed(columns))} FROM {source} GROUP BY ALL)"
    which = [_which(margin)] if margin.sets else []
    yield f"DELETE FROM {margin.name}{stale}"
    yield (
        f"INSERT INTO {margin.name} BY NAME"
        f" SELECT {', '.join([*which, *_summed(columns)])} FROM {source}"
        f" GROUP BY GROUPING SETS ({_sets(margin, keys)})"
        f" ORDER BY {', '.join(f'{name} NULLS FIRST' for name in _order(columns))}"
    )


def _summed(columns: tuple[str, ...]) -> list[str]:
    """Return what a cell of a margin has, besides of which margin it is."""
    return [
        f"{_MEASURES[name]} AS {name}" if name in _MEASURES else name
        for name in columns
        if name != "margin"
    ]


def _sets(margin: Margin, keys: list[str]) -> str:
    """Return by which columns cells are summed, for each margin of a table."""
    sets = (
        [name for name in keys if name in kept or name not in margin.some]
        for kept in margin.sets or ((),)
    )
    return ", ".join(f"({', '.join(one)})" for one in sets)


def _which(margin: Margin) -> str:
    """Return the expression that says which margin of a table a cell is of."""
    # GROUPING has a bit for each column, the first the highest, set if summed over.
    bits = {name: 1 << place for place, name in enumerate(reversed(margin.some))}
    cases = " ".join(
        f"WHEN {sum(bits[name] for name in bits if name not in kept)}"
        f" THEN '{word_of(kept)}'"
        for kept in margin.sets
    )
    return f"CASE GROUPING({', '.join(margin.some)}) {cases} END AS margin"


def _order(columns: tuple[str, ...]) -> list[str]:
    """Return in what order cells lie: those of one choice of a reader together."""
    first = ("ledger_id", "margin", "destination", "class_set")
    ordered = [name for name in first if name in columns]
    return ordered + [name for name in columns if name not in {*ordered, *_MEASURES}]
