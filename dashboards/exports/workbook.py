"""XLSX: the rows on one sheet, the texts and the manifest on a second.

Every text is written as a text, so that no cell can run as a formula.
"""

import io
import zipfile
from datetime import datetime
from itertools import takewhile
from typing import Any, Final

import fastexcel
import msgspec
import xlsxwriter

from dashboards.errors import ExportError
from dashboards.exports.answer import Answer
from dashboards.exports.contents import Contents
from dashboards.exports.manifest import parse_manifest

_ROWS: Final = "rows"
_ABOUT: Final = "about"
_MOST_BYTES: Final = 200_000_000
"""A workbook that would unfold to more is refused."""


def write_workbook(answer: Answer) -> bytes:
    """Write an answer as a workbook, alike at any time and place.

    Raises:
        ExportError: A workbook has no room for it.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - no moment, so that equal answers give equal files
    bold = book.add_format({"bold": True})
    table = answer.table
    cells = [table.headings, *table.rows]
    sheet = book.add_worksheet(_ROWS)
    for at, row in enumerate(cells):
        for place, cell in enumerate(row):
            shown = table.not_published if cell is None else cell
            _put(sheet, at, place, shown, bold if at == 0 else None)
    sheet.freeze_panes(1, 0)
    about = book.add_worksheet(_ABOUT)
    manifest = msgspec.to_builtins(answer.manifest)
    for at, line in enumerate(answer.lines()):
        _put(about, at, 0, line, None)
    start = len(answer.lines()) + 1
    for at, (key, value) in enumerate(sorted(manifest.items()), start=start):
        _put(about, at, 0, key, bold)
        _put(about, at, 1, msgspec.json.encode(value).decode(), None)
    book.close()
    return file.getvalue()


def _put(sheet: Any, row: int, column: int, cell: str | int, style: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    put = sheet.write_string if isinstance(cell, str) else sheet.write_number
    if put(row, column, cell, style) != 0:
        raise ExportError(
            f"row {row + 1} does not fit in a workbook; take CSV or Parquet instead"
        )


def read_workbook(raw: bytes) -> Contents:
    """Read what ``write_workbook`` wrote, also when it was saved again since.

    Raises:
        ExportError: It is not such a workbook, or a cell of it is a formula.
    """
    try:
        _check_parts(raw)
        book = fastexcel.read_excel(raw)
        if book.sheet_names != [_ROWS, _ABOUT]:
            raise ExportError(f"the sheets are not {_ROWS} and {_ABOUT}")
        rows, about = (_texts(book, name) for name in (_ROWS, _ABOUT))
    except (fastexcel.FastExcelError, zipfile.BadZipFile, OSError) as error:
        raise ExportError(f"the file is not a workbook: {error}") from error
    lines = tuple(
        " ".join(filter(None, row)) for row in takewhile(lambda row: row[0], about)
    )
    pairs = about[len(lines) + 1 :]
    if any(len(row) != 2 or not row[0] for row in pairs):  # noqa: PLR2004 - key and value
        raise ExportError(f"the sheet {_ABOUT} does not end with the manifest")
    text = ",".join(f'"{key}":{value}' for key, value in pairs)
    return Contents(
        manifest=parse_manifest(f"{{{text}}}"),
        lines=lines,
        cells=tuple(rows),
    )


def _texts(book: fastexcel.ExcelReader, name: str) -> list[tuple[str, ...]]:
    """Return the cells of a sheet as they read, empty ones as empty texts."""
    sheet = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
    return [tuple(cell or "" for cell in row) for row in sheet.rows()]


def _check_parts(raw: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
            raise ExportError("the workbook is too large to be read")
        for name in parts.namelist():
            text = parts.read(name) if name.startswith("xl/worksheets/") else b""
            # The value that is kept beside a formula is not what a reader sees.
            if b"<f>" in text or b"<f " in text or b":f>" in text or b":f " in text:
                raise ExportError("a cell of the workbook is a formula")
