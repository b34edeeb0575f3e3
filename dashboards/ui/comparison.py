"""Where a reader chooses what is compared with what."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.queries import ledgers
from dashboards.scene import Scene
from dashboards.state import Dimension
from dashboards.ui import html
from dashboards.ui.aria import aria
from dashboards.ui.controls import (
    choice,
    class_options,
    destination_options,
    hidden,
)
from dashboards.views.sides import NAMES, authority_name, framework_names, name_of
from dashboards.words import Words

_LONGEST: Final = 5
"""Years of the longest span in the list; an address can hold any."""

_ONE: Final = Words("vergelijk", "compare")
_OTHER: Final = Words("met", "with")
_CHOOSE: Final = Words("kies…", "choose…")
_WHAT: Final = Words("Wat u vergelijkt:", "What you compare:")
_SWAP: Final = Words("kanten wisselen", "swap sides")
_WITH: Final = Words("Vergelijk {name} met…", "Compare {name} with…")
_TWO: Final = Words("Vergelijk twee {what}", "Compare two {what}")


def dimensions(scene: Scene) -> html.Nav:
    """Return links to what can be compared."""
    language, state = scene.language, scene.state
    links: list[Any] = []
    one_ledger = len(ledgers(scene.connection)) == 1
    for by, words in NAMES.items():
        if by == "ledger" and one_ledger:
            continue
        asked = state.but(ledger=scene.stamp.slug, by=by, one="", other="")
        here = by == state.by
        links += [
            " ",
            html.A(
                language.say(words),
                href=f"/{language.tongue}/compare?{asked.query()}",
                className="here" if here else None,
                **(aria(current="true") if here else {}),
            ),
        ]
    label = language.say(_WHAT)
    return html.Nav([label, *links], className="dimensions", **aria(label=label))


def sides_fields(scene: Scene) -> list[Any]:
    """Return the fields with which the two sides are chosen."""
    language, state = scene.language, scene.state
    if state.by is None:
        return []
    options = _options(scene, state.by)
    every = language.say(_CHOOSE)
    fields: list[Any] = [hidden("by", state.by)]
    if state.by == "ledger":
        return [
            *fields,
            choice("other", language.say(_OTHER), options, state.other, every),
        ]
    for name, words, chosen in (
        ("one", _ONE, state.one),
        ("other", _OTHER, state.other),
    ):
        known = dict(options)
        if chosen and chosen not in known:
            known[chosen] = name_of(scene, state.by, chosen) or chosen
        pairs = list(known.items())
        fields.append(choice(name, language.say(words), pairs, chosen, every))
    return fields


def kept_sides(scene: Scene) -> list[Any]:
    """Return hidden fields that keep the sides when a reader narrows further."""
    state = scene.state
    pairs = (("by", state.by or ""), ("one", state.one), ("other", state.other))
    return [hidden(key, value) for key, value in pairs if value]


def swapped(scene: Scene) -> html.P:
    """Return the link that swaps the sides."""
    language, state = scene.language, scene.state
    asked = state.but(ledger=scene.stamp.slug, one=state.other, other=state.one)
    if state.by == "ledger":
        asked = state.but(ledger=state.other, one="", other=scene.stamp.slug)
    link = html.A(language.say(_SWAP), href=f"?{asked.query()}")
    return html.P(link, className="note")


def compare_link(scene: Scene, by: Dimension, value: str) -> html.P:
    """Return the link from a page to the comparison of what it shows.

    Args:
        scene: The question; the rest of its selection is kept.
        by: In what the sides differ.
        value: One side; empty when the page shows none in particular.
    """
    language = scene.language
    name = name_of(scene, by, value) if value else None
    words = _TWO if name is None else _WITH
    narrowed = {"destination": "destinations", "class": "classes"}
    freed: Mapping[str, object] = {narrowed[by]: ()} if by in narrowed else {}
    asked = scene.state.but(
        ledger=scene.stamp.slug, by=by, one=value, other="", ref="", **freed
    )
    said = language.say(words, name=name or "", what=language.say(NAMES[by]))
    link = html.A(said, href=f"/{language.tongue}/compare?{asked.query()}")
    return html.P(link, className="onward")


def _options(scene: Scene, by: Dimension) -> list[tuple[str, str]]:
    if by == "framework":
        return list(framework_names(scene).items())
    if by == "period":
        return [(value, name_of(scene, by, value) or value) for value in _spans(scene)]
    if by == "ledger":
        others = (one for one in ledgers(scene.connection) if one != scene.stamp)
        return [(one.slug, authority_name(scene, one)) for one in others]
    return destination_options(scene) if by == "destination" else class_options(scene)


def _spans(scene: Scene) -> list[str]:
    """Return the years of the ledger, and spans of some years."""
    stamp = scene.stamp
    if stamp.first_decided is None or stamp.last_decided is None:
        return []
    first, last = stamp.first_decided.year, stamp.last_decided.year
    years = range(first, last + 1)
    return [str(year) for year in years] + [
        f"{year}-{year + more}"
        for more in range(1, _LONGEST)
        for year in years
        if year + more <= last
    ]
