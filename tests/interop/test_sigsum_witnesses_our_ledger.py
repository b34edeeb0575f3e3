"""Debian's sigsum-witness as witness of a ledger, over HTTP on this machine."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from ledger.durable import Disk
from ledger.errors import ProofError, SignatureError
from ledger.key_files import make_keys
from ledger.keys import VerifierKey, verifier_key
from ledger.policy import Policy, Witness
from ledger.signer import Signer
from ledger.store import create_ledger
from ledger.web import Answer, post
from ledger.witness.client import collect, cosignatures, request_for
from ledger.witness.cosigner import SIZE_KIND
from tests.interop.programs import WITNESS, missing
from tests.ledger.ledgers import Home, authority

pytestmark = missing


@dataclass(frozen=True)
class Sigsum:
    """A running sigsum-witness: where it answers, and by which key."""

    url: str
    key: VerifierKey

    def policy(self, home: Home) -> Policy:
        witness = Witness(name="sigsum", key=self.key, url=self.url)
        return replace(home.policy, witnesses=(witness,), quorum="sigsum")


def make_sigsum_home(path: Path) -> Home:
    """Make a ledger of the name that sigsum expects: that of its own logs."""
    home = Home(path)
    keys = make_keys(home.signer, None, Disk(), also=frozenset())
    public = keys[0].public_key().public_bytes_raw()
    origin = f"sigsum.org/v1/tree/{sha256(public).hexdigest()}"
    signer = Signer(directory=home.signer, origin=origin, keys=keys)
    (home.signer / "policy").write_bytes(signer.policy().format())
    create_ledger(
        home.ledger, opening=authority(origin), signer=signer, clock=home.clock
    )
    home.append(4)
    return home


@contextmanager
def running(home: Home, path: Path) -> Iterator[Sigsum]:
    secret = Ed25519PrivateKey.generate()
    path.mkdir()
    form = (Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    (path / "witness").touch(mode=0o600)
    (path / "witness").write_bytes(secret.private_bytes(*form))
    shape = (Encoding.OpenSSH, PublicFormat.OpenSSH)
    (path / "log.pub").write_bytes(log_key(home).public_key().public_bytes(*shape))
    public = secret.public_key().public_bytes_raw()
    name = f"sigsum.org/v1/witness/{sha256(public).hexdigest()}"
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    words = ["-k", "witness", "--log-key", "log.pub", "--state-file", "state", address]
    # Without this, Debian's build of it answers 404 to everything.
    environment = {**os.environ, "GODEBUG": "httpmuxgo121=0"}
    with subprocess.Popen([WITNESS, *words], cwd=path, env=environment) as program:
        try:
            wait_for(program, address)
            key = verifier_key(name, secret, cosigning=True)
            yield Sigsum(f"http://{address}", key)
        finally:
            program.terminate()


def log_key(home: Home) -> Ed25519PrivateKey:
    return cast("Ed25519PrivateKey", home.open()._signer.keys[0])


def wait_for(program: subprocess.Popen[bytes], address: str) -> None:
    host, _, port = address.partition(":")
    for _ in range(200):
        assert program.poll() is None, "sigsum-witness ended"
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("sigsum-witness does not listen")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_sigsum_home(tmp_path / "home")


@pytest.fixture
def sigsum(home: Home, tmp_path: Path) -> Iterator[Sigsum]:
    with running(home, tmp_path / "sigsum") as found:
        yield found


def ask(home: Home, sigsum: Sigsum, old: int) -> Answer:
    return send(sigsum, request_for(home.reader, home.note(), old).format())


def send(sigsum: Sigsum, body: bytes) -> Answer:
    return post(f"{sigsum.url}/add-checkpoint", body, most=9_999, deadline=10)


def test_its_cosignature_over_each_checkpoint_is_verified_and_published(
    home: Home, sigsum: Sigsum
) -> None:
    policy = sigsum.policy(home)
    for count in (0, 1, 300):  # the first, and growth over the edge of a tile
        if count:
            home.append(count)
        with pytest.raises(SignatureError):
            policy.checkpoint_of(home.reader.checkpoint_note())
        cosigning = collect(home.open(), policy)
        assert cosigning.reached, cosigning.troubles
        assert cosigning.troubles == ()
        checkpoint = policy.checkpoint_of(home.reader.checkpoint_note())
        assert checkpoint == home.reader.checkpoint()


def test_it_cosigns_the_same_size_again(home: Home, sigsum: Sigsum) -> None:
    assert [ask(home, sigsum, old).status for old in (0, 5)] == [200, 200]


def test_it_names_the_size_that_it_has_seen(home: Home, sigsum: Sigsum) -> None:
    ask(home, sigsum, 0)
    home.append(3)
    answer = ask(home, sigsum, 2)
    assert answer == Answer(409, SIZE_KIND, b"5\n")


def test_it_refuses_a_forked_history(
    home: Home, sigsum: Sigsum, tmp_path: Path
) -> None:
    other = home.fork(tmp_path / "fork")
    home.append(3)
    other.append(5)
    assert ask(home, sigsum, 0).status == 200
    assert ask(other, sigsum, 8).status == 422
    with pytest.raises(ProofError, match="it answers 422"):
        cosignatures(other.reader, other.note(), sigsum.url, [sigsum.key])


def test_it_refuses_a_bad_signature(home: Home, sigsum: Sigsum) -> None:
    note = home.note()
    own, *others = note.signatures
    forged = replace(own, signature=own.signature[:-1] + b"\xff")
    request = request_for(home.reader, note, 0)
    bad = replace(request, note=replace(note, signatures=(forged, *others)))
    assert send(sigsum, bad.format()).status == 403
