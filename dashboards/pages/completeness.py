"""Completeness: whether anything is missing from the ledger."""

from typing import Any, Final

from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.heading import page_heading
from dashboards.ui.method import method
from dashboards.views import VIEWS
from dashboards.words import Words

_LEAD: Final = Words(
    "Een grootboek bewijst dat niets is gewijzigd of weggehaald, niet dat alles erin is"
    " gezet. Hier staat wat erop kan wijzen dat iets ontbreekt, te laat kwam of dubbel"
    " is.",
    "A ledger proves that nothing was changed or taken out, not that everything was put"
    " in. Here is what can point to something that is missing, came late or is there"
    " twice.",
)
_METHOD: Final = (
    Words(
        "Deze pagina gaat over het hele grootboek; een keuze van jaren of bestemmingen"
        " geldt hier niet.",
        "This page is about the whole ledger; a selection of years or destinations does"
        " not hold here.",
    ),
    Words(
        "Een maand is sluitend als open bij begin plus ontvangen, min alles wat is"
        " afgedaan, gelijk is aan open bij einde; als het begin gelijk is aan het einde"
        " van de maand ervoor; en als evenveel is afgedaan als er besluiten van die"
        " maand in het grootboek staan, openbare en onthouden samen.",
        "A month adds up when open at the beginning plus received, less all that was"
        " closed, is what was open at the end; when the beginning is the end of the"
        " month before; and when as much was closed as there are decisions of that"
        " month in the ledger, public and withheld together.",
    ),
    Words(
        "Een maandstaat ontbreekt als de autoriteit er een beloofde, of er eerder een"
        " was, en de maand meer dan een maand voorbij is.",
        "A manifest is missing when the authority promised one, or there was one"
        " before, and the month is over by more than a month.",
    ),
    Words(
        "Nummers lopen door als minstens tien besluiten dezelfde tekst voor hun nummer"
        " hebben en minstens de helft van de nummers ertussen er is. Een gat kan een"
        " weggelaten besluit zijn, maar ook een nummer dat nooit is uitgegeven.",
        "Numbers run on when at least ten decisions have the same text before their"
        " number and at least half of the numbers between are there. A gap can be a"
        " decision that was left out, but also a number that was never given.",
    ),
    Words(
        "Werkdagen zijn maandag tot en met vrijdag (UTC); feestdagen zijn niet"
        " uitgezonderd, want geen regel zegt welke dat zijn.",
        "Working days are Monday to Friday (UTC); public holidays are not left out, for"
        " no entry says which these are.",
    ),
    Words(
        "Laat is een besluit dat meer dan dertig dagen na zijn dag is vastgelegd. Is de"
        " dag alleen als periode bekend, dan telt de laatste dag. Een grootboek dat"
        " achteraf uit een bron is gevuld, is als geheel laat.",
        "Late is a decision that was recorded more than thirty days after its day. When"
        " the day is only known as a period, its last day counts. A ledger that was"
        " filled afterwards from a source is late as a whole.",
    ),
)


def completeness_page(scene: Scene) -> list[Any]:
    """Return the content of the page on completeness."""
    language = scene.language
    names = (
        "books",
        "number-gaps",
        "quiet-days",
        "late-entries",
        "repeats",
        "left-out",
    )
    return [
        page_heading(language, "completeness"),
        html.P(language.say(_LEAD), className="lead"),
        method(language, _METHOD),
        *[card(scene, VIEWS[name]) for name in names],
    ]
