"""Disclosures, held against RFC 9901, and their refusal of everything else."""

import json
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest

from ledger.disclosure import Disclosure, decoy, digest_of
from ledger.errors import FormatError

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "sd_jwt.json").read_text(encoding="utf-8")
)


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["array"][1])
def test_a_disclosure_of_the_rfc_has_the_digest_of_the_rfc(
    vector: dict[str, Any],
) -> None:
    read = Disclosure.parse(vector["disclosure"])
    assert [read.salt, read.name, read.value] == vector["array"]
    assert read.digest == vector["digest"]
    assert read.format() == vector["disclosure"]


def test_what_is_made_reads_back_and_is_compact_json() -> None:
    made = Disclosure.make(bytes(range(16)), "end_user", {"name": "Möbius"})
    assert Disclosure.parse(made.format()) == made
    raw = '["AAECAwQFBgcICQoLDA0ODw","end_user",{"name":"Möbius"}]'.encode()
    assert made.text == text(raw)


def test_one_bit_of_salt_gives_another_digest() -> None:
    one = Disclosure.make(bytes(16), "x", 1)
    assert one.digest != Disclosure.make(bytes(15) + b"\x01", "x", 1).digest


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(FormatError, match="15 bytes of salt"):
        Disclosure.make(bytes(15), "x", 1)


@pytest.mark.parametrize(
    "raw",
    [
        b'["salt","_sd",1]',
        b'["salt","...",1]',
        b'["salt",1]',
        b'["salt","x",1,2]',
        b'[1,"x",1]',
        b'["salt",null,1]',
        b'{"salt":1}',
        b'["salt","x"',
        b"\xff",
        b"[" * 100_000,
    ],
    ids=lambda raw: raw[:16].decode("latin-1"),
)
def test_what_is_no_salt_name_and_value_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError, match="disclosure"):
        Disclosure.parse(text(raw))


@pytest.mark.parametrize("spoiled", ["", "=", " ", "\n", "é"])
def test_a_disclosure_has_one_spelling(spoiled: str) -> None:
    sound = VECTORS[0]["disclosure"]
    with pytest.raises(FormatError):
        Disclosure.parse(sound + spoiled if spoiled else "")


def test_unused_bits_at_the_end_are_refused() -> None:
    sound = Disclosure.make(bytes(16), "abc", 1).text
    last = {"Q": "R", "I": "J", "E": "F", "U": "V", "A": "B", "g": "h", "w": "x"}
    if sound[-1] in last and len(sound) % 4:
        with pytest.raises(FormatError, match="one spelling"):
            Disclosure.parse(sound[:-1] + last[sound[-1]])
    else:
        pytest.fail("the sample must end in unused bits")


def test_a_decoy_looks_like_a_digest_of_a_disclosure() -> None:
    assert len(decoy(bytes)) == len(digest_of("WyJh")) == 43
