"""Pieces of a ledger made ready for DuckDB: what processes of their own do in a build.

DuckDB reads entries as they stand (``readings.sql``). A piece is written as lines in
which each entry stands beside what only this code knows of it; what refers to other
entries goes back to the build.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from etl.warehouse.derived import FrameworkKey, derive
from ledger.entry import kind_in
from ledger.tree import leaf_hashes

SEPARATOR: Final = "\x1f"
"""Between the columns: JSON escapes it, so that no text holds it."""

COLUMNS: Final[Mapping[str, str]] = {
    "entry_index": "BIGINT",
    "reading_index": "BIGINT",
    "leaf_hash": "VARCHAR",
    "derived": "VARCHAR",
    "raw": "VARCHAR",
}
"""What a line holds: columns of this name and DuckDB type."""

_LINE: Final = SEPARATOR.encode().join([b"%d", b"%d", b"%s", b"%s", b"%s\n"])
_DECISION: Final = b"licence_decision"
_encode: Final = msgspec.json.Encoder().encode


class Piece(NamedTuple):
    """Some entries of a ledger.

    Attributes:
        first: Index of the first of them.
        entries: Their bytes.
        frameworks: The framework versions up to the last of them, by leaf hash.
        path: Where to write the lines.
    """

    first: int
    entries: list[bytes]
    frameworks: Mapping[str, FrameworkKey]
    path: Path


class Other(NamedTuple):
    """An entry that is no decision: its index, bytes and leaf hash."""

    place: int
    entry: bytes
    leaf: bytes


class Written(NamedTuple):
    """What became of a piece.

    Attributes:
        first: Index of its first entry.
        stop: Index after that of its last entry.
        path: Where its lines are.
        others: Entries of which only the row of table ``entry`` follows from them.
    """

    first: int
    stop: int
    path: Path
    others: list[Other]


def write_lines(piece: Piece) -> Written:
    """Write the lines of a piece.

    Raises:
        WarehouseError: A decision names a framework version that is not before it.
    """
    raws = piece.entries
    others: list[Other] = []
    lines: list[bytes] = []
    leaves = leaf_hashes(raws)
    for index, (raw, leaf) in enumerate(zip(raws, leaves, strict=True), piece.first):
        derived = b""
        if kind_in(raw) == _DECISION:
            derived = _encode(derive(raw, index, piece.frameworks))
        else:
            others.append(Other(index, raw, leaf))
        lines.append(_LINE % (index, index, leaf.hex().encode(), derived, raw))
    piece.path.write_bytes(b"".join(lines))
    return Written(piece.first, piece.first + len(raws), piece.path, others)


class Reading(NamedTuple):
    """How a decision reads since some entry, or did.

    Attributes:
        entry_index: Index of the decision's entry.
        reading_index: Index of the entry that says so.
        decision: The decision, in JSON.
    """

    entry_index: int
    reading_index: int
    decision: bytes


def write_readings(
    readings: Iterable[Reading], frameworks: Mapping[str, FrameworkKey], path: Path
) -> None:
    """Write the lines of readings that are not those of the decisions' own entries.

    Raises:
        WarehouseError: One names a framework version that is not before it.
    """
    with path.open("wb") as file:
        for index, reading, decision in readings:
            raw = b'{"record":%s}' % decision
            derived = _encode(derive(raw, reading, frameworks))
            file.write(_LINE % (index, reading, b"", derived, raw))
