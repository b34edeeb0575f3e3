"""The one term file holds every word of every vocabulary, once, in two languages."""

import re

import pytest

from etl.code_lists import field_names, terms
from etl.record_fields import shown_fields, vocabularies
from ledger.records.record import KINDS

TERMS = terms()
OPEN = {
    "art15": "codes of the considerations of Article 15(1)",
    "kind": "kinds of record",
    "legal_basis": "articles and national instruments",
    "outcome_group": "groups of outcomes, made by the warehouse",
    "refusal_ground": "grounds, which an authority may add to",
    "status": "what became of a decision, made by the warehouse",
    "woo_ground": "grounds of the Woo",
}
"""Vocabularies that the records do not close."""


@pytest.mark.parametrize("name", vocabularies())
def test_every_closed_vocabulary_has_its_terms_and_no_others(name: str) -> None:
    listed = [term.code for term in TERMS if term.vocabulary == name]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(vocabularies()[name])


def test_there_is_no_vocabulary_that_nothing_knows() -> None:
    assert {term.vocabulary for term in TERMS} == vocabularies().keys() | OPEN.keys()


def test_every_kind_of_record_has_its_term() -> None:
    assert {t.code for t in TERMS if t.vocabulary == "kind"} == set(KINDS)


@pytest.mark.parametrize("tongue", ["nl", "en"])
def test_two_words_of_one_vocabulary_are_never_called_the_same(tongue: str) -> None:
    named = [(term.vocabulary, getattr(term, tongue)) for term in TERMS]
    assert len(named) == len(set(named))
    assert all(name.strip() == name != "" for _, name in named)


def test_every_field_has_a_name_and_no_name_is_left_over() -> None:
    shown = {
        (one.struct, one.field) for kind in KINDS.values() for one in shown_fields(kind)
    }
    listed = {(one.struct, one.field) for one in field_names()}
    assert shown <= listed
    values = {"Interval", "Money", "Text"}
    assert {struct for struct, _ in listed - shown} <= values


def test_ingetrokken_always_says_by_whom() -> None:
    words = [term.nl for term in TERMS] + [one.nl for one in field_names()]
    for word in words:
        if re.search(r"ingetrokken|intrekk", word):
            assert re.search(r"\(door (overheid|aanvrager|indiener)\)", word), word
