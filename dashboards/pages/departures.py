"""Departures: decisions whose outcome goes against their own decisive findings."""

from typing import Any

from dash import html

from dashboards.scene import Scene
from dashboards.ui.card import card
from dashboards.ui.controls import selection
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS
from dashboards.views.departures import DEFINITION


def departures_page(scene: Scene) -> list[Any]:
    """Return the content of the page on departures."""
    language = scene.language
    fields = ("years", "destination", "class", "outcome")
    return [
        page_heading(language, "departures"),
        html.P(language.say(DEFINITION), className="lead"),
        selection(scene, "departures", fields=fields),
        card(scene, VIEWS["departures"]),
        card(scene, VIEWS["departures-by-year"]),
    ]
