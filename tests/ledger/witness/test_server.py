"""The web server of a witness."""

from socket import create_connection
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from ledger.errors import StorageError
from ledger.note import SignedNote
from ledger.web import post
from ledger.witness.client import cosignatures
from ledger.witness.cosigner import origin_hash
from tests.ledger.ledgers import Home
from tests.ledger.witness.cosigners import running, witness_of


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


def test_who_is_refused_gets_the_answer_and_is_not_cut_off_while_sending(
    home: Home,
) -> None:
    head = b"POST /add-checkpoint HTTP/1.0\r\nContent-Length: 2000000\r\n\r\n"
    with running(witness_of(home)) as url:
        place = urlsplit(url)
        with create_connection((place.hostname, place.port), timeout=10) as client:
            client.sendall(head + bytes(1_000))
            answer = b"".join(iter(lambda: client.recv(4096), b""))
            client.sendall(bytes(1_999_000))
    assert b" 413 " in answer.partition(b"\r\n")[0]
    assert answer.endswith(b"too large\n")


def test_no_address_but_http_is_asked() -> None:
    with pytest.raises(StorageError):
        post("file:///etc/passwd", b"", most=9, deadline=1)
