"""Files that survive a crash: whole or not at all, and on the disk when said so.

Each file is written under a temporary name, synced, and renamed; its directory
is synced after. The methods are the only places where the ledger changes a disk,
so a test can make any one of them fail.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

TEMPORARY: Final = ".new-"
"""How the names of unfinished files begin; what a crash leaves is overwritten."""

_ZEROS: Final = 1 << 20  # how many are in memory at a time


class Disk:
    """Changes to a file system, one method for each kind of change."""

    def write(self, path: Path, data: bytes, *, mode: int = 0o644) -> None:
        """Write a file and force it to the disk; an existing one is overwritten."""
        descriptor = _written(path, data, mode)
        with os.fdopen(descriptor, "wb"):
            os.fsync(descriptor)

    def begin(self, path: Path, data: bytes) -> int:
        """Write a file and let it be on its way to the disk; ``end`` waits for it.

        Where many are, they travel together: the last of them is hardly waited for.

        Returns:
            The descriptor, which stays open, so that no failure is missed meanwhile.
        """
        descriptor = _written(path, data, 0o644)
        if hasattr(os, "posix_fadvise"):  # Linux begins to write what is not needed
            with suppress(OSError):  # a hint, and no more: ``end`` does it all
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        return descriptor

    def end(self, descriptor: int) -> None:
        """Force to the disk a file that was begun."""
        os.fsync(descriptor)

    def sync_file(self, path: Path) -> None:
        """Force to the disk a file that something else wrote."""
        with _opened(path, os.O_RDONLY) as descriptor:
            os.fsync(descriptor)

    def rename(self, old: Path, new: Path) -> None:
        """Give a file its name, in place of whatever had it."""
        old.replace(new)

    def link(self, old: Path, new: Path) -> None:
        """Give a file a second name."""
        new.hardlink_to(old)

    def overwrite(self, path: Path) -> None:
        """Fill a file with zeros where it stands and force them to the disk.

        What lay there is gone from the file; a file system that copies on write, a
        journal, a snapshot or a worn cell of flash may still keep it.
        """
        left = path.stat().st_size
        with path.open("r+b") as file:
            while left > 0:
                left -= file.write(bytes(min(left, _ZEROS)))
            file.flush()
            os.fsync(file.fileno())

    def make_directory(self, path: Path) -> None:
        """Make one directory; its parent must exist."""
        path.mkdir(exist_ok=True)

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)

    def remove_directory(self, path: Path) -> None:
        """Remove an empty directory."""
        path.rmdir()

    def sync_directory(self, path: Path) -> None:
        """Force the names in a directory to the disk."""
        with _opened(path, os.O_RDONLY | os.O_DIRECTORY) as descriptor:
            os.fsync(descriptor)


def _written(path: Path, data: bytes, mode: int) -> int:
    """Write a file that nothing forces to the disk yet; return its descriptor."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(data)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def put(disk: Disk, path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Give a file some content, so that a crash leaves the old or the new whole.

    The name itself is safe after the next ``sync_directory`` of its directory.
    """
    temporary = _temporary(path)
    with _removed_on_failure(disk, [temporary]):
        disk.write(temporary, data, mode=mode)
        disk.rename(temporary, path)


def put_together(disk: Disk, files: Sequence[tuple[Path, bytes]]) -> None:
    """Give several files their content, so that a crash leaves each old or new, whole.

    Each is on the disk before it has its name. The names are safe after the next
    ``sync_directory`` of their directories.
    """
    temporaries = [_temporary(path) for path, _ in files]
    begun: list[int] = []
    try:
        with _removed_on_failure(disk, temporaries):
            for temporary, (_, data) in zip(temporaries, files, strict=True):
                begun.append(disk.begin(temporary, data))
            for descriptor in begun:
                disk.end(descriptor)
            for temporary, (path, _) in zip(temporaries, files, strict=True):
                disk.rename(temporary, path)
    finally:
        for descriptor in begun:
            os.close(descriptor)


def _temporary(path: Path) -> Path:
    return path.with_name(f"{TEMPORARY}{path.name}")


@contextmanager
def _removed_on_failure(disk: Disk, temporaries: Sequence[Path]) -> Iterator[None]:
    """Take unfinished files away when the disk fails: a full one needs the space."""
    try:
        yield
    except OSError:
        for temporary in temporaries:
            with suppress(OSError):  # what it cannot remove is overwritten some day
                disk.remove(temporary)
        raise


def put_durably(disk: Disk, path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Give a file some content and force its name to the disk."""
    put(disk, path, data, mode=mode)
    disk.sync_directory(path.parent)


def destroy_below(disk: Disk, directory: Path, *, but: str = "") -> None:
    """Overwrite and remove every file below a directory, and the directories in it.

    Args:
        disk: Where they are.
        directory: The directory, which stays.
        but: Name of a file in it that stays too.

    Raises:
        OSError: A file or a directory could not be read, overwritten or removed.
    """

    def failed(error: OSError) -> None:
        raise error  # else what cannot be listed would be taken for empty

    kept = directory / but
    walk = os.walk(directory, topdown=False, onerror=failed)
    for place, directories, files in walk:
        for path in sorted(Path(place) / name for name in files):
            if path != kept:
                disk.overwrite(path)
                disk.remove(path)
        for name in directories:
            disk.remove_directory(Path(place) / name)
        disk.sync_directory(Path(place))


def described(error: Exception) -> str:
    """Return what went wrong, with the file where a disk failed.

    That is the file that was to be, not the unfinished one in its place.
    """
    if not isinstance(error, OSError):
        return str(error)
    said = error.strerror or str(error)
    if not error.filename:
        return said
    path = Path(f"{error.filename}")
    return f"{path.parent / path.name.removeprefix(TEMPORARY)}: {said}"


def make_directories(disk: Disk, path: Path, *, below: Path) -> None:
    """Make every missing directory from ``below`` to ``path``, durably."""
    if path == below or path.is_dir():
        return
    make_directories(disk, path.parent, below=below)
    disk.make_directory(path)
    disk.sync_directory(path.parent)
