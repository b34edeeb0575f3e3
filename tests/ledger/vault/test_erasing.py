"""Erasure: logged for everyone, gone from the disk, and every proof stays valid."""

import json
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from ledger.audit.run import audit
from ledger.cli.vault import app
from ledger.disclosure import Disclosure
from ledger.durable import put_durably
from ledger.entry import Entry
from ledger.errors import LedgerError, RecordError, VaultError
from ledger.proof import Proof, prove_entry, prove_growth
from ledger.records.erasure import Erasure
from ledger.records.event import DecisionEvent
from ledger.records.rules import record_breaches
from ledger.records.sealable import SEAL_COUNTS
from ledger.records.values import Text
from ledger.vault.erasing import Erased, Ground, erase
from ledger.vault.opening import open_record
from ledger.vault.pack import make_pack
from ledger.vault.vault_files import PACKS, Vault, VaultRecord
from tests.ledger.ledgers import FailingDisk
from tests.ledger.vault.places import (
    BUYER,
    STATEMENT,
    VaultHome,
    confidential,
    holding,
    make_vault_home,
)

TERM = Ground("V-2026-1", date(2026, 1, 2), selection_category="12.3")


def erased(
    place: VaultHome,
    index: int,
    *fields: str,
    ground: Ground = TERM,
    name: str | None = "commissie",
) -> Erased:
    identity = None if name is None else place.identity(name)
    vault = place.vault
    with vault.held():
        return erase(
            vault,
            place.home.open(),
            index,
            frozenset(fields),
            ground,
            identity=identity,
        )


def pack(place: VaultHome, *entries: int) -> Path:
    made = make_pack(
        place.vault,
        place.home.reader,
        place.identity("commissie"),
        "commissie",
        entries,
    )
    numbers = "-".join(map(str, entries))
    path = place.path / PACKS / f"{numbers}.json"
    put_durably(place.vault.disk, path, made.to_bytes())
    return path


def kept(place: VaultHome, index: int) -> VaultRecord:
    record = place.kept(index)
    assert record is not None
    return record


def sealed_text(record: VaultRecord) -> str:
    """Return the beginning of what is sealed, as it stands in the file."""
    raw = json.loads(msgspec.json.encode(record.sealed[0]))["text"]
    return str(raw)[:80]


def fields_of(place: VaultHome, index: int) -> set[str]:
    opened = open_record(place.vault, kept(place, index), place.identity("commissie"))
    return {one.name for _, one in opened}


def last(place: VaultHome) -> Any:
    size = place.home.reader.checkpoint().size
    return Entry.parse(next(place.home.reader.entries(size - 1, size))).record


def test_an_erased_record_is_gone_and_says_so(place: VaultHome) -> None:
    done = erased(place, 2, name=None)
    assert done == Erased(entries=(2,), logged=1, packs=())
    assert place.kept(2) is None
    said = last(place)
    leaf = next(place.home.reader.leaf_hashes(2, 3)).hex()
    assert isinstance(said, Erasure)
    assert (said.entry, said.entry_ref, said.fields) == (leaf, "NL-7", ())
    assert said.selection_category == "12.3"
    assert fields_of(place, 3) == {"end_use_statement", "end_user"}


def test_a_field_goes_and_the_others_stay(place: VaultHome) -> None:
    assert erased(place, 2, "end_user").logged == 1
    assert fields_of(place, 2) == {"end_use_statement"}
    assert last(place).fields == ("end_user",)


def test_what_remains_is_sealed_anew(place: VaultHome) -> None:
    """The key that sealed what is gone is gone with it."""
    before = kept(place, 2)
    erased(place, 2, "end_user")
    after = kept(place, 2)
    assert before.sealed[0].text[:1120] != after.sealed[0].text[:1120]


def test_every_audit_and_proof_passes_before_and_after(place: VaultHome) -> None:
    reader, policy = place.home.reader, place.home.policy
    old, entry = prove_entry(reader, 2)
    before = reader.checkpoint()
    assert audit(reader, policy).findings == ()
    erased(place, 2)
    assert audit(reader, policy).findings == ()
    assert Proof.parse(old.format()).check(entry, policy) == before
    assert prove_entry(reader, 2)[0].check(entry, policy).size == 5
    assert prove_growth(reader, before, reader.checkpoint())


@pytest.mark.parametrize("fields", [(), ("end_use_statement", "end_user")])
def test_nothing_of_it_is_left_on_the_disk(
    place: VaultHome, fields: tuple[str, ...]
) -> None:
    """Nor in files that were replaced or removed, held open over the erasure."""
    one, other = pack(place, 2, 3), pack(place, 3)
    text, packed = sealed_text(kept(place, 2)), one.read_text()[-400:-300]
    assert holding(place.home.path, text)
    assert holding(place.home.path, packed)
    with ExitStack() as stack:
        files = [*place.vault.segments(), one]
        held = [stack.enter_context(path.open("rb")) for path in files]
        done = erased(place, 2, *fields)
        assert done.packs == ("2-3",)
        for file in held:
            file.seek(0)
            assert set(file.read()) == {0}
    for trace in (text, packed, BUYER, STATEMENT):
        assert holding(place.home.path, trace) == []
    assert not one.exists()
    assert other.exists()


def correcting(place: VaultHome) -> DecisionEvent:
    return DecisionEvent(
        changed_fields=("end_user",),
        corrected=confidential(7),
        correction_reason="data_entry",
        decision=next(place.home.reader.leaf_hashes(2, 3)).hex(),
        decision_ref="NL-7",
        event_ref="NL-7/1",
        event_type="correction",
        materiality="no_effect_on_totals",
        occurred_on=date(2023, 1, 1),
        reason=Text(en="A name was misspelled."),
    )


def test_a_correction_of_only_what_is_sealed_is_sound(place: VaultHome) -> None:
    place.append(correcting(place))
    assert audit(place.home.reader, place.home.policy).findings == ()


def test_what_corrections_seal_again_goes_too(place: VaultHome) -> None:
    place.append(correcting(place))
    done = erased(place, 2, "end_user")
    assert (done.entries, done.logged) == ((2, 4), 2)
    assert fields_of(place, 2) == fields_of(place, 4) == {"end_use_statement"}
    assert audit(place.home.reader, place.home.policy).findings == ()


def test_the_same_erasure_again_adds_nothing(place: VaultHome) -> None:
    erased(place, 2)
    size = place.home.reader.checkpoint().size
    assert erased(place, 2) == Erased(entries=(), logged=0, packs=())
    assert place.home.reader.checkpoint().size == size


def test_an_erasure_that_is_broken_off_anywhere_is_finished_by_the_next(
    tmp_path: Path,
) -> None:
    steps = 0
    while True:
        place = make_vault_home(tmp_path / str(steps))
        place.append(confidential(7), confidential(8))
        text = sealed_text(kept(place, 2))
        disk = FailingDisk(steps)
        vault = Vault(place.path, disk)
        try:
            with vault.held():
                erase(vault, place.home.open(disk), 2, frozenset(), TERM)
        except (OSError, LedgerError):
            pass
        else:
            break
        logged = place.home.open().size == 5
        assert logged or place.kept(2) is not None
        erased(place, 2)
        assert place.home.reader.checkpoint().size == 5
        assert holding(place.home.path, text) == []
        assert fields_of(place, 3) == {"end_use_statement", "end_user"}
        steps += 1
    assert steps > 10


@pytest.mark.parametrize(
    ("index", "fields", "says"),
    [
        (1, (), "does not keep anything of entry 1"),
        (2, ("exporter",), "does not keep exporter"),
    ],
)
def test_what_is_not_kept_cannot_be_erased(
    place: VaultHome, index: int, fields: tuple[str, ...], says: str
) -> None:
    with pytest.raises(VaultError, match=says):
        erased(place, index, *fields)
    assert place.home.reader.checkpoint().size == 4


def test_nothing_is_erased_without_a_ground(place: VaultHome) -> None:
    with pytest.raises(RecordError, match="article of law"):
        erased(place, 2, ground=Ground("V-1", date(2026, 1, 2)))
    assert fields_of(place, 2) == {"end_use_statement", "end_user"}


def test_fields_are_told_apart_by_a_key_only(place: VaultHome) -> None:
    with pytest.raises(VaultError, match="a key that opens them"):
        erased(place, 2, "end_user", name=None)


@pytest.mark.parametrize(
    "change",
    [
        {"selection_category": None},
        {"fields": ("exporter", "advice")},
        {"fields": ("destination",)},
    ],
)
def test_an_unsound_erasure_breaks_a_rule(place: VaultHome, change: Any) -> None:
    erased(place, 2)
    found = list(record_breaches(replace(last(place), **change)))
    assert [one.rule for one in found] == ["erasure"]


def test_no_value_can_be_guessed_from_the_digests_that_stay(place: VaultHome) -> None:
    """Whoever knows the value exactly still has 128 bits of salt to guess."""
    raw = next(place.home.reader.entries(2, 3))
    digests: Any = Entry.parse(raw).record
    for salt in (bytes(16), b"\x01" * 16):
        guess = Disclosure.make(salt, "end_use_statement", STATEMENT)
        assert guess.digest not in digests.digests
    assert len(digests.digests) == SEAL_COUNTS[type(confidential(7))]


def test_erasing_by_command_names_what_is_gone(place: VaultHome) -> None:
    pack(place, 2)
    words: list[object] = ["erase", place.home.ledger, "NL-7", "--vault", place.path]
    words += ["--signer", place.home.signer, "--reference", "V-1", "--json"]
    refused = CliRunner().invoke(app, [str(word) for word in words])
    assert refused.exit_code == 1
    assert "article of law" in refused.stderr
    words += ["--article", "AVG art. 17"]
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.stderr
    said = {"entries": [2], "logged": 1, "packs": ["2"], "builds": []}
    assert json.loads(done.stdout) == said
    assert last(place).article == "AVG art. 17"
