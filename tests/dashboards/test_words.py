"""Texts with numbers in them, as a reader of either language expects."""

import ast
import copy
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
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
        said = language.share(part, whole).split(" (")[0]
        if 0 < part < whole and percent in {"0%", "100%"}:
            assert said[0] == {"0%": "<", "100%": ">"}[percent]
        else:
            assert said == percent
        whole_too = format_percent(part / whole, "0.0%", locale=locale)
        assert language.percent(part / whole) == whole_too


def test_a_verb_can_come_before_its_number() -> None:
    words = Words("{n:kwam er # bij|kwamen er # bij}", "{n:# came|# came} in")
    assert Language("nl").say(words, n=1) == "kwam er 1 bij"
    assert Language("nl").say(words, n=2) == "kwamen er 2 bij"


@pytest.mark.parametrize(
    ("part", "whole", "nl", "en"),
    [
        (0, 11_296, "0% (0/11.296)", "0% (0/11,296)"),
        (2, 11_296, "<0,1% (2/11.296)", "<0.1% (2/11,296)"),
        (11_294, 11_296, ">99,9% (11.294/11.296)", ">99.9% (11,294/11,296)"),
        (11_296, 11_296, "100% (11.296/11.296)", "100% (11,296/11,296)"),
        (3, 25, "12% (3/25)", "12% (3/25)"),
    ],
)
def test_a_share_is_none_or_all_only_when_it_is(
    part: int, whole: int, nl: str, en: str
) -> None:
    assert Language("nl").share(part, whole) == nl
    assert Language("en").share(part, whole) == en


def test_names_are_listed_as_a_sentence_lists_them() -> None:
    names = ["China", "Hongkong", "Macau"]
    assert Language("nl").listed(names) == "China, Hongkong en Macau"
    assert Language("en").listed(names[:2]) == "China and Hongkong"


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


FORMS: Final = re.compile(r"\{\w+:([^|{}]*)\|([^|{}]*)\}")
BARE: Final = re.compile(r"\{(\w+)\}((?: [\w-]+){1,4})")
ENDS: Final = frozenset(
    {"van", "of", "the", "de", "het", "in", "op", "on", "to", "tot", "for", "with"}
    | {"met", "per", "naar", "from", "en", "and", "er"}
)
"""Words after which what follows is no longer what a number counts."""
NO_NUMBERS: Final = frozenset(
    {"after", "empty", "illustrative", "names", "one", "other", "worst"}
)
"""Values that are names, shares, days or ranks, and count nothing."""


def said_anywhere() -> Iterator[tuple[str, str]]:
    """Return every text that the pages say, with where it stands."""
    for path in sorted(Path(dashboards.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Words":
                for text in node.args:
                    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
                    said = [p.value for p in parts if isinstance(p, ast.Constant)]
                    yield f"{path.name}:{node.lineno}", "".join(map(str, said))


def test_no_number_stands_before_a_plural_that_one_would_not_take() -> None:
    """Which words are plurals is learned from the forms that texts give."""
    texts = list(said_anywhere())
    forms = [pair for _, text in texts for pair in FORMS.findall(text)]
    plurals = {
        word
        for one, many in forms
        for word in set(re.findall(r"\w+", many)) - set(re.findall(r"\w+", one))
    }
    assert {"besluiten", "decisions", "zijn", "are", "regels", "hashes"} <= plurals
    wrong = []
    for where, text in texts:
        for name, rest in BARE.findall(text):
            words = rest.split()
            stop = next((n for n, word in enumerate(words) if word in ENDS), len(words))
            if name not in NO_NUMBERS and plurals.intersection(words[:stop]):
                wrong.append(f"{where}: {{{name}}}{rest}")
    assert wrong == []
