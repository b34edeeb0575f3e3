"""Destinations: where to, on a map and ranked, and one of them over time."""

from typing import Any

from dash import html

from dashboards.scene import Scene
from dashboards.ui.card import card
from dashboards.ui.controls import selection
from dashboards.views import VIEWS
from dashboards.words import Words


def destinations_page(scene: Scene) -> list[Any]:
    """Return the content of the page on destinations."""
    language, state = scene.language, scene.state
    title = language.say(Words("Bestemmingen", "Destinations"))
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
        html.H1(f"{title}: {names}" if names else title),
        selection(scene, "destinations", fields=fields),
        *[card(scene, VIEWS[name]) for name in names_of_views],
    ]
