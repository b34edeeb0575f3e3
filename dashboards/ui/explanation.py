"""Words of the field explained where they stand, on any page.

The first time that a word stands in a lead, a heading of a column or a name of a fact,
it opens to its meaning in place. Every part of a page lists, in a drawer of its own,
all words of the field in it: in its sentences, tables and figures. Both are plain
``details``: they open by keyboard, are read out, and need no script.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from dashboards.definitions import definitions, split_at_new, words_in
from dashboards.figures.frame import Figure
from dashboards.ui import html
from dashboards.words import Language, Words

EXPLAINED: Final = Words("Woorden uitgelegd ({n})", "Words explained ({n})")
_SILENT: Final = (html.A, html.Button, html.Code, html.Nav, html.Pre, html.Select)
"""What is not looked into: links, what is pressed or chosen, and what is exact."""

GLOSSARY: Final = "glossary"
"""The class of what explains words itself."""


def explained(language: Language, content: list[Any]) -> list[Any]:
    """Return the content of a page with its words of the field explained.

    Elements are changed in place: they were made for this one answer.
    """
    known: set[str] = set()
    for part in content:
        _open_in_place(language, part, known)
    loose: dict[str, None] = {}
    done: list[Any] = []
    first_card: int | None = None
    for part in content:
        if _is_card(part):
            first_card = len(done) if first_card is None else first_card
            _add_drawer(language, part)
        else:
            for card in _cards(part):
                _add_drawer(language, card)
            loose |= dict.fromkeys(words_in(language.tongue, _texts(part)))
        done.append(part)
    if loose:
        at = len(done) if first_card is None else first_card
        done.insert(at, drawer(language, list(loose)))
    return done


def glossary(language: Language) -> html.Dl:
    """Return all words of the field with their meanings, by name."""
    every = sorted(
        definitions().values(), key=lambda one: language.say(one.name).casefold()
    )
    return html.Dl(
        [part for one in every for part in _pair(language, one.key)], className=GLOSSARY
    )


def drawer(language: Language, keys: Sequence[str]) -> html.Details:
    """Return a drawer with the meanings of some words."""
    return html.Details(
        [
            html.Summary(language.say(EXPLAINED, n=language.number(len(keys)))),
            html.Dl(
                [part for key in keys for part in _pair(language, key)],
                className=GLOSSARY,
            ),
        ],
        className="drawer",
    )


@cache
def _pair(language: Language, key: str) -> tuple[html.Dt, html.Dd]:
    """Return a word and its meaning, made once: nothing changes them in place."""
    one = definitions()[key]
    return (
        html.Dt(html.Dfn(language.say(one.name))),
        html.Dd(language.say(one.means)),
    )


def _open_in_place(language: Language, part: Any, known: set[str]) -> None:  # noqa: ANN401 - whatever a page holds
    """Make the first of each word open to its meaning, where there is room for that."""
    if not isinstance(part, html.Element) or isinstance(part, (*_SILENT, html.Tbody)):
        return
    if _class(part) == GLOSSARY:
        return
    children = part.children
    if _has_room(part) and isinstance(children, str):
        part.children = _split(language, children, known)
        return
    for child in _listed(children):
        _open_in_place(language, child, known)


def _has_room(part: html.Element) -> bool:
    if isinstance(part, html.Th):
        return bool(part.attribute("scope") == "col")
    return isinstance(part, html.Dt) or _class(part) == "lead"


def _split(language: Language, text: str, known: set[str]) -> Any:  # noqa: ANN401 - a text, or its parts
    pieces, rest = split_at_new(language.tongue, text, known)
    parts: list[Any] = []
    for one in pieces:
        said = html.Span(language.say(one.definition.means), role="note")
        word = html.Summary(html.Dfn(one.word))
        parts += [one.before, html.Details([word, said], className="term")]
    return [one for one in (*parts, rest) if one != ""] if parts else text


def _add_drawer(language: Language, card: html.Element) -> None:
    keys = words_in(language.tongue, _texts(card))
    if not keys:
        return
    made = drawer(language, keys)
    children = _listed(card.children)
    beneath = next((one for one in children if _class(one) == "beneath"), None)
    if beneath is None:
        card.children = [*children, made]
        return
    within = _listed(beneath.children)
    drawers = [n for n, one in enumerate(within) if _class(one) == "drawer"]
    at = drawers[0] if drawers else len(within)
    beneath.children = [*within[:at], made, *within[at:]]


def _texts(part: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever a page holds
    """Return the texts of a part of a page, except in its cards, each once."""
    texts: dict[str, None] = {}
    _gather(part, texts)
    return tuple(texts)


def _gather(part: Any, texts: dict[str, None], *, outermost: bool = True) -> None:  # noqa: ANN401 - whatever a page holds
    """Add the texts of a part of a page, each once, in order."""
    if isinstance(part, str):
        texts[part] = None
        return
    if not isinstance(part, html.Element) or isinstance(part, _SILENT):
        return
    if isinstance(part, html.Rows):
        absent = part.attribute("absent")
        for row in part.attribute("rows"):
            # What leads elsewhere is silent, as all links are.
            for cell in row:
                if not isinstance(cell, tuple):
                    texts[absent if cell is None else cell] = None
        return
    if isinstance(part, html.Graph):
        figure: Figure = part.attribute("figure")
        texts |= {one["name"]: None for one in figure["data"] if "name" in one}
    silent = _is_card(part) and not outermost
    if silent or _class(part) in {"term", GLOSSARY}:
        return
    for child in _listed(part.children):
        _gather(child, texts, outermost=False)


def _cards(part: Any) -> Iterator[html.Element]:  # noqa: ANN401 - whatever a page holds
    """Yield the cards within a part of a page."""
    if not isinstance(part, html.Element):
        return
    for child in _listed(part.children):
        if _is_card(child):
            yield child
        else:
            yield from _cards(child)


def _is_card(part: Any) -> bool:  # noqa: ANN401 - whatever a page holds
    return isinstance(part, html.Section) and "card" in _class(part).split()


def _class(part: Any) -> str:  # noqa: ANN401 - whatever a page holds
    name = part.attribute("className") if isinstance(part, html.Element) else None
    return name or ""


def _listed(children: Any) -> Sequence[Any]:  # noqa: ANN401 - one child or many
    if children is None:
        return []
    return children if isinstance(children, (list, tuple)) else [children]
