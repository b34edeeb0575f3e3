"""The public summary of an invented weighing, in Dutch and English alike."""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Annotated

from msgspec import Meta

from etl.code_lists import countries, data_directory
from etl.demo.market import Item
from etl.demo.weighing import Assessment
from etl.reference_data import read_toml
from ledger.records.values import Text, Value

_Sentences = Annotated[tuple[str, ...], Meta(min_length=1)]


class _Pair(Value, frozen=True, kw_only=True):
    en: _Sentences
    nl: _Sentences


class _Articles(Value, frozen=True, kw_only=True):
    en: dict[str, str]
    nl: dict[str, str]


class _Phrases(Value, frozen=True, kw_only=True):
    articles: _Articles
    closing: dict[str, _Pair]
    destination: dict[str, _Pair]
    end_user: dict[str, _Pair]
    goal: dict[str, _Pair]
    opening: _Pair
    product: dict[str, _Pair]


@dataclass(frozen=True, slots=True)
class _Sentence:
    nl: str
    en: str


@cache
def _phrases() -> _Phrases:
    return read_toml(data_directory() / "demo" / "phrases.toml", _Phrases)


@cache
def _place(country: str) -> _Sentence:
    named = next(entry for entry in countries() if entry.iso2 == country)
    articles = _phrases().articles
    return _Sentence(
        articles.nl.get(country, named.nl), articles.en.get(country, named.en)
    )


def summarise(
    draw: Random, item: Item, country: str, found: Assessment, outcome: str
) -> Text:
    """Compose the public summary of a case."""
    phrases = _phrases()
    chosen = [_pick(draw, phrases.opening)]
    middle = [
        _pick(draw, phrases.end_user[found.end_user]),
        _pick(draw, phrases.destination[found.found("destination") or "no_concern"]),
        _pick(draw, phrases.product[found.found("product_properties") or "no_concern"]),
    ]
    draw.shuffle(middle)
    chosen += middle
    if found.goals:
        decisive = [goal.code for goal in found.goals if goal.weight == "decisive"]
        codes = decisive[:2] or ["none"]
        chosen += [_pick(draw, phrases.goal[code]) for code in codes]
    chosen.append(_pick(draw, phrases.closing[outcome]))
    place = _place(country)
    what = item.entry.text
    return Text(
        nl=" ".join(one.nl for one in chosen).format(
            item=_plain(what.nl), place=place.nl
        ),
        en=" ".join(one.en for one in chosen).format(
            item=_plain(what.en), place=place.en
        ),
    )


def _plain(text: str | None) -> str:
    return (text or "").partition(" (")[0]


def _pick(draw: Random, pair: _Pair) -> _Sentence:
    place = draw.randrange(len(pair.nl))
    return _Sentence(pair.nl[place], pair.en[place])
