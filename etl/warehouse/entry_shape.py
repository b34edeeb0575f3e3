"""The shape of entries for DuckDB, which reads their bytes as they stand.

It follows from the record types, so a field that is added there is read here. Fields
that are not public are left out: an entry holds digests of them, never values.
"""

from datetime import datetime
from typing import Any, Final

import msgspec
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


def shape_of(struct: type[Struct]) -> str:
    """Return what is public of a struct, as ``json_transform`` of DuckDB takes it."""
    return msgspec.json.encode(_shape(inspect.type_info(struct))).decode()


def _shape(given: inspect.Type) -> Any:  # noqa: ANN401 - nested objects and lists
    if isinstance(given, inspect.Metadata):
        return _shape(given.type)
    if isinstance(given, inspect.StructType):
        kept = (one for one in given.fields if one.name not in marked_fields(given.cls))
        return {one.encode_name: _shape(one.type) for one in kept}
    if isinstance(given, inspect.VarTupleType):
        return [_shape(given.item_type)]
    if isinstance(given, inspect.UnionType):
        present = [one for one in given.types if not isinstance(one, inspect.NoneType)]
        # What can be a text or an object is read as text: an object as its JSON.
        return _shape(present[0]) if len(present) == 1 else "VARCHAR"
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


OTHER: Final = shape_of(_Other)
"""The shape of an entry that holds no decision."""

DECISION: Final = shape_of(_Decision)
"""The shape of an entry that holds a decision."""
