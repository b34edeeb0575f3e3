"""The shape of entries for DuckDB, which reads their bytes as they stand.

It follows from the record types, so a field that is added there is read here. Fields
that are not public are left out: an entry holds digests of them, never values.
"""

from datetime import datetime
from typing import Final

from msgspec import Struct, field, inspect

from ledger.entry import Source
from ledger.records.decision import LicenceDecision
from ledger.records.visibility import marked_fields

_SCALARS: Final[tuple[tuple[type[inspect.Type], str], ...]] = (
    (inspect.StrType, "VARCHAR"),
    (inspect.LiteralType, "VARCHAR"),
    (inspect.IntType, "BIGINT"),
    (inspect.BoolType, "BOOLEAN"),
    (inspect.DateType, "DATE"),
    (inspect.DateTimeType, "TIMESTAMP"),
)


def struct_type(struct: type[Struct]) -> str:
    """Return the DuckDB type of what is public of a struct."""
    info = inspect.type_info(struct)
    if not isinstance(info, inspect.StructType):
        raise TypeError(struct)
    public = (one for one in info.fields if one.name not in marked_fields(struct))
    parts = (f'"{one.encode_name}" {_duckdb_type(one.type)}' for one in public)
    return f"STRUCT({', '.join(parts)})"


def _duckdb_type(given: inspect.Type) -> str:
    if isinstance(given, inspect.Metadata):
        return _duckdb_type(given.type)
    if isinstance(given, inspect.StructType):
        return struct_type(given.cls)
    if isinstance(given, inspect.VarTupleType | inspect.ListType):
        return f"{_duckdb_type(given.item_type)}[]"
    if isinstance(given, inspect.UnionType):
        present = [one for one in given.types if not isinstance(one, inspect.NoneType)]
        # What can be a text or an object is read as text: an object as its JSON.
        return _duckdb_type(present[0]) if len(present) == 1 else "VARCHAR"
    for scalar, name in _SCALARS:
        if isinstance(given, scalar):
            return name
    raise TypeError(given)


class _Other(Struct, kw_only=True):
    """What is read of an entry that holds no decision: all but its record."""

    kind: str
    previous: str = field(name="_prev")
    recorded_at: datetime
    source: Source | None = None


class _Decision(_Other, kw_only=True):
    """What is read of an entry that holds a decision."""

    record: LicenceDecision


OTHER: Final = struct_type(_Other)
"""The type of an entry that holds no decision."""

DECISION: Final = struct_type(_Decision)
"""The type of an entry that holds a decision."""
