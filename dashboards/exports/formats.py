"""The formats of exports: how each writes an answer and reads its own files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dashboards.errors import ExportError
from dashboards.exports.answer import Answer
from dashboards.exports.contents import Contents
from dashboards.exports.csv_file import read_csv, write_csv
from dashboards.exports.json_file import (
    read_json,
    read_manifest,
    write_json,
    write_manifest,
)
from dashboards.exports.parquet_file import read_parquet, write_parquet
from dashboards.exports.png_file import SIGNATURE, read_png, write_png
from dashboards.exports.svg_file import read_svg, write_svg
from dashboards.exports.workbook import read_workbook, write_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format of exports.

    Attributes:
        suffix: How its files end.
        name: What it is called on buttons.
        mimetype: Its media type.
        write: Writes an answer.
        read: Reads what it wrote.
        drawn: Whether it holds a drawing, so that there must be a figure.
        attached: Whether a browser saves it rather than show it.
    """

    suffix: str
    name: str
    mimetype: str
    write: Callable[[Answer], bytes]
    read: Callable[[bytes], Contents]
    drawn: bool = False
    attached: bool = True


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        one.suffix: one
        for one in (
            Format(
                suffix="csv",
                name="CSV",
                mimetype="text/csv",
                write=write_csv,
                read=read_csv,
            ),
            Format(
                suffix="xlsx",
                name="XLSX",
                mimetype="application/vnd.openxmlformats-officedocument"
                ".spreadsheetml.sheet",
                write=write_workbook,
                read=read_workbook,
            ),
            Format(
                suffix="parquet",
                name="Parquet",
                mimetype="application/vnd.apache.parquet",
                write=write_parquet,
                read=read_parquet,
            ),
            Format(
                suffix="json",
                name="JSON",
                mimetype="application/json",
                write=write_json,
                read=read_json,
                attached=False,
            ),
            Format(
                suffix="svg",
                name="SVG",
                mimetype="image/svg+xml",
                write=write_svg,
                read=read_svg,
                drawn=True,
            ),
            Format(
                suffix="png",
                name="PNG",
                mimetype="image/png",
                write=write_png,
                read=read_png,
                drawn=True,
            ),
            Format(
                suffix="manifest.json",
                name="manifest",
                mimetype="application/json",
                write=write_manifest,
                read=read_manifest,
                attached=False,
            ),
        )
    }
)
"""Every format by its suffix."""


def format_of(raw: bytes) -> Format:
    """Return the format of a file, by what stands in it.

    Raises:
        ExportError: It is of none of the formats.
    """
    start = raw[:4]
    if start == b"PAR1":
        return FORMATS["parquet"]
    if start == b"PK\x03\x04":
        return FORMATS["xlsx"]
    if raw.startswith(SIGNATURE):
        return FORMATS["png"]
    if start == b"<svg":
        return FORMATS["svg"]
    if raw[:1] == b"{":
        alone = b'"columns":' not in raw and b'"format":"weegboek-figure' in raw
        return FORMATS["manifest.json" if alone else "json"]
    if raw.removeprefix(b"\xef\xbb\xbf")[:1] == b"#":
        return FORMATS["csv"]
    known = ", ".join(one.name for one in FORMATS.values())
    raise ExportError(f"the file is of no format that can be verified ({known})")
