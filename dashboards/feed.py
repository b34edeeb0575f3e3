"""Decisions, what happened to them, and checkpoints as an Atom feed (RFC 4287)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from flask import Flask, Response, request

from dashboards.queries.latest import Recorded, latest
from dashboards.replies import NOT_FOUND, UNAVAILABLE, asked_tongue, plain
from dashboards.scene import Scene
from dashboards.stage import Stage
from dashboards.state import ViewState
from dashboards.ui import text
from dashboards.words import Language, Words
from etl.errors import WarehouseError

MOST: Final = 100
"""Entries of a feed."""

_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_TITLE: Final = Words("Weegboek: {origin}", "Weegboek: {origin}")
_DECISION: Final = Words("Besluit {ref}: {what}", "Decision {ref}: {what}")
_EVENT: Final = Words("Bij besluit {ref}: {what}", "On decision {ref}: {what}")
_CHECKPOINT: Final = Words(
    "Controlepunt over {size} regels", "Checkpoint over {size} entries"
)


def add_feed(server: Flask, stage: Stage) -> None:
    """Add the address of the feed to a server."""

    @server.get("/feed.atom")
    def feed() -> Response:
        tongue = asked_tongue()
        language = Language(tongue)
        state = ViewState(ledger=request.args.get("ledger", ""))
        try:
            with stage.opened(state, language, dark=False) as opened:
                if opened.stamp is None:
                    return plain("no such ledger", NOT_FOUND)
                if opened.scene is None:
                    said = language.say(text.NOT_VERIFIED_LONG)
                    return plain("\n".join((said, *opened.problems)), UNAVAILABLE)
                body = format_feed(opened.scene, request.host_url.rstrip("/"))
        except WarehouseError as error:
            return plain(str(error), UNAVAILABLE)
        return Response(body, mimetype="application/atom+xml")


def format_feed(scene: Scene, host: str) -> bytes:
    """Write the feed of a ledger.

    Args:
        scene: The ledger and the language.
        host: What addresses of pages begin with.
    """
    language, stamp = scene.language, scene.stamp
    ET.register_namespace("", _NAMESPACE)
    feed = ET.Element(_name("feed"), {"xml:lang": language.tongue})
    _add(feed, "title", language.say(_TITLE, origin=stamp.origin))
    if stamp.synthetic:
        _add(feed, "subtitle", language.say(text.SYNTHETIC))
    _add(feed, "id", _tag(scene, datetime(1970, 1, 1, tzinfo=UTC), "feed"))
    _add(feed, "updated", _moment(stamp.checkpoint_at))
    author = ET.SubElement(feed, _name("author"))
    office = language.either(stamp.office_nl, stamp.office_en) or stamp.origin
    _add(author, "name", office)
    asked = urlencode({"ledger": stamp.slug, "lang": language.tongue})
    _link(feed, "self", f"{host}/feed.atom?{asked}")
    pages = f"{host}/{language.tongue}"
    _link(feed, "alternate", f"{pages}/decisions?ledger={stamp.slug}")
    for title, ident, moment, address in _entries(scene):
        entry = ET.SubElement(feed, _name("entry"))
        _add(entry, "title", title)
        _add(entry, "id", ident)
        _add(entry, "updated", _moment(moment))
        _link(entry, "alternate", f"{pages}/{address}")
        _add(entry, "summary", title)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entries(scene: Scene) -> Iterator[tuple[str, str, datetime, str]]:
    stamp, language = scene.stamp, scene.language
    size = language.number(stamp.size)
    yield (
        language.say(_CHECKPOINT, size=size),
        _tag(scene, stamp.checkpoint_at, f"checkpoint/{stamp.size}/{stamp.root}"),
        stamp.checkpoint_at,
        f"integrity?ledger={stamp.slug}",
    )
    for one in latest(scene.connection, stamp.ledger_id, MOST - 1):
        asked = urlencode({"ledger": stamp.slug, "ref": one.ref})
        ident = _tag(scene, one.recorded_at, one.leaf_hash)
        yield _said(scene, one), ident, one.recorded_at, f"decision?{asked}"


def _said(scene: Scene, one: Recorded) -> str:
    labels, language = scene.labels, scene.language
    if one.outcome is not None:
        what = (
            f"{labels.term('outcome', one.outcome)}, {labels.country(one.destination)}"
        )
        return language.say(_DECISION, ref=one.ref, what=what)
    what = labels.term("event_type", one.event_type or "")
    return language.say(_EVENT, ref=one.ref, what=what)


def _tag(scene: Scene, moment: datetime, what: str) -> str:
    """Return an id that never changes, whoever serves the feed (RFC 4151)."""
    origin = scene.stamp.origin
    authority, _, rest = origin.partition("/")
    return f"tag:{authority},{moment:%Y-%m-%d}:{rest}/{what}"


def _name(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def _add(parent: ET.Element, name: str, content: str) -> None:
    ET.SubElement(parent, _name(name)).text = content


def _link(parent: ET.Element, rel: str, address: str) -> None:
    ET.SubElement(parent, _name("link"), {"rel": rel, "href": address})


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
