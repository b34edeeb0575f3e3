"""One append: records chained behind the last entry, written, and read back.

Bundles and tiles are written as they fill, so that a batch of any length needs
little memory. Until the ledger publishes a checkpoint over them they lie beyond
the old one, where nobody reads.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledger.durable import Disk, make_directories, put
from ledger.entry import Entry, Source, whole_second
from ledger.errors import RecordError, StorageError
from ledger.records.authority import Authority
from ledger.records.record import Record, reference_of
from ledger.records.rules import check_record
from ledger.tiles import (
    WIDTH,
    Tile,
    bundle_path,
    format_bundle,
    format_tile,
    frontier_of,
    parse_bundle,
    parse_tile,
    tile_path,
    tile_root,
)
from ledger.tree import EMPTY_ROOT, leaf_hash, leaf_hashes

Clock = Callable[[], datetime]
"""Gives the present moment, with its time zone."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where an appended record stands, once the batch is published."""

    index: int
    leaf_hash: bytes


class Edge:
    """The growing right edge of a ledger: all that the next entry depends on."""

    def __init__(self) -> None:
        self.size = 0
        self.last_leaf = EMPTY_ROOT
        self.last_recorded: datetime | None = None
        self.entries: list[bytes] = []
        self.levels: list[list[bytes]] = [[]]

    def root(self) -> bytes:
        """Return the root over everything up to the edge."""
        return frontier_of(self.levels).root()


class Batch:
    """The records of one append; all of them are published, or none."""

    def __init__(self, path: Path, edge: Edge, disk: Disk, clock: Clock) -> None:
        self._path = path
        self._edge = edge
        self._disk = disk
        self._clock = clock
        self._touched: set[Path] = set()
        self.written: list[Path] = []

    def append(
        self,
        record: Record,
        *,
        recorded_at: datetime | None = None,
        source: Source | None = None,
    ) -> Receipt:
        """Chain a record behind the last one.

        Args:
            record: What to record.
            recorded_at: When it was recorded; by default now.
            source: Where it came from.

        Returns:
            Its index and leaf hash, which later records of the batch may name.

        Raises:
            FormatError: The record cannot be written as an entry.
            RecordError: The record breaks a rule.
        """
        edge = self._edge
        when = whole_second(recorded_at or self._clock())
        if isinstance(record, Authority) != (edge.size == 0):
            raise RecordError(
                reference_of(record), "kind", "authority", "is entry 0, and only there"
            )
        if edge.last_recorded is not None and when < edge.last_recorded:
            reason = f"{when} lies before that of the last entry, {edge.last_recorded}"
            raise RecordError(
                reference_of(record), "recorded_at", "recorded_order", reason
            )
        check_record(record)
        entry = Entry(
            previous=edge.last_leaf, record=record, recorded_at=when, source=source
        )
        raw = entry.format()
        Entry.parse(raw)  # constructing a record checks no types or patterns
        receipt = Receipt(edge.size, leaf_hash(raw))
        edge.entries.append(raw)
        edge.levels[0].append(receipt.leaf_hash)
        edge.size, edge.last_leaf, edge.last_recorded = (
            edge.size + 1,
            receipt.leaf_hash,
            when,
        )
        if len(edge.entries) == WIDTH:
            self._spill()
        return receipt

    def _spill(self) -> None:
        """Write the bundle that is full, and every tile that fills with it."""
        edge = self._edge
        self._write_bundle(edge.size // WIDTH - 1)
        edge.entries.clear()
        level = 0
        while len(edge.levels[level]) == WIDTH:
            hashes = edge.levels[level]
            number = edge.size // WIDTH ** (level + 1) - 1
            self._write_tile(Tile(level, number, WIDTH), hashes)
            if level + 1 == len(edge.levels):
                edge.levels.append([])
            edge.levels[level + 1].append(tile_root(hashes))
            hashes.clear()
            level += 1

    def write_partial(self) -> None:
        """Write the bundle and the tiles that are not full, and sync all names."""
        edge = self._edge
        if edge.entries:
            self._write_bundle(edge.size // WIDTH)
        for level, hashes in enumerate(edge.levels):
            if hashes:
                number = edge.size // WIDTH ** (level + 1)
                self._write_tile(Tile(level, number, len(hashes)), hashes)
        for directory in sorted(self._touched):
            self._disk.sync_directory(directory)
        self._touched.clear()

    def _write_bundle(self, number: int) -> None:
        entries, hashes = self._edge.entries, self._edge.levels[0]
        path = self._write(bundle_path(number, len(entries)), format_bundle(entries))
        back = parse_bundle(path.read_bytes(), len(entries))
        if leaf_hashes(back) != hashes:
            raise StorageError(f"{path} does not read back as it was written")

    def _write_tile(self, tile: Tile, hashes: list[bytes]) -> None:
        path = self._write(tile_path(tile), format_tile(hashes))
        if parse_tile(path.read_bytes(), tile.width) != hashes:
            raise StorageError(f"{path} does not read back as it was written")

    def _write(self, name: str, data: bytes) -> Path:
        path = self._path / name
        make_directories(self._disk, path.parent, below=self._path)
        self._touched.add(path.parent)
        # What the checkpoint already covers is neither written nor discarded again.
        if not path.exists() or path.read_bytes() != data:
            self.written.append(path)
            put(self._disk, path, data)
        return path

    def discard(self) -> None:
        """Take away what was written: it lies beyond the checkpoint."""
        for path in self.written:
            # A disk that fails here leaves files that the next append overwrites.
            with suppress(OSError):
                self._disk.remove(path)
