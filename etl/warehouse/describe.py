"""The tables of the warehouse as ``docs/DATA.md``."""

from etl.warehouse.schema import SCHEMA_VERSION, tables


def describe() -> str:
    """Return every table and column with what it means, as Markdown."""
    lines = [
        "# The warehouse",
        "",
        "Generated from `etl/warehouse/*.sql` by `make docs`; a test compares.",
        f"Version {SCHEMA_VERSION} of the tables.",
    ]
    for table in tables():
        lines += ["", f"## {table.name}", "", table.comment, ""]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        for column in table.columns:
            kind = column.sql_type + ("" if column.nullable else " not null")
            lines.append(f"| {column.name} | {kind} | {column.comment} |")
    return "\n".join(lines) + "\n"
