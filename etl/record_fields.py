"""Every field of every record as ``docs/RECORDS.md``: type, visibility, words.

Types and visibilities come from the structs, names and sources from
``data/code_lists/fields.csv``.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Final, Literal, get_args, get_origin

from msgspec import Struct, inspect

from etl.code_lists import FieldName, field_names
from ledger.records import terms as vocabulary_module
from ledger.records import visibility as visibility_module
from ledger.records.record import KINDS
from ledger.records.visibility import (
    FieldVisibility,
    field_visibilities,
    structs_below,
)

_ORIGIN: Final = (
    "Generated from `ledger/records` and `data/code_lists/fields.csv` by `make docs`;"
    " a test compares."
)
_TIERS: Final = (
    "An absent field means *not published*. `public` fields stand in the entry."
    " `committee` fields are for the standing committee and the court of audit,"
    " `classified` ones hold a handle and a commitment only;"
    " both are refused in clear when a record is appended (rule `visibility`), and"
    " sealed when a vault is given (docs/VAULT.md)."
)
_LEAVES: Final = {
    "Interval": "days between which it lies",
    "LicenceDecision": "a whole licence_decision",
    "Money": "amount and currency",
    "Text": "text in Dutch or English or both",
}
_SHORT: Final = {
    inspect.BoolType: "yes or no",
    inspect.DateType: "date",
    inspect.IntType: "whole number",
    inspect.StrType: "text",
}


@cache
def vocabularies() -> Mapping[str, tuple[str, ...]]:
    """Return the words of every closed vocabulary of the records, by its name."""
    modules: tuple[ModuleType, ...] = (vocabulary_module, visibility_module)
    return {
        _snake(name): get_args(value)
        for module in modules
        for name, value in vars(module).items()
        if get_origin(value) is Literal
    }


def describe_records() -> str:
    """Return every field of every kind of record, as Markdown."""
    names = {(one.struct, one.field): one for one in field_names()}
    lines = ["# The records", "", _ORIGIN, "", _TIERS]
    for kind, record_type in KINDS.items():
        head = "| field | Dutch | English | type | visibility | source |"
        lines += ["", f"## {kind}", "", _summary(record_type), "", head]
        lines += ["|---|---|---|---|---|---|"]
        lines += [
            _row(one, names[one.struct, one.field]) for one in shown_fields(record_type)
        ]
    lines += ["", "## Closed vocabularies", ""]
    lines += [
        f"- `{name}`: {', '.join(f'`{word}`' for word in words)}"
        for name, words in sorted(vocabularies().items())
    ]
    return "\n".join(lines) + "\n"


def shown_fields(record_type: type[Struct]) -> Iterator[FieldVisibility]:
    """Yield the fields of a record, without the inside of well-known values."""
    hidden: tuple[str, ...] = ()
    for one in field_visibilities(record_type):
        if one.path.startswith(hidden):
            continue
        parts = {part.__name__ for part in structs_below(one.type)}
        if parts and parts <= _LEAVES.keys():
            hidden = (*hidden, f"{one.path}.")
        yield one


def _row(one: FieldVisibility, named: FieldName) -> str:
    must = " (always)" if one.required else ""
    cells = (
        f"`{one.path}`",
        named.nl,
        named.en,
        _type(one.type) + must,
        one.visibility,
        named.source,
    )
    return f"| {' | '.join(cells)} |"


def _type(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.Metadata):
        return _type(kind.type)
    if isinstance(kind, inspect.VarTupleType):
        return f"list of {_type(kind.item_type)}"
    if isinstance(kind, inspect.UnionType):
        members = (m for m in kind.types if not isinstance(m, inspect.NoneType))
        return " or ".join(_type(member) for member in members)
    if isinstance(kind, inspect.LiteralType):
        words = set(kind.values)
        return next(
            f"`{name}`" for name, known in vocabularies().items() if set(known) == words
        )
    if isinstance(kind, inspect.StructType):
        name = kind.cls.__name__
        return _LEAVES.get(name, name)
    return _SHORT[type(kind)]


def _summary(record_type: type[Struct]) -> str:
    return (record_type.__doc__ or "").partition("\n")[0]


def _snake(name: str) -> str:
    bare = name.removesuffix("Value")
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", bare).lower()
