"""A ledger that collects cosignatures over HTTP, whatever witnesses answer."""

import shutil
from pathlib import Path

import pytest

from ledger.errors import FormatError, ProofError, SignatureError
from ledger.note import SignedNote
from ledger.witness.client import collect, cosignatures, sound_lines
from tests.ledger.ledgers import Home
from tests.ledger.test_site import Answer, drip, endless, redirect, serving
from tests.ledger.witness.cosigners import ask, running, with_witnesses, witness_of


def test_a_ledger_collects_cosignatures_and_still_appends(home: Home) -> None:
    one, two = (witness_of(home, name) for name in ("one.example", "two.example"))
    with running(one) as first, running(two) as second:
        policy = with_witnesses(home, "all", {one: first, two: second})
        for count in (1, 300):
            home.append(count)
            with pytest.raises(SignatureError):
                policy.checkpoint_of(home.reader.checkpoint_note())
            cosigning = collect(home.open(), policy)
            assert cosigning.reached, cosigning.troubles
            assert len(cosigning.cosigners) == 4
            assert cosigning.troubles == ()
            policy.checkpoint_of(home.reader.checkpoint_note())
            assert home.open().size == home.reader.checkpoint().size


def test_opening_a_ledger_keeps_its_cosignatures(home: Home) -> None:
    one = witness_of(home)
    with running(one) as url:
        collect(home.open(), with_witnesses(home, "any", {one: url}))
    before = home.reader.checkpoint_note()
    home.open()
    assert home.reader.checkpoint_note() == before
    assert len(SignedNote.parse(before).signatures) == 4


def test_a_witness_that_is_down_slow_or_wrong_stops_nothing(home: Home) -> None:
    one, down, liar = (
        witness_of(home, name) for name in ("one.example", "down", "liar")
    )
    with running(one) as first, running(one) as second:
        urls = {one: first, down: "http://127.0.0.1:9", liar: second}
        cosigning = collect(home.open(), with_witnesses(home, "2", urls))
    assert cosigning.reached
    assert {name.split("-")[0] for name in cosigning.cosigners} == {"one.example"}
    assert len(cosigning.troubles) == 2


@pytest.mark.parametrize("answer", [endless, redirect, drip])
def test_a_hostile_witness_cannot_hold_a_ledger(home: Home, answer: Answer) -> None:
    liar = witness_of(home, "liar")
    with serving(answer) as url:
        policy = with_witnesses(home, "any", {liar: url})
        cosigning = collect(home.open(), policy, deadline=0.5)
    assert not cosigning.reached
    assert len(cosigning.troubles) == 1


def test_a_witness_that_saw_more_than_there_is_is_named(
    home: Home, tmp_path: Path
) -> None:
    shutil.copytree(home.path, tmp_path / "backup")
    backup = Home(tmp_path / "backup", clock=home.clock)
    one = witness_of(home)
    home.append(5)
    with running(one) as url:
        collect(home.open(), with_witnesses(home, "any", {one: url}))
        keys = one.verifier_keys
        with pytest.raises(ProofError, match="restored from a copy"):
            cosignatures(backup.reader, backup.note(), url, keys)


def test_only_sound_lines_are_taken(home: Home) -> None:
    one, other = witness_of(home), witness_of(home, "other.example")
    body = ask(home, one, 0).body
    with pytest.raises(SignatureError, match="none"):
        sound_lines(body, home.note(), other.verifier_keys)
    old = home.note()
    home.append(1)
    with pytest.raises(SignatureError):
        sound_lines(body, home.note(), one.verifier_keys)
    with pytest.raises(FormatError):
        sound_lines(b"nonsense\n", old, one.verifier_keys)
