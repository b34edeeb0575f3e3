"""Native records with confidential fields: sealed at append, and never compared."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from etl.ingest.command import app
from etl.ingest.known import content_of, reading_of
from ledger.durable import Disk
from ledger.records.confidential import Party, SealedSource
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.sealing import public_part, seal
from ledger.vault.audience_key import load_identity, make_identity
from ledger.vault.pack import check_pack, make_pack
from ledger.vault.vault_files import Audience, Vault, create_vault
from tests.etl.ingest.place import Place
from tests.ledger.vault.places import BUYER, confidential, holding, random_bytes


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, country="NL", mapping="native")
    vault = create_vault(tmp_path / "vault", made.origin, Disk())
    key = make_identity(tmp_path / "keys", "commissie", disk=Disk()).key
    vault.add_audience(Audience("committee", key))
    return made


def lines(place: Place, *decisions: LicenceDecision, name: str = "in.jsonl") -> Path:
    return place.write(msgspec.json.Encoder().encode_lines(list(decisions)), name)


def ingested(place: Place, file: Path, *more: str) -> Result:
    words = [*place.words(file), "--vault", str(place.path / "vault"), "--json"]
    return CliRunner().invoke(app, [*words, *more])


def account(place: Place, file: Path, *more: str) -> dict[str, Any]:
    result = ingested(place, file, *more)
    assert result.exit_code in {0, 1}, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_confidential_fields_are_sealed_at_append_and_open_with_proof(
    place: Place,
) -> None:
    file = lines(place, confidential(1), confidential(2))
    assert account(place, file)["decisions"] == 2
    file.unlink()
    assert place.verified()
    assert all(one.end_user is None and one.digests for one in place.decisions())
    assert holding(place.path, BUYER) == []
    identity = load_identity(place.path / "keys")
    vault = Vault(place.path / "vault")
    pack = make_pack(vault, place.reader, identity, "commissie", [1, 2])
    opened = check_pack(pack.open(identity), place.origin, place.reader, place.policy)
    assert [one.fields["end_user"]["name"] for one in opened] == [BUYER, BUYER]


def test_without_a_vault_they_are_refused(place: Place) -> None:
    words = [*place.words(lines(place, confidential(1))), "--json"]
    refused = CliRunner().invoke(app, words)
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["rules"] == {"visibility": 1}
    assert BUYER not in refused.output


def test_the_same_file_again_adds_nothing_and_says_what_it_did_not_compare(
    place: Place,
) -> None:
    file = lines(place, confidential(1))
    account(place, file)
    size = place.size
    again = ingested(place, file)
    assert json.loads(again.stdout)["explanations"] == {"in_ledger": 1}
    assert json.loads(again.stdout)["not_compared"] == 1
    assert "were not compared with what is sealed" in again.stderr
    assert place.size == size


def test_a_correction_of_a_public_field_names_that_field_only_and_is_sealed(
    place: Place,
) -> None:
    account(place, lines(place, confidential(1)))
    moved = msgspec.structs.replace(confidential(1), retrospective="A late notice.")
    found = account(place, lines(place, moved, name="later.jsonl"))
    assert found["corrections"] == 1
    (event,) = [one for one in place.records() if isinstance(one, DecisionEvent)]
    assert event.changed_fields == ("retrospective",)
    assert event.corrected is not None
    assert event.corrected.end_user is None
    assert event.corrected.digests
    assert account(place, lines(place, moved))["explanations"] == {"in_ledger": 1}


def test_a_row_that_cannot_be_sealed_is_rejected_and_the_others_are_not(
    place: Place,
) -> None:
    classified = msgspec.structs.replace(
        confidential(2),
        classified_sources=(SealedSource(commitment="0" * 64, handle="R-2026-000001"),),
    )
    twice = msgspec.structs.replace(
        confidential(3),
        retrospective=BUYER,
        end_user=Party(country="TW", name=BUYER),
    )
    found = account(place, lines(place, confidential(1), classified, twice))
    assert found["rules"] == {"seal": 2}
    assert found["decisions"] == 1
    assert place.verified()


def test_a_dry_run_keeps_nothing(place: Place) -> None:
    found = account(place, lines(place, confidential(1)), "--dry-run")
    assert found["would_append"] == 1
    assert Vault(place.path / "vault").segments() == []
    assert place.size == 1


def test_what_a_record_says_to_everyone_is_the_same_before_and_after_sealing() -> None:
    clear = confidential(7)
    sealed = seal(clear, random_bytes()).record
    assert isinstance(sealed, LicenceDecision)
    assert public_part(clear) == public_part(sealed) == reading_of(clear)
    assert content_of(clear) == content_of(reading_of(clear))
