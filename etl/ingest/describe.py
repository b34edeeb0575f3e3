"""Mappings and the native format in words, for the documents."""

import re
from collections.abc import Iterator
from inspect import getdoc

import msgspec

from etl.ingest import mapping
from etl.ingest.native_columns import NativeColumn, native_columns
from ledger.records.values import Value

_SHAPES = {
    "days": "a day `YYYY-MM-DD`, or an interval `first/last`",
    "json": "JSON",
    "list": "codes, with `;` between",
}
_PARTS: dict[str, type[Value]] = {
    "": mapping.Mapping,
    "always": mapping.Meaning,
    "codes": mapping.Codes,
    "codes.columns": mapping.CodeColumn,
    "columns": mapping.Columns,
    "dates": mapping.Dates,
    "grounds": mapping.Grounds,
    "lists": mapping.CodeList,
    "money": mapping.Currency,
    "revisions": mapping.Revisions,
    "texts": mapping.Texts,
    "words": mapping.Words,
}
_ATTRIBUTE = re.compile(r"^    (\w+): ((?:.|\n {8})+)", re.MULTILINE)


def describe_native() -> str:
    """Return a table of the columns of the native format, in Markdown."""
    rows = [
        f"| `{column.name}` | {'yes' if column.required else ''} | {_holds(column)} |"
        for column in native_columns()
    ]
    return "\n".join(("| column | needed | holds |", "|---|---|---|", *rows))


def _holds(column: NativeColumn) -> str:
    if column.words:
        return ", ".join(f"`{word}`" for word in column.words)
    return _SHAPES.get(column.shape, "one value")


def describe_mapping() -> str:
    """Return a table of the keys of a mapping of a published source, in Markdown."""
    rows = [row for name, part in _PARTS.items() for row in _keys(name, part)]
    return "\n".join(("| key | needed | what it says |", "|---|---|---|", *rows))


def _keys(name: str, part: type[Value]) -> Iterator[str]:
    said = dict(_ATTRIBUTE.findall(getdoc(part) or ""))
    for field in msgspec.structs.fields(part):
        key = f"{name}.{field.name}" if name else field.name
        if key not in _PARTS:
            needed = "yes" if field.required else ""
            meaning = " ".join(said[field.name].replace("``", "`").split())
            yield f"| `{key}` | {needed} | {meaning} |"
