"""Reading a ledger's files, as any auditor or build would: without writing one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.checkpoint import Checkpoint
from ledger.errors import StorageError
from ledger.note import SignedNote
from ledger.tiles import (
    WIDTH,
    Tile,
    bundle_path,
    bundles_of,
    parse_bundle,
    parse_tile,
    tile_path,
)
from ledger.tree import HASH_SIZE

CHECKPOINT: Final = "checkpoint"
"""Name of the file that says how large the ledger is."""


@dataclass(frozen=True, slots=True)
class LedgerReader:
    """Read-only access to the ledger in a directory.

    Nothing that it returns is verified: see ``ledger.audit``.
    """

    path: Path

    def checkpoint_note(self) -> bytes:
        """Return the published signed checkpoint.

        Raises:
            StorageError: There is none.
        """
        try:
            return (self.path / CHECKPOINT).read_bytes()
        except FileNotFoundError as error:
            raise StorageError(f"{self.path} is no ledger: no checkpoint") from error

    def checkpoint(self) -> Checkpoint:
        """Return the published checkpoint, its signatures unchecked.

        Raises:
            FormatError: It is malformed.
            StorageError: There is none.
        """
        return Checkpoint.parse(SignedNote.parse(self.checkpoint_note()).text)

    def tile_bytes(self, tile: Tile) -> bytes:
        """Return the bytes of a tile, out of the full tile when that has come since.

        Raises:
            StorageError: Neither is there.
        """
        whole = tile_path(tile._replace(width=WIDTH))
        return self._first_of(tile_path(tile), whole)[: tile.width * HASH_SIZE]

    def bundle_bytes(self, number: int, width: int) -> bytes:
        """Return the bytes of a bundle as its file has them.

        When the full bundle has come since, its first ``width`` entries.

        Raises:
            FormatError: The full bundle breaks off.
            StorageError: Neither is there.
        """
        whole = bundle_path(number, WIDTH)
        raw = self._first_of(bundle_path(number, width), whole)
        if width == WIDTH or (self.path / bundle_path(number, width)).exists():
            return raw
        end = 0
        for entry in parse_bundle(raw, WIDTH)[:width]:
            end += 2 + len(entry)
        return raw[:end]

    def _first_of(self, *names: str) -> bytes:
        for name in names:
            try:
                return (self.path / name).read_bytes()
            except FileNotFoundError:
                continue  # the full one has taken the place of the partial one
        raise StorageError(f"{names[0]} is missing from {self.path}")

    def entries(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the raw entries from ``start`` to ``stop``, exclusive.

        Raises:
            FormatError: A bundle is malformed.
            StorageError: A bundle is missing.
        """
        size = max(self.checkpoint().size, stop)
        for number, width in bundles_of(size):
            first = number * WIDTH
            if first >= stop:
                return
            if first + width > start:
                bundle = parse_bundle(self.bundle_bytes(number, width), width)
                yield from bundle[max(start - first, 0) : stop - first]

    def leaf_hashes(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the leaf hashes that the tiles hold, from ``start`` to ``stop``.

        Raises:
            FormatError: A tile is malformed.
            StorageError: A tile is missing.
        """
        size = max(self.checkpoint().size, stop)
        for number, width in bundles_of(size):
            first = number * WIDTH
            if first >= stop:
                return
            if first + width > start:
                raw = self.tile_bytes(Tile(0, number, width))
                yield from parse_tile(raw, width)[max(start - first, 0) : stop - first]
