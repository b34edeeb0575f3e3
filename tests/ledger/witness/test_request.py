"""Requests for a cosignature: what is written reads back, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import FormatError, LedgerError
from ledger.witness.request import Request
from tests.ledger.witness.cosigners import NOTE


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
