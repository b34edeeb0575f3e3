"""Files written, synced and read back in order while the next ones are being made.

To sync a file takes about as long as to make the next one, and needs no processor: a
thread of its own waits for the disk. It writes one file after another, each as
``ledger.durable`` does, and nothing counts as written before ``finish`` has returned.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final

from ledger.durable import Disk, make_directories, put
from ledger.errors import FormatError, StorageError

AHEAD: Final = 8
"""Files that may wait to be written; whoever makes more of them waits."""

Sound = Callable[[bytes], bool]
"""Says whether a file that was read back is what it must be."""


class WriteBehind:
    """The files of one append below a directory."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._disk = disk
        self._touched: set[Path] = set()
        self._written: list[Path] = []
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: deque[Future[None]] = deque()

    def put(self, name: str, data: bytes, sound: Sound) -> None:
        """Have a file written and read back, before long.

        Raises:
            OSError: An earlier file could not be written.
            StorageError: An earlier file does not read back as it was written.
        """
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="write-behind")
        self._settle(AHEAD - 1)
        self._waiting.append(self._thread.submit(self.put_now, name, data, sound))

    def put_now(self, name: str, data: bytes, sound: Sound) -> None:
        """Write a file and read it back at once, out of turn.

        Raises:
            OSError: It could not be written.
            StorageError: It does not read back as it was written.
        """
        path = self._path / name
        make_directories(self._disk, path.parent, below=self._path)
        self._touched.add(path.parent)
        # What the checkpoint already covers is neither written nor discarded again.
        if not path.exists() or path.read_bytes() != data:
            self._written.append(path)
            put(self._disk, path, data)
        try:
            same = sound(path.read_bytes())
        except FormatError:
            same = False
        if not same:
            raise StorageError(f"{path} does not read back as it was written")

    def settle(self) -> None:
        """Wait until every file so far is written and read back.

        Raises:
            OSError: One of them could not be written.
            StorageError: One of them does not read back as it was written.
        """
        self._settle(0)

    def _settle(self, most: int) -> None:
        while len(self._waiting) > most or (self._waiting and self._waiting[0].done()):
            self._waiting.popleft().result()

    def finish(self) -> None:
        """Wait for every file, and force all their names to the disk.

        Raises:
            OSError: Something could not be written.
            StorageError: A file does not read back as it was written.
        """
        self.settle()
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
