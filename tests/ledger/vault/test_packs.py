"""Disclosure packs: read by their audience, checked with the public ledger alone."""

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from ledger.cli.ledger import app as ledger_app
from ledger.cli.vault import app
from ledger.disclosure import Disclosure
from ledger.errors import FormatError, ProofError, VaultError
from ledger.reader import LedgerReader
from ledger.vault.pack import Disclosed, Pack, check_pack, make_pack
from tests.ledger.ledgers import ORIGIN, make_home
from tests.ledger.vault.places import (
    BUYER,
    VaultHome,
    confidential,
    holding,
)


def packed(place: VaultHome, *entries: int, audience: str = "commissie") -> Pack:
    identity = place.identity("commissie")
    return make_pack(place.vault, place.home.reader, identity, audience, entries)


def test_a_pack_checks_where_only_the_public_ledger_is(
    place: VaultHome, tmp_path: Path
) -> None:
    raw = packed(place, 3, 2).to_bytes()
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(place.home.ledger, elsewhere)
    policy, identity = place.home.policy, place.identity("commissie")
    shutil.rmtree(place.home.path)
    read = Pack.parse(raw)
    found = list(
        check_pack(read.open(identity), read.origin, LedgerReader.at(elsewhere), policy)
    )
    assert [one.entry for one in found] == [2, 3]
    assert [one.fields["end_user"]["name"] for one in found] == [BUYER] * 2
    assert found[0].sealed == 30


def test_public_and_committee_see_the_same_entry_hash(place: VaultHome) -> None:
    leaf = next(place.home.reader.leaf_hashes(2, 3)).hex()
    identity = place.identity("commissie")
    disclosed = packed(place, 2).open(identity)
    (found,) = check_pack(disclosed, ORIGIN, place.home.reader, place.home.policy)
    assert found.leaf == leaf


def test_a_pack_says_nothing_to_others(place: VaultHome) -> None:
    place.audience("rekenkamer")
    pack = packed(place, 2, audience="rekenkamer")
    assert BUYER.encode() not in pack.to_bytes()
    with pytest.raises(VaultError, match="opens with key"):
        pack.open(place.identity("commissie"))


def check(place: VaultHome, disclosed: Disclosed, origin: str = ORIGIN) -> None:
    list(check_pack([disclosed], origin, place.home.reader, place.home.policy))


def test_a_value_that_the_ledger_does_not_hold_is_found(place: VaultHome) -> None:
    (sound,) = packed(place, 2).open(place.identity("commissie"))
    false = Disclosure.make(b"x" * 16, "end_use_statement", "For a kitchen.")
    with pytest.raises(ProofError, match="no digest"):
        check(place, msgspec.structs.replace(sound, disclosures=(false.text,)))


def test_a_value_of_another_entry_is_found(place: VaultHome) -> None:
    one, other = packed(place, 2, 3).open(place.identity("commissie"))
    with pytest.raises(ProofError, match="no digest"):
        check(place, msgspec.structs.replace(one, disclosures=other.disclosures))
    with pytest.raises(ProofError, match="another one"):
        check(place, msgspec.structs.replace(one, entry=3))


def test_a_pack_of_another_ledger_is_found(place: VaultHome) -> None:
    (sound,) = packed(place, 2).open(place.identity("commissie"))
    with pytest.raises(ProofError, match="not of"):
        check(place, sound, "other.example")


def test_a_ledger_by_another_signer_is_found(place: VaultHome, tmp_path: Path) -> None:
    (sound,) = packed(place, 2).open(place.identity("commissie"))
    other = make_home(tmp_path / "other", 1).policy
    with pytest.raises(ProofError):
        list(check_pack([sound], ORIGIN, place.home.reader, other))


def test_a_pack_has_one_spelling_and_is_bound_to_its_head(place: VaultHome) -> None:
    pack = packed(place, 2)
    assert Pack.parse(pack.to_bytes()) == pack
    for spoiled in (pack.to_bytes() + b"\n", b"{}", b" " + pack.to_bytes()):
        with pytest.raises(FormatError):
            Pack.parse(spoiled)
    moved = msgspec.structs.replace(pack, entries=(3,))
    with pytest.raises(VaultError, match="does not open"):
        moved.open(place.identity("commissie"))


def test_an_entry_that_is_not_kept_cannot_be_disclosed(place: VaultHome) -> None:
    with pytest.raises(VaultError, match="keeps nothing of entry 1"):
        packed(place, 1)


# The commands


def run(*words: object, given: str = "") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=given)


def test_a_vault_from_its_making_to_a_pack_by_commands(tmp_path: Path) -> None:
    home, vault, keys = make_home(tmp_path / "h", 1), tmp_path / "v", tmp_path / "k"
    assert run("init", home.ledger, "--vault", vault).exit_code == 0
    assert run("identity", keys, "--name", "commissie").exit_code == 0
    added = run("add-audience", keys / "audience", "--vault", vault)
    assert added.exit_code == 0
    record = json.loads(msgspec.json.encode(confidential(7)))
    line = json.dumps({"kind": "licence_decision", "record": record})
    words = ["append", home.ledger, "--signer", home.signer]
    refused = CliRunner().invoke(ledger_app, [*map(str, words)], input=line)
    assert refused.exit_code == 1
    assert "rule visibility" in refused.stderr
    words += ["--vault", vault]
    assert CliRunner().invoke(ledger_app, [*map(str, words)], input=line).exit_code == 0
    options = ["--vault", vault, "--identity", keys, "--audience", "commissie"]
    made = run("disclose", home.ledger, "NL-7", *options, "--name", "first")
    assert made.exit_code == 0, made.stderr
    pack = Path(made.stdout.strip())
    words = ["open", home.ledger, pack, "--identity", keys]
    opened = run(*words, "--policy", home.signer / "policy", "--json")
    assert opened.exit_code == 0, opened.stderr
    found: Any = json.loads(opened.stdout)
    assert found[0]["record"]["end_user"]["name"] == BUYER
    assert f'"{BUYER}"' in run(*words, "--policy", home.signer / "policy").stdout
    assert run(*words).exit_code == 2
    assert "0 records" in run("rewrap", *options).stdout
    assert holding(tmp_path, BUYER) == []


def test_a_vault_is_not_made_inside_the_public_ledger(tmp_path: Path) -> None:
    home = make_home(tmp_path / "h", 1)
    made = run("init", home.ledger, "--vault", home.ledger / "vault")
    assert made.exit_code == 3
    assert "public" in made.stderr
    assert not (home.ledger / "vault").exists()


@pytest.mark.parametrize("which", ["99", "NL-99"])
def test_an_entry_that_is_not_there_cannot_be_disclosed(
    place: VaultHome, which: str
) -> None:
    words = ["disclose", place.home.ledger, which, "--vault", place.path]
    words += ["--identity", place.keys("commissie"), "--audience", "commissie"]
    result = run(*words, "--name", "first")
    assert result.exit_code == 1
    assert f"no entry {which}" in result.stderr


def test_every_verb_answers_in_json(place: VaultHome, tmp_path: Path) -> None:
    def said(*words: object) -> Any:
        result = run(*words, "--json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    vault, keys = tmp_path / "v", tmp_path / "k"
    made = said("init", place.home.ledger, "--vault", vault)
    assert made == {"vault": str(vault), "origin": ORIGIN}
    key = said("identity", keys, "--name", "rekenkamer")["key"]
    added = said("add-audience", keys / "audience", "--vault", place.path)
    assert added == {"audience": "rekenkamer", "clearance": "committee", "key": key}
    options = ["--vault", place.path, "--identity", place.keys("commissie")]
    options += ["--audience", "rekenkamer"]
    assert said("rewrap", *options) == {"audience": "rekenkamer", "records": 2}
    pack = said("disclose", place.home.ledger, "3", "2", *options, "--name", "first")
    assert (pack["entries"], pack["key"]) == ([2, 3], key)


@pytest.mark.parametrize("name", ["../first", ".first", "a/b"])
def test_a_pack_stays_in_the_vault(place: VaultHome, name: str) -> None:
    words = ["disclose", place.home.ledger, "2", "--vault", place.path]
    words += ["--identity", place.keys("commissie"), "--audience", "commissie"]
    result = run(*words, "--name", name)
    assert result.exit_code == 3
    assert "no plain name" in result.stderr
