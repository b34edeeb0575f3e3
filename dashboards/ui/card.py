"""The chart card: figure, sentence, table, download and provenance of one view."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboards.figures.frame import CONFIG, Figure
from dashboards.scene import Scene
from dashboards.tables import Table
from dashboards.ui import text
from dashboards.ui.aria import aria
from dashboards.views.view import Shown, View
from dashboards.words import Language


def graph(figure: Figure, label: str) -> html.Div:
    """Return a figure that draws itself and can be read out by its label."""
    return html.Div(
        dcc.Graph(figure=figure, config=CONFIG, className="figure"),
        role="figure",
        **aria(label=label),
    )


def provenance(scene: Scene) -> str:
    """Say which checkpoint the numbers were computed from."""
    stamp = scene.stamp
    return scene.language.say(
        text.PROVENANCE,
        origin=stamp.origin,
        size=scene.language.number(stamp.size),
        root=stamp.root[:10],
        moment=scene.language.moment(stamp.checkpoint_at),
    )


def table_view(
    language: Language, table: Table, caption: str, limit: int = 400
) -> html.Table:
    """Return a table as HTML; the download has every row of a very long one."""
    numeric = [
        any(isinstance(row[place], int) for row in table.rows)
        for place in range(len(table.headings))
    ]
    head = html.Tr(
        [
            html.Th(heading, scope="col", className="number" if right else None)
            for heading, right in zip(table.headings, numeric, strict=True)
        ]
    )
    body = [
        html.Tr(
            [
                _cell(language, cell, table.not_published, first=place == 0)
                for place, cell in enumerate(row)
            ]
        )
        for row in table.rows[:limit]
    ]
    return html.Table(
        [html.Caption(caption), html.Thead(head), html.Tbody(body)], className="table"
    )


def _cell(
    language: Language, cell: str | int | None, not_published: str, *, first: bool
) -> html.Td | html.Th:
    if cell is None:
        return html.Td(not_published, className="absent")
    if first:
        return html.Th(str(cell), scope="row")
    if isinstance(cell, int):
        return html.Td(language.number(cell), className="number")
    return html.Td(cell)


def section(title: str, *content: Any) -> html.Section:  # noqa: ANN401 - components
    """Return a part of a page under its own heading."""
    return html.Section([html.H2(title), *content], className="card")


def card(
    scene: Scene, view: View, *, figures: Sequence[tuple[str, Figure]] = ()
) -> html.Section:
    """Return the card of a view.

    Args:
        scene: The question.
        view: Which view.
        figures: Figures with their titles, in place of the view's own.
    """
    shown = view.show(scene)
    title = scene.language.say(view.title)
    drawn: list[Any] = []
    if figures:
        for name, figure in figures:
            drawn += [html.H3(name, className="small-title"), graph(figure, name)]
    elif shown.figure is not None:
        drawn.append(graph(shown.figure, f"{title}. {shown.summary}"))
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
    rows = language.number(len(shown.table.rows))
    query = scene.state.query()
    mark = "&" if query else ""
    address = f"/data/{view.name}.csv?lang={language.tongue}{mark}{query}"
    parts: list[Any] = []
    if shown.table.rows:
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
                open=shown.figure is None and view.name != "goal-weights",
            )
        )
        parts.append(html.A(language.say(text.DOWNLOAD), href=address, className="csv"))
    parts.append(html.P(provenance(scene), className="provenance"))
    return html.Div(parts, className="beneath")
