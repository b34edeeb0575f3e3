"""The check of files that a checkpoint no longer needs, or does not cover yet."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Final

from ledger.audit.finding import Finding
from ledger.errors import FormatError
from ledger.reader import CHECKPOINT, MAX_BUNDLE, MAX_TILE, LedgerReader
from ledger.tiles import WIDTH, Tile, bundle_path, levels_of, parse_path, tile_path

_BUNDLES: Final = "tile/entries/"


@dataclass(frozen=True, slots=True)
class _TileFile:
    """A file of a tile or a bundle: its name, and the hashes that it holds."""

    name: str
    level: int
    number: int
    width: int

    @property
    def stop(self) -> int:
        """How many entries a ledger must have for the file to be within it."""
        return int((self.number * WIDTH + self.width) * WIDTH**self.level)

    def needed(self, size: int) -> bool:
        """Whether a ledger of some size is made up of this file among others."""
        hashes = size // WIDTH**self.level
        return bool(self.width == min(WIDTH, hashes - self.number * WIDTH))

    def serves(self, size: int) -> bool:
        """Whether its hashes or entries can be read for a ledger of some size."""
        within = self.number * WIDTH < size // WIDTH**self.level
        return bool(within and (self.width == WIDTH or self.needed(size)))


def spare_files(
    reader: LedgerReader,
    size: int,
    *,
    start: int,
    whole: bool,
    beside: Container[str] = (),
) -> Iterator[str]:
    """Yield the names of files that the ledger does not need.

    A web server lists nothing, and an audit that goes on from an earlier one must not
    cost by what stands. Then, unless the ledger is not whole, the partial files that
    can stand beside those of the right edge are asked for by name: at most 255 of
    each level. A publisher removes the others (c2sp.org/tlog-tiles).

    Args:
        reader: The ledger.
        size: How many entries it has.
        start: How many of them were audited before.
        whole: Whether every bundle is there.
        beside: Names of further files that belong to it.

    Raises:
        StorageError: That could not be found out.
    """
    names = None if start else reader.files.names()
    if names is None:
        asked = _edge_partials(size) if whole else ()
        names = tuple(name for name in asked if reader.files.has(name))
    for name in names:
        file = _tile_file(name)
        needed = name == CHECKPOINT or (file is not None and file.needed(size))
        needed = needed or name in beside
        if not needed:
            yield name


def _edge_partials(size: int) -> Iterator[str]:
    for level, hashes in levels_of(size):
        number, width = divmod(hashes, WIDTH)
        for earlier in range(1, width):
            yield tile_path(Tile(level, number, earlier))
            if level == 0:
                yield bundle_path(number, earlier)


def bundles_there(reader: LedgerReader, size: int) -> int:
    """Return the number of bundles up to the last one that is there.

    A checkpoint can claim any size; an audit reads no more than there is.

    Raises:
        StorageError: That could not be found out.
    """
    total = -(-size // WIDTH)
    if not total or reader.has_bundle(total - 1, size - (total - 1) * WIDTH):
        return total
    names = reader.files.names()
    if names is not None:
        files = [_tile_file(name) for name in names if name.startswith(_BUNDLES)]
        ends = (file.number + 1 for file in files if file and file.serves(size))
        return max(ends, default=0)
    there, missing = 0, total - 1
    while there < missing:
        middle = (there + missing) // 2
        if reader.has_bundle(middle, WIDTH):
            there = middle + 1
        else:
            missing = middle
    return there


def partial_findings(
    reader: LedgerReader, spare: str, size: int
) -> Iterator[Finding] | None:
    """Check an earlier partial file against what it grew into.

    Returns:
        The findings, or None when the file is not such a one: a leftover.
    """
    file = _tile_file(spare)
    if file is None or file.width == WIDTH or file.stop > size:
        return None
    return _compare(reader, file, size)


def _tile_file(name: str) -> _TileFile | None:
    try:
        place = parse_path(name)
    except FormatError:
        return None  # some other file
    level = place.level if isinstance(place, Tile) else 0
    return _TileFile(name, level, place.number, place.width)


def _compare(reader: LedgerReader, partial: _TileFile, size: int) -> Iterator[Finding]:
    base, _, _ = partial.name.partition(".p/")
    grown = f"{base}.p/{size // WIDTH**partial.level % WIDTH}"
    whole = base if reader.files.has(base) else grown
    if not reader.files.has(whole):
        return  # that it is missing is a finding already
    most = MAX_BUNDLE if base.startswith(_BUNDLES) else MAX_TILE
    try:
        later = reader.files.read(whole, most)
        same = later.startswith(reader.files.read(partial.name, most))
    except FormatError as error:
        yield Finding("partial_differs", str(error), file=partial.name)
        return
    if not same:
        message = f"does not begin {whole}, which it grew into"
        yield Finding("partial_differs", message, file=partial.name)
