"""Made-up releases of one source, with every kind of change, held against a ledger."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.ingest.revision import Candidate, MatchKey, match
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from tests.etl.ingest.place import Place
from tests.ledger.records.sample_records import decision

HEADER = "licence_group,date,rating,count,value,country,refused\n"
ROWS = {
    "italy": "1,2008-01-02,ML10,1,3540,Italy,0\n",
    "twin": "2,2008-01-02,ML10,1,3540,Italy,0\n",
    "emirates": (
        "3,2008-01-02,ML7,1,3600,United Arab Emirates,0\n"
        "3,2008-01-02,End Use,2,0,United Arab Emirates,0\n"
    ),
    "korea": '4,2008-01-04,3A001,1,900,"Korea, South",0\n',
    "syria": "5,2008-01-05,1C350,1,,Syria,1\n",
    "peru": "6,2008-01-09,5A002,1,77,Peru,0\n",
}
KEYS: tuple[MatchKey, ...] = (
    ("decided_on", "destination", "codes"),
    ("decided_on", "destination"),
)


def release(*dropped: str, **changed: str) -> str:
    rows = ROWS | changed
    return HEADER + "".join(row for name, row in rows.items() if name not in dropped)


def renumbered(text: str) -> str:
    head, *rows = text.splitlines(keepends=True)
    return head + "".join(f"9{row}" for row in reversed(rows))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.account(place.write(release()))
    return place


def later(place: Place, text: str) -> dict[str, Any]:
    return place.account(place.write(text, "later.csv"), "--released-on", "2015-07-29")


def events(place: Place) -> list[DecisionEvent]:
    return [one for one in place.records() if isinstance(one, DecisionEvent)]


def test_a_release_that_is_renumbered_and_sorted_otherwise_adds_nothing(
    place: Place,
) -> None:
    size = place.size
    account = later(place, renumbered(release()))
    assert account["explanations"] == {"in_ledger": 7}
    assert (account["run_ref"], place.size) == (None, size)


def test_a_country_renamed_in_the_source_is_no_change(place: Place) -> None:
    account = later(place, release().replace('"Korea, South"', "South Korea"))
    assert (account["explained"], account["corrections"]) == (7, 0)


@pytest.mark.parametrize(
    ("changed", "key", "fields"),
    [
        (
            {"peru": "9,2008-01-09,5A002,1,78,Peru,0\n"},
            "decided_on, destination, codes",
            ("lines", "value"),
        ),
        (
            {"peru": "9,2008-01-09,5A002,1,,Peru,1\n"},
            "decided_on, destination, codes",
            ("lines", "outcome", "refusal_grounds", "value", "value_basis"),
        ),
        (
            {"peru": "9,2008-01-09,5D002,1,77,Peru,0\n"},
            "decided_on, destination",
            ("lines",),
        ),
        (
            {"peru": "9,2008-01-09,5A002,1,77,Chile,0\n"},
            "decided_on, outcome, lines",
            ("destination",),
        ),
        (
            {"peru": "9,2008-01-08,5A002,1,77,Peru,0\n"},
            "destination, outcome, lines",
            ("decided_on",),
        ),
    ],
)
def test_a_changed_row_becomes_a_correction_of_its_decision(
    place: Place, changed: dict[str, str], key: str, fields: tuple[str, ...]
) -> None:
    last = "8,2008-01-31,5A002,1,1,Kenya,0\n"
    account = later(place, release(**changed, new=last))
    assert (account["corrections"], account["decisions"]) == (1, 1)
    assert account["disappeared"] == []
    (event,) = events(place)
    (peru,) = (
        one
        for one in place.records()
        if isinstance(one, LicenceDecision) and one.destination == "PE"
    )
    assert event.decision_ref == peru.decision_ref
    assert event.changed_fields == fields
    assert event.reason is not None
    assert key in str(event.reason.en)
    assert str(event.occurred_on) == "2015-07-29"
    assert place.verified()


def test_a_correction_is_not_made_twice_and_can_be_corrected(place: Place) -> None:
    changed = release(peru="9,2008-01-09,5A002,1,78,Peru,0\n")
    later(place, changed)
    size = place.size
    assert later(place, renumbered(changed))["explained"] == 7
    assert place.size == size
    later(place, release(peru="9,2008-01-09,5A002,1,79,Peru,0\n"))
    first, second = events(place)
    assert first.event_ref.removesuffix("/correction-1") == first.decision_ref
    assert second.event_ref == f"{first.decision_ref}/correction-2"


def test_what_a_release_drops_is_reported_and_stays(place: Place) -> None:
    account = later(place, release("twin", "syria"))
    assert len(account["disappeared"]) == 2
    assert account["disappeared"][0].endswith("-2")
    assert (account["decisions"], place.size) == (0, 8)


def test_what_lies_outside_the_period_of_a_file_has_not_disappeared(
    place: Place,
) -> None:
    assert later(place, release("peru"))["disappeared"] == []
    assert later(place, release("italy", "twin", "emirates"))["disappeared"] == []


def test_what_a_release_adds_is_appended(place: Place) -> None:
    third = "8,2008-01-02,ML10,1,3540,Italy,0\n"
    account = later(place, release(third=third))
    assert (account["decisions"], account["corrections"]) == (1, 0)
    references = [
        one.decision_ref
        for one in place.records()
        if isinstance(one, LicenceDecision) and one.destination == "IT"
    ]
    assert [reference[26:] for reference in references] == ["", "-2", "-3"]


def test_what_cannot_be_told_apart_is_undecided_until_someone_says(
    place: Place,
) -> None:
    changed = {
        "italy": "1,2008-01-02,ML10,1,1,Italy,0\n",
        "twin": "2,2008-01-02,ML10,1,2,Italy,0\n",
    }
    account = later(place, release(**changed))
    assert account["rules"] == {"undecided_revision": 2}
    assert (account["corrections"], account["disappeared"]) == (0, [])
    repaired = place.path / "later.csv.rejects.csv"
    assert place.account(repaired)["rules"] == {"undecided_revision": 2}
    first, second = place.rejects("later.csv")
    candidates = first["suggestion"].split(" | ")
    assert len(candidates) == 2
    text = repaired.read_text()
    lines = text.splitlines()
    lines[1] = lines[1].replace(",,1,", f",{candidates[1]},1,")
    lines[2] = lines[2].replace(",,2,", ",new,2,")
    repaired.write_text("\n".join(lines) + "\n")
    account = place.account(repaired)
    assert (account["corrections"], account["decisions"]) == (1, 1)
    assert events(place)[0].decision_ref == candidates[1]
    size = place.size
    assert place.account(repaired)["explained"] == 2
    assert later(place, release(**changed))["disappeared"] == [candidates[0]]
    assert place.size == size
    assert second["rule"] == "undecided_revision"


def test_a_decision_that_is_stated_must_be_one_of_the_source(place: Place) -> None:
    later(place, release(italy="1,2008-01-02,ML10,1,1,Itlay,0\n"))
    repaired = place.path / "later.csv.rejects.csv"
    text = repaired.read_text().replace("Itlay", "Italy").replace(",,1,", ",UK-0,1,")
    repaired.write_text(text)
    assert place.account(repaired)["rules"] == {"decision_unknown": 1}


def test_with_rejected_rows_nothing_is_matched_by_chance(place: Place) -> None:
    changed = {
        "korea": '4,2008-01-04,zz,1,900,"Korea, South",0\n',
        "other": '8,2008-01-04,5A002,1,900,"Korea, South",0\n',
    }
    account = later(place, release(**changed))
    assert account["rules"] == {"item_code": 1, "undecided_revision": 1}
    assert account["corrections"] == 0


def test_a_forgotten_side_file_does_not_correct_every_refusal(tmp_path: Path) -> None:
    place = Place(tmp_path)
    file = place.write(release())
    grounds = place.write("licence_group,criteria\n5,3\n", "grounds.csv")
    place.account(file, "--side", f"grounds={grounds}")
    result = place.ingest(file)
    assert result.exit_code == 1
    assert "give --side grounds=FILE" in result.stderr
    grounds.write_text("licence_group,criteria\n5,2\n")
    account = place.account(file, "--side", f"grounds={grounds}")
    assert account["corrections"] == 1
    assert events(place)[0].changed_fields == ("refusal_grounds",)


def varied(day: int, place: str, minor: int) -> Candidate:
    sample = decision()
    lines = tuple(
        msgspec.structs.replace(line, code=f"3A00{minor}") for line in sample.lines
    )
    varied = msgspec.structs.replace(
        sample,
        decided_on=sample.decided_on.replace(day=day),  # type: ignore[union-attr] # a day
        destination=place,
        lines=lines,
    )
    return Candidate(varied, str(day))


some = st.lists(
    st.builds(varied, st.integers(1, 3), st.sampled_from("AB"), st.integers(1, 2)),
    max_size=6,
)


@settings(deadline=None)
@given(some, some, st.permutations(range(6)))
def test_matching_accounts_for_all_and_heeds_no_order(
    old: list[Candidate], new: list[Candidate], order: list[int]
) -> None:
    ours, theirs = dict(enumerate(old)), dict(enumerate(new))
    matching = match(ours, theirs, KEYS)
    found_old = [*matching.disappeared, *(one.old for one in matching.changed)]
    found_new = [*matching.added, *(one.new for one in matching.changed)]
    for one in matching.undecided:
        found_old += one.old
        found_new += one.new
        assert len(one.old) + len(one.new) > 2
    assert sorted(found_old) == sorted(ours)
    assert sorted(found_new) == sorted(theirs)
    shuffled = {number: theirs[number] for number in order if number in theirs}
    again = match(dict(reversed(ours.items())), shuffled, KEYS)
    pairs = {(one.old, one.new) for one in matching.changed}
    assert {(one.old, one.new) for one in again.changed} == pairs
    assert set(again.added) == set(matching.added)


def test_an_uncertain_file_changes_nothing() -> None:
    matching = match(
        {1: varied(1, "A", 1)}, {2: varied(1, "A", 2)}, KEYS, certain=False
    )
    assert not matching.changed
    assert matching.undecided[0].old == (1,)
