"""The columns of the native format, taken from the types of our own records.

JSON Lines hold a decision whole, by the JSON Schema of ``licence_decision``. In rows
(CSV, Parquet, workbooks) there is one row for each line of a decision: a field of a
field is named with a dot, ``value.minor``; those of the line begin with ``lines.``;
an interval of days is ``first/last``; a list is one cell; what is nested deeper, as
the weighing is, is JSON in one cell.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

from msgspec import inspect

from ledger.records.decision import LicenceDecision

LINES: Final = "lines"

Shape = Literal["days", "json", "list", "text"]
"""How a cell is read: a day or interval, JSON, several codes, or one value."""


class NativeColumn(NamedTuple):
    """One column.

    Attributes:
        name: Its name, which is where its value goes.
        shape: How a cell is read.
        words: The words that it may hold, if these are fixed.
        required: Whether it must be filled in every row.
    """

    name: str
    shape: Shape
    words: tuple[str, ...] = ()
    required: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """Where its value goes, without the name of the lines."""
        return tuple(self.name.removeprefix(f"{LINES}.").split("."))

    @property
    def of_line(self) -> bool:
        """Whether it belongs to the line, not to the decision."""
        return self.name.startswith(f"{LINES}.")


@cache
def native_columns() -> tuple[NativeColumn, ...]:
    """Return the columns in the order of a template: references and days first."""
    described = inspect.type_info(LicenceDecision)
    found = list(_columns(described, "", needed=True))
    found.sort(key=lambda column: (not column.required, column.of_line))
    return tuple(found)


def _columns(
    described: inspect.Type, prefix: str, *, needed: bool
) -> Iterator[NativeColumn]:
    if not isinstance(described, inspect.StructType):
        raise TypeError(f"{prefix} is no struct")
    for field in described.fields:
        if isinstance(field.type, inspect.Metadata):
            continue  # marked as not public: no column holds it in clear
        if field.encode_name != field.name:
            continue  # digests: sealing makes them
        name = prefix + field.name
        kind = _present(field.type)
        item = kind.item_type if isinstance(kind, inspect.VarTupleType) else None
        if name == LINES and item is not None:
            yield from _columns(item, f"{LINES}.", needed=True)
        elif _flat(kind):
            whole = needed and field.required
            yield from _columns(kind, f"{name}.", needed=whole)
        else:
            required = needed and field.required and name != f"{LINES}.line_no"
            yield NativeColumn(name, _shape(kind), _words(kind), required)


def _present(kind: inspect.Type) -> inspect.Type:
    """Return the type of a value that is there."""
    if isinstance(kind, inspect.UnionType):
        types = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        return types[0] if len(types) == 1 else inspect.UnionType(tuple(types))
    return kind


def _flat(kind: inspect.Type) -> bool:
    """Whether a struct's fields can be columns of their own."""
    return isinstance(kind, inspect.StructType) and all(
        _shape(_present(field.type)) in {"list", "text"} for field in kind.fields
    )


def _shape(kind: inspect.Type) -> Shape:
    if isinstance(kind, inspect.UnionType):
        return "days"
    if isinstance(kind, inspect.VarTupleType):
        return "json" if isinstance(kind.item_type, inspect.StructType) else "list"
    return "json" if isinstance(kind, inspect.StructType) else "text"


def _words(kind: inspect.Type) -> tuple[str, ...]:
    if isinstance(kind, inspect.LiteralType):
        return tuple(str(value) for value in kind.values)
    return ()
