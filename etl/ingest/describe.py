"""The columns of the native format in words, for the documents."""

from etl.ingest.native_columns import NativeColumn, native_columns

_SHAPES = {
    "days": "a day `YYYY-MM-DD`, or an interval `first/last`",
    "json": "JSON",
    "list": "codes, with `;` between",
}


def describe_native() -> str:
    """Return a table of the columns, in Markdown."""
    rows = [
        f"| `{column.name}` | {'yes' if column.required else ''} | {_holds(column)} |"
        for column in native_columns()
    ]
    return "\n".join(("| column | needed | holds |", "|---|---|---|", *rows))


def _holds(column: NativeColumn) -> str:
    if column.words:
        return ", ".join(f"`{word}`" for word in column.words)
    return _SHAPES.get(column.shape, "one value")
