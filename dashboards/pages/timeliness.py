"""Timeliness: how long decisions took against the norm, and what is still open."""

from typing import Any, Final

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.controls import selection
from dashboards.ui.heading import page_heading
from dashboards.ui.method import method
from dashboards.views import VIEWS
from dashboards.words import Words

_LEAD: Final = Words(
    "Op een aanvraag wordt in beginsel binnen acht weken (56 dagen) besloten. Hier"
    " staat hoe vaak dat lukte, met en zonder de dagen waarop de termijn stilstond.",
    "In principle an application is decided on within eight weeks (56 days). Here is"
    " how often that was done, with and without the days on which the term stood"
    " still.",
)
_METHOD: Final = (
    Words(
        "Bruto zijn de kalenderdagen van ontvangst tot besluit. Netto is dat zonder de"
        " dagen waarop de termijn stilstond. Aan de norm wordt netto gemeten: dag 56"
        " valt er nog binnen.",
        "Gross are the calendar days from receipt to decision. Net leaves out the days"
        " on which the term stood still. The norm is held against net: day 56 is still"
        " within it.",
    ),
    Words(
        "Mediaan en p90 zijn dagen die voorkomen: de kleinste duur waarbinnen minstens"
        " de helft, of negen op de tien, is afgedaan. Niets wordt gemiddeld.",
        "Median and p90 are days that occur: the shortest term within which at least"
        " half, or nine in ten, were closed. Nothing is averaged.",
    ),
    Words(
        "Geteld zijn besluiten naar de dag van het besluit. Een besluit zonder"
        " gepubliceerde termijn telt in geen enkel aandeel; hoeveel dat er zijn, staat"
        " in de tabel.",
        "Counted are decisions by the day of the decision. A decision without a"
        " published term is in no share; how many these are is in the table.",
    ),
    Words(
        "Wie alleen naar afgedane zaken kijkt, ziet de zaken niet die nog wachten, en"
        " dat zijn vaak de langste: een korte mediaan kan betekenen dat het lastige is"
        " blijven liggen. Daarom staan de open aanvragen eronder.",
        "Whoever looks only at closed cases does not see those that still wait, and"
        " these are often the longest: a short median can mean that what is hard was"
        " left. So the open applications stand below.",
    ),
    Words(
        "Open naar maand van ontvangst is wat een maandstaat als ontvangen telt, min de"
        " besluiten die zeggen dat hun aanvraag in die maand binnenkwam.",
        "Open by month of receipt is what a manifest counts as received, less the"
        " decisions that say that their application came in during that month.",
    ),
)


def timeliness_page(scene: Scene) -> list[Any]:
    """Return the content of the page on timeliness."""
    language = scene.language
    fields = ("years", "destination", "class", "outcome", "grain")
    return [
        page_heading(language, "timeliness"),
        html.P(language.say(_LEAD), className="lead"),
        method(language, _METHOD),
        selection(scene, "timeliness", fields=fields),
        card(scene, VIEWS["terms"]),
        card(scene, VIEWS["term-weeks"]),
        card(scene, VIEWS["terms-by-group"]),
        card(scene, VIEWS["terms-by-class"]),
        card(scene, VIEWS["terms-by-authorisation"]),
        card(scene, VIEWS["open-cases"]),
    ]
