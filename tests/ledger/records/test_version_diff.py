from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger.records.framework import Aspect
from ledger.records.values import Text
from ledger.records.version_diff import (
    Piece,
    framework_changes,
    list_changes,
    text_diff,
)
from tests.ledger.records.sample_records import framework
from tests.ledger.records.test_concordance import entry, version

WORDS = st.lists(st.sampled_from(["a", "b", "c", "doel"]), max_size=12).map(" ".join)


def aspect(code: str, label: str) -> Aspect:
    return Aspect(code=code, label=Text(nl=label))


def test_a_version_that_says_the_same_has_no_changes() -> None:
    later = replace(framework(), version=2, valid_from=date(2022, 1, 1))
    assert framework_changes(framework(), later) == ()


def test_goals_that_come_go_and_change_are_told_apart() -> None:
    one, two, three = aspect("G1", "een"), aspect("G2", "twee"), aspect("G3", "drie")
    before = replace(framework(), goals=(one, two, three))
    after = replace(
        framework(), goals=(three, aspect("G2", "anders"), aspect("G4", "vier"))
    )
    found = [(c.change, c.part, c.code) for c in framework_changes(before, after)]
    assert found == [
        ("removed", "goal", "G1"),
        ("moved", "goal", "G3"),
        ("changed", "goal", "G2"),
        ("added", "goal", "G4"),
    ]


def test_another_way_of_weighing_shows_even_when_no_word_changed() -> None:
    (change,) = framework_changes(framework(), replace(framework(), method_version=2))
    assert (change.part, change.before, change.after) == (
        "method_version",
        Text(en="1", nl="1"),
        Text(en="2", nl="2"),
    )


def test_a_new_starting_point_and_title_show() -> None:
    after = replace(
        framework(), starting_point=aspect("s", "veiligheid"), title=Text(nl="Nieuw")
    )
    parts = [change.part for change in framework_changes(framework(), after)]
    assert parts == ["starting_point", "title"]


def test_versions_of_different_things_are_not_compared() -> None:
    with pytest.raises(ValueError, match="not versions of the same"):
        framework_changes(framework(), replace(framework(), framework_id="other"))
    with pytest.raises(ValueError, match="not versions of the same"):
        list_changes(version("A", 2023), version("B", 2024))


def test_items_that_come_on_a_list_and_go_off_it_are_named() -> None:
    before = version("NL", 2023, entry("a"), entry("b"))
    after = version("NL", 2024, entry("c"), entry("a"))
    changes = [(c.change, c.code) for c in list_changes(before, after)]
    assert changes == [("removed", "b"), ("added", "c")]


def test_the_words_of_two_texts_are_told_apart() -> None:
    assert text_diff("geen ongewenste doelen", "geen andere doelen nu") == (
        Piece("kept", "geen"),
        Piece("removed", "ongewenste"),
        Piece("added", "andere"),
        Piece("kept", "doelen"),
        Piece("added", "nu"),
    )


@given(WORDS, WORDS)
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = text_diff(before, after)
    for text, other in ((before, "added"), (after, "removed")):
        kept = " ".join(piece.words for piece in pieces if piece.kind != other)
        assert kept == text
