import re
import typing

import pytest

from etl.code_lists import class_of, countries, country_aliases, product_classes, terms
from ledger.records import terms as vocabularies


def test_every_word_of_every_vocabulary_has_a_name_in_both_languages() -> None:
    named: dict[str, set[str]] = {}
    for term in terms():
        assert term.nl
        assert term.en
        named.setdefault(term.vocabulary, set()).add(term.code)
    shown = {"outcome", "weight", "finding", "event_type", "authorisation_type"}
    for name, hint in vars(vocabularies).items():
        vocabulary = re.sub("(?<!^)([A-Z])", r"_\1", name).lower()
        if typing.get_origin(hint) is typing.Literal and vocabulary in named:
            shown.discard(vocabulary)
            assert set(typing.get_args(hint)) <= named[vocabulary], vocabulary
    assert not shown


def test_withdrawn_by_the_applicant_is_not_revoked_by_the_authority() -> None:
    names = {(term.vocabulary, term.code): term.nl for term in terms()}
    assert "door aanvrager" in names["outcome", "withdrawn"]
    assert "door overheid" in names["event_type", "revoked"]


def test_countries_have_unique_codes_and_aliases_lead_to_one() -> None:
    codes = [country.iso2 for country in countries()]
    assert len(set(codes)) == len(codes)
    assert set(country_aliases("uk").values()) <= set(codes)
    assert {"TW", "HK", "MO", "XK"} <= set(codes)


@pytest.mark.parametrize(
    ("code", "list_id", "expected"),
    [
        ("3B001.f", "NL_SEMICON", ("3B", "3")),
        ("5A002", "UK_DUAL_USE", ("5A", "5")),
        ("3B.17", "CHEMICALS", ("OTHER", "OTHER")),
        ("ML10", "UK_MIL", ("ML", "ML")),
        ("PL5001", "UK_NATIONAL", ("PL", "PL")),
        ("End Use", "UK_END_USE", ("END_USE", "END_USE")),
        ("IRN", "UK_SANCTIONS", ("OTHER", "OTHER")),
    ],
)
def test_items_are_classed_by_their_code_or_their_list(
    code: str, list_id: str, expected: tuple[str, str]
) -> None:
    assert class_of(code, list_id) == expected
    assert expected[0] in {item.code for item in product_classes()}
