"""Drift: what shifted in the weighing while no framework version changed."""

from typing import Any, Final

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.heading import page_heading
from dashboards.ui.method import method
from dashboards.views import VIEWS
from dashboards.words import Words

_LEAD: Final = Words(
    "Een nieuwe versie van het kader mag anders wegen; daarvoor is zij er. Hier staat"
    " wat verschoof terwijl er geen nieuwe versie kwam.",
    "A new version of the framework may weigh differently; that is what it is for. Here"
    " is what shifted while no new version came.",
)
_METHOD: Final = (
    Words(
        "Voor elk aspect, elk gewicht en elke bevinding wordt binnen elke versie van"
        " het kader gezocht naar een maand waarna het aandeel besluiten (n/N) anders is"
        " dan ervoor. Een maand telt mee als zij voorbij is. Gewichten worden geteld,"
        " nooit gemiddeld.",
        "For each aspect, each weight and each finding, within each framework version,"
        " a month is sought after which the share of decisions (n/N) differs from"
        " before. A month counts when it is over. Weights are counted, never averaged.",
    ),
    Words(
        "De toets is een cumulatieve som voor een verandering in een binomiale kans"
        " (Worsley 1983), genomen binnen elke bestemming (Cochran, Mantel en Haenszel):"
        " andere bestemmingen dan vroeger zijn geen verschuiving.",
        "The test is a cumulative sum for a change in a binomial probability (Worsley"
        " 1983), taken within each destination (Cochran, Mantel and Haenszel): other"
        " destinations than before are no drift.",
    ),
    Words(
        "De maanden worden 999 keer geschud binnen elke bestemming; p is hoe vaak dan"
        " ergens in het grootboek een even grote verandering optreedt (Westfall en"
        " Young 1993). Gemeld wordt p ≤ 0,05: een grootboek waarin niets veranderde,"
        " meldt hoogstens één keer op de twintig iets.",
        "The months are shuffled 999 times within each destination; p is how often as"
        " large a change then occurs anywhere in the ledger (Westfall and Young 1993)."
        " Told is p ≤ 0.05: a ledger in which nothing changed tells anything at most"
        " one time in twenty.",
    ),
    Words(
        "Intervallen zijn die van Wilson, 95%. Per reeks wordt alleen de grootste"
        " verandering gemeld. Hoe vaak de toets iets vindt en hoe vaak hij vals alarm"
        " geeft, is gemeten: zie docs/DRIFT.md.",
        "Intervals are Wilson's, 95%. Of each series only the largest change is told."
        " How often the test finds something, and how often its alarm is false, was"
        " measured: see docs/DRIFT.md.",
    ),
    Words(
        "Dit zegt niet waarom iets verschoof. Andere aanvragen bij dezelfde bestemming,"
        " nieuwe informatie of een andere behandelaar kunnen het verklaren.",
        "This does not say why anything shifted. Other applications for the same"
        " destination, new information or another handler may explain it.",
    ),
)

_EVERY: Final = Words(
    "Alle reeksen, ook die zonder verschuiving, met hun grootste verandering (CSV)",
    "All series, those without drift too, with their largest change (CSV)",
)


def drift_page(scene: Scene) -> list[Any]:
    """Return the content of the page on drift."""
    language = scene.language
    return [
        page_heading(language, "drift"),
        html.P(language.say(_LEAD), className="lead"),
        method(language, _METHOD),
        card(scene, VIEWS["drift"]),
        _every_series(scene),
    ]


def _every_series(scene: Scene) -> html.P:
    """Return the way to all series, which are too many for a page."""
    language, whole = scene.language, scene.state.whole(scene.stamp.slug)
    address = f"/data/drift-series.csv?lang={language.tongue}&{whole}"
    return html.P(html.A(language.say(_EVERY), href=address, className="csv"))
