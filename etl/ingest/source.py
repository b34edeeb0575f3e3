"""The files of a source: checked as a whole, then read row by row.

Every value is read as text; what it means is decided in ``conversion``, so that
a wrong value is a rejected row with a reason and never a guess.
"""

import codecs
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from etl.errors import SourceError

_BLOCK: Final = 1 << 20
_ROW: Final = "__row"


class SourceRow(NamedTuple):
    """One row: its number in the file (the header is 1) and its values by name."""

    number: int
    values: dict[str, str]


def check_text(path: Path) -> str:
    """Check that a file is UTF-8 and return its SHA-256 in hexadecimal.

    Raises:
        SourceError: It cannot be read, is empty, or is not UTF-8.
    """
    digest = sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                pending = len(decoder.getstate()[0])
                try:
                    decoder.decode(block)
                except UnicodeDecodeError as error:
                    at = done - pending + error.start
                    raise SourceError(f"{path} is not UTF-8 at byte {at}") from error
                done += len(block)
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error
    if done == 0:
        raise SourceError(f"{path} is empty")
    if decoder.getstate()[0]:
        raise SourceError(f"{path} is not UTF-8 at byte {done}: it breaks off")
    return digest.hexdigest()


def read_table(path: Path, columns: Sequence[str]) -> pl.DataFrame:
    """Read a CSV file as text, with a column of row numbers.

    Raises:
        SourceError: A column is missing, there are no rows, or it is no CSV.
    """
    check_text(path)
    try:
        table = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise SourceError(f"{path} is no sound CSV file: {error}") from error
    missing = [name for name in columns if name not in table.columns]
    if missing:
        there = ", ".join(table.columns)
        raise SourceError(f"{path} has no column {', '.join(missing)}; it has: {there}")
    if table.is_empty():
        raise SourceError(f"{path} has a header and no rows")
    return table.select(columns).fill_null("").with_row_index(_ROW, offset=2)


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
