"""Pieces of a ledger turned into rows: what processes of their own do for a build.

Decisions are by far the most, and a decision's rows depend on no other entry but the
version of the framework that it names. So each process writes the rows of its piece as
JSON Lines, and the build has DuckDB read these files; what refers to other entries goes
back to the build.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from etl.warehouse.columns import Row
from etl.warehouse.rows import FrameworkKey, Known, decision_rows, entry_row
from ledger.entry import parse_entries
from ledger.records.decision import LicenceDecision
from ledger.tree import leaf_hashes

_ENCODER: Final = msgspec.json.Encoder()


class Piece(NamedTuple):
    """Some entries of a ledger.

    Attributes:
        first: Index of the first of them.
        entries: Their bytes.
        frameworks: The framework versions up to the last of them, by leaf hash.
        ledger_id: Number of the ledger in the build.
        folder: Where to write the rows.
    """

    first: int
    entries: list[bytes]
    frameworks: Mapping[str, FrameworkKey]
    ledger_id: int
    folder: Path


class Other(NamedTuple):
    """An entry that is no decision: its index, bytes and leaf hash."""

    place: int
    entry: bytes
    leaf: bytes


class PieceRows(NamedTuple):
    """What became of a piece.

    Attributes:
        stop: Index after that of its last entry.
        files: The file of rows of each table.
        others: Entries of which only the row of table ``entry`` is in them.
    """

    stop: int
    files: dict[str, Path]
    others: list[Other]


def write_rows(piece: Piece) -> PieceRows:
    """Write the rows of a piece.

    Raises:
        FormatError: An entry is malformed.
        WarehouseError: A decision names a framework version that is not before it.
    """
    others: list[Other] = []
    by_table: defaultdict[str, list[Row]] = defaultdict(list)
    for name, row in _rows(piece, others):
        row["ledger_id"] = piece.ledger_id
        by_table[name].append(row)
    files: dict[str, Path] = {}
    for name, rows in by_table.items():
        files[name] = piece.folder / f"{piece.first}-{name}.ndjson"
        files[name].write_bytes(_ENCODER.encode_lines(rows))
    return PieceRows(piece.first + len(piece.entries), files, others)


def _rows(piece: Piece, others: list[Other]) -> Iterator[tuple[str, Row]]:
    known = Known(frameworks=dict(piece.frameworks))
    raws = piece.entries
    read = zip(parse_entries(raws), raws, leaf_hashes(raws), strict=True)
    for index, (entry, raw, leaf) in enumerate(read, start=piece.first):
        yield "entry", entry_row(index, entry, raw, leaf)
        if isinstance(entry.record, LicenceDecision):
            yield from decision_rows(index, index, entry.record, known)
        else:
            others.append(Other(index, raw, leaf))
