"""Pieces of a ledger made ready for DuckDB: what processes of their own do in a build.

DuckDB reads entries as they stand (``readings.sql``). A piece is written as JSON Lines
in which each entry stands once as an object and once as a text, beside what only this
code knows of it; what refers to other entries goes back to the build.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from etl.warehouse import entry_shape
from etl.warehouse.derived import Derived, FrameworkKey, derive
from ledger.entry import kind_in
from ledger.tree import leaf_hashes

SHAPE: Final[Mapping[str, str]] = {
    "entry_index": "BIGINT",
    "reading_index": "BIGINT",
    "leaf_hash": "VARCHAR",
    "raw": "VARCHAR",
    "derived": entry_shape.struct_type(Derived),
    "decision": entry_shape.DECISION,
    "other": entry_shape.OTHER,
}
"""The columns of what is written, as DuckDB types."""

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
        stop: Index after that of its last entry.
        path: Where its lines are.
        others: Entries of which only the row of table ``entry`` follows from them.
    """

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
    for index, (raw, leaf) in enumerate(
        zip(raws, leaf_hashes(raws), strict=True), start=piece.first
    ):
        own = b'{"entry_index":%d,"reading_index":%d,"leaf_hash":"%s","raw":%s' % (
            index,
            index,
            leaf.hex().encode(),
            _encode(raw.decode()),
        )
        if kind_in(raw) == _DECISION:
            derived = derive(raw, index, piece.frameworks)
            lines.append(
                b'%s,"derived":%s,"decision":%s}' % (own, _encode(derived), raw)
            )
        else:
            lines.append(b'%s,"other":%s}' % (own, raw))
            others.append(Other(index, raw, leaf))
    piece.path.write_bytes(b"\n".join(lines))
    return Written(piece.first + len(raws), piece.path, others)


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
            file.write(
                b'{"entry_index":%d,"reading_index":%d,"derived":%s,"decision":%s}\n'
                % (index, reading, derived, raw)
            )
