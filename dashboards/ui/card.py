"""The chart card: figure, sentence, table, download and provenance of one view."""

from typing import Any, Final

from dashboards.exports.answer import how_counted
from dashboards.exports.formats import FORMATS
from dashboards.exports.manifest import filters_of
from dashboards.exports.provenance import (
    citation,
    data_address,
    embed_address,
    permalink,
    provenance,
)
from dashboards.figures.frame import CONFIG, Figure
from dashboards.scene import Scene
from dashboards.tables import Table
from dashboards.ui import html, text
from dashboards.ui.aria import aria
from dashboards.ui.plotly_locale import in_language
from dashboards.views.view import Shown, View
from dashboards.words import Language

__all__ = ["card", "downloads", "graph", "provenance", "section", "table_view"]


def graph(language: Language, figure: Figure, label: str) -> html.Div:
    """Return a figure that draws itself and can be read out by its label."""
    config: Any = {**CONFIG, **in_language(language)}
    return html.Div(
        html.Graph(figure=figure, config=config, className="figure"),
        role="figure",
        **aria(label=label),
    )


_MOST_CELLS: Final = 1200
"""More cells than this make a page slow; the rows beyond are in the download."""


def most_rows(table: Table) -> int:
    """Return how many rows of a table a page shows: all, or a round number."""
    most = min(400, _MOST_CELLS // max(len(table.headings), 1))
    return most if len(table.rows) <= most else most // 10 * 10 or most


def table_view(language: Language, table: Table, caption: str) -> html.Table:
    """Return a table as HTML; the download has every row of a very long one."""
    limit = most_rows(table)
    numeric = [
        place > 0 and any(isinstance(row[place], int) for row in table.rows)
        for place in range(len(table.headings))
    ]
    head = html.Tr(
        [
            html.Th(heading, scope="col", className="number" if right else None)
            for heading, right in zip(table.headings, numeric, strict=True)
        ]
    )
    body = html.Rows(
        rows=[
            [
                _cell(language, cell, table.links.get((number, place)))
                for place, cell in enumerate(row)
            ]
            for number, row in enumerate(table.rows[:limit])
        ],
        absent=table.not_published,
    )
    return html.Table(
        [html.Caption(caption), html.Thead(head), body], className="table"
    )


def _cell(
    language: Language, cell: str | int | None, link: str | None
) -> html.CellOfRow:
    """Return a cell as it reads, and where it leads or that it is a number."""
    at = None if link is None else f"/{language.tongue}/{link}"
    if isinstance(cell, int):
        return language.number(cell), at, True
    return cell if cell is None or at is None else (cell, at, False)


def section(title: str, *content: Any) -> html.Section:  # noqa: ANN401 - components
    """Return a part of a page under its own heading."""
    return html.Section([html.H2(title), *content], className="card")


def card(scene: Scene, view: View) -> html.Section:
    """Return the card of a view."""
    shown = view.show(scene)
    title = scene.language.say(view.title)
    drawn: list[Any] = []
    for name, figure in shown.figures():
        if name:
            drawn.append(html.H3(name, className="small-title"))
        drawn.append(graph(scene.language, figure, name or f"{title}. {shown.summary}"))
    return html.Section(
        [
            html.H2(title, id=f"{view.name}-title"),
            html.P(shown.summary, className="summary"),
            *drawn,
            *[html.P(note, className="note") for note in shown.notes if note],
            _beneath(scene, view, shown, title),
        ],
        className="card",
        **aria(labelledby=f"{view.name}-title"),
    )


def _beneath(scene: Scene, view: View, shown: Shown, title: str) -> html.Div:
    language = scene.language
    parts: list[Any] = []
    if shown.table.rows:
        rows = language.number(len(shown.table.rows))
        parts.append(
            html.Details(
                [
                    html.Summary(language.say(text.TABLE, n=rows)),
                    html.Div(
                        table_view(language, shown.table, title),
                        className="scroll",
                        tabIndex="0",
                        role="region",
                        **aria(label=f"{title}, {language.say(text.TABLE, n=rows)}"),
                    ),
                ],
                # A view without a figure shows its table at once.
                open=not shown.figures(),
            )
        )
        if len(shown.table.rows) > most_rows(shown.table):
            first = language.number(most_rows(shown.table))
            words = language.say(text.FIRST_ROWS, n=first, all=rows)
            parts.append(html.P(words, className="note"))
    parts += [
        _drawer(
            language.say(text.HOW_COUNTED),
            html.Dl(
                [
                    part
                    for heading, words in how_counted(scene, view)
                    for part in (html.Dt(heading), html.Dd(words))
                ]
            ),
        ),
        _drawer(language.say(text.CITE), *_citing(scene, view)),
        downloads(scene, view, len(shown.table.rows), drawn=bool(shown.figures())),
        html.P(provenance(scene), className="provenance"),
    ]
    return html.Div(parts, className="beneath")


def _drawer(summary: str, *content: Any) -> html.Details:  # noqa: ANN401 - components
    return html.Details([html.Summary(summary), *content], className="drawer")


def _citing(scene: Scene, view: View) -> list[Any]:
    language, filters = scene.language, filters_of(scene.state)
    query = scene.state.but(ref="").query()
    links = (
        (text.PERMALINK, permalink(language, view.name, query)),
        (text.EMBED, embed_address(language, view.name, query)),
    )
    verify = (
        f"weegboek figure verify {view.name}-{scene.stamp.size}.csv"
        " --ledger LEDGER --policy POLICY"
    )
    return [
        html.P(citation(scene, view, filters), className="citation"),
        html.Ul([html.Li(html.A(language.say(words), href=at)) for words, at in links]),
        html.P([language.say(text.VERIFY_FIGURE), " ", html.Code(verify)]),
    ]


def downloads(scene: Scene, view: View, rows: int, *, drawn: bool) -> html.P:
    """Return the links to every export of a view, with the number of rows."""
    language, query = scene.language, scene.state.but(ref="").query()
    label = language.say(text.DOWNLOAD, n=language.number(rows))
    parts: list[Any] = [html.Span(f"{label}:", id=f"{view.name}-downloads")]
    for one in FORMATS.values():
        if drawn or not one.drawn:
            at = data_address(language, view.name, one.suffix, query)
            name = f"{one.name}: {language.say(view.title)}"
            parts += [
                " ",
                html.A(one.name, href=at, className="csv", **aria(label=name)),
            ]
    return html.P(parts, className="downloads")
