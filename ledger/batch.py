"""One append: records chained behind the last entry, written, and read back.

Bundles and tiles are written as they fill, so that a batch of any length needs
little memory. Until the ledger publishes a checkpoint over them they lie beyond
the old one, where nobody reads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from ledger.durable import Disk
from ledger.entry import Entry, Source, parse_entries, whole_second
from ledger.errors import FormatError, RecordError
from ledger.records.authority import Authority
from ledger.records.record import Record, reference_of
from ledger.records.rules import check_record
from ledger.sealing import Sealed
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
from ledger.write_behind import Sound, WriteBehind

Clock = Callable[[], datetime]
"""Gives the present moment, with its time zone."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where an appended record stands, once the batch is published."""

    index: int
    leaf_hash: bytes


class Keeper(Protocol):
    """Keeps what opens the digests of a batch, before its entries are published."""

    def begin(self, origin: str, size: int) -> None:
        """Make ready for entries from index ``size`` on of a ledger."""

    def seal(self, record: Record) -> Sealed:
        """Seal a record."""

    def keep(self, index: int, leaf: bytes, sealed: Sealed) -> None:
        """Take in what opens the digests of an entry."""

    def settle(self) -> None:
        """Have all of it on the disk."""

    def discard(self) -> None:
        """Take away all of it: its entries are not appended."""


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

    def __init__(
        self,
        path: Path,
        edge: Edge,
        disk: Disk,
        clock: Clock,
        keeper: Keeper | None = None,
    ) -> None:
        self._edge = edge
        self._keeper = keeper
        self._clock = clock
        self._files = WriteBehind(path, disk)
        self._unread: list[bytes] = []

    def append(
        self,
        record: Record,
        *,
        recorded_at: datetime | None = None,
        source: Source | None = None,
    ) -> Receipt:
        """Chain a record behind the last one.

        Args:
            record: What to record; with a vault, what is confidential in it is sealed.
            recorded_at: When it was recorded; by default now.
            source: Where it came from.

        Returns:
            Its index and leaf hash, which later records of the batch may name.

        Raises:
            FormatError: The record, or one before it in this batch, is not of the
                types of its kind: constructing a record checks none of them.
            RecordError: The record breaks a rule.
        """
        edge = self._edge
        when = whole_second(recorded_at or self._clock())
        _check_place(record, edge.size)
        if edge.last_recorded is not None and when < edge.last_recorded:
            reason = f"{when} lies before that of the last entry, {edge.last_recorded}"
            raise RecordError(
                reference_of(record), "recorded_at", "recorded_order", reason
            )
        sealed = (
            Sealed(record, ()) if self._keeper is None else self._keeper.seal(record)
        )
        record = sealed.record
        check_record(record)
        entry = Entry(
            previous=edge.last_leaf, record=record, recorded_at=when, source=source
        )
        raw = entry.format()
        receipt = Receipt(edge.size, leaf_hash(raw))
        if self._keeper is not None:
            self._keeper.keep(receipt.index, receipt.leaf_hash, sealed)
        self._unread.append(raw)
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

    def _read(self) -> None:
        """Read what was formatted, as any reader will: many at once, for speed."""
        try:
            parse_entries(self._unread)
        except FormatError:
            for index, raw in enumerate(
                self._unread, start=self._edge.size - len(self._unread)
            ):
                _parse(index, raw)
            raise
        self._unread.clear()

    def _spill(self) -> None:
        """Write the bundle that is full, and every tile that fills with it."""
        self._read()
        edge = self._edge
        self._files.put(*self._bundle(edge.size // WIDTH - 1))
        edge.entries = []
        level = 0
        while len(edge.levels[level]) == WIDTH:
            hashes = edge.levels[level]
            number = edge.size // WIDTH ** (level + 1) - 1
            self._files.put(*_tile(Tile(level, number, WIDTH), hashes))
            if level + 1 == len(edge.levels):
                edge.levels.append([])
            edge.levels[level + 1].append(tile_root(hashes))
            edge.levels[level] = []
            level += 1

    def finish(self) -> None:
        """Write the bundle and the tiles that are not full, and sync all names.

        Raises:
            FormatError: A record is not of the types of its kind.
            OSError: A file could not be written.
            StorageError: A file does not read back as it was written.
        """
        self._read()
        if self._keeper is not None:
            self._keeper.settle()
        self._files.settle()
        edge = self._edge
        if edge.entries:
            self._files.put_now(*self._bundle(edge.size // WIDTH))
        for level, hashes in enumerate(edge.levels):
            if hashes:
                number = edge.size // WIDTH ** (level + 1)
                self._files.put_now(*_tile(Tile(level, number, len(hashes)), hashes))
        self._files.finish()

    def discard(self) -> None:
        """Take away what was written: it lies beyond the checkpoint."""
        self._files.discard()
        if self._keeper is not None:
            self._keeper.discard()

    def _bundle(self, number: int) -> tuple[str, bytes, Sound]:
        """Return the name and bytes of a bundle, and what tells that it is sound."""
        entries, hashes = self._edge.entries, self._edge.levels[0]

        def sound(raw: bytes) -> bool:
            return leaf_hashes(parse_bundle(raw, len(entries))) == hashes

        return bundle_path(number, len(entries)), format_bundle(entries), sound


def check_appendable(record: Record, source: Source | None = None) -> None:
    """Check a record as appending it to a ledger that has entries would.

    Raises:
        FormatError: It is not of the types of its kind, or too large.
        RecordError: It breaks a rule.
    """
    _check_place(record, 1)
    check_record(record)
    when = datetime.fromtimestamp(0, UTC)  # any time is as long as another
    entry = Entry(previous=EMPTY_ROOT, record=record, recorded_at=when, source=source)
    Entry.parse(entry.format())


def _check_place(record: Record, index: int) -> None:
    if isinstance(record, Authority) != (index == 0):
        reference = reference_of(record)
        raise RecordError(reference, "kind", "authority", "is entry 0, and only there")


def _tile(tile: Tile, hashes: list[bytes]) -> tuple[str, bytes, Sound]:
    """Return the name and bytes of a tile, and what tells that it is sound."""

    def sound(raw: bytes) -> bool:
        return parse_tile(raw, tile.width) == hashes

    return tile_path(tile), format_tile(hashes), sound


def _parse(index: int, raw: bytes) -> None:
    try:
        Entry.parse(raw)
    except FormatError as error:
        raise FormatError(f"entry {index}", error.reason) from error
