"""A framework's change: equal windows before and after a version."""

from typing import Any

from dashboards.queries import Framework
from dashboards.scene import Scene
from dashboards.state import WINDOWS
from dashboards.ui import html
from dashboards.ui.card import card
from dashboards.ui.comparison import compare_link
from dashboards.ui.controls import choice, selection
from dashboards.ui.heading import page_heading
from dashboards.views import VIEWS
from dashboards.views.change import USUAL, changes, chosen, key_of
from dashboards.words import Words

_LEAD = Words(
    "De wijze van wegen kan met een nieuwe versie van een kader veranderen. Hier staan"
    " even lange perioden voor en na een versie naast elkaar, zoals zij waren en met"
    " dezelfde samenstelling van zaken. Een verschil is geen bewijs van een oorzaak.",
    "The way of weighing may change with a new version of a framework. Here equally"
    " long periods before and after a version stand side by side, as they were and on"
    " the same mix of cases. A difference is no proof of a cause.",
)


def framework_change_page(scene: Scene) -> list[Any]:
    """Return the content of the page on a framework's change."""
    language = scene.language
    return [
        page_heading(language, "framework-change"),
        html.P(language.say(_LEAD), className="lead"),
        compare_link(scene, "framework", ""),
        selection(
            scene,
            "framework-change",
            fields=("destination", "class"),
            extra=_choices(scene),
        ),
        *_reason(scene),
        card(scene, VIEWS["framework-change"]),
        card(scene, VIEWS["framework-change-mix"]),
    ]


def _choices(scene: Scene) -> list[Any]:
    language = scene.language
    versions = [
        (key_of(after), f"v{after.version} · {_titled(scene, after)}")
        for _, after in changes(scene)
    ]
    pair = chosen(scene)
    here = "" if pair is None else key_of(pair[1])
    months = Words("{n} maanden", "{n} months")
    windows = [(str(one), language.say(months, n=one)) for one in WINDOWS]
    label = language.say(Words("nieuwe versie", "new version"))
    length = language.say(Words("vensters van", "windows of"))
    window = str(scene.state.window or USUAL)
    return [
        choice("version", label, versions, here, None),
        choice("window", length, windows, window, None),
    ]


def _titled(scene: Scene, one: Framework) -> str:
    """Return from when a version holds, and what it is called."""
    language = scene.language
    words = Words("vanaf {day} · {title}", "from {day} · {title}")
    title = language.either(one.title_nl, one.title_en)
    return language.say(words, day=language.day(one.valid_from), title=title)


def _reason(scene: Scene) -> list[Any]:
    """Quote why the version replaced the one before, as the ledger says."""
    pair = chosen(scene)
    if pair is None:
        return []
    after, language = pair[1], scene.language
    reason = language.either(after.change_reason_nl, after.change_reason_en)
    words = Words(
        "Waarom, volgens het grootboek: {reason}", "Why, by the ledger: {reason}"
    )
    return (
        [html.P(language.say(words, reason=reason), className="note")] if reason else []
    )
