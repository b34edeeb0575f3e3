"""What sealed fields are called, and how their values read: from the types."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from msgspec import inspect

from etl.code_lists import field_names
from etl.record_fields import vocabularies
from ledger.records.sealable import SEAL_COUNTS, sealable_fields
from ledger.records.values import Country
from ledger.records.visibility import field_visibilities

_COUNTRY: Final = inspect.type_info(Country)
_STRUCTS: Final = {"Interval": "days", "Money": "money", "Text": "text"}
_SHAPES: Final[dict[type[inspect.Type], str]] = {
    inspect.BoolType: "yes_no",
    inspect.DateType: "day",
    inspect.IntType: "whole",
}


class SealedName(NamedTuple):
    """One sealed field, or a part of one.

    Attributes:
        path: Its path in the record.
        nl: Its name in Dutch.
        en: Its name in English.
        shape: How its value reads: ``day``, ``country``, a vocabulary, and so on.
    """

    path: str
    nl: str
    en: str
    shape: str


def sealed_names() -> Iterator[SealedName]:
    """Yield every field that can be sealed and every part of one, each path once."""
    named = {(one.struct, one.field): one for one in field_names()}
    seen: set[str] = set()  # sources that are classified stand in two kinds
    for kind in SEAL_COUNTS:
        sealed = sealable_fields(kind)
        below = tuple(f"{path}." for path in sealed)
        for one in field_visibilities(kind):
            is_sealed = one.path in sealed or one.path.startswith(below)
            if is_sealed and one.path not in seen:
                seen.add(one.path)
                name = named[one.struct, one.field]
                yield SealedName(one.path, name.nl, name.en, shape_of(one.type))


def shape_of(kind: inspect.Type) -> str:
    """Return how values of a type read; of a list, how each of its items does."""
    match kind:
        case inspect.Metadata(type=inner) | inspect.VarTupleType(item_type=inner):
            found = shape_of(inner)
        case inspect.UnionType(types=members):
            found = shape_of(next(m for m in members if not _is_none(m)))
        case inspect.LiteralType():
            found = _vocabulary(kind)
        case inspect.StructType():
            found = _STRUCTS.get(kind.cls.__name__, "parts")
        case inspect.StrType():
            found = "country" if kind == _COUNTRY else "plain"
        case _:
            found = _SHAPES[type(kind)]
    return found


def _is_none(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.NoneType)


def _vocabulary(kind: inspect.LiteralType) -> str:
    words = set(kind.values)
    return next(name for name, known in vocabularies().items() if set(known) == words)
