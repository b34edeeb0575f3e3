"""The hashes of a ledger's tree, out of its tiles: a few files for any proof."""

from ledger.reader import LedgerReader
from ledger.tiles import TILE_HEIGHT, WIDTH, Tile, frontier_of
from ledger.tree import SubtreeRoot, largest_power_below, node_hash, paired_root


def tile_roots(reader: LedgerReader, size: int) -> SubtreeRoot:
    """Return what gives the roots over parts of a ledger of some size.

    Parts are those of RFC 9162 section 2.1: they begin at a multiple of the
    smallest power of two that is at least their length. Each tile is read once.
    Nothing is verified: whoever uses a proof made from it checks the proof. Trees of
    fewer entries are served as well.
    """
    tiles: dict[tuple[int, int], list[bytes]] = {}

    def hashes_of(level: int, number: int) -> list[bytes]:
        place = (level, number)
        if place not in tiles:
            hashes = size >> TILE_HEIGHT * level
            width = min(WIDTH, hashes - number * WIDTH)
            tiles[place] = reader.tile(Tile(level, number, width))
        return tiles[place]

    def root_over(start: int, stop: int) -> bytes:
        length = stop - start
        if length & (length - 1):
            middle = start + largest_power_below(length)
            return node_hash(root_over(start, middle), root_over(middle, stop))
        level, height = divmod(length.bit_length() - 1, TILE_HEIGHT)
        first = start >> TILE_HEIGHT * level
        hashes = hashes_of(level, first // WIDTH)
        return paired_root(hashes[first % WIDTH : first % WIDTH + (1 << height)])

    return root_over


def unfinished_tiles(
    reader: LedgerReader, size: int, *, within: int | None = None
) -> list[list[bytes]]:
    """Return the hashes of the tile at each level that is not full at some size.

    Args:
        reader: The ledger.
        size: The size.
        within: How many entries the ledger has, when it has more.

    Raises:
        FormatError: A tile is malformed.
        StorageError: A tile is missing.
    """
    levels: list[list[bytes]] = []
    count, total, level = size, size if within is None else within, 0
    while count:
        number, width = divmod(count, WIDTH)
        grown = Tile(level, number, min(WIDTH, total - number * WIDTH))
        levels.append(reader.tile(grown)[:width] if width else [])
        count, total, level = count // WIDTH, total // WIDTH, level + 1
    return levels


def prefix_root(reader: LedgerReader, size: int, *, within: int) -> bytes:
    """Return the root over the first entries of a ledger, out of a few tiles.

    Nothing is verified, as in ``tile_roots``.

    Args:
        reader: The ledger.
        size: How many of its entries.
        within: How many entries it has.

    Raises:
        FormatError: A tile is malformed.
        StorageError: A tile is missing.
    """
    return frontier_of(unfinished_tiles(reader, size, within=within)).root()
