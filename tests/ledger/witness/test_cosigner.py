"""What a witness cosigns, refuses and remembers."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.checkpoint import Checkpoint
from ledger.errors import SignerError
from ledger.keys import sign, signed_at
from ledger.note import SignedNote
from ledger.tree import EMPTY_ROOT
from ledger.web import Answer
from ledger.witness.client import request_for, sound_lines
from ledger.witness.cosigner import SIZE_KIND, load_cosigner, origin_hash
from ledger.witness.request import Request
from tests.ledger.ledgers import FailingDisk, Home, make_home
from tests.ledger.witness.cosigners import NOTE, NOW, ask, witness_of


def test_a_witness_cosigns_a_ledger_that_grows(home: Home) -> None:
    cosigner = witness_of(home)
    seen = 0
    for count in (0, 1, 300):
        if count:
            home.append(count)
        answer = ask(home, cosigner, seen)
        assert answer.status == 200
        lines = sound_lines(answer.body, home.note(), cosigner.verifier_keys)
        assert len(lines) == 2
        for key, line in zip(cosigner.verifier_keys, lines, strict=True):
            assert signed_at(line, key) == int(NOW.timestamp())
        seen = home.reader.checkpoint().size


def test_a_witness_cosigns_the_same_again(home: Home) -> None:
    cosigner = witness_of(home)
    assert ask(home, cosigner, 0).status == 200
    assert ask(home, cosigner, 5).status == 200


def test_a_witness_names_the_size_that_it_has_seen(home: Home) -> None:
    cosigner = witness_of(home)
    ask(home, cosigner, 0)
    home.append(3)
    for old in (0, 2, 8):
        assert ask(home, cosigner, old) == Answer(409, SIZE_KIND, b"5\n")


def test_a_witness_refuses_another_history(home: Home, tmp_path: Path) -> None:
    cosigner = witness_of(home)
    shutil.copytree(home.path, tmp_path / "fork")
    fork = Home(tmp_path / "fork", clock=home.clock)
    home.append(3)
    fork.append(5)
    assert ask(home, cosigner, 0).status == 200
    assert ask(fork, cosigner, 8).status == 422
    home.append(2)
    assert ask(home, cosigner, 8).status == 200
    assert ask(fork, cosigner, 10).status == 422  # as many entries, other ones


def changed(home: Home, **changes: Any) -> Request:
    return replace(request_for(home.reader, home.note(), 0), **changes)


def test_a_witness_refuses_what_it_must(home: Home, tmp_path: Path) -> None:
    cosigner = witness_of(home)
    stranger = make_home(tmp_path / "stranger", decisions=2)
    unsigned = SignedNote(text=NOTE.text, signatures=NOTE.signatures)
    half = home.note()
    half = SignedNote(text=half.text, signatures=half.signatures[:1])
    cases = {
        400: [changed(home, old=6)],
        403: [changed(home, note=half), changed(home, note=stranger.note())],
        404: [changed(home, note=unsigned)],
        422: [changed(home, proof=(bytes(32),))],
    }
    for status, requests in cases.items():
        for request in requests:
            assert cosigner.answer(request.format(), NOW).status == status
    assert cosigner.answer(b"nonsense", NOW).status == 400
    assert cosigner.seen(origin_hash("test.example/nl")) is None


def test_an_empty_ledger_has_the_empty_root_only(home: Home) -> None:
    cosigner = witness_of(home)
    signer = home.open()._signer

    for root, status in ((EMPTY_ROOT, 200), (bytes(32), 422)):
        checkpoint = Checkpoint(origin=signer.origin, size=0, root=root)
        lines = tuple(
            sign(signer.origin, key, checkpoint, timestamp=1) for key in signer.keys
        )
        note = SignedNote(text=checkpoint.format(), signatures=lines)
        request = Request(old=0, proof=(), note=note)
        assert cosigner.answer(request.format(), NOW).status == status


def test_what_a_witness_cosigned_it_has_remembered(home: Home) -> None:
    cosigner = witness_of(home)
    for steps in range(9):
        failing = load_cosigner(cosigner.directory, disk=FailingDisk(steps))
        try:
            answer = ask(home, failing, 0)
        except OSError:
            # Nothing was answered; remembering it anyway is no harm.
            (cosigner.directory / "seen" / origin_hash("test.example/nl")).unlink(
                missing_ok=True
            )
            continue
        assert answer.status == 200
        seen = load_cosigner(cosigner.directory).seen(origin_hash("test.example/nl"))
        assert seen is not None
        assert SignedNote.parse(seen).text == home.note().text
        return
    pytest.fail("it never answered")


def test_two_requests_at_once_cannot_roll_a_witness_back(home: Home) -> None:
    cosigner = witness_of(home)
    ask(home, cosigner, 0)
    requests = []
    for _ in range(6):
        home.append(2)
        requests.append(request_for(home.reader, home.note(), 5).format())
    answers: list[Answer] = []
    threads = [
        threading.Thread(
            target=lambda raw=raw: answers.append(cosigner.answer(raw, NOW))
        )
        for raw in requests
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # One of them is first; to it the others' old size is no longer the size seen.
    assert sorted(answer.status for answer in answers) == [200] + [409] * 5


def test_a_witness_without_sound_files_does_not_open(home: Home) -> None:
    cosigner = witness_of(home)
    for name in ("name", "policy", "ed25519.pem"):
        path = cosigner.directory / name
        kept = path.read_bytes()
        path.unlink()
        with pytest.raises(SignerError):
            load_cosigner(cosigner.directory)
        path.write_bytes(kept)
        path.chmod(0o600)
    assert load_cosigner(cosigner.directory).verifier_keys == cosigner.verifier_keys
