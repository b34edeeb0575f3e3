"""The table of decisions, one page at a time."""

from typing import Any

from dashboards.queries import FacetCount, facets
from dashboards.scene import Scene
from dashboards.ui import html, text
from dashboards.ui.aria import aria, data
from dashboards.ui.card import downloads, provenance
from dashboards.ui.controls import choice, search_box, selection
from dashboards.ui.heading import page_heading
from dashboards.ui.subset import subset_fields, subset_notice
from dashboards.views import decisions as view
from dashboards.views import heading
from dashboards.views.absent_events import absent_events_note
from dashboards.views.view import NOTHING
from dashboards.views.withheld_note import withheld_notes
from dashboards.words import Words

_FACETS = (
    ("status", "status", heading.STATUS),
    ("weight", "weight", Words("gewicht van een doel", "weight of a goal")),
    ("ground", "refusal_ground", Words("weigeringsgrond", "refusal ground")),
)

_LEAD = Words(
    "Elk openbaar besluit, het nieuwste eerst. Kies een kenmerk voor het besluit zelf:"
    " hoe is gewogen, wat er daarna gebeurde, en het bewijs dat het zo is vastgelegd.",
    "Every public decision, the newest first. Choose a reference for the decision"
    " itself: how it was weighed, what happened afterwards, and the proof that this is"
    " how it was recorded.",
)


def decisions_list(scene: Scene) -> list[Any]:
    """Return the content of the page of decisions."""
    language, state = scene.language, scene.state
    found = view.read_page(scene)
    counted = facets(scene.connection, scene.filters, state.search())
    chosen = {
        "status": state.statuses,
        "weight": state.weights,
        "ground": state.grounds,
    }
    extra = [
        choice(
            key,
            language.say(words),
            _options(scene, counted, key, vocabulary),
            chosen[key][0] if chosen[key] else "",
            language.say(text.EVERY),
        )
        for key, vocabulary, words in _FACETS
    ]
    fields = ("years", "destination", "class", "outcome")
    pages = max(1, -(-found.total // view.PAGE_SIZE))
    count = Words(
        "{n:besluit|besluiten}, pagina {page} van {pages}",
        "{n:decision|decisions}, page {page} of {pages}",
    )
    return [
        page_heading(language, "decisions"),
        html.P(language.say(_LEAD), className="lead"),
        selection(
            scene,
            "decisions",
            fields=fields,
            extra=[*extra, search_box(scene), *subset_fields(scene)],
        ),
        *subset_notice(scene),
        html.P(
            language.say(
                count,
                n=language.number(found.total),
                page=language.number(state.page),
                pages=language.number(pages),
            ),
            className="summary",
            role="status",
        ),
        *[
            html.P(note, className="note")
            for note in (*withheld_notes(scene), *absent_events_note(scene))
        ],
        *(_listed(scene, found.rows, pages) if found.total else [_nothing(scene)]),
        downloads(scene, view.DECISIONS, found.total, drawn=False),
        html.P(provenance(scene), className="provenance"),
    ]


def _nothing(scene: Scene) -> html.P:
    return html.P(scene.language.say(NOTHING), className="notice sound")


def _listed(scene: Scene, rows: tuple[Any, ...], pages: int) -> list[Any]:
    words = Words("Besluiten", "Decisions")
    return [
        html.Div(
            _table(scene, rows),
            className="scroll whole",
            tabIndex="0",
            role="region",
            **aria(label=scene.language.say(words)),
        ),
        _pager(scene, pages),
    ]


def _options(
    scene: Scene, counted: tuple[FacetCount, ...], facet: str, vocabulary: str
) -> list[tuple[str, str]]:
    number = scene.language.number
    return [
        (
            one.value,
            f"{scene.labels.term(vocabulary, one.value)} ({number(one.decisions)})",
        )
        for one in counted
        if one.facet == facet
    ]


def _table(scene: Scene, rows: tuple[Any, ...]) -> html.Table:
    language, state = scene.language, scene.state
    sorts = (None, "decided", "destination", "outcome", None, None, "value", None)
    heads = []
    for words, sort in zip(view.HEADINGS, sorts, strict=True):
        name = language.say(words)
        if sort is None:
            heads.append(html.Th(name, scope="col", role="columnheader"))
            continue
        here = state.sort == sort
        turned = state.but(sort=sort, ascending=here and not state.ascending)
        arrow = (" ↑" if state.ascending else " ↓") if here else ""
        order = "ascending" if state.ascending else "descending"
        heads.append(
            html.Th(
                html.A(f"{name}{arrow}", href=f"?{turned.query()}"),
                scope="col",
                role="columnheader",
                **(aria(sort=order) if here else {}),
            )
        )
    absent = language.say(Words("niet gepubliceerd", "not published"))
    body = []
    for row in rows:
        ref, *cells = view.cells_of(scene, row)
        whole = state.whole(scene.stamp.slug)
        address = f"/{language.tongue}/decision?{whole}&ref={row.ref}"
        body.append(
            html.Tr(
                [
                    html.Th(html.A(ref, href=address), scope="row", role="rowheader"),
                    *[
                        _cell(language.say(heading), cell, absent)
                        for heading, cell in zip(view.HEADINGS[1:], cells, strict=True)
                    ],
                ],
                role="row",
            )
        )
    # On a phone rows are blocks, which would take a table's roles from it.
    return html.Table(
        [
            html.Thead(html.Tr(heads, role="row"), role="rowgroup"),
            html.Tbody(body, role="rowgroup"),
        ],
        className="table decisions",
        role="table",
    )


def _cell(heading: str, cell: str | int | None, absent: str) -> html.Td:
    """Return a cell that can say its heading where there is no room for columns."""
    kind = "absent" if cell is None else None
    said = absent if cell is None else str(cell)
    return html.Td(
        html.Span(said), className=kind, role="cell", **data(heading=heading)
    )


def _pager(scene: Scene, pages: int) -> html.Nav:
    language, state = scene.language, scene.state
    links = []
    for number, words in (
        (state.page - 1, Words("← vorige", "← previous")),
        (state.page + 1, Words("volgende →", "next →")),
    ):
        if 1 <= number <= pages:
            address = f"?{state.but().but(page=number).query()}"
            links.append(html.A(language.say(words), href=address))
    return html.Nav(
        links,
        className="pager",
        **aria(label=language.say(Words("Pagina's", "Pages"))),
    )
