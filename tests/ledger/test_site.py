import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ledger.audit import audit
from ledger.errors import FormatError, MissingError, StorageError
from ledger.policy import Policy
from ledger.reader import CHECKPOINT, LedgerReader
from ledger.site import Site
from tests.ledger.ledgers import Home, make_home

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """Serve with one function on a loopback port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                answer(self)
            except OSError:
                self.close_connection = True  # the reader hung up

        do_HEAD = do_POST = do_GET  # noqa: N815 - likewise

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/log"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def files_of(directory: Path, *, squeeze: bool = False) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        path = directory / handler.path.removeprefix("/log/")
        if not path.is_file():
            handler.send_response(404)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        body = path.read_bytes()
        handler.send_response(200)
        if squeeze:
            body = gzip.compress(body)
            handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return answer


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_home(tmp_path_factory.mktemp("site"), decisions=599)


@pytest.mark.parametrize("squeeze", [False, True])
def test_a_published_ledger_audits_as_it_does_on_disk(
    home: Home, *, squeeze: bool
) -> None:
    with serving(files_of(home.ledger, squeeze=squeeze)) as url:
        there = audit(LedgerReader.at(url), home.policy)
    assert there == audit(home.reader, home.policy)
    assert there.verified


@pytest.mark.parametrize(
    "name", ["tile/entries/001", "tile/0/000", "tile/1/000.p/2", CHECKPOINT]
)
@pytest.mark.parametrize("how", ["flipped", "cut", "gone"])
def test_a_damaged_published_ledger_has_the_findings_that_it_has_on_disk(
    tmp_path: Path, name: str, how: str
) -> None:
    home = make_home(tmp_path, decisions=599)
    path = home.ledger / name
    raw = bytearray(path.read_bytes())
    raw[30] ^= 1
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(raw if how == "flipped" else raw[:-9])
    on_disk = audit(home.reader, home.policy)
    with serving(files_of(home.ledger)) as url:
        there = audit(LedgerReader.at(url), home.policy)
    assert there.findings == on_disk.findings
    assert there.verified is on_disk.verified is False


def test_a_checkpoint_that_claims_more_than_there_is_costs_little(home: Home) -> None:
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        if handler.path == f"/log/{CHECKPOINT}":
            note = home.reader.checkpoint_note().replace(
                b"\n600\n", b"\n9" + b"0" * 16 + b"\n"
            )
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(note)))
            handler.end_headers()
            handler.wfile.write(note)
        else:
            files_of(home.ledger)(handler)

    with serving(answer) as url:
        result = audit(LedgerReader.at(url), home.policy)
    assert "file_missing" in {finding.code for finding in result.findings}
    assert len(asked) < 200


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(4_000):
        handler.wfile.write(bytes(65_536))


def bomb(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    handler.wfile.write(gzip.compress(bytes(50_000_000)))


@pytest.mark.parametrize("answer", [endless, bomb], ids=["endless", "bomb"])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(answer: Answer) -> None:
    with serving(answer) as url, pytest.raises(FormatError, match="more than 8192"):
        Site.at(url).read("tile/0/000", 8192)


def redirect(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:9/")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def broken(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(500)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def short(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"few")
    handler.close_connection = True


def brotli(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Encoding", "br")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"hello\r\n" * 9)
    handler.close_connection = True


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (redirect, "302, and nothing is followed"),
        (broken, "500"),
        (short, "cannot read"),
        (brotli, "'br'"),
        (no_http, "cannot read"),
    ],
)
def test_what_is_no_file_could_not_be_read(answer: Answer, says: str) -> None:
    with serving(answer) as url, pytest.raises(StorageError, match=says) as raised:
        Site.at(url).read("tile/0/000", 8192)
    assert not isinstance(raised.value, MissingError)


SAID_ALL: list[str] = []
"""Servers that were not cut off: they said all that they had to say."""


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.05)
    SAID_ALL.append(handler.path)


def dripping_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def continues(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(100):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [drip, dripping_headers, continues])
def test_a_server_that_never_ends_is_cut_off(answer: Answer) -> None:
    SAID_ALL.clear()
    with (
        serving(answer) as url,
        pytest.raises(StorageError, match=r"over 0\.3 seconds"),
    ):
        Site(url, deadline=0.3).read("tile/0/000", 8192)
    assert SAID_ALL == []


def test_a_site_that_fails_leaves_the_audit_undecided(home: Home) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path.endswith("tile/entries/001"):
            broken(handler)
        else:
            files_of(home.ledger)(handler)

    with serving(answer) as url:
        result = audit(LedgerReader.at(url), home.policy)
    assert result.findings == ()
    assert not result.verified
    assert "500" in result.could_not_check[0]


def test_where_nobody_answers_nothing_could_be_checked() -> None:
    result = audit(LedgerReader.at("http://127.0.0.1:9/log"), Policy(logs=()))
    assert result.could_not_check


@pytest.mark.parametrize(
    "url", ["ftp://a/b", "http://", "http://a/b?c", "http://a/b#c", "http://u:p@a/b"]
)
def test_no_other_address_is_read(url: str) -> None:
    with pytest.raises(StorageError):
        LedgerReader.at(url)
