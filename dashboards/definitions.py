"""The words of the field and what they mean: one file, in both languages."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from dashboards.words import Tongue, Words

_WHOLE: Final = "="
"""Marks a form that is only found where it is the whole text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One word of the field.

    Attributes:
        key: What pages call it among themselves.
        name: The word.
        means: What it means, in plain words.
        forms: All spellings by which it is found in a text, by language.
    """

    key: str
    name: Words
    means: Words
    forms: Mapping[Tongue, tuple[str, ...]]


@cache
def definitions() -> Mapping[str, Definition]:
    """Return every word with its meaning, in the order of the file."""
    text = files("dashboards").joinpath("definitions.toml").read_text("utf-8")
    return {
        key: Definition(
            key=key,
            name=Words(row["nl"], row["en"]),
            means=Words(row["means_nl"], row["means_en"]),
            forms={
                "nl": (row["nl"], *row.get("forms_nl", ())),
                "en": (row["en"], *row.get("forms_en", ())),
            },
        )
        for key, row in tomllib.loads(text).items()
    }


@dataclass(frozen=True, slots=True)
class Found:
    """A word in a text: which, and from where to where."""

    key: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def found_in(tongue: Tongue, text: str) -> tuple[Found, ...]:
    """Return the words of the field in a text, in order; of two, the longer one."""
    if text.lower() == text.upper():
        return ()  # no letters, as in most cells of tables
    wholes, spelled, pattern = _forms(tongue)
    folded = text.casefold()
    if folded in wholes:
        return (Found(wholes[folded], 0, len(text)),)
    return tuple(
        Found(spelled[match[0].casefold()], match.start(), match.end())
        for match in pattern.finditer(text)
    )


def words_in(tongue: Tongue, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the words of the field in some texts, each once, in order."""
    found = (one.key for text in dict.fromkeys(texts) for one in found_in(tongue, text))
    return tuple(dict.fromkeys(found))


class Piece(NamedTuple):
    """What stands before a word of the field, the word itself, and its meaning."""

    before: str
    word: str
    definition: Definition


def split_at_new(
    tongue: Tongue, text: str, known: set[str]
) -> tuple[tuple[Piece, ...], str]:
    """Split a text at its words that are not known yet, which then are.

    Args:
        tongue: The language of the text.
        text: The text.
        known: Keys of the words that were explained already; it grows.

    Returns:
        The pieces in order, and what stands behind the last.
    """
    pieces: list[Piece] = []
    at = 0
    for found in found_in(tongue, text):
        if found.key in known:
            continue
        known.add(found.key)
        word = text[found.start : found.end]
        pieces.append(Piece(text[at : found.start], word, definitions()[found.key]))
        at = found.end
    return tuple(pieces), text[at:]


@cache
def _forms(tongue: Tongue) -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    wholes: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for one in definitions().values():
        for form in one.forms[tongue]:
            folded = form.casefold()
            if folded.startswith(_WHOLE):
                wholes.setdefault(folded.removeprefix(_WHOLE), one.key)
            elif f"{_WHOLE}{folded}" not in map(str.casefold, one.forms[tongue]):
                spelled.setdefault(folded, one.key)
    longest_first = sorted(spelled, key=len, reverse=True)
    every = "|".join(map(re.escape, longest_first))
    return wholes, spelled, re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.IGNORECASE)
