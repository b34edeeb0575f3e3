"""What a hostile web server can do to an auditor: waste a little time."""

from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.audit import audit
from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, LedgerError, StorageError
from ledger.keys import sign, verifier_key
from ledger.note import SignedNote
from ledger.policy import Policy
from ledger.reader import CHECKPOINT, LedgerReader
from ledger.site import Site
from ledger.terminal import visible
from ledger.web import post
from tests.ledger.hostile_servers import SERVERS, Connection, hostile, plain

MOST = 8_192
AROUND = 12_000_000  # what the sockets of both sides hold, at the most
SMALL = (b"", b"few")  # what could be a file, for all that a reader of bytes knows
servers = pytest.mark.parametrize("name", SERVERS)

ED = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
POLICY = Policy(logs=(verifier_key("a.example", ED),))


def note_of(size: int) -> bytes:
    checkpoint = Checkpoint(origin="a.example", size=size, root=bytes(32))
    line = sign("a.example", ED, checkpoint, timestamp=1)
    return SignedNote(text=checkpoint.format(), signatures=(line,)).format()


@servers
def test_a_file_of_a_hostile_server_is_refused_before_much_is_read(name: str) -> None:
    with hostile(SERVERS[name]) as server:
        try:
            read = Site(server.url, deadline=1).read("tile/0/000", MOST)
        except (FormatError, StorageError):
            read = b""
        assert read in SMALL
        assert server.sent < AROUND
        assert len(server.asked) <= 1


@servers
def test_a_hostile_server_answers_whether_a_file_is_there_or_not(name: str) -> None:
    with hostile(SERVERS[name]) as server:
        with suppress(StorageError):
            Site(server.url, deadline=1).has("tile/0/000")
        assert server.sent < AROUND


@servers
def test_a_hostile_witness_holds_nobody(name: str) -> None:
    with hostile(SERVERS[name]) as server:
        with suppress(LedgerError):
            answer = post(f"{server.url}/x", b"body", most=MOST, deadline=1)
            assert len(answer.body) <= MOST
        assert server.sent < AROUND


@pytest.mark.parametrize("size", [300, 2**53])
@servers
def test_an_audit_of_a_hostile_site_ends_in_a_finding_or_a_doubt(
    name: str, size: int
) -> None:
    def talk(to: Connection) -> None:
        if to.path.endswith(CHECKPOINT):
            plain(note_of(size))(to)
        else:
            SERVERS[name](to)

    with hostile(talk) as server:
        reader = LedgerReader(Site(server.url, deadline=0.2))
        result = audit(reader, POLICY)
        assert not result.verified
        assert result.findings or result.could_not_check
        assert len(server.asked) < 1_000  # 255 earlier states of each level
        assert server.sent < 40 * AROUND


@servers
def test_a_hostile_checkpoint_is_a_finding_or_a_doubt(name: str) -> None:
    with hostile(SERVERS[name]) as server:
        result = audit(LedgerReader(Site(server.url, deadline=1)), POLICY)
        assert not result.verified
        assert result.findings or result.could_not_check
        assert server.sent < AROUND + 1_000_000


@pytest.mark.parametrize(
    ("size", "says", "files"),
    [(2**53, "reads at most", 10), (5_000_000, "10000 findings", 200)],
)
def test_a_server_that_has_any_bundle_is_not_read_without_an_end(
    size: int, says: str, files: int
) -> None:
    def talk(to: Connection) -> None:
        if to.path.endswith(CHECKPOINT):
            plain(note_of(size))(to)
        elif "entries" in to.path:
            plain(b"\0\x01a" * 256)(to)
        else:
            plain(bytes(MOST))(to)

    with hostile(talk) as server:
        result = audit(LedgerReader(Site(server.url, deadline=5)), POLICY)
        assert says in result.could_not_check[0]
        assert len(server.asked) < files


def test_a_body_that_drips_is_cut_off_when_its_time_is_up() -> None:
    with hostile(SERVERS["drip"]) as server:
        with pytest.raises(StorageError, match=r"over 0\.2 seconds"):
            Site(server.url, deadline=0.2).read("tile/0/000", MOST)
        assert server.sent < 60  # of 119 bytes, 100 of them one by one


def test_what_a_server_says_cannot_lead_a_terminal() -> None:
    with hostile(SERVERS["no HTTP"]) as server, pytest.raises(StorageError) as caught:
        Site(server.url, deadline=1).read("tile/0/000", MOST)
    assert "\x1b" not in visible(str(caught.value))
    assert len(str(caught.value)) < 400


def test_a_secure_address_is_never_read_in_the_clear() -> None:
    with hostile(plain(b"few")) as server, pytest.raises(StorageError):
        Site(server.url.replace("http:", "https:"), deadline=1).read("a", MOST)
    assert not server.asked


@pytest.mark.parametrize(
    "url",
    [
        *(
            "file:///etc/passwd",
            "ftp://a/b",
            "gopher://a/b",
            "httpx://a/b",
            "//a/b",
            ":",
        ),
        *(
            "http://",
            "http:///b",
            "http://a/b?c",
            "http://a/b?",
            "http://a/b#",
            "http://a/#b",
        ),
        *("http://user@a/b", "http://user:secret@a/b", "http://:secret@a/b"),
        *("http://good.example\\@evil.example/", "http://a:99999/", "http://a:x/"),
        *(
            "http://a:0/",
            "http://[::1/b",
            "http://a/../b",
            "http://a/b/..",
            "http://a b/",
        ),
        *("http://a/\r\nX: y", "http://a/\tb", "http://ä.example/", "http://a/\u2028"),
    ],
)
def test_no_other_address_is_read(url: str) -> None:
    with pytest.raises(StorageError) as caught:
        Site.at(url)
    assert "secret" not in str(caught.value)
