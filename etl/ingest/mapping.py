"""Mappings: what the columns and words of a source mean, as data in TOML."""

import re
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from etl.errors import MappingError
from ledger.records.terms import Outcome
from ledger.records.values import Code, Country, Line, Positive, Text, Value


class Columns(Value, frozen=True, kw_only=True):
    """Names of the columns that hold each part of a row."""

    code: Line
    count: Line
    country: Line
    date: Line
    licence: Line
    outcome: Line
    value: Line

    def names(self) -> tuple[str, ...]:
        """Return the names of all columns."""
        return tuple(msgspec.structs.astuple(self))


class Currency(Value, frozen=True, kw_only=True):
    """The currency of values, and how many minor units one of theirs is."""

    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    minor_per_unit: Positive


class CodeList(Value, frozen=True, kw_only=True):
    """A control list, and the pattern that all its codes fit and no others."""

    list_id: Code
    pattern: Line
    title: Text


class Grounds(Value, frozen=True, kw_only=True):
    """The side file of refusal grounds: its columns, and the codes it makes."""

    code: Line
    licence: Line
    prefix: Line
    when_missing: Code


class Texts(Value, frozen=True, kw_only=True):
    """The side file of item texts: its columns, and the list version it makes."""

    code: Line
    legal_ref: Line
    text: Line
    version: Code


class Mapping(Value, frozen=True, kw_only=True):
    """How one source maps to licence decisions.

    Attributes:
        authority_country: Country of the ledgers it may be appended to.
        code_aliases: Codes that the lists spell otherwise.
        columns: Names of its columns.
        grounds: Its side file of refusal grounds (``--side grounds=FILE``).
        lists: The control lists that its codes belong to.
        money: The currency of its values.
        outcomes: What its words for an outcome mean.
        prefix: How references begin.
        source: Its name in the table of country aliases.
        system: Its name in the source of entries.
        texts: Its side file of item texts (``--side texts=FILE``).
        weighing_status: Always ``not_published``: no source publishes weighings.
    """

    authority_country: Country
    code_aliases: dict[str, str] = msgspec.field(default_factory=dict)
    columns: Columns
    grounds: Grounds | None = None
    lists: tuple[CodeList, ...]
    money: Currency
    outcomes: dict[str, Outcome]
    prefix: Code
    source: Code
    system: Code
    texts: Texts | None = None
    weighing_status: Annotated[str, Meta(pattern="^not_published$")]

    def list_of(self, code: str) -> str | None:
        """Return the control list of a code, or None when no pattern fits it."""
        for one in self.lists:
            if re.fullmatch(one.pattern, code):
                return one.list_id
        return None


def read_mapping(path: Path) -> Mapping:
    """Read a mapping.

    Raises:
        MappingError: It cannot be read, has unknown keys, or a bad pattern.
    """
    try:
        mapping = msgspec.toml.decode(path.read_bytes(), type=Mapping)
        for one in mapping.lists:
            re.compile(one.pattern)
    except OSError as error:
        raise MappingError(f"cannot read {path}: {error.strerror}") from error
    except (msgspec.MsgspecError, re.error) as error:
        raise MappingError(f"{path}: {error}") from error
    return mapping
