"""Words of the field: each defined once, in both languages, found where it stands."""

from collections import Counter

import pytest

from dashboards.app import page
from dashboards.definitions import definitions, found_in
from dashboards.stage import Stage
from dashboards.ui import html
from dashboards.ui.explanation import explained
from dashboards.words import TONGUES, Language, Tongue
from etl.code_lists import terms

VOCABULARIES = ("outcome", "outcome_group", "weight")


@pytest.mark.parametrize("tongue", TONGUES)
def test_no_spelling_stands_for_two_words(tongue: Tongue) -> None:
    spelled = Counter(
        form.casefold().removeprefix("=")
        for one in definitions().values()
        for form in set(map(str.casefold, one.forms[tongue]))
        if not form.startswith("=") or form[1:] not in one.forms[tongue]
    )
    assert [form for form, n in spelled.items() if n > 1] == []


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_spelling_is_found_as_its_own_word(tongue: Tongue) -> None:
    for one in definitions().values():
        for form in one.forms[tongue]:
            assert [
                found.key for found in found_in(tongue, form.removeprefix("="))
            ] == [one.key], form


def test_every_definition_is_a_sentence_in_both_languages() -> None:
    for one in definitions().values():
        for said in one.means:
            assert said.endswith("."), one.key
            assert len(said) > 20, one.key
        assert one.means.nl != one.means.en


@pytest.mark.parametrize("tongue", TONGUES)
def test_the_words_of_outcomes_and_weights_are_defined(tongue: Tongue) -> None:
    for term in terms():
        if term.vocabulary in VOCABULARIES and term.code != "none":
            name = term.nl if tongue == "nl" else term.en
            assert found_in(tongue, name), name


def test_a_word_within_a_word_is_none_and_the_longer_of_two_is_meant() -> None:
    assert found_in("en", "undecisive weightless") == ()
    (one,) = found_in("en", "a framework version")
    assert (one.key, one.start, one.end) == ("framework_version", 2, 19)
    assert found_in("nl", "beperkt tot regels: 1") == ()


def test_the_first_of_each_word_opens_in_place_and_each_part_lists_its_own() -> None:
    language = Language("en")
    lead = html.P("A weighing is a weighing.", className="lead")
    links = [
        html.A("a witness", href="#"),
        html.Button("witness"),
        html.Code("witness"),
    ]
    card = html.Section([html.P("Weights and weighings."), *links], className="card")
    first, extra, second = explained(language, [lead, card])
    assert first is lead
    text, opened, rest = lead.children
    assert (text, rest) == ("A ", " is a weighing.")
    assert isinstance(opened, html.Details)
    assert opened.children[0].children.children == "weighing"
    assert "what was found" in opened.children[1].children.casefold()
    assert extra.children[0].children == "Words explained (1)"
    assert second.children[-1].children[0].children == "Words explained (2)"
    names = [
        dt.children.children for dt in second.children[-1].children[1].children[::2]
    ]
    assert names == ["weight", "weighing"]


@pytest.mark.parametrize("tongue", TONGUES)
def test_one_page_lists_every_word(stage: Stage, tongue: Tongue) -> None:
    said = str(page(stage, f"/{tongue}/about", "", dark=False))
    for one in definitions().values():
        meaning = Language(tongue).say(one.means)
        assert repr(meaning)[1:-1] in said, one.key
