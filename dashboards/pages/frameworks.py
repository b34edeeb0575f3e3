"""Frameworks and lists: what held when, what changed, and where items stand now."""

from typing import Any

from dashboards.queries import versions
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.controls import choice, selection
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS
from dashboards.views.concordance import chosen_list
from dashboards.views.version_diff import (
    CHANGES,
    PARTS,
    chosen,
    compare,
    name_of,
    text_of,
)
from dashboards.words import Words
from ledger.records.version_diff import PartChange, Piece, text_diff

_LEAD = Words(
    "Een besluit wordt gewogen onder het kader van die dag en noemt de code van de"
    " lijst van die dag. Het wordt nooit opnieuw beoordeeld onder een latere versie."
    " Een lijst legt een vergunningplicht op.",
    "A decision is weighed under the framework of its day and names the code of the"
    " list of its day. It is never assessed again under a later version. A list lays"
    " down a licence duty.",
)
_WORDS = Words("Woord voor woord", "Word by word")
_LEGEND = Words(
    "[+ woord +] is toegevoegd en onderstreept; [- woord -] is verwijderd en"
    " doorgehaald.",
    "[+ word +] was added and is underlined; [- word -] was removed and is struck"
    " through.",
)
_BEFORE = Words("van versie", "from version")
_AFTER = Words("naar versie", "to version")
_ITEMS = Words("lijstversie", "list version")
_MAPPED = Words(
    "Besluiten naar klasse en code, omgezet naar de lijsten van nu",
    "Decisions by class and code, mapped to the lists of now",
)


def frameworks_page(scene: Scene) -> list[Any]:
    """Return the content of the page on frameworks and lists."""
    language = scene.language
    slug = scene.stamp.slug
    mapped = f"/{language.tongue}/product-classes?ledger={slug}&codes=current"
    return [
        page_heading(language, "frameworks"),
        html.P(language.say(_LEAD), className="lead"),
        card(scene, VIEWS["versions"]),
        selection(scene, "frameworks", fields=(), extra=_controls(scene)),
        card(scene, VIEWS["version-diff"]),
        *_word_by_word(scene),
        card(scene, VIEWS["concordance"]),
        html.P(html.A(language.say(_MAPPED), href=mapped)),
        card(scene, VIEWS["list-items"]),
    ]


def _controls(scene: Scene) -> list[Any]:
    say = scene.language.say
    every = versions(scene.connection, scene.stamp.ledger_id)
    names = [(one.name, name_of(scene, one)) for one in every]
    pair = chosen(scene)
    before, after = ("", "") if pair is None else (one.name for one in pair)
    one = chosen_list(scene)
    shown = "" if one is None else f"{one.list_id}@{one.version}"
    lists = [f"{one.list_id}@{one.version}" for one in scene.control_lists()]
    items = [(name, text) for name, text in names if name in lists]
    return [
        choice("before", say(_BEFORE), names, before, None),
        choice("after", say(_AFTER), names, after, None),
        choice("list", say(_ITEMS), items, shown, None),
    ]


def _word_by_word(scene: Scene) -> list[Any]:
    found = compare(scene)
    if found is None or not found.changes:
        return []
    say = scene.language.say
    return [
        html.Section(
            [
                html.H2(say(_WORDS)),
                html.P(say(_LEGEND), className="note"),
                html.Dl(
                    [_change(scene, one) for one in found.changes], className="facts"
                ),
            ],
            className="card",
        )
    ]


def _change(scene: Scene, one: PartChange) -> html.Div:
    say = scene.language.say
    code = f" {one.code}" if one.code else ""
    said = f"{say(PARTS[one.part])}{code} · {say(CHANGES[one.change])}"
    pieces = text_diff(text_of(scene, one.before), text_of(scene, one.after))
    parts: list[Any] = []
    for piece in pieces:
        parts += [" ", _piece(piece)]
    return html.Div([html.Dt(said), html.Dd(parts[1:])])


def _piece(piece: Piece) -> Any:  # noqa: ANN401 - a component or a text
    if piece.kind == "added":
        return html.Ins(f"[+ {piece.words} +]")
    if piece.kind == "removed":
        return html.Del(f"[- {piece.words} -]")
    return piece.words
