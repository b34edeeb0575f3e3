from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.durable import Disk
from ledger.errors import FormatError, LockedError, MissingError, StorageError
from ledger.lock import locked
from ledger.reader import LedgerReader
from ledger.timestamp import files
from ledger.timestamp.files import (
    INDEX,
    Listed,
    format_index,
    keep_token,
    listed_tokens,
    parse_index,
    read_token,
)
from tests.ledger.ledgers import FailingDisk, PowerCutError

tokens = st.builds(
    Listed,
    size=st.integers(1, 10**18 - 1),
    digest=st.binary(min_size=32, max_size=32).map(bytes.hex),
)
SOUND = format_index([Listed(9, "ab" * 32), Listed(10, "cd" * 32)])


@given(st.sets(tokens, max_size=20))
def test_every_list_reads_back(listed: set[Listed]) -> None:
    assert parse_index(format_index(listed)) == tuple(sorted(listed))


@given(place=st.integers(0, len(SOUND) - 1), value=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_written_alike(place: int, value: int) -> None:
    raw = bytearray(SOUND)
    raw[place] = value
    try:
        parsed = parse_index(bytes(raw))
    except FormatError:
        return
    assert format_index(parsed) == bytes(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        SOUND[:-1],
        SOUND + b"\n",
        SOUND.replace(b"\n", b"\r\n"),
        SOUND.replace(b"\n9 ", b"\n09 "),
        SOUND.replace(b"\n9 ", b"\n+9 "),
        SOUND.replace(b"\n9 ", b"\n0 "),
        SOUND.replace(b"\n9 ", b"\n11 "),
        SOUND.replace(b"ab", b"AB"),
        SOUND.replace(b"@v1", b"@v2"),
        SOUND + SOUND.splitlines(keepends=True)[-1],
        "weegboek/timestamps@v1\n\u0669 ".encode() + b"ab" * 32 + b"\n",
        b"9" * 1_000_000,
    ],
)
def test_a_list_in_any_other_spelling_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError, match="list of time stamps"):
        parse_index(raw)


def test_a_list_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_TOKENS", 1)
    with pytest.raises(FormatError, match="over 1"):
        parse_index(SOUND)


def test_a_token_is_kept_and_listed(tmp_path: Path) -> None:
    reader = LedgerReader.at(tmp_path)
    assert listed_tokens(reader) == ()
    one = keep_token(tmp_path, 600, b"one", disk=Disk())
    two = keep_token(tmp_path, 70, b"two", disk=Disk())
    assert keep_token(tmp_path, 70, b"two", disk=Disk()) == two
    assert listed_tokens(reader) == (two, one)
    assert one.name == f"timestamp/600/{sha256(b'one').hexdigest()}.tsr"
    assert read_token(reader, one) == b"one"


def test_a_token_that_is_not_what_its_name_says_is_not_returned(tmp_path: Path) -> None:
    reader = LedgerReader.at(tmp_path)
    kept = keep_token(tmp_path, 600, b"one", disk=Disk())
    path = tmp_path / kept.name
    for content in (b"two", b"", bytes(70_000)):
        path.write_bytes(content)
        with pytest.raises(FormatError):
            read_token(reader, kept)
    path.unlink()
    with pytest.raises(MissingError):
        read_token(reader, kept)


def test_no_more_are_kept_than_can_be_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep_token(tmp_path, 1, b"one", disk=Disk())
    monkeypatch.setattr(files, "MAX_TOKENS", 1)
    with pytest.raises(StorageError, match="the most"):
        keep_token(tmp_path, 1, b"two", disk=Disk())
    assert listed_tokens(LedgerReader.at(tmp_path)) == (kept,)


def test_a_second_writer_waits_and_then_says_so(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(LockedError):
        keep_token(tmp_path, 1, b"one", disk=Disk(), wait=0.1)
    assert not (tmp_path / INDEX).exists()


STEPS = 8
"""A directory made and synced; token and list written, renamed and synced."""


def test_wherever_a_disk_fails_the_list_names_nothing_that_is_not_there(
    tmp_path: Path,
) -> None:
    keep_token(tmp_path, 2, b"new", disk=FailingDisk(STEPS + 2))
    for steps in range(STEPS):
        ledger = tmp_path / str(steps)
        ledger.mkdir()
        before = keep_token(ledger, 1, b"before", disk=Disk())
        with pytest.raises(PowerCutError):
            keep_token(ledger, 2, b"new", disk=FailingDisk(steps))
        reader = LedgerReader.at(ledger)
        listed = listed_tokens(reader)
        assert before in listed
        for one in listed:
            read_token(reader, one)
        # The next one lists what was kept and not listed.
        keep_token(ledger, 3, b"next", disk=Disk())
        there = {path.stem for path in ledger.glob("timestamp/*/[0-9a-f]*.tsr")}
        assert {one.digest for one in listed_tokens(reader)} == there
