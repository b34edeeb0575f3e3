import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from ledger.checkpoint import Checkpoint
from ledger.cli.audit import app as audit_app
from ledger.cli.witness import app as witness_app
from ledger.errors import (
    FormatError,
    LedgerError,
    ProofError,
    SignatureError,
    SignerError,
    StorageError,
)
from ledger.keys import signed_at
from ledger.note import SignatureLine, SignedNote
from ledger.policy import Group, Policy, Witness
from ledger.tree import EMPTY_ROOT
from ledger.web import Answer, post
from ledger.witness.client import (
    collect,
    cosignatures,
    request_for,
    sound_lines,
)
from ledger.witness.cosigner import (
    SIZE_KIND,
    Cosigner,
    create_cosigner,
    load_cosigner,
    origin_hash,
)
from ledger.witness.request import Request
from ledger.witness.server import WitnessServer
from tests.ledger.commands import ledger
from tests.ledger.ledgers import FailingDisk, Home, make_home
from tests.ledger.test_site import drip, endless, redirect, serving

NOW = datetime(2026, 11, 24, tzinfo=UTC)
NOTE = SignedNote(
    text=Checkpoint(origin="a.example", size=9, root=bytes(32)).format(),
    signatures=(SignatureLine(name="a.example", key_id=b"abcd", signature=b"s"),),
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home", decisions=4)


def witness_of(home: Home, name: str = "rekenkamer.example") -> Cosigner:
    return create_cosigner(home.path / name, name, home.policy.logs)


def ask(home: Home, cosigner: Cosigner, old: int) -> Answer:
    request = request_for(home.reader, home.note(), old)
    return cosigner.answer(request.format(), NOW)


# Requests


@given(
    old=st.integers(0, 10**17),
    proof=st.lists(st.binary(min_size=32, max_size=32), max_size=63),
)
def test_every_request_reads_back(old: int, proof: list[bytes]) -> None:
    request = Request(old=old, proof=tuple(proof), note=NOTE)
    assert Request.parse(request.format()) == request


@given(place=st.integers(0, 300), value=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_written_alike(place: int, value: int) -> None:
    sound = Request(old=4, proof=(bytes(32),) * 2, note=NOTE).format()
    raw = bytearray(sound)
    raw[place % len(raw)] = value
    try:
        parsed = Request.parse(bytes(raw))
    except LedgerError:
        return
    assert parsed.format() == bytes(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"old 4",
        b"old -4\n\n" + NOTE.format(),
        b"old 04\n\n" + NOTE.format(),
        b"old 4\nAAAA\n\n" + NOTE.format(),
        b"old 4\n" + b"A" * 43 + b"=\n" * 64 + b"\n" + NOTE.format(),
        b"old 4\n\n" + NOTE.text,
    ],
)
def test_a_request_in_any_other_spelling_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        Request.parse(raw)


# What a witness answers


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


def changed(home: Home, **changes: object) -> Request:
    request = request_for(home.reader, home.note(), 0)
    fields = {"old": request.old, "proof": request.proof, "note": request.note}
    return Request(**{**fields, **changes})  # type: ignore[arg-type] # the fields' own types


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
    from ledger.keys import sign  # noqa: PLC0415 - for this one forgery

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


# Over HTTP


@contextmanager
def running(cosigner: Cosigner) -> Iterator[str]:
    said: list[str] = []
    server = WitnessServer(("127.0.0.1", 0), cosigner, lambda: NOW, said.append)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def with_witnesses(home: Home, quorum: str, urls: dict[Cosigner, str]) -> Policy:
    witnesses = tuple(
        Witness(name=f"{one.name}-{key.key_type}", key=key, url=url)
        for one, url in urls.items()
        for key in one.verifier_keys
    )
    names = tuple(one.name for one in witnesses)
    groups = (Group(name="toezicht", threshold=quorum, members=names),)
    return Policy(
        logs=home.policy.logs, witnesses=witnesses, groups=groups, quorum="toezicht"
    )


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
def test_a_hostile_witness_cannot_hold_a_ledger(home: Home, answer: object) -> None:
    liar = witness_of(home, "liar")

    def hostile(handler: object) -> None:
        answer(handler)  # type: ignore[operator] # a function of a handler

    with serving(hostile) as url:  # type: ignore[arg-type] # likewise
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


def test_a_witness_publishes_what_it_has_seen(home: Home) -> None:
    one = witness_of(home)
    with running(one) as url:
        address = f"{url}/{origin_hash('test.example/nl')}/checkpoint"
        assert post(address, b"", most=99, deadline=5).status == 404
        cosignatures(home.reader, home.note(), url, one.verifier_keys)
        with urlopen(address) as response:  # noqa: S310 - loopback
            seen = SignedNote.parse(response.read())
    assert seen.text == home.note().text
    assert len(seen.signatures) == 4


def test_the_server_takes_no_oversize_or_unsized_request(home: Home) -> None:
    one = witness_of(home)
    with running(one) as url:
        assert post(f"{url}/other", b"", most=99, deadline=5).status == 404
        large = post(f"{url}/add-checkpoint", bytes(2_000_000), most=99, deadline=5)
        assert large.status == 413


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


def test_no_address_but_http_is_asked() -> None:
    with pytest.raises(StorageError):
        post("file:///etc/passwd", b"", most=9, deadline=1)


# By the commands


def witness(*words: object) -> Result:
    return CliRunner().invoke(witness_app, [str(word) for word in words])


def test_a_witness_that_no_network_reaches_cosigns_by_files(
    home: Home, tmp_path: Path
) -> None:
    logs = [word for key in home.policy.logs for word in ("--log", key.format())]
    made = witness("init", tmp_path / "w", "--name", "w.example", *logs)
    assert made.exit_code == 0, made.stderr
    names = [line.split()[1] for line in made.stdout.splitlines()]
    group = f"{made.stdout}group toezicht all {' '.join(names)}\nquorum toezicht\n"
    policy = home.signer / "policy"
    policy.write_text(policy.read_text().replace("quorum none\n", group))
    assert ledger("cosign", home.ledger, "--signer", home.signer).exit_code == 1
    request, answer = tmp_path / "request", tmp_path / "answer"
    asked = ledger("checkpoint", home.ledger, "--for-witness", 0)
    request.write_text(asked.stdout)
    signed = witness("sign", tmp_path / "w", request, "--out", answer)
    assert signed.exit_code == 0, signed.stderr
    done = ledger("cosign", home.ledger, answer, "--signer", home.signer)
    assert done.exit_code == 0, done.stderr
    assert "quorum toezicht reached" in done.stderr
    words = ["run", str(home.ledger), "--policy", str(policy), "--json"]
    told = json.loads(CliRunner().invoke(audit_app, words).stdout)
    assert told["verified"]
    assert told["cosigned_by"] == sorted(names)
    home.append(3)
    request.write_text(ledger("checkpoint", home.ledger, "--for-witness", 2).stdout)
    refused = witness("sign", tmp_path / "w", request, "--out", answer)
    assert refused.exit_code == 1
    assert "the size last seen is 5" in refused.stderr


def test_append_asks_the_witnesses_of_its_policy(home: Home, tmp_path: Path) -> None:
    one = witness_of(home)
    with running(one) as url:
        policy = with_witnesses(home, "all", {one: url})
        (home.signer / "policy").write_bytes(policy.format())
        lines = tmp_path / "lines"
        record = home.reader.entries(4, 5)
        entry = json.loads(next(record))
        entry["record"]["decision_ref"] = "NL-new"
        shape = {"kind": entry["kind"], "record": entry["record"]}
        lines.write_text(json.dumps(shape))
        done = ledger("append", home.ledger, lines, "--signer", home.signer)
    assert done.exit_code == 0, done.stderr
    assert "quorum toezicht reached" in done.stderr
