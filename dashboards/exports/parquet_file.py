"""Parquet: typed columns; texts and the manifest as metadata of the file."""

import io
from typing import Final

import msgspec
import polars as pl

from dashboards.errors import ExportError
from dashboards.exports.answer import Answer
from dashboards.exports.contents import Contents
from dashboards.exports.manifest import format_manifest, parse_manifest
from dashboards.tables import Cell, Table

_MANIFEST: Final = "weegboek.manifest"
_LINES: Final = "weegboek.lines"
_HEADINGS: Final = "weegboek.headings"


def write_parquet(answer: Answer) -> bytes:
    """Write an answer as Parquet; a null is what is not published."""
    table = answer.table
    frame = pl.DataFrame(
        [
            _column(name, [row[place] for row in table.rows])
            for place, name in enumerate(_names(table))
        ]
    )
    metadata = {
        _MANIFEST: format_manifest(answer.manifest),
        _LINES: _text((*answer.lines(), f"null: {table.not_published}")),
        _HEADINGS: _text(table.headings),
    }
    file = io.BytesIO()
    frame.write_parquet(file, metadata=metadata)
    return file.getvalue()


def read_parquet(raw: bytes) -> Contents:
    """Read what ``write_parquet`` wrote.

    Raises:
        ExportError: It is not a Parquet file with a manifest.
    """
    try:
        metadata = pl.read_parquet_metadata(io.BytesIO(raw))
        frame = pl.read_parquet(io.BytesIO(raw))
        lines = msgspec.json.decode(metadata[_LINES], type=tuple[str, ...])
        headings = msgspec.json.decode(metadata[_HEADINGS], type=tuple[str, ...])
        manifest = metadata[_MANIFEST]
    except KeyError as error:
        raise ExportError(f"the file's metadata lack {error}") from error
    except (pl.exceptions.PolarsError, msgspec.MsgspecError, OSError) as error:
        raise ExportError(f"the file is not Parquet as exported: {error}") from error
    return Contents(
        manifest=parse_manifest(manifest),
        lines=(*lines, *frame.columns),
        cells=(headings, *frame.rows()),
    )


def _names(table: Table) -> list[str]:
    """Return the headings, made different from each other where they are alike."""
    names: list[str] = []
    for heading in table.headings:
        name, number = heading, 2
        while name in names:
            name, number = f"{heading} ({number})", number + 1
        names.append(name)
    return names


def _column(name: str, cells: list[Cell]) -> pl.Series:
    if any(isinstance(cell, str) for cell in cells):
        texts = [None if cell is None else str(cell) for cell in cells]
        return pl.Series(name, texts, dtype=pl.String)
    return pl.Series(name, cells, dtype=pl.Int64)


def _text(lines: tuple[str, ...]) -> str:
    return msgspec.json.encode(lines).decode()
