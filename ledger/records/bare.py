"""Bare records: without the patterns of their texts, to read very many of them.

To match the texts of a record with their patterns takes twice as long as all the rest
of decoding it, and yet the same few codes, countries and currencies stand in every
record. So many records are decoded as bare ones, and after that each *distinct* text
among them is held against its pattern once.

A bare type is derived from the type itself and is a subtype of it, so the two cannot
drift apart and every rule takes either.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import chain
from operator import attrgetter, getitem, itemgetter, or_
from types import GenericAlias, NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import msgspec
from msgspec.structs import astuple

from ledger.records.visibility import marked_fields

Hint: TypeAlias = Any
"""A type as it is annotated: a class, a union, a tuple of something."""


@cache
def bare(form: Hint) -> Hint:
    """Return the subtype of a struct whose texts have no patterns."""
    return _derived(form, bare, frozenset())


@cache
def clear(form: Hint) -> Hint:
    """Return the bare subtype of a struct that holds nothing confidential in clear.

    To decode as it takes less time than to look whether marked fields are absent.
    """
    return _derived(form, clear, marked_fields(form))


_Derive = Callable[[Hint], Hint]


def _derived(form: Hint, derive: _Derive, absent: Container[str]) -> Hint:
    fields = [
        (
            field.name,
            _ABSENCE[field.default]
            if field.name in absent
            else _without_patterns(hint, derive),
            msgspec.field(default=field.default, name=field.encode_name),
        )
        for field, hint in _fields(form)
    ]
    return msgspec.defstruct(
        form.__name__,
        fields,
        bases=(form,),
        # No module has the type by a name, so a worker's answer names what it is of.
        namespace={"__reduce__": lambda value: (_made, (derive, form, _values(value)))},
        frozen=True,
        kw_only=True,
    )


_ABSENCE: Final[Mapping[Any, Hint]] = {None: NoneType, (): tuple[()]}
"""The type of a field that is absent, by what it then holds."""


def _values(value: Any) -> dict[str, Any]:  # noqa: ANN401 - of any bare type
    return {name: getattr(value, name) for name in value.__struct_fields__}


def _made(derive: _Derive, form: Hint, values: dict[str, Any]) -> Any:  # noqa: ANN401 - of its bare type
    return derive(form)(**values)


def check_texts(form: Hint, values: Sequence[Any]) -> None:
    """Hold the texts of bare values against the patterns of their type.

    Args:
        form: The type that the values are bare of.
        values: The values.

    Raises:
        msgspec.ValidationError: A text does not have its pattern.
    """
    gathered: Gathered = {}
    gather = _gatherer(form)
    if gather is not None:
        gather(values, gathered)
    for kind, texts in gathered.items():
        texts.discard(None)
        msgspec.convert(tuple(texts), kind.texts)


@dataclass(frozen=True, eq=False)
class _Kind:
    """A type with a pattern; as a key it is found faster than the type itself."""

    texts: Any


Gathered = dict[_Kind, set[str | None]]
"""Distinct texts of each type with a pattern; None is no text."""

_ABSENT: Final = (None, ())
"""What a field without a text in it holds."""

_Gather = Callable[[Iterable[Any], Gathered], None]


@cache
def _gatherer(hint: Hint) -> _Gather | None:
    """Return what gathers the texts of values of a type, if any of them has a pattern.

    It goes through the values field by field, not value by value: Python then does no
    more for a thousand values than for one.
    """
    if _has_pattern(hint):
        kind = _Kind(tuple[hint, ...])
        return lambda values, texts: texts.setdefault(kind, set()).update(values)
    if _origin(hint) is Annotated:
        return _gatherer(hint.__origin__)
    if _is_struct(hint):
        return _struct_gatherer(hint)
    inner = [gather for gather in map(_gatherer, get_args(hint)) if gather is not None]
    if not inner:
        return None
    only, *others = inner
    if _origin(hint) is not tuple:
        if others or len(set(get_args(hint)) - {NoneType}) > 1:
            raise TypeError(f"the texts of {hint} cannot be told apart")
        return only
    return lambda values, texts: only(
        [*chain.from_iterable(filter(None, values))], texts
    )


def _struct_gatherer(form: type[Any]) -> _Gather | None:
    found = {
        field.name: gather
        for field, hint in _fields(form)
        if (gather := _gatherer(hint)) is not None
    }
    if not found:
        return None
    columns_of = _columns(form, [*found])
    gatherers = [*found.values()]

    def gather_fields(values: Iterable[Any], texts: Gathered) -> None:
        structs = [*filter(None, values)]
        columns = columns_of(structs) if structs else ()
        for gather, column in zip(gatherers, columns, strict=bool(structs)):
            # Most fields are absent from nearly all records.
            if column[0] not in _ABSENT or column.count(column[0]) < len(column):
                gather(column, texts)

    return gather_fields


def _columns(
    form: type[Any], names: Sequence[str]
) -> Callable[[Sequence[Any]], Sequence[Sequence[Any]]]:
    """Return what gives what structs hold in some fields, field by field."""
    if len(names) <= _FEW:
        getters = [*map(attrgetter, names)]
        return lambda structs: [[*map(getter, structs)] for getter in getters]
    chosen = itemgetter(*map(form.__struct_fields__.index, names))
    # All fields of a struct at once take less time than a few of them one by one.
    return lambda structs: chosen([*zip(*map(astuple, structs), strict=True)])


_FEW: Final = 2


def _origin(hint: Hint) -> object:
    return get_origin(hint)


def _has_pattern(hint: Hint) -> bool:
    return _origin(hint) is Annotated and any(
        isinstance(meta, msgspec.Meta) and meta.pattern is not None
        for meta in hint.__metadata__
    )


def _is_struct(hint: Hint) -> bool:
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)


def _fields(form: type[Any]) -> list[tuple[msgspec.structs.FieldInfo, Any]]:
    hints = get_type_hints(form, include_extras=True)
    return [(field, hints[field.name]) for field in msgspec.structs.fields(form)]


def _without_patterns(hint: Hint, derive: _Derive) -> Hint:
    """Return a type without the patterns in it."""
    if _has_pattern(hint):
        return str
    if _is_struct(hint):
        return derive(hint)
    inner = get_args(hint)
    if _origin(hint) is Annotated:
        return getitem(
            Annotated, (_without_patterns(hint.__origin__, derive), *hint.__metadata__)
        )
    if _origin(hint) is tuple:
        return GenericAlias(tuple, (_without_patterns(inner[0], derive), ...))
    if _origin(hint) in {Union, UnionType}:
        return reduce(or_, [_without_patterns(one, derive) for one in inner])
    return hint
