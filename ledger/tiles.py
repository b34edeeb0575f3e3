"""The files of a ledger: c2sp.org/tlog-tiles.

Hashes stand in tiles of up to 256, at levels from 0 (leaf hashes) upwards; a
hash at level ``l`` is the root of a complete subtree of ``256**l`` leaves.
Entries stand in bundles of up to 256. A tile or bundle that is not full carries
its width in its name, so nothing published is ever overwritten.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ledger.errors import FormatError
from ledger.tree import HASH_SIZE, Frontier, paired_root

WIDTH: Final = 256
"""Hashes in a full tile, entries in a full bundle."""

TILE_HEIGHT: Final = 8
"""Levels of the tree that one tile spans."""

MAX_ENTRY_SIZE: Final = 65_535
"""Bytes of the largest entry that a bundle can hold."""


class Tile(NamedTuple):
    """Which tile: its level, its number in the level, and how many hashes it has."""

    level: int
    number: int
    width: int


class Bundle(NamedTuple):
    """Which bundle: its number, and how many entries it has."""

    number: int
    width: int


_MAX_LEVEL: Final = 63
_PATH: Final = re.compile(
    r"tile/(?P<level>entries|[0-9]{1,2})/(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})"
    r"(?:\.p/(?P<width>[0-9]{1,3}))?"
)


def _number_path(number: int, width: int) -> str:
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return path if width == WIDTH else f"{path}.p/{width}"


def tile_path(tile: Tile) -> str:
    """Return the path of a tile below the ledger directory."""
    return f"tile/{tile.level}/{_number_path(tile.number, tile.width)}"


def bundle_path(number: int, width: int) -> str:
    """Return the path of an entry bundle below the ledger directory."""
    return f"tile/entries/{_number_path(number, width)}"


def parse_path(name: str) -> Tile | Bundle:
    """Read which tile or bundle a file is from its path below the ledger.

    Raises:
        FormatError: It is not exactly what ``tile_path`` or ``bundle_path`` writes.
    """
    match = _PATH.fullmatch(name)
    if match is None:
        raise FormatError("path", f"{name[:60]!r}")
    number = int(re.sub(r"[x/]", "", match["number"]))
    width = int(match["width"] or WIDTH)
    place: Tile | Bundle
    if match["level"] == "entries":
        place, spelled = Bundle(number, width), bundle_path(number, width)
    else:
        place = Tile(int(match["level"]), number, width)
        spelled = tile_path(place)
        if place.level > _MAX_LEVEL:
            raise FormatError("path", f"level {place.level}")
    if spelled != name or not 0 < width <= WIDTH:
        raise FormatError("path", f"{name[:60]!r} is not in its one spelling")
    return place


def bundles_of(size: int) -> Iterator[tuple[int, int]]:
    """Yield the number and width of every bundle of a ledger of some size."""
    yield from ((number, WIDTH) for number in range(size // WIDTH))
    if size % WIDTH:
        yield size // WIDTH, size % WIDTH


def levels_of(size: int) -> Iterator[tuple[int, int]]:
    """Yield every level of a ledger of some size and how many hashes it has."""
    level = 0
    while size:
        yield level, size
        level, size = level + 1, size // WIDTH


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield every tile of a ledger of some size, level by level."""
    for level, hashes in levels_of(size):
        for number, width in bundles_of(hashes):
            yield Tile(level, number, width)


def tile_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of a tile; of a full one, one level up."""
    return paired_root(hashes)


def format_tile(hashes: Sequence[bytes]) -> bytes:
    """Write the bytes of a tile."""
    return b"".join(hashes)


def parse_tile(raw: bytes, width: int) -> list[bytes]:
    """Read the hashes of a tile.

    Raises:
        FormatError: It does not hold exactly ``width`` hashes.
    """
    if len(raw) != width * HASH_SIZE:
        wanted = width * HASH_SIZE
        raise FormatError("tile", f"{len(raw)} bytes instead of {wanted}")
    return [raw[start : start + HASH_SIZE] for start in range(0, len(raw), HASH_SIZE)]


def format_bundle(entries: Sequence[bytes]) -> bytes:
    """Write the bytes of a bundle: each entry behind its length in two bytes.

    Raises:
        FormatError: An entry is too large; nothing is ever cut off.
    """
    longest = max(map(len, entries), default=0)
    if longest > MAX_ENTRY_SIZE:
        raise FormatError("entry", f"{longest} bytes, over {MAX_ENTRY_SIZE}")
    parts = [part for one in entries for part in (len(one).to_bytes(2, "big"), one)]
    return b"".join(parts)


def parse_bundle(raw: bytes, width: int) -> list[bytes]:
    """Read the entries of a bundle.

    Raises:
        FormatError: It does not hold exactly ``width`` whole entries.
    """
    entries: list[bytes] = []
    start, end = 0, len(raw)
    while start + 2 <= end and len(entries) <= width:
        stop = start + 2 + (raw[start] << 8 | raw[start + 1])
        entries.append(raw[start + 2 : stop])
        start = stop
    if len(entries) > width:
        raise FormatError("bundle", f"more than {width} entries")
    if start != end:
        raise FormatError("bundle", f"breaks off in its entry {len(entries)}")
    if len(entries) != width:
        raise FormatError("bundle", f"{len(entries)} entries instead of {width}")
    return entries


def frontier_of(levels: Sequence[Sequence[bytes]], *, lowest: int = 0) -> Frontier:
    """Return the frontier of a tree from its unfinished tile at each level.

    Args:
        levels: The hashes of the unfinished tile at each level, from level 0.
        lowest: The level below which hashes are left out.
    """
    frontier = Frontier()
    for level in range(len(levels) - 1, lowest - 1, -1):
        for node in levels[level]:
            frontier.push(node, level * TILE_HEIGHT)
    return frontier
