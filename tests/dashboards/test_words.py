"""Texts with numbers in them, as a reader of either language expects."""

import copy
import re
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Final

import pytest
from babel.numbers import format_percent
from hypothesis import given
from hypothesis import strategies as st

import dashboards
from dashboards.words import Language, Numeral, Words

SAID: Final = Words(
    "{n:besluit is|besluiten zijn} weg", "{n:decision is|decisions are} gone"
)


@pytest.mark.parametrize(
    ("number", "nl", "en"),
    [
        (0, "0 besluiten zijn weg", "0 decisions are gone"),
        (1, "1 besluit is weg", "1 decision is gone"),
        (1200, "1.200 besluiten zijn weg", "1,200 decisions are gone"),
    ],
)
def test_a_number_takes_what_it_counts_with_it(number: int, nl: str, en: str) -> None:
    for language, expected in ((Language("nl"), nl), (Language("en"), en)):
        assert language.say(SAID, n=language.number(number)) == expected
        assert type(language.say(SAID, n=language.number(number))) is str


@given(part=st.integers(-(10**7), 10**9), whole=st.integers(1, 10**9))
def test_a_share_reads_as_babel_would_write_it(part: int, whole: int) -> None:
    for language, locale in ((Language("nl"), "nl_NL"), (Language("en"), "en_GB")):
        percent = format_percent(part / whole, "0.#%", locale=locale)
        assert language.share(part, whole).split(" (")[0] == percent
        whole_too = format_percent(part / whole, "0.0%", locale=locale)
        assert language.percent(part / whole) == whole_too


def test_a_verb_can_come_before_its_number() -> None:
    words = Words("{n:kwam er # bij|kwamen er # bij}", "{n:# came|# came} in")
    assert Language("nl").say(words, n=1) == "kwam er 1 bij"
    assert Language("nl").say(words, n=2) == "kwamen er 2 bij"


def test_a_numeral_can_be_copied_and_reads_as_its_text() -> None:
    made = Language("nl").number(1234)
    again = copy.deepcopy(made)
    assert (again, again.number) == ("1.234", 1234)
    assert isinstance(again, Numeral)


def every_words() -> dict[str, Words]:
    found: dict[str, Words] = {}
    modules: list[ModuleType] = [
        import_module(one.name)
        for one in walk_packages(dashboards.__path__, "dashboards.")
        if not one.name.endswith("wsgi")
    ]
    for module in modules:
        for name, value in vars(module).items():
            if isinstance(value, Words):
                found[f"{module.__name__}.{name}"] = value
    return found


def test_both_languages_ask_for_the_same_values() -> None:
    every = every_words()
    assert len(every) > 300
    for name, words in every.items():
        asked = [set(re.findall(r"\{(\w+)[:}]", text)) for text in words]
        assert asked[0] == asked[1], name
