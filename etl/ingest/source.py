"""The files of a source: checked as a whole, then read row by row.

Every value is read as text; what it means is decided in ``conversion``, so that
a wrong value is a rejected row with a reason and never a guess. A file of rejected
rows that was repaired is read like any other: the columns that ``rejection`` put in
front are kept apart.
"""

import codecs
import zipfile
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

import fastexcel
import polars as pl

from etl.errors import SourceError
from etl.ingest.mapping import Names, first_name

MOST: Final = 4 << 30
"""Bytes of the largest file, or of the largest workbook unpacked."""

REPAIR: Final = "weegboek_"
"""How the columns begin that a file of rejected rows has in front of the source's."""

_BLOCK: Final = 1 << 20
_ROW: Final = "__row"


class SourceRow(NamedTuple):
    """One row: its number in the file (the header is 1) and its values by name."""

    number: int
    values: dict[str, str]


class Column(NamedTuple):
    """A column to read: its name or names, and whether a file may lack it."""

    names: Names
    optional: bool = False


def check_file(path: Path) -> str:
    """Check that a file can be read and return its SHA-256 in hexadecimal.

    Text must be UTF-8; workbooks and Parquet files are checked when they are read.

    Raises:
        SourceError: It cannot be read, is empty or too large, or is not UTF-8.
    """
    digest = sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    text = path.suffix not in {".xlsx", ".parquet"}
    done = 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                if text:
                    _check_utf8(path, decoder, block, done)
                done += len(block)
                if done > MOST:
                    raise SourceError(
                        f"{path} is larger than {MOST} bytes; give it in parts"
                    )
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error
    if done == 0:
        raise SourceError(f"{path} is empty")
    if decoder.getstate()[0]:
        raise SourceError(f"{path} is not UTF-8 at byte {done}: it breaks off")
    return digest.hexdigest()


def _check_utf8(
    path: Path, decoder: codecs.IncrementalDecoder, block: bytes, done: int
) -> None:
    pending = len(decoder.getstate()[0])
    if not pending and block.isascii():  # nearly all is, and this takes no time
        return
    try:
        decoder.decode(block)
    except UnicodeDecodeError as error:
        at = done - pending + error.start
        raise SourceError(f"{path} is not UTF-8 at byte {at}") from error


def read_table(
    path: Path, columns: Sequence[Column], separator: str = ","
) -> pl.DataFrame:
    """Read columns of a file as text, with a column of row numbers.

    Columns are called by the first of their names, and one that the file lacks is
    empty. The columns of a file of rejected rows come along.

    Raises:
        SourceError: A column is missing, there are no rows, or it is damaged.
    """
    table = read_all(path, separator)
    chosen = sorted(
        (_chosen(path, table, column) for column in columns),
        key=lambda one: one[0],
    )
    check_rows(path, table)
    repair = [name for name in table.columns if name.startswith(REPAIR)]
    return table.select(_ROW, *(column for _, column in chosen), *repair)


def read_all(path: Path, separator: str = ",") -> pl.DataFrame:
    """Read every column of a file as text, with a column of row numbers.

    Raises:
        SourceError: It is damaged.
    """
    check_file(path)
    readers: dict[str, Callable[[], pl.DataFrame]] = {
        ".xlsx": lambda: _workbook(path),
        ".parquet": lambda: _parquet(path),
    }
    csv = lambda: pl.read_csv(path, infer_schema=False, separator=separator)  # noqa: E731 - one of three readers
    try:
        table = readers.get(path.suffix, csv)()
    except (
        OSError,
        pl.exceptions.PolarsError,
        fastexcel.FastExcelError,
        zipfile.BadZipFile,
    ) as error:
        kind = path.suffix.removeprefix(".") or "CSV"
        raise SourceError(f"{path} is no sound {kind} file: {error}") from error
    return table.fill_null("").with_row_index(_ROW, offset=2)


def check_rows(path: Path, table: pl.DataFrame) -> None:
    """Check that a file has rows.

    Raises:
        SourceError: It has none.
    """
    if table.is_empty():
        raise SourceError(f"{path} has a header and no rows")


def _workbook(path: Path) -> pl.DataFrame:
    with zipfile.ZipFile(path) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > MOST:
        raise SourceError(f"{path} unpacks to {size} bytes, over {MOST}")
    book = fastexcel.read_excel(path)
    if len(book.sheet_names) != 1:
        names = ", ".join(book.sheet_names)
        raise SourceError(f"{path} has not one sheet but: {names}")
    sheet = book.load_sheet(0, dtypes="string", skip_whitespace_tail_rows=True)
    return sheet.to_polars()


def _parquet(path: Path) -> pl.DataFrame:
    table = pl.read_parquet(path)
    lists = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
    texts = [pl.col(name).cast(pl.List(pl.String)).list.join(";") for name in lists]
    return table.with_columns(*texts).cast(pl.String)


def _chosen(path: Path, table: pl.DataFrame, column: Column) -> tuple[int, pl.Expr]:
    """Return where a column stands in the file, and the column."""
    inside = first_name(column.names)
    names = (column.names,) if isinstance(column.names, str) else column.names
    for name in names:
        if name in table.columns:
            return table.columns.index(name), pl.col(name).alias(inside)
    if column.optional:
        return len(table.columns), pl.lit("").alias(inside)
    there = ", ".join(name for name in table.columns if name != _ROW)
    raise SourceError(f"{path} has no column {' or '.join(names)}; it has: {there}")


def licences(
    table: pl.DataFrame, licence: str
) -> Iterator[tuple[str, list[SourceRow]]]:
    """Yield the rows of each licence, in the order in which licences first appear."""
    first = pl.col(_ROW).min().over(licence)
    ordered = table.with_columns(first.alias("__first")).sort("__first", _ROW)
    names = [name for name in table.columns if name != _ROW]
    rows = ordered.select(_ROW, *names).iter_rows()
    place = names.index(licence) + 1
    for key, group in groupby(rows, key=lambda row: row[place]):
        yield (
            str(key),
            [
                SourceRow(row[0], dict(zip(names, row[1:], strict=True)))
                for row in group
            ],
        )
