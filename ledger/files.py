"""The files of a ledger as a reader gets at them: by name, and never too much."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ledger.errors import FormatError, MissingError


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
            with (self.path / name).open("rb") as file:
                data = file.read(most + 1)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise MissingError(f"{name} is missing from {self.path}") from error
        if len(data) > most:
            raise FormatError("file", f"{name} has more than {most} bytes")
        return data

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.path / name).is_file()

    def names(self) -> tuple[str, ...]:
        """Return the names of all files, in order."""
        return tuple(
            path.relative_to(self.path).as_posix()
            for path in sorted(self.path.rglob("*"))
            if path.is_file()
        )
