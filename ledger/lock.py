"""The lock that keeps a second writer out."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from ledger.errors import LockedError, StorageError

WAIT: Final = 10.0
"""Seconds that a second writer waits by default."""

_PAUSE: Final = 0.05


@contextmanager
def locked(directory: Path, *, wait: float = WAIT) -> Iterator[None]:
    """Hold the lock of a directory; a process that dies lets it go.

    Args:
        directory: What to lock; no file is made.
        wait: Seconds to wait for another writer.

    Raises:
        LockedError: Another writer still held it after the wait.
        StorageError: The directory could not be opened.
    """
    try:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise StorageError(f"cannot open {directory}: {error.strerror}") from error
    try:
        _acquire(descriptor, directory, time.monotonic() + wait)
        yield
    finally:
        # Nothing was written through it, and Linux lets it go whatever close says: an
        # error here would only make a finished append look like a failed one.
        with suppress(OSError):
            os.close(descriptor)


def _acquire(descriptor: int, directory: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise LockedError(
                    f"another writer holds {directory}; try again when it is done"
                ) from error
            time.sleep(_PAUSE)
        else:
            return
