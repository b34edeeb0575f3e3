"""The weighing: what was found, how it weighed, and how it came out."""

from typing import Any

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.controls import selection
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS
from dashboards.words import Words

_LEAD = Words(
    "Elk besluit rust op een weging: vier criteria, de vier overwegingen van artikel 15"
    " en, waar het aanvullende kader geldt, strategische doelen. Hier is geteld wat is"
    " gevonden, hoe zwaar het woog en hoe het afliep. Wat samengaat is daarmee nog geen"
    " oorzaak.",
    "Each decision rests on a weighing: four criteria, the four considerations of"
    " Article 15 and, where the supplementary framework applies, strategic goals. Here"
    " is counted what was found, how much it weighed and how it came out. What goes"
    " together is not thereby a cause.",
)
_VIEWS = (
    "weighing-weights",
    "weighing-findings",
    "goal-combinations",
    "refusal-grounds",
    "conditions",
    "overrides",
)


def weighing_page(scene: Scene) -> list[Any]:
    """Return the content of the page on the weighing."""
    language = scene.language
    fields = ("years", "destination", "class", "outcome")
    return [
        page_heading(language, "weighing"),
        html.P(language.say(_LEAD), className="lead"),
        selection(scene, "weighing", fields=fields),
        *[card(scene, VIEWS[name]) for name in _VIEWS],
    ]
