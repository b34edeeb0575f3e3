"""JSON: everything in one object; and the manifest alone."""

import msgspec
from msgspec import Struct

from dashboards.errors import ExportError
from dashboards.exports.answer import Answer
from dashboards.exports.contents import Contents
from dashboards.exports.manifest import Manifest, format_manifest, parse_manifest
from dashboards.tables import Cell


class _File(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An answer as a program reads it; a null in a row is what is not published."""

    citation: str
    columns: tuple[str, ...]
    how_counted: dict[str, str]
    manifest: Manifest
    notes: tuple[str, ...]
    null_means: str
    provenance: str
    rows: tuple[tuple[Cell, ...], ...]
    summary: str
    title: str


def write_json(answer: Answer) -> bytes:
    """Write an answer as one JSON object."""
    file = _File(
        citation=answer.citation,
        columns=answer.table.headings,
        how_counted=dict(answer.how_counted),
        manifest=answer.manifest,
        notes=answer.notes,
        null_means=answer.table.not_published,
        provenance=answer.provenance,
        rows=answer.table.rows,
        summary=answer.summary,
        title=answer.title,
    )
    return msgspec.json.encode(file) + b"\n"


def read_json(raw: bytes) -> Contents:
    """Read what ``write_json`` wrote.

    Raises:
        ExportError: It is not such an object.
    """
    try:
        file = msgspec.json.decode(raw, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ExportError(f"the file is not an export: {error}") from error
    return Contents(
        manifest=parse_manifest(format_manifest(file.manifest)),
        lines=(
            file.title,
            file.summary,
            *file.notes,
            *(f"{heading}: {text}" for heading, text in file.how_counted.items()),
            file.provenance,
            file.citation,
            file.null_means,
        ),
        cells=(file.columns, *file.rows),
    )


def write_manifest(answer: Answer) -> bytes:
    """Write the manifest of an answer, and nothing else."""
    return format_manifest(answer.manifest).encode() + b"\n"


def read_manifest(raw: bytes) -> Contents:
    """Read what ``write_manifest`` wrote.

    Raises:
        ExportError: It is not a manifest.
    """
    return Contents(manifest=parse_manifest(raw.removesuffix(b"\n")))
