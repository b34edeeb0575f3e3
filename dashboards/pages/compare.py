"""Compare: two destinations, classes, periods or framework versions side by side."""

from typing import Any, Final

from dashboards.queries import ledgers
from dashboards.scene import Scene
from dashboards.state import Dimension
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.comparison import dimensions, sides_fields, swapped
from dashboards.ui.controls import selection
from dashboards.ui.heading import page_heading
from dashboards.ui.method import method
from dashboards.views import VIEWS
from dashboards.views.sides import sides_of
from dashboards.words import Words

_LEAD: Final = Words(
    "Twee bestemmingen, productklassen, perioden of kaderversies naast elkaar: dezelfde"
    " vragen, op dezelfde assen en schaal.",
    "Two destinations, product classes, periods or framework versions side by side: the"
    " same questions, on the same axes and scale.",
)
_LEDGERS: Final = Words(
    "Ook twee autoriteiten zijn naast elkaar te zetten.",
    "Two authorities can be put side by side too.",
)
_METHOD: Final = (
    Words(
        "De kanten verschillen alleen in wat u kiest; de rest van de keuze geldt voor"
        " beide. Vergelijkt u perioden, dan gelden geen andere jaren.",
        "The sides differ only in what you choose; the rest of the selection holds for"
        " both. When you compare periods, no other years hold.",
    ),
    Words(
        "Een kaderversie is hier: alle besluiten die onder die versie zijn gewogen en"
        " waarvan de weging is gepubliceerd. Voor even lange vensters voor en na een"
        " wijziging is er de pagina over de kaderwijziging.",
        "A framework version is here: all decisions that were weighed under it and"
        " whose weighing is published. For equally long windows before and after a"
        " change see the page on the framework change.",
    ),
    Words(
        "Twee autoriteiten staan alleen naast elkaar als u dat kiest, en als beide"
        " grootboeken zijn geverifieerd. Zij tellen ieder op hun eigen manier; valuta's"
        " worden niet omgerekend. Elk bestand noemt beide controlepunten.",
        "Two authorities stand side by side only when you choose so, and when both"
        " ledgers are verified. They each count in their own way; currencies are not"
        " converted. Every file names both checkpoints.",
    ),
)
_VIEWS: Final = (
    "compare-outcomes",
    "compare-over-time",
    "compare-shares",
    "compare-classes",
    "compare-destinations",
    "compare-values",
)
_OWN: Final[dict[Dimension, tuple[str, str]]] = {
    "class": ("class", "compare-classes"),
    "destination": ("destination", "compare-destinations"),
    "period": ("years", ""),
}
"""The field of the selection, and the view, that a dimension takes the place of."""


def compare_page(scene: Scene) -> list[Any]:
    """Return the content of the page of comparisons."""
    language, state = scene.language, scene.state
    field, view = ("", "") if state.by is None else _OWN.get(state.by, ("", ""))
    fields = ("years", "destination", "class", "outcome", "grain")
    said = [_LEAD, _LEDGERS] if len(ledgers(scene.connection)) > 1 else [_LEAD]
    content: list[Any] = [
        page_heading(language, "compare"),
        html.P(" ".join(map(language.say, said)), className="lead"),
        dimensions(scene),
    ]
    if state.by is not None:
        content.append(
            selection(
                scene,
                "compare",
                fields=tuple(one for one in fields if one != field),
                first=sides_fields(scene),
            )
        )
    sides = sides_of(scene)
    if isinstance(sides, str):
        return [
            *content,
            html.P(sides, className="notice sound", role="status"),
            method(language, _METHOD),
        ]
    return [
        *content,
        swapped(scene),
        *[card(scene, VIEWS[name]) for name in _VIEWS if name != view],
        method(language, _METHOD),
    ]
