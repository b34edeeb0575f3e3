"""The auditor's own file against the servers that wish their readers ill."""

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import verify
from ledger.checkpoint import Checkpoint
from ledger.keys import sign, verifier_key
from ledger.note import SignedNote
from ledger.reader import CHECKPOINT
from tests.ledger.hostile_servers import SERVERS, Connection, hostile, plain

ED = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = verifier_key("a.example", ED).format()
SIZE = Checkpoint(origin="a.example", size=2**53, root=bytes(32))
LINE = sign("a.example", ED, SIZE, timestamp=1)
NOTE = SignedNote(text=SIZE.format(), signatures=(LINE,)).format()


def run(url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", verify.__file__, url, "--key", KEY],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"VERIFY_DEADLINE": "0.3"},
    )


@pytest.mark.parametrize("name", SERVERS)
def test_no_server_holds_it_or_leads_its_terminal(name: str) -> None:
    def talk(to: Connection) -> None:
        (plain(NOTE) if to.path.endswith(CHECKPOINT) else SERVERS[name])(to)

    with hostile(talk) as server:
        done = run(server.url)
        assert done.returncode in {1, 3}
        assert len(server.asked) <= 3
    assert "Traceback" not in done.stderr
    assert done.stdout.isprintable() or "\x1b" not in done.stdout
    assert len(done.stdout) < 2_000


def test_a_flood_of_signatures_is_not_checked_one_by_one(tmp_path: Path) -> None:
    line = NOTE.split(b"\n\n")[1]
    (tmp_path / CHECKPOINT).write_bytes(SIZE.format() + b"\n" + line * 5_000)
    done = run(str(tmp_path))
    assert done.returncode == 1
    assert "not a signed note" in done.stdout


@pytest.mark.parametrize(
    "url", ["file:///etc", "httpx://a/b", "ftp://a/b", "http://[::1"]
)
def test_no_other_address_is_read(url: str) -> None:
    done = run(url)
    assert done.returncode in {2, 3}
    assert "Traceback" not in done.stderr
