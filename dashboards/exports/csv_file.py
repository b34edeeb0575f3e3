"""CSV: texts and the manifest as comment lines above the rows."""

import csv
import io
from typing import Final

from dashboards.errors import ExportError
from dashboards.exports.answer import Answer
from dashboards.exports.contents import Contents
from dashboards.exports.manifest import format_manifest, parse_manifest
from dashboards.tables import format_csv

_MARK: Final = "# "
_MANIFEST: Final = "# manifest "


def write_csv(answer: Answer) -> bytes:
    """Write an answer as CSV in UTF-8, with the mark that spreadsheets need."""
    manifest = _MANIFEST.removeprefix(_MARK) + format_manifest(answer.manifest)
    return format_csv(answer.table, (*answer.lines(), manifest)).encode("utf-8-sig")


def read_csv(raw: bytes) -> Contents:
    """Read what ``write_csv`` wrote.

    Raises:
        ExportError: It is not a CSV file with a manifest.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExportError("the file is not CSV in UTF-8") from error
    comments = []
    while text.startswith(_MARK):
        line, _, text = text.partition("\r\n")
        comments.append(line)
    if not comments or not comments[-1].startswith(_MANIFEST):
        raise ExportError(
            "no manifest stands above the rows; only files that Weegboek exported"
            " can be verified"
        )
    try:
        rows = tuple(map(tuple, csv.reader(io.StringIO(text, newline=""), strict=True)))
    except csv.Error as error:
        raise ExportError(f"the rows are not CSV: {error}") from error
    manifest = comments.pop().removeprefix(_MANIFEST)
    return Contents(
        manifest=parse_manifest(manifest),
        lines=tuple(line.removeprefix(_MARK) for line in comments),
        cells=rows,
    )
