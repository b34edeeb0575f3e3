"""A published file under its mapping: one licence after the other, converted."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from etl.errors import SourceError
from etl.ingest.account import Explanation
from etl.ingest.cells import FaultError, day_of, period_of
from etl.ingest.conversion import Converted, Converter
from etl.ingest.mapping import Mapping, first_name
from etl.ingest.places import Places
from etl.ingest.ready import ReadyRows
from etl.ingest.rejection import INPUT, unguarded
from etl.ingest.source import (
    REPAIR,
    Column,
    SourceRow,
    check_file,
    licences,
    read_table,
)
from ledger.records.control_list import ControlListVersion, ListEntry
from ledger.records.values import Interval, Text

_DIGEST: Final = re.compile("[0-9a-f]{64}")

Item = Converted | ReadyRows | tuple[Explanation, SourceRow]
"""A licence of the file, or several that are ready, or a row that says nothing and why.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files of a source.

    Attributes:
        main: One row for each licence and item.
        grounds: Side file of refusal grounds, if any.
        texts: Side file of item texts, if any.
    """

    main: Path
    grounds: Path | None = None
    texts: Path | None = None

    def roles(self) -> dict[str, Path]:
        """Return the files by what they are for."""
        given = {"main": self.main, "grounds": self.grounds, "texts": self.texts}
        return {role: path for role, path in given.items() if path is not None}


@dataclass(slots=True, kw_only=True)
class Input:
    """A file that is ready to be converted.

    Attributes:
        digest: Its SHA-256 in hexadecimal.
        rows: How many rows it has; 0 when that is not known before.
        items: What it holds, in its order.
        shown: The values of a row as reports may show them.
        repair: Whether it is a file of rejected rows, repaired.
        period: The interval of every row, for a file without days.
        origins: Digests of the files that repaired rows were first read from.
    """

    digest: str
    rows: int
    items: Iterator[Item]
    shown: Callable[[SourceRow], dict[str, str]]
    repair: bool = False
    period: Interval | None = None
    origins: frozenset[str] = frozenset()


def read_published(files: Files, mapping: Mapping) -> Input:
    """Open a published file and its side files.

    Raises:
        SourceError: A file cannot be read, or nothing says when its rows were decided.
    """
    digest = check_file(files.main)
    table = read_table(files.main, _columns(mapping), mapping.separator)
    repair = any(name.startswith(REPAIR) for name in table.columns)
    if repair:
        table = unguard(files.main, table)
    period = _period(files.main, table, mapping)
    converter = Converter(mapping, read_grounds(files, mapping), period)
    return Input(
        digest=digest,
        rows=table.height,
        items=_items(table, mapping, converter),
        shown=_Shown(mapping, converter.places),
        repair=repair,
        period=period,
        origins=origins(table),
    )


def unguard(path: Path, table: pl.DataFrame) -> pl.DataFrame:
    """Take off what ``rejection`` put in front of cells of a file of rejected rows.

    Raises:
        SourceError: The column that says where rows came from was lost or changed.
    """
    texts = pl.selectors.string()
    table = table.with_columns(texts.map_elements(unguarded, pl.String))
    if not all(_DIGEST.fullmatch(digest) for digest in origins(table)):
        raise SourceError(f"{path} has no SHA-256 in column {INPUT}")
    return table


def origins(table: pl.DataFrame) -> frozenset[str]:
    """Return the digests of the files that repaired rows were first read from."""
    if INPUT not in table.columns:
        return frozenset()
    return frozenset(table.get_column(INPUT).unique())


def _columns(mapping: Mapping) -> list[Column]:
    columns = mapping.columns
    dated = Column(mapping.dates.column, mapping.dates.file_period is not None)
    wanted = [Column(columns.licence), Column(columns.country), dated]
    wanted += [Column(code.column, code.optional) for code in mapping.codes.columns]
    wanted += [Column(words.column, words.optional) for words in mapping.words]
    wanted.append(Column(columns.value))
    if columns.count is not None:
        wanted.append(Column(columns.count))
    return wanted


def _period(path: Path, table: pl.DataFrame, mapping: Mapping) -> Interval | None:
    """Return the interval of a file without days, from its name."""
    column = first_name(mapping.dates.column)
    if mapping.dates.file_period is None:
        return None
    if not table.get_column(column).str.strip_chars().eq("").all():
        return None
    period = period_of(path.name, mapping.dates)
    if period is None:
        raise SourceError(
            f"{path} has no day in column {column}, and its name gives no period:"
            f" it does not fit {mapping.dates.file_period}"
        )
    return period


def _items(
    table: pl.DataFrame, mapping: Mapping, converter: Converter
) -> Iterator[Item]:
    names: Final = [first_name(column.names) for column in _columns(mapping)]
    for licence, rows in licences(table, first_name(mapping.columns.licence)):
        said: list[SourceRow] = []
        for row in rows:
            values = [row.values[name].strip() for name in names]
            if not any(values):
                yield "empty", row
            elif all(
                value == name
                for value, name in zip(values, names, strict=True)
                if value
            ):
                yield "header", row
            else:
                said.append(row)
        if said:
            yield from converter.convert(licence, said)


@dataclass(frozen=True, slots=True)
class _Shown:
    """Shows the columns of the mapping, and withholds what may name someone."""

    mapping: Mapping
    places: Places

    def __call__(self, row: SourceRow) -> dict[str, str]:
        country = first_name(self.mapping.columns.country)
        shown = {
            name: value
            for name, value in row.values.items()
            if not name.startswith(REPAIR)
        }
        shown[country] = self.places.shown(shown[country])
        return shown


def read_grounds(files: Files, mapping: Mapping) -> dict[str, tuple[str, ...]]:
    """Return the refusal grounds of the side file, by licence.

    Raises:
        SourceError: It cannot be read.
    """
    grounds = mapping.grounds
    if grounds is None or files.grounds is None:
        return {}
    table = read_table(files.grounds, (Column(grounds.licence), Column(grounds.code)))
    found: dict[str, set[str]] = {}
    for licence, code in table.select(grounds.licence, grounds.code).iter_rows():
        found.setdefault(licence, set()).add(f"{grounds.prefix}{code}")
    return {licence: tuple(sorted(codes)) for licence, codes in found.items()}


def new_lists(
    files: Files, mapping: Mapping, known: set[str]
) -> Iterator[ControlListVersion]:
    """Yield the control lists of the side file of texts that the ledger lacks.

    Raises:
        SourceError: It cannot be read, or a code fits no list.
    """
    texts, path = mapping.texts, files.texts
    if texts is None or path is None:
        return
    table = read_table(path, (Column(texts.code), Column(texts.text)))
    first = _first_day(files.main, mapping)
    entries: dict[str, dict[str, ListEntry]] = {}
    for code, text in table.select(texts.code, texts.text).iter_rows():
        spelled = mapping.codes.aliases.get(code, code)
        one = mapping.list_of(spelled)
        if one is None:
            raise SourceError(f"{path}: code {code!r} fits no control list")
        said = text or "no description is published"
        entry = ListEntry(code=spelled, text=Text(en=said))
        entries.setdefault(one.list_id, {})[spelled] = entry
    for one in mapping.lists:
        if one.list_id in entries and one.list_id not in known:
            by_code = entries[one.list_id]
            yield ControlListVersion(
                entries=tuple(by_code[code] for code in sorted(by_code)),
                is_complete=False,
                legal_ref=texts.legal_ref,
                list_id=one.list_id,
                publication_default="disclose",
                title=one.title,
                valid_from=first,
                version=texts.version,
            )


def _first_day(path: Path, mapping: Mapping) -> date:
    column = first_name(mapping.dates.column)
    table = read_table(path, (Column(mapping.dates.column),), mapping.separator)
    days: list[date] = []
    for text in table.get_column(column).unique():
        try:
            days.append(day_of(column, text, mapping.dates))
        except FaultError:
            continue  # its row is rejected, with the reason, when it is converted
    if not days:
        raise SourceError(f"{path}: no day in column {column}")
    return min(days)
