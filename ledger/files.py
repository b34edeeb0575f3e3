"""The files of a ledger as a reader gets at them: by name, and never too much."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ledger.errors import FormatError, MissingError, StorageError


def read_file(path: Path, most: int) -> bytes:
    """Return the bytes of a regular file that someone else may have made.

    A pipe or a device, which may never answer or never end, is not even waited for.

    Args:
        path: The file.
        most: How many bytes the largest sound file of its kind has.

    Raises:
        FormatError: It is larger than that.
        MissingError: There is no such file.
        StorageError: It is no regular file, or could not be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise StorageError(f"{path} is no regular file")
            # Python makes room for as many bytes as it is asked to read.
            data = file.read(min(found.st_size, most) + 1)
            if len(data) > found.st_size:  # it has grown meanwhile
                data += file.read(most + 1 - len(data))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingError(f"{path} is missing") from error
    except IsADirectoryError as error:
        raise StorageError(f"{path} is no regular file") from error
    except (OSError, ValueError) as error:  # the latter for a NUL in a name
        reason = error.strerror if isinstance(error, OSError) else error
        raise StorageError(f"{path}: {reason}") from error
    if len(data) > most:
        raise FormatError("file", f"{path} has more than {most} bytes")
    return data


class Files(Protocol):
    """Where a ledger's files are read from. It can be sent to another process."""

    @property
    def where(self) -> str:
        """Where that is, in words."""

    def read(self, name: str, most: int) -> bytes:
        """Return the bytes of a file.

        Args:
            name: Its name below the ledger, such as ``tile/0/000``.
            most: How many bytes the largest sound file of its kind has.

        Raises:
            FormatError: It is larger than that.
            MissingError: There is no such file.
            StorageError: It could not be read.
        """

    def has(self, name: str) -> bool:
        """Whether there is such a file.

        Raises:
            StorageError: That could not be found out.
        """

    def names(self) -> tuple[str, ...] | None:
        """Return the names of all files; None when they cannot be listed."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The files of a ledger in a directory."""

    path: Path

    @property
    def where(self) -> str:
        """The directory."""
        return str(self.path)

    def read(self, name: str, most: int) -> bytes:
        """Return the bytes of a file; see ``Files``."""
        try:
            return read_file(self.path / name, most)
        except MissingError as error:
            raise MissingError(f"{name} is missing from {self.path}") from error
        except FormatError as error:
            raise FormatError("file", f"{name} has more than {most} bytes") from error

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.path / name).is_file()

    def names(self) -> tuple[str, ...]:
        """Return the names of all files, in order."""
        return tuple(sorted(_names_below(self.path)))


def _names_below(root: Path) -> Iterator[str]:
    """Yield the names of all files below a directory, links to directories apart.

    Without recursion: directories can lie deeper than Python calls.
    """
    pending = [""]
    while pending:
        below = pending.pop()
        with os.scandir(root / below) as found:
            for one in found:
                name = f"{below}{one.name}"
                if one.is_dir(follow_symlinks=False):
                    pending.append(f"{name}/")
                elif not one.is_dir():
                    yield name
