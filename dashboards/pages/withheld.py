"""Withheld: what the public is not shown, how much it is, and what that does."""

from collections.abc import Callable
from typing import Any, Final

from dashboards.pages.withheld_list import published_list
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.controls import selection
from dashboards.ui.heading import page_heading
from dashboards.ui.method import method
from dashboards.views import VIEWS
from dashboards.words import Words

_LEAD: Final = Words(
    "Sommige besluiten worden niet openbaar gemaakt. Van elk daarvan staat in het"
    " grootboek dat het er is, in welke maand het is genomen en op welke grond van de"
    " Wet open overheid het is onthouden. De rest is verzegeld en kan later niet"
    " ongemerkt anders worden.",
    "Some decisions are not made public. Of each of these the ledger says that it is"
    " there, in which month it was taken and on which ground of the Open Government Act"
    " (Woo) it is withheld. The rest is sealed, and cannot become other unnoticed.",
)
_METHOD: Final = (
    Words(
        "Onthouden is iets anders dan niet gepubliceerd. Onthouden is een heel besluit,"
        " met een grond, en het telt hier mee. Niet gepubliceerd is een gegeven dat van"
        " een openbaar besluit ontbreekt.",
        "Withheld is not the same as not published. A whole decision is withheld, on a"
        " ground, and counts here. Not published is a field that is missing from a"
        " public decision.",
    ),
    Words(
        "Wat openbaar wordt, volgt uit regels die zelf in het grootboek staan: per"
        " controlelijst, en per dag van het besluit. Een besluit met goederen van meer"
        " lijsten volgt de strengste. De audit meldt een besluit dat anders openbaar is"
        " gemaakt dan de regel van toen zegt.",
        "What is published follows from rules that stand in the ledger themselves: by"
        " control list, and by the day of the decision. A decision with items on"
        " several lists follows the strictest. The audit reports a decision that was"
        " published otherwise than the rule of then says.",
    ),
    Words(
        "Onthouden besluiten worden aan het eind van de maand samen vastgelegd, zonder"
        " volgorde en met eigen nummers, zodat hun plaats in het grootboek niets zegt.",
        "Withheld decisions are recorded together at the end of the month, in no order"
        " and under numbers of their own, so that their place in the ledger tells"
        " nothing.",
    ),
    Words(
        "Elke maandstaat noemt hoeveel er is onthouden, per grond. De audit telt dat na"
        " en meldt een verschil; hieronder staan beide aantallen naast elkaar.",
        "Each manifest names how many are withheld, by ground. The audit counts again"
        " and reports a difference; below, both numbers stand side by side.",
    ),
    Words(
        "Voor het publiek is onbekend naar welke bestemming de onthouden besluiten"
        " zijn. De rangorde is daarom een interval: van de beste tot de slechtste"
        " plaats die een bestemming kan hebben. Wie de besluiten mag openen, ziet de"
        " plaats zelf.",
        "The public does not know for which destination the withheld decisions are. So"
        " the ranking is an interval: from the best to the worst rank that a"
        " destination can have. Whoever may open the decisions sees the rank itself.",
    ),
)


def withheld_page(scene: Scene, listed: Callable[[Scene], list[Any]]) -> list[Any]:
    """Return the content of the page on what is withheld.

    Args:
        scene: The question.
        listed: Makes what a tier of readers may see besides.
    """
    language = scene.language
    names = (
        "withheld-over-time",
        "withheld-effect",
        "disclosure-rules",
        "withheld-declared",
    )
    return [
        page_heading(language, "withheld"),
        html.P(language.say(_LEAD), className="lead"),
        method(language, _METHOD),
        selection(scene, "withheld", fields=("years", "grain")),
        *[card(scene, VIEWS[name]) for name in names],
        *published_list(scene),
        *listed(scene),
    ]
