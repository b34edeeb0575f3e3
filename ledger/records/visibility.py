"""Who may see a field, and the refusal of what is confidential in clear.

Every field is public unless its type is marked. A ``committee`` field is for the
standing committee and the court of audit; a ``classified`` one holds a handle and a
commitment and nothing else (rule R17). What stands below a marked field is as
confidential as the field. Until a record is sealed, marked fields must be absent:
an entry is public for ever.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, get_args

from msgspec import Meta, Struct
from msgspec.inspect import (
    Field,
    Metadata,
    StructType,
    Type,
    UnionType,
    VarTupleType,
    type_info,
)

Visibility = Literal["public", "committee", "classified"]
"""Tiers, from the widest audience to the narrowest."""

VISIBILITIES: Final[tuple[Visibility, ...]] = get_args(Visibility)

_EXTRA: Final = "visibility"


def _marker(visibility: Visibility) -> Meta:
    return Meta(
        extra={_EXTRA: visibility}, extra_json_schema={"x-visibility": visibility}
    )


COMMITTEE: Final = _marker("committee")
"""Marks a field as confidential: ``Annotated[X | None, COMMITTEE] = None``."""

CLASSIFIED: Final = _marker("classified")
"""Marks a field as classified: it may hold handles and commitments only."""


class FieldVisibility(NamedTuple):
    """One field of a struct, and who may see it.

    Attributes:
        struct: Name of the struct that declares it.
        field: Its name.
        path: Where it stands in the record, dotted.
        visibility: Who may see it there.
        type: Its type, without the marker.
        required: Whether it must be there.
    """

    struct: str
    field: str
    path: str
    visibility: Visibility
    type: Type
    required: bool


def field_visibilities(record_type: type[Struct]) -> tuple[FieldVisibility, ...]:
    """Return every field of a record, those of its parts included, in order."""
    return tuple(_walk(record_type, "", "public", ()))


def visibility_map(record_type: type[Struct]) -> Mapping[str, Visibility]:
    """Return the visibility of each field of a record, by its dotted path."""
    found = {one.path: one.visibility for one in field_visibilities(record_type)}
    return MappingProxyType(found)


def exposed_fields(record: Struct) -> Iterator[tuple[str, Visibility]]:
    """Yield the path of every marked field that a record holds in clear."""
    yield from _exposed(record, "")


@cache
def marked_fields(record_type: type[Struct]) -> frozenset[str]:
    """Return the names of the fields of a struct itself that are not public."""
    return frozenset(name for name, _ in _plan(record_type).marked)


def structs_below(field_type: Type) -> Iterator[type[Struct]]:
    """Yield the structs that a type holds, its own parts not entered."""
    if isinstance(field_type, Metadata):
        yield from structs_below(field_type.type)
    elif isinstance(field_type, StructType):
        yield field_type.cls
    elif isinstance(field_type, UnionType):
        for member in field_type.types:
            yield from structs_below(member)
    elif isinstance(field_type, VarTupleType):
        yield from structs_below(field_type.item_type)


@cache
def _fields(struct: type[Struct]) -> tuple[Field, ...]:
    info = type_info(struct)
    if not isinstance(info, StructType):
        raise TypeError(struct)
    return info.fields


def _marked(field_type: Type) -> Visibility | None:
    if isinstance(field_type, Metadata) and field_type.extra is not None:
        found: Visibility | None = field_type.extra.get(_EXTRA)
        return found
    return None


def _narrower(one: Visibility, other: Visibility | None) -> Visibility:
    return one if other is None else max(one, other, key=VISIBILITIES.index)


def _walk(
    struct: type[Struct],
    prefix: str,
    above: Visibility,
    within: tuple[type[Struct], ...],
) -> Iterator[FieldVisibility]:
    for field in _fields(struct):
        visibility = _narrower(above, _marked(field.type))
        path = f"{prefix}{field.encode_name}"
        bare = field.type.type if isinstance(field.type, Metadata) else field.type
        yield FieldVisibility(
            struct=struct.__name__,
            field=field.encode_name,
            path=path,
            visibility=visibility,
            type=bare,
            required=field.required,
        )
        for part in structs_below(field.type):
            if part not in within:
                yield from _walk(part, f"{path}.", visibility, (*within, struct))


class _Plan(NamedTuple):
    """Which fields of a struct are marked, and which lead to marked ones.

    Attributes:
        marked: The marked fields and who may see them.
        values: Gives the values of the marked fields, together.
        absent: Those values when none of the fields is there.
        parts: The fields that lead to marked ones.
    """

    marked: tuple[tuple[str, Visibility], ...]
    values: Callable[[Struct], tuple[Any, ...]]
    absent: tuple[Any, ...]
    parts: tuple[str, ...]


@cache
def _plan(struct: type[Struct]) -> _Plan:
    """Return what to look at in a struct to see whether it holds marked fields."""
    marked: list[tuple[str, Visibility]] = []
    absent: list[Any] = []
    parts: list[str] = []
    for field in _fields(struct):
        visibility = _marked(field.type)
        if visibility is not None:
            marked.append((field.name, visibility))
            absent.append(field.default)
        elif any(_leads(part) for part in structs_below(field.type)):
            parts.append(field.name)
    names = [name for name, _ in marked]
    return _Plan(tuple(marked), _getter(names), tuple(absent), tuple(parts))


def _getter(names: list[str]) -> Callable[[Struct], tuple[Any, ...]]:
    """Return what gives some fields of a struct, however few, as a tuple."""
    match names:
        case []:
            return lambda _: ()
        case [name]:
            return lambda struct: (getattr(struct, name),)
        case _:
            return attrgetter(*names)


def _leads(struct: type[Struct]) -> bool:
    plan = _plan(struct)
    return bool(plan.marked or plan.parts)


def _exposed(struct: Struct, prefix: str) -> Iterator[tuple[str, Visibility]]:
    plan = _plan(type(struct))
    # One comparison for nearly every record; the loop only names what is there.
    if plan.values(struct) != plan.absent:
        for name, visibility in plan.marked:
            if getattr(struct, name) not in {None, ()}:
                yield f"{prefix}{name}", visibility
    for name in plan.parts:
        part: Any = getattr(struct, name)
        if isinstance(part, tuple):
            for place, item in enumerate(part):
                if isinstance(item, Struct):
                    yield from _exposed(item, f"{prefix}{name}.{place}.")
        elif isinstance(part, Struct):
            yield from _exposed(part, f"{prefix}{name}.")
