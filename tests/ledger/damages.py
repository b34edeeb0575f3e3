"""Each kind of damage that a ledger can have, done to a copy of a sound one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec

from ledger.note import SignedNote
from tests.ledger.ledgers import Home, authority, make_home, numbered
from tests.ledger.test_audit import START, forge, resign, timed

Damage = Callable[[Home], None]

ENTRIES: Final = 600
"""Entries of the sound ledger: the last 20 were appended apart."""

LAST: Final = "002.p/88"
EARLIER: Final = "002.p/68"


def make_sound(path: Path) -> Home:
    home = make_home(path, ENTRIES - 21)
    home.append(20)
    return home


def flipped(name: str, place: int = 40) -> Damage:
    def damage(home: Home) -> None:
        path = home.ledger / name
        raw = bytearray(path.read_bytes())
        raw[place] ^= 1
        path.write_bytes(raw)

    return damage


def cut(name: str) -> Damage:
    def damage(home: Home) -> None:
        path = home.ledger / name
        path.write_bytes(path.read_bytes()[:-9])

    return damage


def gone(name: str) -> Damage:
    def damage(home: Home) -> None:
        (home.ledger / name).unlink()

    return damage


def padded(name: str) -> Damage:
    def damage(home: Home) -> None:
        path = home.ledger / name
        path.write_bytes(path.read_bytes() + bytes(20_000_000))

    return damage


def altered(name: str, old: bytes, new: bytes) -> Damage:
    def damage(home: Home) -> None:
        path = home.ledger / name
        raw = path.read_bytes()
        assert old in raw
        path.write_bytes(raw.replace(old, new))

    return damage


def several(*damages: Damage) -> Damage:
    def damage(home: Home) -> None:
        for one in damages:
            one(home)

    return damage


def unsigned(home: Home) -> None:
    path = home.ledger / "checkpoint"
    note = SignedNote.parse(path.read_bytes())
    path.write_bytes(replace(note, signatures=note.signatures[:1]).format())


def overstated(home: Home) -> None:
    resign(home, None, home.reader.checkpoint(), size=10**6)


def left_out(home: Home) -> None:
    forge(home, timed(authority(), *(numbered(n) for n in range(300))), skip=100)


def without_authority(home: Home) -> None:
    forge(home, timed(authority(), *(numbered(n) for n in range(9))), skip=0)


def against_the_rules(home: Home) -> None:
    broken = msgspec.structs.replace(numbered(1), lines=())
    forge(home, timed(authority(), broken, numbered(2)))


def out_of_order(home: Home) -> None:
    records = timed(authority(), *(numbered(n) for n in range(300)))
    records[5] = (records[5][0], START - timedelta(days=1))
    forge(home, records)


def of_another(home: Home) -> None:
    forge(home, timed(authority("other.example")))


def rewritten(home: Home) -> None:
    note = home.reader.checkpoint_note()
    forge(home, timed(authority(), *(numbered(n) for n in range(ENTRIES - 1))))
    (home.ledger / "checkpoint").write_bytes(note)


DAMAGES: Final[dict[str, tuple[Damage, str]]] = {
    "an entry altered": (flipped("tile/entries/001", 300), "entry_altered"),
    "a word of an entry altered": (
        altered("tile/entries/001", b'"NL-300"', b'"NL-XXX"'),
        "entry_altered",
    ),
    "the last entries altered": (
        flipped(f"tile/entries/{LAST}", 300),
        "entry_altered",
    ),
    "the length of an entry altered": (
        flipped("tile/entries/001", 0),
        "bundle_malformed",
    ),
    "a bundle cut off": (cut("tile/entries/000"), "bundle_malformed"),
    "a bundle too large": (padded("tile/entries/000"), "bundle_malformed"),
    "a bundle gone": (gone("tile/entries/001"), "file_missing"),
    "the last bundle gone": (gone(f"tile/entries/{LAST}"), "file_missing"),
    "hashes altered": (flipped("tile/0/000"), "tile_altered"),
    "hashes cut off": (cut("tile/0/001"), "tile_malformed"),
    "hashes too many": (padded("tile/0/001"), "tile_malformed"),
    "hashes gone": (gone("tile/0/001"), "file_missing"),
    "upper hashes altered": (flipped("tile/1/000.p/2"), "tile_altered"),
    "upper hashes cut off": (cut("tile/1/000.p/2"), "tile_malformed"),
    "upper hashes gone": (gone("tile/1/000.p/2"), "file_missing"),
    "an entry altered with all of its hashes": (
        several(
            flipped("tile/entries/001", 300),
            flipped("tile/0/001"),
            flipped("tile/1/000.p/2"),
        ),
        "entry_or_tile_altered",
    ),
    "an earlier state altered": (
        altered(f"tile/entries/{EARLIER}", b"NL-520", b"NL-XXX"),
        "partial_differs",
    ),
    "hashes of an earlier state altered": (
        flipped(f"tile/0/{EARLIER}"),
        "partial_differs",
    ),
    "the checkpoint's text altered": (flipped("checkpoint", 3), "signature_invalid"),
    "the checkpoint cut off": (cut("checkpoint"), "checkpoint_malformed"),
    "a signature gone": (unsigned, "signature_invalid"),
    "a size that is not there": (overstated, "file_missing"),
    "an entry left out by the owner": (left_out, "chain_broken"),
    "no authority": (without_authority, "authority_misplaced"),
    "a record against the rules": (against_the_rules, "rule_broken"),
    "entries out of order": (out_of_order, "recorded_order"),
    "the ledger of another": (of_another, "origin_differs"),
    "everything rewritten": (rewritten, "root_differs"),
}
"""What was done, and the code of a finding that must come of it."""
