"""Reading a ledger's files, as any auditor or build would: without writing one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from ledger.checkpoint import Checkpoint
from ledger.errors import MissingError, StorageError
from ledger.files import Directory, Files
from ledger.note import MAX_NOTE_SIZE, SignedNote
from ledger.tiles import (
    MAX_ENTRY_SIZE,
    WIDTH,
    Tile,
    bundle_path,
    parse_bundle,
    parse_tile,
    tile_path,
)
from ledger.tree import HASH_SIZE

CHECKPOINT: Final = "checkpoint"
"""Name of the file that says how large the ledger is."""

MAX_TILE: Final = WIDTH * HASH_SIZE
"""Bytes of the largest tile."""

MAX_BUNDLE: Final = WIDTH * (2 + MAX_ENTRY_SIZE)
"""Bytes of the largest bundle of entries."""


@dataclass(frozen=True, slots=True)
class LedgerReader:
    """Read-only access to a ledger.

    Nothing that it returns is verified: see ``ledger.audit``.
    """

    files: Files

    @classmethod
    def at(cls, where: Path | str) -> Self:
        """Return a reader of the ledger in a directory or below a URL.

        Raises:
            StorageError: It is neither.
        """
        if isinstance(where, str) and "://" in where:
            from ledger.site import Site  # noqa: PLC0415 - costs start-up time

            return cls(Site.at(where))
        return cls(Directory(Path(where)))

    @property
    def where(self) -> str:
        """Where the ledger is, in words."""
        return self.files.where

    def checkpoint_note(self) -> bytes:
        """Return the published signed checkpoint.

        Raises:
            FormatError: It is too large to be one.
            StorageError: There is none.
        """
        try:
            return self.files.read(CHECKPOINT, MAX_NOTE_SIZE)
        except MissingError as error:
            raise StorageError(f"{self.where} is no ledger: no checkpoint") from error

    def checkpoint(self) -> Checkpoint:
        """Return the published checkpoint, its signatures unchecked.

        Raises:
            FormatError: It is malformed.
            StorageError: There is none.
        """
        return Checkpoint.parse(SignedNote.parse(self.checkpoint_note()).text)

    def tile(self, tile: Tile) -> list[bytes]:
        """Return the hashes of a tile, out of the full one when that has come since.

        Raises:
            FormatError: It is malformed.
            MissingError: Neither is there.
        """
        partial, whole = tile_path(tile), tile_path(tile._replace(width=WIDTH))
        raw, name = self._first_of(partial, whole, most=MAX_TILE)
        width = tile.width if name == partial else WIDTH
        return parse_tile(raw, width)[: tile.width]

    def bundle_bytes(self, number: int, width: int) -> bytes:
        """Return the bytes of a bundle as its file has them.

        When the full bundle has come since, its first ``width`` entries.

        Raises:
            FormatError: It is larger than any bundle, or the full one breaks off.
            MissingError: Neither is there.
        """
        partial, whole = bundle_path(number, width), bundle_path(number, WIDTH)
        raw, name = self._first_of(partial, whole, most=MAX_BUNDLE)
        if name == partial:
            return raw
        end = 0
        for entry in parse_bundle(raw, WIDTH)[:width]:
            end += 2 + len(entry)
        return raw[:end]

    def has_bundle(self, number: int, width: int) -> bool:
        """Whether a bundle is there, partial or full.

        Raises:
            StorageError: That could not be found out.
        """
        names = {bundle_path(number, shape) for shape in (width, WIDTH)}
        return any(self.files.has(name) for name in sorted(names))

    def _first_of(self, *names: str, most: int) -> tuple[bytes, str]:
        for name in names:
            try:
                return self.files.read(name, most), name
            except MissingError:
                continue  # the full one has taken the place of the partial one
        raise MissingError(f"{names[0]} is missing from {self.where}")

    def entries(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the raw entries from ``start`` to ``stop``, exclusive.

        Raises:
            FormatError: A bundle is malformed.
            StorageError: A bundle is missing.
        """
        for number, width in self._bundles(start, stop):
            bundle = parse_bundle(self.bundle_bytes(number, width), width)
            yield from _part(bundle, number * WIDTH, start, stop)

    def leaf_hashes(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the leaf hashes that the tiles hold, from ``start`` to ``stop``.

        Raises:
            FormatError: A tile is malformed.
            StorageError: A tile is missing.
        """
        for number, width in self._bundles(start, stop):
            hashes = self.tile(Tile(0, number, width))
            yield from _part(hashes, number * WIDTH, start, stop)

    def _bundles(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield number and width of each bundle that holds some of the entries."""
        if start >= stop:
            return
        size = max(self.checkpoint().size, stop)
        for number in range(start // WIDTH, -(-stop // WIDTH)):
            yield number, min(WIDTH, size - number * WIDTH)


def _part(whole: list[bytes], first: int, start: int, stop: int) -> list[bytes]:
    return whole[max(start - first, 0) : stop - first]
