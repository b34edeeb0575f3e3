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
from dashboards.figures.frame import Figure
from dashboards.words import Language

_WIDTH: Final = 960
_MARGIN: Final = 24
_INNER: Final = _WIDTH - 2 * _MARGIN
_TEXT: Final = "#1b2430"
_MUTED: Final = "#5a6572"
_METADATA: Final = re.compile(r'<metadata id="weegboek">([^<]*)</metadata>')


def write_svg(answer: Answer) -> bytes:
    """Write the figure of an answer as SVG; equal answers give equal bytes.

    Raises:
        DrawingError: There is nothing to draw, or a kind that cannot be drawn here.
    """
    ink = Ink()
    y = _written_above(ink, answer)
    y = _drawn(ink, answer, y) + 10
    for words in (*answer.notes, answer.provenance, answer.citation):
        y = ink.paragraph(y + 3, words, width=_INNER, colour=_MUTED, size=10)
    return _document(answer, ink, y).encode()


def drawing_of(answer: Answer) -> str:
    """Return the figure of an answer as SVG without texts, for a page that has them.

    Raises:
        DrawingError: There is nothing to draw, or a kind that cannot be drawn here.
    """
    ink = Ink()
    return _document(answer, ink, _drawn(ink, answer, 0))


def _drawn(ink: Ink, answer: Answer, y: float) -> float:
    """Draw the figures below each other; return where they end."""
    if not answer.figures:
        raise DrawingError("there is no figure for this selection, only a table")
    language = Language(answer.manifest.language)
    for title, figure in answer.figures:
        if title:
            y = ink.paragraph(y + 8, title, width=_INNER, colour=_TEXT, weight="bold")
        lines, height = draw(_in_language(figure, language), _INNER)
        ink.moved(lines, 0, y + 14)
        y += 14 + height
    return y


def _in_language(figure: Figure, language: Language) -> Figure:
    return {**figure, "layout": {**figure["layout"], "separators": language.separators}}


def _written_above(ink: Ink, answer: Answer) -> float:
    y = ink.paragraph(
        0, answer.title, width=_INNER, colour=_TEXT, size=18, weight="bold"
    )
    return ink.paragraph(y + 4, answer.summary, width=_INNER, colour=_TEXT, size=13)


def _document(answer: Answer, ink: Ink, foot: float) -> str:
    height = math.ceil(foot + 2 * _MARGIN)
    whole = Ink()
    whole.put("rect", width=_WIDTH, height=height, fill="#ffffff")
    whole.moved(ink.lines, _MARGIN, _MARGIN)
    first = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}"'
        f' viewBox="0 0 {_WIDTH} {height}" role="img" font-family="{FONT}">'
    )
    about = (
        f"<title>{clean(answer.title)}</title>",
        f"<desc>{clean(answer.summary)}</desc>",
        f'<metadata id="weegboek">{clean(format_manifest(answer.manifest))}</metadata>',
    )
    return "\n".join((first, *about, *whole.lines, "</svg>", ""))


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
