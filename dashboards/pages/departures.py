"""Departures: decisions whose outcome goes against their own decisive findings."""

from typing import Any, Final

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.controls import selection
from dashboards.ui.heading import page_heading
from dashboards.ui.method import method
from dashboards.views import VIEWS
from dashboards.views.departures import DEFINITION
from dashboards.words import Words

_LEAD: Final = Words(
    "Welke besluiten gaan tegen hun eigen weging in: verleend terwijl een"
    " doorslaggevende bevinding voor weigeren pleit, of geweigerd terwijl die alle voor"
    " verlenen pleiten. Dat een besluit afwijkt, zegt niet dat het onjuist is.",
    "Which decisions go against their own weighing: granted while a decisive finding"
    " speaks for refusing, or refused while all of these speak for granting. That a"
    " decision departs does not say that it is wrong.",
)


def departures_page(scene: Scene) -> list[Any]:
    """Return the content of the page on departures."""
    language = scene.language
    fields = ("years", "destination", "class", "outcome")
    return [
        page_heading(language, "departures"),
        html.P(language.say(_LEAD), className="lead"),
        method(language, (DEFINITION,)),
        selection(scene, "departures", fields=fields),
        card(scene, VIEWS["departures"]),
        card(scene, VIEWS["departures-by-year"]),
    ]
