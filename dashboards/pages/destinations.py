"""Destinations: where to, on a map and ranked, and one of them over time."""

from typing import Any, Final

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.comparison import compare_link
from dashboards.ui.controls import one_of, selection
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS
from dashboards.words import Words

_LEAD: Final = Words(
    "Naar welke landen een vergunning is gevraagd en hoe daarop is besloten: op de"
    " kaart, op volgorde en in de tijd. Kies een bestemming voor alles over dat land.",
    "To which countries a licence was asked for, and how that was decided: on the map,"
    " ranked and over time. Choose a destination for all about that country.",
)


def destinations_page(scene: Scene) -> list[Any]:
    """Return the content of the page on destinations."""
    language, state = scene.language, scene.state
    names = " + ".join(scene.labels.country(code) for code in state.destinations)
    fields = ("years", "destination", "class", "outcome", "grain")
    names_of_views = (
        ("outcomes", "classes", "refusal-grounds", "licensed-values", "events")
        if state.destinations
        else (
            "map",
            "destinations",
            "destination-by-class",
            "outcomes",
            "refusal-grounds",
        )
    )
    return [
        page_heading(language, "destinations", names),
        html.P(language.say(_LEAD), className="lead"),
        compare_link(scene, "destination", one_of(state.destinations)),
        selection(scene, "destinations", fields=fields),
        *[card(scene, VIEWS[name]) for name in names_of_views],
    ]
