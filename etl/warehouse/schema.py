"""The tables of the warehouse and what each of their columns means.

The SQL files are the one place that says it: a comment above each table and one
after each column. They are stored in every build, so that a reader of the file
alone can tell what it holds.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Final

from etl.warehouse.connection import Connection
from etl.warehouse.margin import MARGINS, Margin, word_of

SCHEMA_VERSION: Final = 9
"""Raised with every change of the tables or of what is loaded into them."""

_COMPRESSED: Final = {("entry", "raw"): " USING COMPRESSION zstd"}
"""How columns are stored, where DuckDB's own choice is three times larger."""

_FILES: Final = ("schema.sql", "cubes.sql")
_TABLE: Final = re.compile(
    r"((?:^-- [^\n]*\n)+)^CREATE TABLE (\w+) \(\n(.*?)^\);\n", re.MULTILINE | re.DOTALL
)
_COLUMN: Final = re.compile(r"    (\w+) (.+?),? -- (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name, its SQL type and what it means."""

    name: str
    sql_type: str
    nullable: bool
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its name, what a row is, and its columns."""

    name: str
    comment: str
    columns: tuple[Column, ...]


def statement(name: str) -> str:
    """Return the text of one of this package's SQL files."""
    return files("etl.warehouse").joinpath(name).read_text("utf-8")


def tables() -> tuple[Table, ...]:
    """Return every table of the warehouse, in the order of the SQL files."""
    written = {
        table.name: table for name in _FILES for table in parse_tables(statement(name))
    }
    margins = (_margin(one, written[one.cube]) for one in MARGINS)
    return (*written.values(), *margins, _originals())


def parse_tables(text: str) -> Iterator[Table]:
    """Yield the tables of a schema file.

    Raises:
        ValueError: A column has no comment.
    """
    for comment, name, body in _TABLE.findall(text):
        words = " ".join(line.removeprefix("-- ") for line in comment.splitlines())
        yield Table(
            name=name,
            comment=words,
            columns=tuple(_column(name, line) for line in body.splitlines()),
        )


def create_tables(connection: Connection, more: Iterable[Table] = ()) -> None:
    """Create every table, and more that are not public, empty, with their comments."""
    for table in (*tables(), *more):
        columns = ", ".join(
            f"{c.name} {c.sql_type}{_COMPRESSED.get((table.name, c.name), '')}"
            f"{'' if c.nullable else ' NOT NULL'}"
            for c in table.columns
        )
        connection.execute(f"CREATE TABLE {table.name} ({columns})")
        connection.execute(f"COMMENT ON TABLE {table.name} IS {_text(table.comment)}")
        for column in table.columns:
            connection.execute(
                f"COMMENT ON COLUMN {table.name}.{column.name}"
                f" IS {_text(column.comment)}"
            )


def _column(table: str, line: str) -> Column:
    match = _COLUMN.fullmatch(line)
    if match is None:
        raise ValueError(f"table {table}: {line.strip()!r} has no comment after it")
    name, sql_type, comment = match.groups()
    bare = sql_type.removesuffix(" NOT NULL")
    return Column(name=name, sql_type=bare, nullable=bare == sql_type, comment=comment)


def _originals() -> Table:
    decisions = next(
        table
        for table in parse_tables(statement("schema.sql"))
        if table.name == "decision"
    )
    return Table(
        name="decision_original",
        comment="Decisions that were corrected, in their reading as decided.",
        columns=decisions.columns,
    )


def _margin(margin: Margin, cube: Table) -> Table:
    columns = [
        _column_of(margin, one) for one in cube.columns if margin.keeps(one.name)
    ]
    if margin.sets:
        words = ", ".join(map(word_of, margin.sets))
        comment = f"By which of these columns more the cell is: {words}."
        which = Column(
            name="margin", sql_type="VARCHAR", nullable=False, comment=comment
        )
        columns.insert(1, which)
    return Table(name=margin.name, comment=margin.comment, columns=tuple(columns))


_OF_YEARS: Final = {
    "month_first": "First month of the year of the first day that they can have been"
    " taken on.",
    "month_last": "Last month of the year of the last such day.",
}


def _column_of(margin: Margin, column: Column) -> Column:
    """Return a column of a cube as its margin has it."""
    comment = column.comment
    if margin.is_yearly:
        comment = _OF_YEARS.get(column.name, comment)
    if column.name not in margin.some:
        return replace(column, comment=comment)
    comment = f"{comment.removesuffix('.')}; null in margins over it."
    return replace(column, nullable=True, comment=comment)


def _text(words: str) -> str:
    quoted = words.replace("'", "''")
    return f"'{quoted}'"
