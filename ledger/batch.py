"""One append: records chained behind the last entry, written, and read back.

Bundles and tiles are written as they fill, so that a batch of any length needs
little memory. Until the ledger publishes a checkpoint over them they lie beyond
the old one, where nobody reads.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from ledger.appendable import Appendable, chained, check_place, time_in_entry
from ledger.durable import Disk
from ledger.entry import Entry, Source, parse_entries, whole_second
from ledger.errors import FormatError, RecordError
from ledger.records.record import Record, kind_of, reference_of
from ledger.records.rules import check_record
from ledger.sealing import Sealed
from ledger.tiles import (
    WIDTH,
    Tile,
    bundle_path,
    format_bundle,
    format_tile,
    tile_path,
    tile_root,
)
from ledger.tree import EMPTY_ROOT, leaf_hash
from ledger.write_behind import WriteBehind

Clock = Callable[[], datetime]
"""Gives the present moment, with its time zone."""


class Receipt(Struct, frozen=True, gc=False):
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
        root: bytes | None = None
        for hashes in self.levels:
            beside = hashes if root is None else [*hashes, root]
            root = tile_root(beside) if beside else root
        return EMPTY_ROOT if root is None else root


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
        self._unread: list[tuple[int, bytes]] = []

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
        kind, reference = kind_of(record), reference_of(record)
        when = self._when(recorded_at, reference)
        check_place(kind, reference, edge.size)
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
        self._unread.append((receipt.index, raw))
        self._chain([raw], [receipt.leaf_hash], when)
        return receipt

    def extend(
        self, ready: Sequence[Appendable], *, recorded_at: datetime | None = None
    ) -> list[Receipt]:
        """Chain records behind the last one that were checked beforehand.

        Nothing of them is sealed: where a vault is, what is confidential was refused.

        Args:
            ready: The records.
            recorded_at: When all of them were recorded; by default now.

        Returns:
            Their indexes and leaf hashes.

        Raises:
            RecordError: A record may not stand there.
        """
        if not ready:
            return []
        receipts, place = list[Receipt](), 0
        when = self._when(recorded_at, ready[0].reference)
        check_place(ready[0].kind, ready[0].reference, self._edge.size)
        for kind, reference in {one.kind: one.reference for one in ready[1:]}.items():
            check_place(kind, reference, self._edge.size + 1)  # like any but the first
        while place < len(ready):
            some = ready[place : place + WIDTH - len(self._edge.entries)]
            receipts += self._extend(some, when)
            place += len(some)
        return receipts

    def _extend(self, ready: Sequence[Appendable], when: datetime) -> list[Receipt]:
        """Chain records for which the present bundle has room."""
        edge = self._edge
        raws, leaves = chained(ready, edge.last_leaf, time_in_entry(when))
        receipts = [*map(Receipt, count(edge.size), leaves)]
        self._chain(raws, leaves, when)
        return receipts

    def _when(self, recorded_at: datetime | None, reference: str) -> datetime:
        """Return the time of recording, which never goes back."""
        when = whole_second(recorded_at or self._clock())
        last = self._edge.last_recorded
        if last is not None and when < last:
            reason = f"{when} lies before that of the last entry, {last}"
            raise RecordError(reference, "recorded_at", "recorded_order", reason)
        return when

    def _chain(self, raws: list[bytes], leaves: list[bytes], when: datetime) -> None:
        """Take in entries for which the present bundle has room."""
        edge = self._edge
        edge.entries += raws
        edge.levels[0] += leaves
        edge.size += len(raws)
        edge.last_leaf, edge.last_recorded = leaves[-1], when
        if len(edge.entries) == WIDTH:
            self._spill()

    def _read(self) -> None:
        """Read what was formatted, as any reader will: many at once, for speed."""
        try:
            parse_entries([raw for _, raw in self._unread])
        except FormatError:
            for index, raw in self._unread:
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
        edge = self._edge
        if edge.entries:
            self._files.put_last(*self._bundle(edge.size // WIDTH))
        for level, hashes in enumerate(edge.levels):
            if hashes:
                number = edge.size // WIDTH ** (level + 1)
                self._files.put_last(*_tile(Tile(level, number, len(hashes)), hashes))
        self._files.finish()

    def discard(self) -> None:
        """Take away what was written: it lies beyond the checkpoint."""
        self._files.discard()
        if self._keeper is not None:
            self._keeper.discard()

    def _bundle(self, number: int) -> tuple[str, bytes]:
        """Return the name and the bytes of a bundle."""
        entries = self._edge.entries
        return bundle_path(number, len(entries)), format_bundle(entries)


def _tile(tile: Tile, hashes: list[bytes]) -> tuple[str, bytes]:
    """Return the name and the bytes of a tile."""
    return tile_path(tile), format_tile(hashes)


def _parse(index: int, raw: bytes) -> None:
    try:
        Entry.parse(raw)
    except FormatError as error:
        raise FormatError(f"entry {index}", error.reason) from error
