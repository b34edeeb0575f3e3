"""Data: everything that can be taken along, in one list."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import provenance, section
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS
from dashboards.words import Words

_LEAD = Words(
    "Alles wat de pagina's tonen, is mee te nemen. In elk bestand staat uit welk"
    " controlepunt het komt en met welke keuze.",
    "Everything that the pages show can be downloaded. Every file says from which"
    " checkpoint it is and with which selection.",
)
_TABLES = Words("Tabellen (CSV)", "Tables (CSV)")
_TABLES_NOTE = Words(
    "Zonder keuze; een keuze maken kan op de pagina zelf, met de link onder elke tabel."
    " Wat niet is gepubliceerd, staat er als zodanig en nooit als nul. Vergelijkingen"
    " en wat er sindsdien bij kwam of veranderde staan er niet bij: zij vragen een"
    " keuze.",
    "Without a selection; make one on the page itself, with the link under each table."
    " What is not published is said to be so and is never a zero. Comparisons and what"
    " came in or changed since are not among these: they need a choice.",
)
_GROUPS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "outcomes": Words("Besluiten", "Decisions"),
        "goal-weights": Words("Strategische doelen", "Strategic goals"),
        "weighing-weights": Words("De weging", "The weighing"),
        "framework-change": Words("Kaderwijziging", "Framework change"),
        "like-cases": Words(
            "Gelijke gevallen en afwijkingen", "Like cases, departures"
        ),
        "refusal-grounds": Words("Gronden, waarde en verloop", "Grounds, value, life"),
        "growth": Words("Het grootboek", "The ledger"),
        "terms": Words("Doorlooptijd", "Timeliness"),
        "drift": Words("Verschuiving", "Drift"),
        "books": Words("Volledigheid", "Completeness"),
        "withheld-over-time": Words("Onthouden", "Withheld"),
        "released-tables": Words("Vrijgegeven tabellen", "Released tables"),
        "decisions": Words("Het register en de kaders", "The register and frameworks"),
        "compare-outcomes": Words("Vergelijken", "Compare"),
        "question-1": Words("Vragen", "Questions"),
    }
)
"""Groups of views, by the first view of each."""
_LEDGER = Words("Het grootboek zelf", "The ledger itself")
_FOLLOW = Words("Volgen", "Follow")
_CHECKPOINT = Words(
    "het ondertekende controlepunt; de andere bestanden staan ernaast, in de indeling"
    " van c2sp.org/tlog-tiles",
    "the signed checkpoint; the other files stand beside it, in the layout of"
    " c2sp.org/tlog-tiles",
)
_KIT = Words(
    "verify.py, de sleutels en hoe het gaat (zip)",
    "verify.py, the keys and instructions (zip)",
)
_FEED = Words(
    "Atom-feed van besluiten, wat er daarna gebeurde, en controlepunten",
    "Atom feed of decisions, what happened afterwards, and checkpoints",
)


def data_page(scene: Scene) -> list[Any]:
    """Return the content of the page of downloads."""
    language, slug = scene.language, scene.stamp.slug
    asked = f"lang={language.tongue}&ledger={slug}"
    then = f"lang={language.tongue}&{scene.state.whole(slug)}"
    return [
        page_heading(language, "data"),
        html.P(language.say(_LEAD), className="lead"),
        section(
            language.say(_TABLES),
            html.P(language.say(_TABLES_NOTE)),
            *_tables(scene, then),
        ),
        section(
            language.say(_LEDGER),
            _links(
                [
                    (language.say(_CHECKPOINT), f"/ledger/{slug}/checkpoint"),
                    (language.say(_KIT), f"/proof/kit?ledger={slug}"),
                ]
            ),
        ),
        section(
            language.say(_FOLLOW),
            _links([(language.say(_FEED), f"/feed.atom?{asked}")]),
        ),
        html.P(provenance(scene), className="provenance"),
    ]


def _tables(scene: Scene, asked: str) -> list[Any]:
    """Return links to the tables, under a heading for each group of them."""
    say = scene.language.say
    groups: list[tuple[Words, list[tuple[str, str]]]] = []
    for name, view in VIEWS.items():
        if name in _GROUPS:
            groups.append((_GROUPS[name], []))
        if not view.needs_choice:
            groups[-1][1].append((say(view.title), f"/data/{name}.csv?{asked}"))
    return [
        part
        for words, links in groups
        if links
        for part in (html.H3(say(words)), _links(links))
    ]


def _links(links: list[tuple[str, str]]) -> html.Ul:
    return html.Ul([html.Li(html.A(said, href=where)) for said, where in links])
