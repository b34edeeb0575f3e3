"""The journal: what was accepted, on the disk before anybody is told so (SQLite)."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from threading import RLock
from typing import Any, Final, Literal, NamedTuple, Self

from etl.errors import IntakeError, JournalError
from ledger.key_files import PRIVATE

JOURNAL: Final = "journal.sqlite"
"""Name of the journal in the directory of the intake."""

State = Literal["accepted", "published", "refused"]
"""What has become of a batch."""


class BatchName(NamedTuple):
    """What identifies a batch.

    Attributes:
        system: The system that sent it.
        digest: SHA-256 of what it sent, in hexadecimal.
    """

    system: str
    digest: str


class Standing(NamedTuple):
    """Where a batch stands.

    Attributes:
        state: What has become of it.
        records: How many records it holds.
        first_index: Index of its first entry, when published; the others follow.
        reason: Why it was refused, when it was.
    """

    state: State
    records: int
    first_index: int | None = None
    reason: str | None = None


class Found(NamedTuple):
    """A run of entries that the ledger holds of one batch."""

    name: BatchName
    first_index: int
    records: int


class Journal:
    """A journal on disk. Any thread may use it; each change is synced."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = RLock()

    @classmethod
    def open(cls, directory: Path, origin: str) -> Self:
        """Open the journal of a ledger, or make an empty one.

        Raises:
            IntakeError: It is the journal of another ledger.
            JournalError: It cannot be read or written.
        """
        path = directory / JOURNAL
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE))
            connection = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.executescript(_schema())
        except (OSError, sqlite3.Error) as error:
            raise JournalError(f"cannot open {path}: {error}") from error
        journal = cls(connection)
        with journal._changing():
            journal._do(
                "INSERT INTO ledger SELECT ?, 0"
                " WHERE NOT EXISTS (SELECT * FROM ledger)",
                origin,
            )
            ((whose,),) = journal._do("SELECT origin FROM ledger")
        if whose != origin:
            journal.close()
            raise IntakeError(f"{path} is the journal of {whose}, not of {origin}")
        return journal

    @classmethod
    def look(cls, directory: Path) -> dict[str, int]:
        """Return how many records of each system wait, and change nothing.

        Raises:
            JournalError: There is no journal, or it cannot be read.
        """
        path = directory / JOURNAL
        try:
            where = f"{path.absolute().as_uri()}?mode=ro"
            journal = cls(sqlite3.connect(where, uri=True, isolation_level=None))
        except sqlite3.Error as error:
            raise JournalError(f"cannot open {path}: {error}") from error
        try:
            return journal.waiting_records()
        finally:
            journal.close()

    def close(self) -> None:
        """Close it."""
        with self._lock:
            self._connection.close()

    @property
    def seen(self) -> int:
        """Up to which size of the ledger its batches are known."""
        with self._reading():
            ((seen,),) = self._do("SELECT seen FROM ledger")
        return int(seen)

    def digest_of(self, system: str, key: str) -> str | None:
        """Return the digest of what came in under an idempotency key, if any did."""
        with self._reading():
            rows = self._do(
                "SELECT digest FROM idempotency_key WHERE system = ? AND key = ?",
                system,
                key,
            )
        return rows[0][0] if rows else None

    def standing(self, name: BatchName) -> Standing | None:
        """Return where a batch stands, if it is known."""
        with self._reading():
            rows = self._do(
                "SELECT state, records, first_index, reason FROM batch"
                " WHERE system = ? AND digest = ?",
                *name,
            )
        return Standing(*rows[0]) if rows else None

    def accept(self, name: BatchName, key: str, records: int, body: bytes) -> None:
        """Write down a batch that is new, with the key under which it came in."""
        with self._changing():
            self._do(
                "INSERT INTO batch (system, digest, state, records, body)"
                " VALUES (?, ?, 'accepted', ?, ?)",
                *name,
                records,
                body,
            )
            self._key(name, key)

    def also(self, name: BatchName, key: str) -> None:
        """Write down one more key under which a batch that is known came in."""
        with self._changing():
            self._key(name, key)

    def publish(self, name: BatchName, first_index: int) -> None:
        """Write down where a batch stands in the ledger, and forget its body."""
        with self._changing():
            self._do(
                "UPDATE batch SET state = 'published', first_index = ?, body = NULL"
                " WHERE system = ? AND digest = ?",
                first_index,
                *name,
            )

    def refuse(self, name: BatchName, reason: str) -> None:
        """Write down why a batch cannot be appended, and forget its body."""
        with self._changing():
            self._do(
                "UPDATE batch SET state = 'refused', reason = ?, body = NULL"
                " WHERE system = ? AND digest = ? AND state = 'accepted'",
                reason,
                *name,
            )

    def see(self, found: Iterable[Found], size: int) -> None:
        """Write down which batches the ledger holds up to some size.

        A run that has another number of entries than the batch that was accepted is
        not that batch: somebody else wrote it, and the batch still waits.
        """
        with self._changing():
            for one in found:
                self._do(
                    "INSERT INTO batch (system, digest, state, records, first_index)"
                    " VALUES (?, ?, 'published', ?, ?) ON CONFLICT DO UPDATE SET"
                    " state = 'published', first_index = excluded.first_index,"
                    " body = NULL"
                    " WHERE state = 'accepted' AND records = excluded.records",
                    *one.name,
                    one.records,
                    one.first_index,
                )
            self._do("UPDATE ledger SET seen = ?", size)

    def waiting(self) -> list[tuple[BatchName, bytes]]:
        """Return every batch that is accepted and not published, in its order."""
        with self._reading():
            rows = self._do(
                "SELECT system, digest, body FROM batch WHERE state = 'accepted'"
                " ORDER BY place"
            )
        return [(BatchName(system, digest), body) for system, digest, body in rows]

    def waiting_records(self) -> dict[str, int]:
        """Return how many records of each system are accepted and not published."""
        with self._reading():
            rows = self._do(
                "SELECT system, SUM(records) FROM batch WHERE state = 'accepted'"
                " GROUP BY system"
            )
        return dict(rows)

    def _key(self, name: BatchName, key: str) -> None:
        self._do(
            "INSERT OR IGNORE INTO idempotency_key (system, key, digest)"
            " VALUES (?, ?, ?)",
            name.system,
            key,
            name.digest,
        )

    def _do(self, sql: str, *values: object) -> list[Any]:
        return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise JournalError(f"cannot read the journal: {error}") from error

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Make one change, whole or not at all, and on the disk when this returns."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                with self._connection:
                    yield
            except sqlite3.Error as error:
                raise JournalError(f"cannot write the journal: {error}") from error


def _schema() -> str:
    return files(__package__).joinpath("journal.sql").read_text("utf-8")
