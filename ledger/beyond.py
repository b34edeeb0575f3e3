"""What an append that was killed left beyond the checkpoint, and taking it away.

Nobody reads it. But the next append may fill another number of entries, and then a
partial file of the killed one would stay, as if the ledger had once said otherwise.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from ledger.durable import Disk
from ledger.tiles import WIDTH, Tile, bundle_path, tile_path


def remove_beyond(disk: Disk, path: Path, size: int) -> None:
    """Remove the files of tiles and bundles that hold more than some size covers.

    Args:
        disk: Where they are.
        path: The ledger.
        size: Number of entries that are signed for; its lock must be held.

    Raises:
        OSError: One could not be removed.
    """
    for name in files_beyond(path, size):
        disk.remove(name)


def files_beyond(path: Path, size: int) -> Iterator[Path]:
    """Yield the files of tiles and bundles that hold more than some size covers."""
    level, covered = 0, size
    while True:
        found = list(_beyond(path, level, covered))
        yield from found
        if not covered and not found:
            return
        level, covered = level + 1, covered // WIDTH


def _beyond(path: Path, level: int, covered: int) -> Iterator[Path]:
    """Yield the files of one level that reach beyond so many hashes or entries."""
    first, width = divmod(covered, WIDTH)
    for number in count(first):
        names = [tile_path(Tile(level, number, WIDTH))]
        names += [bundle_path(number, WIDTH)] if level == 0 else []
        found = False
        for name in names:
            whole, parts = path / name, path / f"{name}.p"
            if whole.exists():
                found = True
                yield whole
            if parts.is_dir():
                kept = width if number == first else 0
                for part in sorted(parts.iterdir()):
                    if not part.name.isdecimal() or int(part.name) > kept:
                        found = True
                        yield part
        if not found and number > first:
            return
