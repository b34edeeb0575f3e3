"""Two DuckDB files with the same tables, compared row by row."""

# ruff: noqa: S608 - built from names of our own schema

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from etl.reconcile.discrepancy import Discrepancy
from etl.warehouse.connection import Connection
from etl.warehouse.schema import tables

FRESH: Final = "fresh"
"""Name under which the file that was just built is attached."""

GIVEN: Final = "given"
"""Name under which the file that is reconciled is attached."""

_MOST_PAIRED: Final = 200
"""Rows of one entry and table up to which altered ones are told from exchanged ones;
above it a changed row is one missing and one extra."""

_Row = dict[str, Any]
_Place = tuple[int | None, int | None]


def compare(connection: Connection) -> Iterator[Discrepancy]:
    """Yield every row in which the attached files differ, table by table."""
    origins: dict[int, str] = dict(
        connection.execute(f"SELECT ledger_id, origin FROM {FRESH}.ledger").fetchall()
    )
    here, there = _columns(connection, FRESH), _columns(connection, GIVEN)
    for name in sorted(there.keys() - here.keys()):
        yield Discrepancy(kind="extra", table=name, in_warehouse={"table": name})
    for table in tables():
        if table.name not in there:
            yield Discrepancy(
                kind="missing", table=table.name, in_ledger={"table": table.name}
            )
        elif there[table.name] != here[table.name]:
            yield Discrepancy(
                kind="altered",
                table=table.name,
                in_warehouse={"columns": there[table.name]},
                in_ledger={"columns": here[table.name]},
            )
        else:
            yield from _of_table(connection, table.name, origins)


def _columns(connection: Connection, database: str) -> dict[str, tuple[str, ...]]:
    """Return the columns of every table of an attached file, with their types."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns()"
        " WHERE database_name = $database ORDER BY table_name, column_index",
        {"database": database},
    ).fetchall()
    for table, column, data_type in rows:
        found[table].append(f"{column} {data_type}")
    return {table: tuple(columns) for table, columns in found.items()}


def _of_table(
    connection: Connection, table: str, origins: dict[int, str]
) -> Iterator[Discrepancy]:
    missing = _only(connection, table, FRESH, GIVEN)
    extra = _only(connection, table, GIVEN, FRESH)
    for place in sorted({*missing, *extra}, key=str):
        ledger, index = place
        origin = None if ledger is None else origins.get(ledger, f"ledger {ledger}")
        yield from _of_place(
            table, origin, index, missing.get(place, []), extra.get(place, [])
        )


def _only(
    connection: Connection, table: str, one: str, other: str
) -> dict[_Place, list[_Row]]:
    """Return the rows that only one file has, by ledger and entry."""
    rows = connection.execute(
        f"FROM {one}.{table} EXCEPT ALL FROM {other}.{table} ORDER BY ALL"
    )
    names = [column[0] for column in rows.description]
    found: defaultdict[_Place, list[_Row]] = defaultdict(list)
    for values in rows.fetchall():
        row = dict(zip(names, values, strict=True))
        found[row.get("ledger_id"), row.get("entry_index")].append(row)
    return found


def _of_place(
    table: str,
    origin: str | None,
    index: int | None,
    missing: Sequence[_Row],
    extra: Sequence[_Row],
) -> Iterator[Discrepancy]:
    left = list(extra)
    is_paired = max(len(missing), len(extra)) <= _MOST_PAIRED
    for row in missing:
        like = _most_alike(row, left) if is_paired else None
        if like is None:
            yield Discrepancy(
                kind="missing", table=table, origin=origin, index=index, in_ledger=row
            )
            continue
        left.remove(like)
        changed = [name for name in row if row[name] != like[name]]
        yield Discrepancy(
            kind="altered",
            table=table,
            origin=origin,
            index=index,
            in_warehouse={name: like[name] for name in changed},
            in_ledger={name: row[name] for name in changed},
        )
    for row in left:
        yield Discrepancy(
            kind="extra", table=table, origin=origin, index=index, in_warehouse=row
        )


def _most_alike(row: _Row, others: Sequence[_Row]) -> _Row | None:
    """Return the row that shares most values with another, and at least half."""

    def alike(other: _Row) -> int:
        return sum(other[name] == value for name, value in row.items())

    best = max(others, key=alike, default=None)
    return best if best is not None and 2 * alike(best) >= len(row) else None
