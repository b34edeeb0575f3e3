"""Product classes: what kind of items, down to the code, and over time."""

from typing import Any

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.comparison import compare_link
from dashboards.ui.controls import choice, one_of, selection
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS
from dashboards.words import Words

_LISTS = Words(
    "Voor wat voor goederen een vergunning is gevraagd, tot op de code van de"
    " controlelijst. Lijsten veranderen: een code kan in een nieuwe versie anders"
    " heten of in een andere lijst staan. De driehoeken op de tijdas tonen wanneer.",
    "For what kind of items a licence was asked for, down to the code on the control"
    " list. Lists change: in a new version an item can have another code or stand in"
    " another list. The triangles on the time axis show when.",
)


_CODES = Words("codes", "codes")
_DECIDED = Words("zoals besloten", "as decided")
_CURRENT = Words("omgezet naar nu", "mapped to current")


def product_classes_page(scene: Scene) -> list[Any]:
    """Return the content of the page on product classes."""
    language, state = scene.language, scene.state
    names = " + ".join(scene.labels.product_class(code) for code in state.classes)
    fields = ("years", "class", "destination", "outcome", "grain")
    current = [("current", language.say(_CURRENT))]
    codes = choice(
        "codes",
        language.say(_CODES),
        current,
        "current" if state.mapped else "",
        language.say(_DECIDED),
    )
    shown = ("classes", "items", "outcomes", "destination-by-class", "licensed-values")
    return [
        page_heading(language, "product-classes", names),
        html.P(language.say(_LISTS), className="lead"),
        compare_link(scene, "class", one_of(state.classes)),
        selection(scene, "product-classes", fields=fields, extra=[codes]),
        *[card(scene, VIEWS[name]) for name in shown],
    ]
