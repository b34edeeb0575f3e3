"""The tables of the warehouse as ``docs/DATA.md``."""

from collections.abc import Iterable

from etl.warehouse.schema import SCHEMA_VERSION, Table, tables


def describe(committee: Iterable[Table]) -> str:
    """Return every table and column with what it means, as Markdown.

    Args:
        committee: The tables that only builds for the committee have.
    """
    lines = [
        "# The warehouse",
        "",
        "Generated from the SQL files of `etl` by `make docs`; a test compares.",
        f"Version {SCHEMA_VERSION} of the tables.",
    ]
    only = [(table, "Only in builds for the committee. ") for table in committee]
    for table, where in (*((one, "") for one in tables()), *only):
        lines += ["", f"## {table.name}", "", where + table.comment, ""]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        for column in table.columns:
            kind = column.sql_type + ("" if column.nullable else " not null")
            lines.append(f"| {column.name} | {kind} | {column.comment} |")
    return "\n".join(lines) + "\n"
