"""Released tables: what is told of withheld decisions, and what is suppressed."""

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
    "Besluiten die zijn onthouden, worden in tabellen vrijgegeven. Een cel waaraan een"
    " exporteur te herkennen zou zijn, is onderdrukt. Elke vrijgave staat in het"
    " grootboek en kan niet meer veranderen.",
    "Decisions that are withheld are released in tables. A cell by which an exporter"
    " could be known is suppressed. Each release stands in the ledger and cannot change"
    " any more.",
)
_METHOD: Final = (
    Words(
        "De exporteur is wie bijdraagt: tien vergunningen van één exporteur zijn één"
        " bijdrage. Wie de exporteur is, staat in geen vrijgave.",
        "The exporter is the contributor: ten licences of one exporter are one"
        " contribution. Who the exporter is stands in no release.",
    ),
    Words(
        "Van een onderdrukt aantal blijft mogelijk dat het nul is, en dat het zo groot"
        " is als een aantal dat vrij mag worden gegeven. Waarom een cel is onderdrukt,"
        " staat er niet bij: dat zou zelf al een grens zijn.",
        "Of a suppressed count it remains possible that it is nil, and that it is as"
        " large as one that may be released. Why a cell is suppressed is not said: that"
        " would be a bound itself.",
    ),
    Words(
        "Hoeveel besluiten er in een maand zijn onthouden, staat al in het grootboek."
        " Dat totaal wordt daarom nooit onderdrukt.",
        "How many decisions of a month are withheld stands in the ledger already. So"
        " that total is never suppressed.",
    ),
    Words(
        "Voor elke vrijgave wordt geprobeerd elke onderdrukte cel te benaderen met"
        " alles wat bekend is: alle tabellen en totalen, eerdere vrijgaven, en het"
        " verschil daartussen. Lukt dat beter dan mag, dan gaat de vrijgave niet door.",
        "Before each release every suppressed cell is attacked with all that is known:"
        " all tables and totals, earlier releases, and the difference between them."
        " When that comes closer than it may, nothing is released.",
    ),
    Words(
        "Een grootboek waarin alle besluiten openbaar zijn, heeft geen vrijgaven: wie"
        " elk besluit kan lezen, kan zelf optellen.",
        "A ledger in which all decisions are public has no releases: whoever can read"
        " each decision can add them up.",
    ),
)


def released_tables_page(scene: Scene) -> list[Any]:
    """Return the content of the page of released tables."""
    language = scene.language
    names = ("released-tables", "released-periods", "table-releases")
    return [
        page_heading(language, "released-tables"),
        html.P(language.say(_LEAD), className="lead"),
        method(language, _METHOD),
        selection(scene, "released-tables", fields=("years",)),
        *[card(scene, VIEWS[name]) for name in names],
    ]
