"""Since your last visit: what came in, from a bookmark that the reader keeps."""

import json
from base64 import b64decode
from typing import Any, Final

from dashboards.queries.since import recorded_until
from dashboards.scene import Scene
from dashboards.state import ViewState
from dashboards.ui import html
from dashboards.ui.aria import data
from dashboards.ui.card import card, section
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS
from dashboards.views.last_visit import size_seen
from dashboards.words import Words
from ledger.base64url import to_base64url
from ledger.checkpoint import Checkpoint
from ledger.errors import LedgerError
from ledger.note import SignedNote
from ledger.proof import checkpoint_at
from ledger.reader import LedgerReader

_LEAD: Final = Words(
    "Wat er in het grootboek bij kwam sinds u het zag: besluiten, verbeteringen, wat"
    " werd ingetrokken, en nieuwe versies van kaders en lijsten.",
    "What has come into the ledger since you saw it: decisions, corrections, what was"
    " revoked, and new versions of frameworks and lists.",
)
_GREW: Final = Words(
    "Wat u zag, staat er nog: de wortel bij {seen:regel|regels} is die van uw"
    " bladwijzer, en het grootboek is sindsdien alleen aangevuld.",
    "What you saw still stands: the root at {seen:entry|entries} is that of your"
    " bookmark, and the ledger was only added to since.",
)
_CHANGED: Final = Words(
    "Dit is niet het grootboek dat u zag. Bij {seen:regel|regels} heeft het nu een"
    " andere wortel dan uw bladwijzer: wat er stond, is gewijzigd of weggehaald, of"
    " uw bladwijzer is veranderd. Nu: {root}.",
    "This is not the ledger that you saw. At {seen:entry|entries} it now has"
    " another root than your bookmark: what stood there was changed or taken away, or"
    " your bookmark was altered. Now: {root}.",
)
_NO_ROOT: Final = Words(
    "Uw adres noemt geen wortel. Er is dus niet nagegaan of wat u zag er nog zo staat;"
    " met een bladwijzer van deze pagina kan dat wel.",
    "Your address names no root. So it was not checked whether what you saw still"
    " stands; a bookmark of this page makes that possible.",
)
_NOT_CHECKED: Final = Words(
    "Of wat u zag er nog zo staat, kon niet worden nagegaan: {why}.",
    "Whether what you saw still stands could not be checked: {why}.",
)
_THEN: Final = Words(
    "Alle pagina's zoals bekend aan het einde van {day}",
    "All pages as known at the end of {day}",
)
_BOOKMARK: Final = Words("Bladwijzer van nu", "Bookmark of now")
_BOOKMARK_SAID: Final = Words(
    "Bewaar deze link als bladwijzer, of in een bericht aan uzelf. In het adres staan"
    " de omvang en de wortel van het grootboek zoals deze pagina het toont; verder"
    " wordt er niets bewaard. Wie de link later opent, ziet wat er sindsdien bij kwam,"
    " en of wat er stond er nog staat.",
    "Keep this link as a bookmark, or in a message to yourself. The address holds the"
    " size and the root of the ledger as this page shows it; nothing else is kept."
    " Opened later, it shows what has come in since, and whether what stood there still"
    " stands.",
)
_LINK: Final = Words(
    "Het grootboek bij {size:regel|regels}, wortel {root}…",
    "The ledger at {size:entry|entries}, root {root}…",
)
_REMEMBER: Final = Words("Bewaren in deze browser", "Keep in this browser")
_KEPT: Final = Words(
    "Alleen als u hieronder op de knop drukt, bewaart deze browser (in zijn"
    " localStorage, op dit apparaat) per grootboek de omvang, de wortel en de dag van"
    " vandaag. Er gaat niets naar de server, tot u zelf de link volgt. Van de openbare"
    " pagina's houdt de server geen bezoeken bij, en hij weet niet wie u bent. Verder"
    " bewaart de browser alleen of u licht of donker koos (een cookie, scheme).",
    "Only when you press the button below does this browser keep (in its localStorage,"
    " on this device) for each ledger the size, the root and today's date. Nothing goes"
    " to the server until you follow the link. Of the public pages the server keeps no"
    " visits, and it does not know who you are. Otherwise the browser only keeps"
    " whether you chose light or dark (a cookie, scheme).",
)
_DO: Final = Words("Bewaar de stand van nu", "Keep how it is now")
_FORGET: Final = Words("Vergeet", "Forget")
_SCRIPT: Final = {
    "none": Words(
        "Deze browser bewaart niets van uw bezoek.",
        "This browser keeps nothing of your visit.",
    ),
    "kept": Words(
        "Deze browser bewaart: {day}, omvang {n}.",
        "This browser keeps: {day}, size {n}.",
    ),
    "show": Words("Toon wat er sindsdien bij kwam", "Show what has come in since"),
    "refused": Words(
        "Deze browser bewaart hier niets; misschien is dit een privévenster.",
        "This browser keeps nothing here; perhaps this is a private window.",
    ),
}


def last_visit_page(scene: Scene) -> list[Any]:
    """Return the content of the page on what came in since a visit."""
    language = scene.language
    return [
        page_heading(language, "last-visit"),
        html.P(language.say(_LEAD), className="lead"),
        *_still_there(scene),
        card(scene, VIEWS["last-visit"]),
        *_then(scene),
        section(
            language.say(_BOOKMARK),
            html.P(language.say(_BOOKMARK_SAID), className="summary"),
            html.P(html.A(_link_text(scene), href=_address(scene))),
        ),
        _remembering(scene),
    ]


def _still_there(scene: Scene) -> list[Any]:
    """Say whether what the reader saw still stands in the ledger's own files."""
    language, seen = scene.language, size_seen(scene)
    root = scene.state.seen.partition(".")[2]
    if not seen or seen > scene.stamp.size:
        return []
    if not root:
        return [html.P(language.say(_NO_ROOT), className="note")]
    if scene.source is None:
        why = language.say(Words("de bestanden zijn er niet", "the files are not here"))
        return [html.P(language.say(_NOT_CHECKED, why=why), className="notice")]
    try:
        reader = LedgerReader.at(scene.source.ledger)
        current = Checkpoint.parse(SignedNote.parse(reader.checkpoint_note()).text)
        now = to_base64url(checkpoint_at(reader, seen, current).root)
    except LedgerError as error:
        said = language.say(_NOT_CHECKED, why=str(error))
        return [html.P(said, className="notice", role="alert")]
    number = language.number(seen)
    if now == root:
        return [html.P(language.say(_GREW, seen=number), className="notice sound")]
    said = language.say(_CHANGED, seen=number, root=now)
    return [html.P(html.Strong(said), className="notice", role="alert")]


def _then(scene: Scene) -> list[Any]:
    """Return the link to everything as it was known on the day of the visit."""
    seen = size_seen(scene)
    day = (
        recorded_until(scene.connection, scene.stamp.ledger_id, seen) if seen else None
    )
    if day is None or scene.state.as_of is not None:
        return []
    asked = ViewState(ledger=scene.stamp.slug, as_of=day).query()
    said = scene.language.say(_THEN, day=scene.language.day(day))
    address = f"/{scene.language.tongue}/overview?{asked}"
    return [html.P(html.A(said, href=address))]


def _seen_now(scene: Scene) -> str:
    return f"{scene.stamp.size}.{to_base64url(b64decode(scene.stamp.root))}"


def _address(scene: Scene) -> str:
    state = ViewState(ledger=scene.stamp.slug, seen=_seen_now(scene))
    return f"/{scene.language.tongue}/last-visit?{state.query()}"


def _link_text(scene: Scene) -> str:
    return scene.language.say(
        _LINK,
        size=scene.language.number(scene.stamp.size),
        root=scene.stamp.root[:10],
    )


def _remembering(scene: Scene) -> html.Section:
    """Return the panel with which a reader has the browser remember a visit."""
    language, slug = scene.language, scene.stamp.slug
    words = {key: language.say(one) for key, one in _SCRIPT.items()}
    start = f"/{language.tongue}/last-visit?{ViewState(ledger=slug).query()}&seen="
    return html.Section(
        [
            html.H2(language.say(_REMEMBER)),
            html.P(language.say(_KEPT), className="summary"),
            html.P(className="remembered", role="status"),
            html.Button(
                language.say(_DO),
                type="button",
                className="do",
                **data(visit="remember"),
            ),
            html.Button(
                language.say(_FORGET),
                type="button",
                className="do",
                **data(visit="forget"),
            ),
        ],
        className="card visit",
        **data(
            address=start,
            ledger=slug,
            seen=_seen_now(scene),
            words=json.dumps(words, ensure_ascii=False),
        ),
    )
