"""What an append that was killed left beyond the checkpoint, and taking it away.

Nobody reads it. But the next append may fill another number of entries, and then a
partial file of the killed one would stay, as if the ledger had once said otherwise.
"""

import os
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
            kept = width if number == first else 0
            for part in _names(parts):
                if not part.isdecimal() or int(part) > kept:
                    found = True
                    yield parts / part
        if not found and number > first:
            return


def _names(directory: Path) -> list[str]:
    """Return what is in a directory, in order; nothing if there is none."""
    try:
        return sorted(os.listdir(directory))  # noqa: PTH208 - hundreds of paths, unused
    except (FileNotFoundError, NotADirectoryError):
        return []
