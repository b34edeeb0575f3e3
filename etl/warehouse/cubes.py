"""Counting the cubes and their margins anew, for the months in table ``touched``."""

# ruff: noqa: S608 - built from names of our own schema

from collections.abc import Iterator

from etl.warehouse.connection import Connection
from etl.warehouse.margin import MARGINS, Margin
from etl.warehouse.schema import statement, tables

_WHOLE_ANEW = frozenset({"cube_event"})
"""Cubes of other months than those of decisions, which every build counts whole."""

_MEASURES = {"decisions": "CAST(sum(decisions) AS BIGINT)", "minor": "sum(minor)"}


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
    source, stale = margin.cube, ""
    if margin.cube not in _WHOLE_ANEW:
        source += " SEMI JOIN touched USING (ledger_id, month_first)"
        stale = " WHERE (ledger_id, month_first) IN (FROM touched)"
    keys = [name for name in columns if name not in _MEASURES]
    sets = [keys]
    if margin.has_whole:
        sets.append([name for name in keys if name != "class_set"])
    grouped = ", ".join(f"({', '.join(one)})" for one in sets)
    ordered = ["ledger_id", *margin.first]
    ordered += [name for name in keys if name not in ordered]
    told = ", ".join(_MEASURES.get(name, name) for name in columns)
    yield f"DELETE FROM {margin.name}{stale}"
    yield (
        f"INSERT INTO {margin.name} SELECT {told} FROM {source}"
        f" GROUP BY GROUPING SETS ({grouped})"
        f" ORDER BY {', '.join(f'{name} NULLS FIRST' for name in ordered)}"
    )
