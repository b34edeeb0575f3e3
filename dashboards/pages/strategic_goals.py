"""Strategic goals: how each weighed, when, and with which outcome."""

from typing import Any

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.comparison import compare_link
from dashboards.ui.controls import selection
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS
from dashboards.words import Words

_LEAD = Words(
    "Voor halfgeleidertechnologie geldt sinds 18 december 2020 een aanvullend kader met"
    " strategische doelen. Nationale veiligheid is het vertrekpunt; de weging gebeurt"
    " per geval en de wijze van wegen kan veranderen.",
    "Since 18 December 2020 a supplementary framework with strategic goals applies to"
    " semiconductor technology. National security is the starting point; the weighing"
    " is specific to each case and the way of weighing may change.",
)
_NONE = Words(
    "Dit grootboek bevat geen kader met strategische doelen. Niet gepubliceerd is iets"
    " anders dan niet gewogen.",
    "This ledger holds no framework with strategic goals. Not published is not the same"
    " as not weighed.",
)


def strategic_goals_page(scene: Scene) -> list[Any]:
    """Return the content of the page on strategic goals."""
    language = scene.language
    goals = scene.goals()
    fields = ("years", "destination", "class", "outcome", "grain")
    return [
        page_heading(language, "strategic-goals"),
        html.P(language.say(_LEAD if goals else _NONE), className="lead"),
        compare_link(scene, "framework", ""),
        selection(scene, "strategic-goals", fields=fields),
        card(scene, VIEWS["goal-weights"]),
        card(scene, VIEWS["goal-outcomes"]),
        card(scene, VIEWS["goal-findings"]),
        card(scene, VIEWS["weighing-coverage"]),
    ]
