"""One checkpoint for many who submit at the same time.

To publish costs some ten syncs and a signature, whether for one entry or a thousand. So
those who submit wait in one queue; a thread takes all who wait, appends what they
brought as one batch, and tells each where it stands once the checkpoint is durable.
While it does so, others queue up for the next one. Nobody waits for a timer, and under
load the batches grow by themselves.

A receipt is given exactly when the entries are published. When an append breaks off
after the checkpoint was signed, it counts, and the ledger shows it.
"""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Final

from ledger.appendable import Appendable, appendable
from ledger.batch import Receipt
from ledger.closing import Closing
from ledger.entry import Source
from ledger.errors import (
    BusyError,
    ClosedError,
    FormatError,
    LedgerError,
    RecordError,
    StorageError,
)
from ledger.records.record import Record
from ledger.store import Ledger

ROOM: Final = 10_000
"""Records that may wait by default."""

TOGETHER: Final = 5_000
"""Records after which one batch takes in no further submission by default."""

Item = tuple[Record, Source | None]
"""What is submitted: a record and where it came from."""

Receipts = tuple[Receipt, ...]
"""Where the records of one submission stand, in their order."""


@dataclass(frozen=True, slots=True, eq=False)
class _Submission:
    ready: tuple[Appendable, ...]
    answer: Future[Receipts] = field(default_factory=Future)


class Pool(Closing):
    """Appends to a ledger for many threads. It holds no lock while nobody submits."""

    def __init__(
        self, ledger: Ledger, *, room: int = ROOM, together: int = TOGETHER
    ) -> None:
        self._ledger = ledger
        self._room = room
        self._together = together
        self._waiting: deque[_Submission] = deque()
        self._records = 0  # how many records they bring
        self._closing = False
        self._changed = Condition()
        self._thread = Thread(target=self._run, name="pool", daemon=True)
        self._thread.start()

    def submit(
        self, items: Sequence[Item], *, wait: float | None = None
    ) -> Future[Receipts]:
        """Submit records that are appended together, one behind the other, or not.

        Args:
            items: The records.
            wait: Seconds to wait for room in the queue; without end by default.

        Returns:
            Their receipts to come. It ends in the error that kept the records out of
            the ledger, or in ``StorageError`` when that could not be found out.

        Raises:
            BusyError: There was no room in time; nothing was submitted.
            ClosedError: The pool is closed.
            FormatError: A record is not of the types of its kind.
            RecordError: A record breaks a rule.
        """
        return self.submit_ready([appendable(*item) for item in items], wait=wait)

    def submit_ready(
        self, ready: Sequence[Appendable], *, wait: float | None = None
    ) -> Future[Receipts]:
        """Submit records that were checked beforehand; else like ``submit``.

        Raises:
            BusyError: There was no room in time; nothing was submitted.
            ClosedError: The pool is closed.
        """
        submission = _Submission(tuple(ready))
        with self._changed:
            if not self._changed.wait_for(lambda: self._takes(submission), wait):
                raise BusyError(f"{self._records} records are waiting; try again")
            if self._closing:
                raise ClosedError("the pool takes in no more records")
            self._waiting.append(submission)
            self._records += len(submission.ready)
            self._changed.notify_all()
        return submission.answer

    def close(self) -> None:
        """Take in no more, and return when all that was taken in is answered."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _takes(self, submission: _Submission) -> bool:
        """Whether there is room; what is too large for it waits until it is empty."""
        fits = self._records + len(submission.ready) <= self._room
        return fits or not self._waiting or self._closing

    def _run(self) -> None:
        while group := self._take():
            self._answer(group)

    def _take(self) -> list[_Submission]:
        """Wait for submissions and take all, up to a limit; none when closed and done.

        Whoever cancelled meanwhile is left out.
        """
        group: list[_Submission] = []
        with self._changed:
            while not group:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if not self._waiting:
                    break
                taken = 0
                while self._waiting and taken < self._together:
                    one = self._waiting.popleft()
                    self._records -= len(one.ready)
                    if one.answer.set_running_or_notify_cancel():
                        group.append(one)
                        taken += len(one.ready)
                self._changed.notify_all()
        return group

    def _answer(self, group: Sequence[_Submission]) -> None:
        """Append what a group brought, and tell each what became of it."""
        try:
            receipts = self._append(group)
        except (FormatError, RecordError) as error:
            # Nothing was appended. Each alone, so that it fails only whose it is.
            if len(group) == 1:
                group[0].answer.set_exception(error)
                return
            for submission in group:
                self._answer([submission])
        except Exception as error:  # noqa: BLE001 - somebody waits for each answer
            for submission in group:
                submission.answer.set_exception(error)
        else:
            for submission, own in zip(group, receipts, strict=True):
                submission.answer.set_result(own)

    def _append(self, group: Sequence[_Submission]) -> list[Receipts]:
        receipts: list[Receipts] = []
        try:
            with self._ledger.appending() as batch:
                receipts += (tuple(batch.extend(one.ready)) for one in group)
        except (OSError, StorageError) as error:
            whole = len(receipts) == len(group)
            if not (whole and self._published(receipts, error)):
                raise
        return receipts

    def _published(self, receipts: Sequence[Receipts], error: Exception) -> bool:
        """Find out whether an append that broke off was signed, and so is published.

        Raises:
            StorageError: That could not be found out.
        """
        all_receipts = [receipt for own in receipts for receipt in own]
        if not all_receipts:
            return False
        last = all_receipts[-1]
        try:
            size = self._ledger.refresh().size
            if size <= last.index:
                return False
            found = self._ledger.reader.leaf_hashes(last.index, last.index + 1)
            return next(found) == last.leaf_hash
        except (OSError, LedgerError) as doubt:
            raise StorageError(
                f"{error}; whether the records were appended shows when the ledger can"
                f" be opened again: {doubt}"
            ) from error
