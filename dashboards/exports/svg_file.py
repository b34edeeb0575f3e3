"""SVG: the figure drawn here, with its texts below it and its manifest as metadata."""

import math
import re
from typing import Final

from dashboards.drawing.draw import draw
from dashboards.drawing.ink import FONT, Ink, clean
from dashboards.errors import DrawingError, ExportError
from dashboards.exports.answer import Answer
from dashboards.exports.contents import Contents
from dashboards.exports.manifest import format_manifest, parse_manifest

_WIDTH: Final = 960
_MARGIN: Final = 24
_TEXT: Final = "#1b2430"
_MUTED: Final = "#5a6572"
_METADATA: Final = re.compile(r'<metadata id="weegboek">([^<]*)</metadata>')


def write_svg(answer: Answer) -> bytes:
    """Write the figure of an answer as SVG; equal answers give equal bytes.

    Raises:
        DrawingError: There is nothing to draw, or a kind that cannot be drawn here.
    """
    if not answer.figures:
        raise DrawingError("there is no figure for this selection, only a table")
    ink = Ink()
    width = _WIDTH - 2 * _MARGIN
    y = _written_above(ink, answer, width)
    for title, figure in answer.figures:
        if title:
            y = ink.paragraph(y + 8, title, width=width, colour=_TEXT, weight="bold")
        lines, height = draw(figure, width)
        ink.moved(lines, 0, y + 14)
        y += 14 + height
    y += 10
    for words in (*answer.notes, answer.provenance, answer.citation):
        y = ink.paragraph(y + 3, words, width=width, colour=_MUTED, size=10)
    height = math.ceil(y + 2 * _MARGIN)
    whole = Ink()
    whole.put("rect", width=_WIDTH, height=height, fill="#ffffff")
    whole.moved(ink.lines, _MARGIN, _MARGIN)
    return _document(answer, whole.lines, height).encode()


def _written_above(ink: Ink, answer: Answer, width: float) -> float:
    y = ink.paragraph(
        0, answer.title, width=width, colour=_TEXT, size=18, weight="bold"
    )
    return ink.paragraph(y + 4, answer.summary, width=width, colour=_TEXT, size=13)


def _document(answer: Answer, lines: list[str], height: int) -> str:
    first = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}"'
        f' viewBox="0 0 {_WIDTH} {height}" role="img" font-family="{FONT}">'
    )
    about = (
        f"<title>{clean(answer.title)}</title>",
        f"<desc>{clean(answer.summary)}</desc>",
        f'<metadata id="weegboek">{clean(format_manifest(answer.manifest))}</metadata>',
    )
    return "\n".join((first, *about, *lines, "</svg>", ""))


def read_svg(raw: bytes) -> Contents:
    """Read what ``write_svg`` wrote: every line of it counts.

    Raises:
        ExportError: It is not SVG with a manifest.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise ExportError("the file is not SVG in UTF-8") from error
    found = _METADATA.findall(text)
    if len(found) != 1:
        raise ExportError("the SVG does not hold one manifest")
    manifest = found[0].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return Contents(manifest=parse_manifest(manifest), drawing=tuple(text.split("\n")))
