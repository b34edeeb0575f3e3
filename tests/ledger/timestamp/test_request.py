import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import FormatError
from ledger.timestamp.request import MAX_REQUEST, Request, new_nonce
from tests.ledger.timestamp.time_authority import needs_openssl

SOUND = Request.over(b"a\n1\nb\n", nonce=1 << 60).format()

requests = st.builds(
    Request,
    imprint=st.binary(min_size=32, max_size=32),
    nonce=st.integers(1 << 56, (1 << 63) - 1),
)


@given(requests)
def test_every_request_reads_back(request: Request) -> None:
    raw = request.format()
    assert len(raw) == MAX_REQUEST
    assert Request.parse(raw) == request


@given(place=st.integers(0, MAX_REQUEST - 1), value=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_written_alike(place: int, value: int) -> None:
    raw = bytearray(SOUND)
    raw[place] = value
    try:
        parsed = Request.parse(bytes(raw))
    except FormatError:
        return
    assert parsed.format() == bytes(raw)


@pytest.mark.parametrize("raw", [b"", SOUND[:-1], SOUND + b"\0", SOUND[1:] + b"\0"])
def test_what_is_no_request_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError, match="time-stamp request"):
        Request.parse(raw)


@pytest.mark.parametrize(("imprint", "nonce"), [(31, 1 << 60), (32, 5), (32, 1 << 63)])
def test_what_could_not_be_written_cannot_be_made(imprint: int, nonce: int) -> None:
    with pytest.raises(FormatError):
        Request(imprint=bytes(imprint), nonce=nonce)


def test_no_two_nonces_are_alike() -> None:
    drawn = {new_nonce() for _ in range(1_000)}
    assert len(drawn) == 1_000
    for nonce in drawn:
        Request(imprint=bytes(32), nonce=nonce)


@needs_openssl
def test_openssl_reads_a_request_as_it_was_meant(tmp_path: Path) -> None:
    text = b"a.example\n600\nroot\n"
    path = tmp_path / "request"
    path.write_bytes(Request.over(text, nonce=0x1234_5678_9ABC_DEF0).format())
    command: list[str | Path] = ["openssl", "ts", "-query", "-in", path, "-text"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Hash Algorithm: sha256" in shown
    assert "Nonce: 0x123456789ABCDEF0" in shown
    assert "Certificate required: yes" in shown
    lines = [line.partition(" - ")[2][:47] for line in shown.splitlines()]
    dump = "".join(lines).replace("-", " ")
    assert bytes.fromhex(dump) == sha256(text).digest()
