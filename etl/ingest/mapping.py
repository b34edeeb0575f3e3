"""Mappings: what the columns and words of a source mean, as data in TOML.

A mapping has one of two forms. ``published`` is for lists that an authority publishes,
in whatever columns it likes; ``native`` is for what a licensing office exports in the
columns of our own records (docs/SOURCES.md). A name of a column may be a list of the
names that it has had: the first that the file has is read.
"""

import re
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from etl.errors import MappingError
from ledger.records.control_list import ItemCode
from ledger.records.terms import (
    AuthorisationType,
    CorrectionReason,
    ExportMode,
    Outcome,
    TransferKind,
    ValueBasis,
)
from ledger.records.values import Code, Country, Line, Positive, Text, Value

Cell = Annotated[str, Meta(min_length=1, max_length=300)]
"""One code or several, with whatever stands between them in a cell: a line end, say."""

Names = Line | Annotated[tuple[Line, ...], Meta(min_length=1)]
"""A column's name, or the names that it has had."""

MatchField = Literal[
    "codes", "decided_on", "destination", "licence", "lines", "outcome", "value"
]
"""A part of a decision by which a later release may recognise it."""


def first_name(names: Names) -> str:
    """Return what a column is called inside, whatever name the file has for it."""
    return names if isinstance(names, str) else names[0]


class Meaning(Value, frozen=True, kw_only=True):
    """What a word of the source says about a decision, or about its line.

    Attributes:
        authorisation_type: Kind of authorisation.
        excluded_from_statistics: Why such decisions do not count.
        export_mode: Permanent or temporary, and why.
        item_class: Kind of item, for the line.
        legal_basis: Articles and instruments, as codes; those of all words add up.
        outcome: How it was decided.
        transfer_kind: What is transferred.
    """

    authorisation_type: AuthorisationType | None = None
    excluded_from_statistics: Line | None = None
    export_mode: ExportMode | None = None
    item_class: Code | None = None
    legal_basis: tuple[Code, ...] = ()
    outcome: Outcome | None = None
    transfer_kind: TransferKind | None = None


class Words(Value, frozen=True, kw_only=True):
    """A column of a closed set of words, and what each means.

    Attributes:
        column: Its name.
        each_code: Whether a cell holds a word for each item code, or one for all.
        meanings: What each word means; any other word is rejected.
        optional: Whether a file may lack the column, or a row the word.
        rule: What a rejection by it is called.
    """

    column: Names
    each_code: bool = False
    meanings: dict[str, Meaning]
    optional: bool = False
    rule: Code


class Columns(Value, frozen=True, kw_only=True):
    """Names of the columns that hold each part of a row.

    Attributes:
        count: How many positions a row stands for, if the source says so.
        country: The country of destination.
        licence: The licence number.
        value: The value of the row.
    """

    count: Names | None = None
    country: Names
    licence: Names
    value: Names


class Dates(Value, frozen=True, kw_only=True):
    """How a file says when it was decided.

    Attributes:
        column: The column of days; a file may lack it when it has a period.
        file_period: Pattern of file names, with the groups first and last: the
            interval of every row of a file that has no column of days.
        formats: How days are written (``strptime``), the time of day cut off.
        time_of_day: Whether a time may stand behind the day; it is not kept.
    """

    column: Names
    file_period: Line | None = None
    formats: Annotated[tuple[Line, ...], Meta(min_length=1)] = ("%Y-%m-%d",)
    time_of_day: bool = False


class CodeColumn(Value, frozen=True, kw_only=True):
    """A column of item codes.

    Attributes:
        column: Its name.
        optional: Whether a file may lack it.
        prefix: What its codes begin with, also where the source leaves it out.
    """

    column: Names
    optional: bool = False
    prefix: Line | None = None


class Codes(Value, frozen=True, kw_only=True):
    """How item codes are written.

    Attributes:
        aliases: Whole cells that the lists spell otherwise; may hold a separator.
        columns: The columns they stand in.
        separator: What stands between several codes of one cell.
        strip: Pattern of what is taken off a code: brackets, marks.
        when_missing: The code that says that the source names none.
    """

    aliases: dict[str, Cell] = msgspec.field(default_factory=dict)
    columns: Annotated[tuple[CodeColumn, ...], Meta(min_length=1)]
    separator: Annotated[str, Meta(min_length=1)] | None = None
    strip: Line | None = None
    when_missing: ItemCode | None = None


class CodeList(Value, frozen=True, kw_only=True):
    """A control list, and the pattern that all its codes fit and no others.

    Attributes:
        dotted: Whether sub-items are written with dots: ``2B350g2`` as ``2B350.g.2``.
        list_id: Which list.
        pattern: What its codes look like; of dotted ones, whatever the case.
        title: Its name.
    """

    dotted: bool = False
    list_id: Code
    pattern: Line
    title: Text


class Currency(Value, frozen=True, kw_only=True):
    """The currency of values, and how they are written.

    Attributes:
        currency: ISO 4217.
        decimals: How many decimals there may be behind a point.
        minor_per_unit: How many minor units one of theirs is.
        value_basis: What a value means.
    """

    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    decimals: Annotated[int, Meta(ge=0, le=4)] = 0
    minor_per_unit: Positive
    value_basis: ValueBasis = "maximum"


class Grounds(Value, frozen=True, kw_only=True):
    """The side file of refusal grounds: its columns, and the codes it makes.

    Attributes:
        code: The column of grounds.
        licence: The column of licence numbers.
        prefix: What the codes of grounds begin with.
        when_missing: The code for a refusal that the file does not have.
    """

    code: Line
    licence: Line
    prefix: Line
    when_missing: Code


class Texts(Value, frozen=True, kw_only=True):
    """The side file of item texts: its columns, and the list version it makes.

    Attributes:
        code: The column of item codes.
        legal_ref: Where the list was published.
        text: The column of texts.
        version: Label of the version.
    """

    code: Line
    legal_ref: Line
    text: Line
    version: Code


class Revisions(Value, frozen=True, kw_only=True):
    """How a later release of the source is held against the ledger.

    Attributes:
        correction_reason: Why decisions come to read otherwise, as far as is known.
        match_by: Keys by which a decision that reads otherwise is recognised, tried
            in order, each of: codes, decided_on, destination, licence, lines,
            outcome, value.
        whole_period: Whether a file holds every decision of its period, so that one
            that it lacks has disappeared.
    """

    correction_reason: CorrectionReason
    match_by: tuple[tuple[MatchField, ...], ...] = ()
    whole_period: bool = True


class Mapping(Value, frozen=True, kw_only=True, tag_field="form", tag="published"):
    """How one published source maps to licence decisions.

    Attributes:
        always: What holds for every decision of the source.
        authority_country: Country of the ledgers it may be appended to.
        codes: How its item codes are written.
        columns: Names of its columns.
        country_names: Whether it names countries in English, beside the aliases.
        country_suffixes: What a mark behind a country's name means.
        dates: How it says when.
        grounds: Its side file of refusal grounds (``--side grounds=FILE``).
        lists: The control lists that its codes belong to; the first that fits.
        money: The currency of its values.
        prefix: How references begin.
        reference: What references are made from: the licence number, with day and
            destination, or the content where numbers do not last.
        revisions: How a later release is held against the ledger.
        separator: What stands between the columns of a CSV file.
        source: Its name in the table of country aliases.
        system: Its name in the source of entries.
        texts: Its side file of item texts (``--side texts=FILE``).
        weighing_status: Always ``not_published``: no source publishes weighings.
        words: Its columns of words.
    """

    always: Meaning = Meaning()
    authority_country: Country
    codes: Codes
    columns: Columns
    country_names: Literal["aliases", "english"] = "aliases"
    country_suffixes: dict[str, Meaning] = msgspec.field(default_factory=dict)
    dates: Dates
    grounds: Grounds | None = None
    lists: tuple[CodeList, ...]
    money: Currency
    prefix: Code
    reference: Literal["content", "licence"]
    revisions: Revisions
    separator: Annotated[str, Meta(pattern="^[,;\\t|]$")] = ","
    source: Code
    system: Code
    texts: Texts | None = None
    weighing_status: Annotated[str, Meta(pattern="^not_published$")]
    words: tuple[Words, ...] = ()

    def list_of(self, code: str) -> CodeList | None:
        """Return the control list of a code, or None when no pattern fits it."""
        for one in self.lists:
            case = re.IGNORECASE if one.dotted else re.ASCII
            if re.fullmatch(one.pattern, code, case | re.ASCII):
                return one
        return None


class NativeMapping(Value, frozen=True, kw_only=True, tag_field="form", tag="native"):
    """How an office's export in the native format maps to licence decisions.

    Attributes:
        authority_country: Country of the ledgers it may be appended to, if only one.
        columns: The native name of columns that the office calls otherwise.
        revisions: How a changed decision is recorded.
        separator: What stands between the columns of a CSV file.
        system: Its name in the source of entries.
        within: What stands between several codes of one cell.
        words: For a native column: the native value of the office's words.
    """

    authority_country: Country | None = None
    columns: dict[str, str] = msgspec.field(default_factory=dict)
    revisions: Revisions
    separator: Annotated[str, Meta(pattern="^[,;\\t|]$")] = ","
    system: Code
    within: Annotated[str, Meta(min_length=1)] = ";"
    words: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)


AnyMapping = Mapping | NativeMapping


def read_mapping(path: Path) -> AnyMapping:
    """Read a mapping.

    Raises:
        MappingError: It cannot be read, has unknown keys, or a bad pattern.
    """
    try:
        mapping: AnyMapping = msgspec.toml.decode(path.read_bytes(), type=AnyMapping)
        if isinstance(mapping, Mapping):
            _check_patterns(mapping)
    except OSError as error:
        raise MappingError(f"cannot read {path}: {error.strerror}") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, re.error) as error:
        raise MappingError(f"{path}: {error}") from error
    return mapping


def mapping_digest(path: Path) -> str:
    """Return the SHA-256 of a mapping's file, in hexadecimal.

    Raises:
        MappingError: It cannot be read.
    """
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise MappingError(f"cannot read {path}: {error.strerror}") from error


def _check_patterns(mapping: Mapping) -> None:
    for one in mapping.lists:
        re.compile(one.pattern)
    if mapping.codes.strip is not None:
        re.compile(mapping.codes.strip)
    period = mapping.dates.file_period
    if period is not None and set(re.compile(period).groupindex) != {"first", "last"}:
        raise MappingError("dates.file_period needs the groups first and last, no more")
