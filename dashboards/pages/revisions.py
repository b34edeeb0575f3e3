"""As known on an earlier day, and what changed since."""

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
    "Alles hier is te zien zoals het op een eerdere dag bekend was: zo is een antwoord"
    " van toen na te rekenen.",
    "Everything here can be seen as it was known on an earlier day: so an answer of"
    " then can be computed again.",
)
_METHOD: Final = (
    Words(
        "Wat op een dag bekend was, is het grootboek tot en met de laatste regel die op"
        " die dag (UTC) is vastgelegd. Elk cijfer, elke tabel en elke download wordt"
        " dan berekend alsof daarna niets kwam, en noemt de omvang en wortel van toen.",
        "What was known on a day is the ledger up to the last entry recorded on that"
        " day (UTC). Each figure, table and download is then computed as if nothing"
        " came after, and names the size and root of then.",
    ),
    Words(
        "De dag van vastlegging telt, niet de dag van het besluit. Een grootboek dat"
        " achteraf uit een bron is gevuld, was vóór die dag leeg.",
        "The day of recording counts, not the day of the decision. A ledger that was"
        " filled afterwards from a source was empty before that day.",
    ),
)


def revisions_page(scene: Scene) -> list[Any]:
    """Return the content of the page on an earlier day."""
    language = scene.language
    return [
        page_heading(language, "revisions"),
        html.P(language.say(_LEAD), className="lead"),
        method(language, _METHOD),
        selection(scene, "revisions", fields=()),
        card(scene, VIEWS["revisions"]),
    ]
