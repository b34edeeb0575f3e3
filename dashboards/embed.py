"""Pages that others can frame: one figure, its table and where it is from.

They hold no script and load nothing, so they also work saved, printed or offline. The
words of the field are explained in them as they are on the pages: in place, and all
together beneath.
"""

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Final

from flask import Flask, Response

from dashboards.definitions import definitions, split_at_new, words_in
from dashboards.downloads import on_stage, tagged
from dashboards.exports.answer import Answer, answer_of
from dashboards.exports.provenance import permalink
from dashboards.exports.svg_file import drawing_of
from dashboards.replies import NOT_FOUND, plain
from dashboards.scene import Scene
from dashboards.stage import Stage
from dashboards.tables import Cell, Table
from dashboards.ui import text
from dashboards.ui.explanation import EXPLAINED
from dashboards.views import VIEWS, View
from dashboards.words import Language, Words

MOST_ROWS: Final = 400
"""Rows of a table that the page shows; it says so when there are more."""

_STYLE: Final = (
    "body{font:15px/1.5 system-ui,sans-serif;color:#1b2430;background:#fff;margin:1rem}"
    "svg{max-width:100%;height:auto}table{border-collapse:collapse;font-size:.9rem}"
    "caption{text-align:left;font-weight:600}th,td{text-align:left;padding:.2rem .8rem"
    " .2rem 0;border-bottom:1px solid #e3e7ec}td.n{text-align:right}.wide{overflow-x:"
    "auto}.note{color:#5a6572;font-size:.85rem;overflow-wrap:anywhere}"
    ".term{display:inline-block;vertical-align:top;max-width:100%}.term>summary{"
    "display:inline;list-style:none;cursor:pointer;text-decoration-line:underline;"
    "text-decoration-style:dotted;text-underline-offset:.2em}.term>summary::"
    "-webkit-details-marker{display:none}"
    ".term>span{display:block;background:#f6f8fa;border-left:3px solid #23507f;"
    "padding:.2rem .6rem;margin:.2rem 0;max-width:34rem;font-weight:400}"
    "dfn{font-style:normal}dt{font-weight:600;margin-top:.3rem}dd{margin:0}"
    "details>summary{cursor:pointer;padding:.2rem 0}"
)
_HASH: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none';"
    " form-action 'none'; frame-ancestors *"
)
_FIRST: Final = Words(
    "De eerste {n} van {all:rij|rijen}; de bestanden op de pagina hebben ze alle.",
    "The first {n} of {all:row|rows}; the files on the page have all.",
)


def add_embeds(server: Flask, stage: Stage) -> None:
    """Add the address of every page that can be framed to a server."""

    @server.get("/embed/<name>")
    def embed(name: str) -> Response:
        view = VIEWS.get(name)
        if view is None:
            return plain(
                f"no view of that name; there are: {', '.join(VIEWS)}", NOT_FOUND
            )
        return on_stage(stage, lambda scene: _framed(scene, view))


def _framed(scene: Scene, view: View) -> Response:
    def make() -> Response:
        page = embed_page(scene.language, answer_of(scene, view), scene.state.query())
        return Response(page, mimetype="text/html")

    answer = tagged(scene, view, "html", make)
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


def embed_page(language: Language, answer: Answer, query: str) -> str:
    """Return the page of one figure, as HTML without scripts."""
    drawing = drawing_of(answer) if answer.figures else ""
    known: set[str] = set()
    summary = _explained(language, answer.summary, known)
    whole = permalink(language, answer.manifest.view, query)
    counted = "".join(
        f"<dt>{escape(heading)}</dt><dd>{escape(words)}</dd>"
        for heading, words in answer.how_counted
    )
    texts = (*answer.notes, answer.provenance, answer.citation)
    notes = "".join(f'<p class="note">{escape(words)}</p>' for words in texts)
    return (
        f'<!DOCTYPE html>\n<html lang="{language.tongue}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(answer.title)} · Weegboek</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(answer.title)}</h1>\n<div>{summary}</div>\n"
        f"{drawing}\n{_table(language, answer.table, answer.title, known)}\n"
        f"{_glossary(language, answer)}\n"
        f"<details><summary>{escape(language.say(text.HOW_COUNTED))}</summary>"
        f"<dl>{counted}</dl></details>\n{notes}\n"
        f'<p><a href="{escape(whole)}" target="_blank" rel="noopener">'
        f"{escape(language.say(text.PERMALINK))}</a></p>\n"
        "</main>\n</body>\n</html>\n"
    )


def _explained(language: Language, text: str, known: set[str]) -> str:
    """Return a text of which each word that is not yet known opens to its meaning."""
    pieces, rest = split_at_new(language.tongue, text, known)
    parts = (
        f"{escape(one.before)}<details class='term'><summary><dfn>{escape(one.word)}"
        f"</dfn></summary><span role='note'>"
        f"{escape(language.say(one.definition.means))}</span></details>"
        for one in pieces
    )
    return "".join((*parts, escape(rest)))


def _glossary(language: Language, answer: Answer) -> str:
    """Return all words of the field on the page with their meanings."""
    rows = answer.table.rows[:MOST_ROWS]
    cells = (one for row in rows for one in row if isinstance(one, str))
    drawn = (
        str(trace.get("name", ""))
        for _, figure in answer.figures
        for trace in figure["data"]
    )
    texts = (answer.title, answer.summary, *answer.table.headings, *drawn, *cells)
    counted = (words for _, words in answer.how_counted)
    keys = words_in(language.tongue, (*texts, *answer.notes, *counted))
    pairs = "".join(
        f"<dt><dfn>{escape(language.say(definitions()[key].name))}</dfn></dt>"
        f"<dd>{escape(language.say(definitions()[key].means))}</dd>"
        for key in keys
    )
    said = escape(language.say(EXPLAINED, n=len(keys)))
    return f"<details><summary>{said}</summary><dl>{pairs}</dl></details>"


def _table(language: Language, table: Table, caption: str, known: set[str]) -> str:
    head = "".join(
        f'<th scope="col">{_explained(language, name, known)}</th>'
        for name in table.headings
    )
    rows = "".join(
        f"<tr>{''.join(_cell(language, table, cell) for cell in row)}</tr>\n"
        for row in table.rows[:MOST_ROWS]
    )
    more = ""
    if len(table.rows) > MOST_ROWS:
        numbers = {"n": MOST_ROWS, "all": language.number(len(table.rows))}
        more = f"<p>{escape(language.say(_FIRST, **numbers))}</p>"
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>{more}"
    )


def _cell(language: Language, table: Table, cell: Cell) -> str:
    if cell is None:
        return f"<td>{escape(table.not_published)}</td>"
    if isinstance(cell, int):
        return f'<td class="n">{escape(language.number(cell))}</td>'
    return f"<td>{escape(cell)}</td>"
