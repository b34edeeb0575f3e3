"""Like cases: the same items, destination and end use, decided differently."""

from typing import Any, Final

from dashboards.analyses.like_cases import Case, Pair
from dashboards.scene import Scene
from dashboards.subset import Subset
from dashboards.ui import html
from dashboards.ui.aria import aria
from dashboards.ui.card import card, provenance, section
from dashboards.ui.controls import selection
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS
from dashboards.views.aspects import KINDS, aspect_names, finding_name
from dashboards.views.behind import behind, decision
from dashboards.views.like_cases import (
    DEFINITION,
    UNEXPLAINED,
    like_pairs,
    too_many,
    version_of,
)
from dashboards.words import Words

_SHOWN: Final = 4
_SIDE: Final = Words("Naast elkaar", "Side by side")
_FIRST: Final = Words(
    "De paren die het minst verschillen in wat is gevonden: {n} van {all}. De tabel"
    " eronder heeft alle paren; wie daar op de codes drukt, ziet die groep hier.",
    "The pairs that differ least in what was found: {n} of {all}. The table below has"
    " all pairs; choose the codes of one to see its group here.",
)
_GROUP: Final = Words(
    "De weigeringen gelijk aan {ref}, elk naast de verlening die er het minst van"
    " verschilt.",
    "The refusals alike to {ref}, each beside the grant that differs least from it.",
)
_GONE: Final = Words(
    "Gelijk aan {ref} is binnen deze keuze geen weigering naast een verlening.",
    "Within this selection no refusal beside a grant is alike to {ref}.",
)
_NONE: Final = Words(
    "Binnen deze keuze ging geen groep gelijke besluiten verschillende kanten op.",
    "Within this selection no group of like decisions went different ways.",
)


def like_cases_page(scene: Scene) -> list[Any]:
    """Return the content of the page on like cases."""
    language = scene.language
    fields = ("years", "destination", "class")
    return [
        page_heading(language, "like-cases"),
        html.P(language.say(DEFINITION), className="lead"),
        selection(scene, "like-cases", fields=fields),
        card(scene, VIEWS["like-cases-by-year"]),
        _side_by_side(scene),
        card(scene, VIEWS["like-cases"]),
    ]


def _side_by_side(scene: Scene) -> html.Section:
    language, like = scene.language, scene.state.subset.like
    found = like_pairs(scene)
    shown: list[Pair] = []
    if found is None:
        lead = too_many(scene)
    elif like:
        group = next((p.refused.group for p in found if like in _refs(p)), None)
        shown = [pair for pair in found if pair.refused.group == group]
        lead = language.say(_GROUP if shown else _GONE, ref=like)
    else:
        shown = list(found[:_SHOWN])
        lead = language.say(
            _FIRST, n=language.number(len(shown)), all=language.number(len(found))
        )
        lead = lead if shown else language.say(_NONE)
    return section(
        language.say(_SIDE),
        html.P(lead, className="summary"),
        *[_pair(scene, pair) for pair in shown],
        html.P(provenance(scene), className="provenance"),
    )


def _refs(pair: Pair) -> tuple[str, str]:
    return pair.granted.ref, pair.refused.ref


def _pair(scene: Scene, pair: Pair) -> html.Article:
    language, labels = scene.language, scene.labels
    codes, destination, end_use = pair.refused.group
    title = " · ".join(
        (", ".join(codes), labels.country(destination), labels.term("end_use", end_use))
    )
    address = behind(scene, Subset(like=pair.refused.ref))
    words = Words("alle gelijke besluiten", "all like decisions")
    return html.Article(
        [
            html.H3([title, " "]),
            html.P(
                [
                    _verdict(scene, pair),
                    " ",
                    html.A(language.say(words), href=f"/{language.tongue}/{address}"),
                ],
                className="note",
            ),
            html.Div(
                _table(scene, pair),
                className="scroll whole",
                tabIndex="0",
                role="region",
                **aria(label=title),
            ),
        ],
        className="pair",
    )


def _verdict(scene: Scene, pair: Pair) -> str:
    """Say in one sentence how far the two are apart."""
    language = scene.language
    days = Words("{n:dag|dagen} uit elkaar", "{n:day|days} apart")
    parts = [language.say(days, n=language.number(pair.days))]
    if pair.differing is None:
        words = Words("een weging is niet gepubliceerd", "a weighing is not published")
        parts.append(language.say(words))
    elif pair.unexplained:
        parts.append(language.say(UNEXPLAINED))
    else:
        words = Words(
            "{n} van {all:bevinding verschilt|bevindingen verschillen}",
            "{n} of {all:finding differs|findings differ}",
        )
        whole = len(pair.differing) + len(pair.equal or ())
        parts.append(language.say(words, n=len(pair.differing), all=whole))
        if not pair.same_version:
            words = Words(
                "onder verschillende versies van het kader",
                "under different framework versions",
            )
            parts.append(language.say(words))
    return "; ".join(parts) + "."


def _table(scene: Scene, pair: Pair) -> html.Table:
    language, names = scene.language, aspect_names(scene)
    cases = (pair.refused, pair.granted)
    head = html.Tr(
        [
            html.Th(
                language.say(Words("aspect", "aspect")),
                scope="col",
                role="columnheader",
            ),
            *[_head(scene, case) for case in cases],
        ],
        role="row",
    )
    kinds = {one.code: one.kind for case in cases for one in case.aspects}
    differing = pair.differing or ()
    codes = sorted(kinds, key=lambda code: code not in differing)
    rows = []
    for code in codes:
        name = names.get(code, code)
        if kinds[code] != "art15":  # whose names say so themselves
            name = f"{name} ({language.say(KINDS[kinds[code]])})"
        mark = "≠" if code in differing else "="
        cells = [_cell(scene, case, code) for case in cases]
        rows.append(
            html.Tr(
                [
                    html.Th(
                        [html.Span(mark, className="marks"), " ", name],
                        scope="row",
                        role="rowheader",
                    ),
                    *cells,
                ],
                className="differs" if code in differing else None,
                role="row",
            )
        )
    # On a phone rows are blocks, which would take a table's roles from it.
    return html.Table(
        [html.Thead(head, role="rowgroup"), html.Tbody(rows, role="rowgroup")],
        className="table pairs",
        role="table",
    )


def _head(scene: Scene, case: Case) -> html.Th:
    language = scene.language
    hidden = Words("weging niet gepubliceerd", "weighing not published")
    under = version_of(scene, case) or language.say(hidden)
    return html.Th(
        [
            scene.labels.term("outcome", case.outcome),
            html.Br(),
            html.A(case.ref, href=f"/{language.tongue}/{decision(scene, case.ref)}"),
            html.Br(),
            html.Small(f"{language.day(case.decided)} · {under}"),
        ],
        scope="col",
        role="columnheader",
    )


def _cell(scene: Scene, case: Case, code: str) -> html.Td:
    found = next((one for one in case.aspects if one.code == code), None)
    if found is None:
        words = Words("niet gewogen", "not weighed")
        if case.framework is None:
            words = Words("niet gepubliceerd", "not published")
        return html.Td(scene.language.say(words), className="absent", role="cell")
    finding = finding_name(scene, found.kind, found.finding)
    weight = scene.labels.term("weight", found.weight)
    return html.Td([finding, html.Small(f" · {weight}")], role="cell")
