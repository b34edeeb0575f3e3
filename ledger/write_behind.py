"""Files written, synced and read back in order while the next ones are being made.

To sync a file needs no processor, but it waits for the disk, and then for a processor.
So a thread of its own does it, with several files at a time: all are written before the
first of them is waited for, and the disk is asked less often. Each has its name only
when it is on the disk, as ``ledger.durable`` has it, and nothing counts as written
before ``finish`` has returned.
"""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from ledger.durable import Disk, make_directories, put_together
from ledger.errors import StorageError

TOGETHER: Final = 2 << 20
"""Bytes of files that gather before the disk is asked: each time has its price."""

AHEAD: Final = 2
"""Groups of files that may wait to be written; whoever makes more of them waits."""


class _File(NamedTuple):
    path: Path
    data: bytes


class WriteBehind:
    """The files of one append below a directory."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._disk = disk
        self._made: list[_File] = []
        self._touched: set[Path] = set()
        self._written: list[Path] = []
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: deque[Future[None]] = deque()

    def put(self, name: str, data: bytes) -> None:
        """Have a file written and read back, before long.

        Raises:
            OSError: An earlier file could not be written.
            StorageError: An earlier file does not read back as it was written.
        """
        self.put_last(name, data)
        if sum(len(file.data) for file in self._made) < TOGETHER:
            return
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="write-behind")
        self._settle(AHEAD - 1)
        made, self._made = self._made, []
        self._waiting.append(self._thread.submit(self._write, made))

    def put_last(self, name: str, data: bytes) -> None:
        """Have a file written and read back by ``finish``, at the latest."""
        self._made.append(_File(self._path / name, data))

    def _write(self, files: list[_File]) -> None:
        """Write files, but for those that stand there already, and read them back."""
        new: list[_File] = []
        for path, data in files:
            if path.parent not in self._touched:
                make_directories(self._disk, path.parent, below=self._path)
                self._touched.add(path.parent)
            # What the checkpoint already covers is neither written nor discarded again.
            if not path.exists() or path.read_bytes() != data:
                self._written.append(path)
                new.append(_File(path, data))
        put_together(self._disk, new)
        for path, data in new:
            if path.read_bytes() != data:
                raise StorageError(f"{path} does not read back as it was written")

    def _settle(self, most: int) -> None:
        while len(self._waiting) > most or (self._waiting and self._waiting[0].done()):
            self._waiting[0].result()  # what failed stays, and fails whatever follows
            self._waiting.popleft()

    def finish(self) -> None:
        """Wait for every file, and force all their names to the disk.

        Raises:
            OSError: Something could not be written.
            StorageError: A file does not read back as it was written.
        """
        self._settle(0)
        self._write(self._made)
        for directory in sorted(self._touched):
            self._disk.sync_directory(directory)
        self.close()

    def discard(self) -> None:
        """Take away what was written: it lies beyond the checkpoint."""
        self.close()
        for path in self._written:
            # A disk that fails here leaves files that the next append overwrites.
            with suppress(OSError):
                self._disk.remove(path)

    def close(self) -> None:
        """Let the thread end; what it has not begun to write, it leaves."""
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)
            self._thread = None
