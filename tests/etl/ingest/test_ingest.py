import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from etl.ingest.command import app
from ledger.audit import audit
from ledger.lock import locked
from ledger.policy import Policy
from ledger.reader import LedgerReader
from tests.etl.ingest import place as places
from tests.ledger.ledgers import FailingDisk

MAPPING = places.MAPPINGS / "uk.toml"
HEADER = "licence_group,date,rating,count,value,country,refused\n"
GOOD = HEADER + (
    "1,2008-01-02,ML10,1,3540,Italy,0\n"
    "2,2008-01-02,ML7,1,3600,United Arab Emirates,0\n"
    "2,2008-01-02,End Use,2,0,United Arab Emirates,0\n"
    "3,2008-01-03,1C350,1,,Syria,1\n"
    "4,2008-01-02,ML10,1,3540,Italy,0\n"
)
GROUNDS = "licence_group,criteria,description\n3,1,x\n3,7,y\n3,1,x\n"


class Place(places.Place):
    def run(self, text: str | bytes, *words: str) -> Result:
        grounds = self.write(GROUNDS, "grounds.csv")
        return self.ingest(self.write(text), "--side", f"grounds={grounds}", *words)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_rows_of_one_licence_become_one_decision(place: Place) -> None:
    result = place.run(GOOD, "--json")
    assert result.exit_code == 0
    account = json.loads(result.stdout)
    assert (account["read"], account["appended"], account["decisions"]) == (5, 5, 4)
    policy = Policy.parse((place.signer / "policy").read_bytes())
    audited = audit(LedgerReader.at(place.ledger), policy)
    assert audited.verified
    assert set(audited.remark_counts) == {"recorded_late"}
    entries = [json.loads(raw) for raw in LedgerReader.at(place.ledger).entries(1, 5)]
    second = entries[1]["record"]
    assert second["destination"] == "AE"
    assert second["value"] == {"currency": "GBP", "minor": 360000}
    assert [line["list_id"] for line in second["lines"]] == ["UK_END_USE", "UK_MIL"]
    refused = entries[2]["record"]
    assert refused["refusal_grounds"] == ["uk_criterion_1", "uk_criterion_7"]
    assert "value" not in refused
    assert refused["weighing_status"] == "not_published"
    assert entries[0]["source"]["key"] == "1"
    first, twin = entries[0]["record"], entries[3]["record"]
    assert twin["decision_ref"] == f"{first['decision_ref']}-2"


def test_the_same_file_again_adds_nothing_and_says_why(place: Place) -> None:
    place.run(GOOD)
    account = json.loads(place.run(GOOD, "--json").stdout)
    assert (account["read"], account["appended"], account["explained"]) == (5, 0, 5)
    assert place.size == 6


def test_a_licence_renumbered_in_a_later_release_is_recognised(place: Place) -> None:
    place.run(GOOD)
    renumbered = GOOD.replace("\n1,", "\n901,").replace("\n2,", "\n902,")
    assert json.loads(place.run(renumbered, "--json").stdout)["explained"] == 5


def test_a_refusal_without_a_published_ground_says_so(place: Place) -> None:
    place.run(GOOD.replace("\n3,", "\n7547,"))
    raw = b"".join(LedgerReader.at(place.ledger).entries(0, 5))
    assert b'"refusal_grounds":["not_published"]' in raw


@pytest.mark.parametrize(
    ("old", "new", "rule", "column"),
    [
        ("Italy", "Itly", "country", "country"),
        ("2008-01-03", "2008-02-31", "date", "date"),
        ("2008-01-03", "03/01/2008", "date", "date"),
        (",3540,", ",-5,", "value", "value"),
        (",3540,", ",1e3,", "value", "value"),
        (",1,3540", ",0,3540", "count", "count"),
        ("ML7", "QQ7", "item_code", "rating"),
        ("Syria,1", "Syria,2", "outcome", "refused"),
        ("1C350,1,,", "1C350,1,9,", "value", "value"),
        ("\n3,", "\n,", "licence", "licence_group"),
    ],
)
def test_a_row_with_a_fault_is_rejected_with_its_reason(
    place: Place, old: str, new: str, rule: str, column: str
) -> None:
    result = place.run(GOOD.replace(old, new, 1), "--json")
    assert result.exit_code == 1
    account = json.loads(result.stdout)
    assert account["rejected"] >= 1
    assert account["read"] == (
        account["appended"] + account["rejected"] + account["explained"]
    )
    rejected = place.rejects()
    assert (rule, column) in {(row["rule"], row["column"]) for row in rejected}
    assert all(row["row"].isdigit() and row["message"] for row in rejected)


def test_an_unknown_country_comes_with_the_nearest_names_and_no_guess(
    place: Place,
) -> None:
    place.run(GOOD.replace("Italy", "Itly", 1))
    assert "Italy" in place.rejects()[0]["suggestion"]


def test_one_bad_row_rejects_its_whole_licence(place: Place) -> None:
    place.run(GOOD.replace("End Use,2", "End Use,x"))
    assert {row["rule"] for row in place.rejects()} == {"count", "sibling_rejected"}


def test_rows_of_one_licence_that_contradict_each_other_are_rejected(
    place: Place,
) -> None:
    place.run(
        GOOD.replace("End Use,2,0,United Arab", "End Use,2,0,Italy#", 1).replace(
            "Italy# Emirates", "Italy"
        )
    )
    assert {row["rule"] for row in place.rejects()} == {
        "contradiction",
        "sibling_rejected",
    }


def test_too_many_rejects_append_nothing(place: Place) -> None:
    bad = GOOD.replace("Italy", "Itly")
    result = place.run(bad, "--max-rejects", "1")
    assert result.exit_code == 1
    assert "nothing was appended" in result.stderr
    assert place.size == 1


def test_a_dry_run_appends_nothing(place: Place) -> None:
    account = json.loads(place.run(GOOD, "--dry-run", "--json").stdout)
    assert (account["appended"], account["would_append"]) == (0, 5)
    assert place.size == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "is empty"),
        (HEADER.encode(), "no rows"),
        (GOOD.encode().replace(b"Italy", b"It\xe9ly"), "not UTF-8 at byte"),
        (GOOD.encode() + b"\xc3", "breaks off"),
        (GOOD.encode().replace(b"rating", b"rated"), "no column rating; it has"),
        (b"\x00" * 40, "no column"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_the_ledger_as_it_was(
    place: Place, text: bytes, says: str
) -> None:
    result = place.run(text)
    assert result.exit_code == 1
    assert says in result.stderr
    assert place.size == 1


def test_a_missing_file_or_a_bad_side_is_said_clearly(place: Place) -> None:
    missing = ["none.csv", "--mapping", str(MAPPING), "--ledger", str(place.ledger)]
    missing += ["--signer", str(place.signer)]
    assert "cannot read" in CliRunner().invoke(app, missing).stderr
    assert place.run(GOOD, "--side", "other=x").exit_code == 2


def test_a_ledger_of_another_country_is_refused(tmp_path: Path) -> None:
    place = Place(tmp_path, country="NL")
    result = place.run(GOOD)
    assert result.exit_code == 1
    assert "ledger of GB" in result.stderr


def test_a_held_ledger_is_left_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = SimpleNamespace(monotonic=count(step=5).__next__, sleep=lambda _: None)
    monkeypatch.setattr("ledger.lock.time", hurried)
    with locked(place.ledger):
        result = place.run(GOOD)
    assert result.exit_code == 3
    assert "another writer holds" in result.stderr


def test_another_signer_is_refused(place: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other")
    place.signer = other.signer
    result = place.run(GOOD)
    assert result.exit_code == 3
    assert place.size == 1


def test_a_full_disk_leaves_the_ledger_as_it_was(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    full: Callable[[], FailingDisk] = lambda: FailingDisk(2)  # noqa: E731 - a factory
    monkeypatch.setattr("ledger.store.Disk", full)
    result = place.run(GOOD)
    assert result.exit_code == 3
    assert "No space left" in result.stderr or "Input/output" in result.stderr
    assert place.size == 1
    assert place.verified()


def test_a_mapping_with_an_unknown_key_is_refused(place: Place, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(MAPPING.read_text() + "\nsurplus = 1\n")
    result = place.run(GOOD, "--mapping", str(bad))
    assert result.exit_code == 1
    assert "surplus" in result.stderr


def test_a_file_that_is_too_large_is_refused(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.ingest.source.MOST", 100)
    result = place.run(GOOD)
    assert result.exit_code == 1
    assert "larger than 100 bytes; give it in parts" in result.stderr
    assert place.size == 1


def test_a_wrong_call_is_said_clearly(place: Place) -> None:
    result = CliRunner().invoke(app, [str(place.write(GOOD))])
    assert result.exit_code == 2
    assert "give FILE, --mapping, --ledger and --signer" in result.stderr


def test_a_code_in_another_case_is_not_taken_for_one_of_the_list(place: Place) -> None:
    account = json.loads(place.run(GOOD.replace("ML7", "Ml7"), "--json").stdout)
    assert account["rules"] == {"item_code": 1, "sibling_rejected": 1}
