"""The service behind the HTTP of the intake: accept, append, and answer for it.

1. A batch is read and checked whole.
2. It is written to the journal, and synced. From here on it is accepted: it will be
   appended, whatever is killed.
3. It goes to the pool (``ledger.pool``), which appends what many submit under one
   checkpoint.
4. Where it stands is written to the journal.

When an append fails, or the process ends between 3 and 4, the ledger is read from where
it was last known: it names the batches that it holds. What it does not hold goes to the
pool again. So each batch is in the ledger exactly once.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from queue import Empty, SimpleQueue
from sys import maxsize
from threading import Lock, Thread
from time import monotonic
from typing import Final, NamedTuple

import msgspec

from etl.errors import (
    CrowdedError,
    IntakeError,
    JournalError,
    KeyReusedError,
    TooLargeError,
)
from etl.intake.journal import BatchName, Found, Journal, Standing
from etl.intake.submission import Rights, accepted_items, read_batch
from ledger.appendable import Appendable
from ledger.closing import Closing
from ledger.durable import described
from ledger.errors import ClosedError, FormatError, LedgerError, RecordError
from ledger.lock import locked
from ledger.pool import Pool, Receipts
from ledger.reader import LedgerReader
from ledger.store import Ledger

LOG: Final = logging.getLogger("weegboek.intake")

_RECORDED_ORDER: Final = "recorded_order"  # a clock went back: no fault of a record


@dataclass(frozen=True, kw_only=True)
class Room:
    """How much the intake takes in.

    Attributes:
        body: Bytes of one batch.
        records: Records of one batch.
        waiting: Records of all systems that may wait to be published.
        share: Records of one system that may wait.
        pause: Seconds after which what could not be appended is tried again.
    """

    body: int = 4_000_000
    records: int = 5_000
    waiting: int = 50_000
    share: int = 20_000
    pause: float = 5.0


class Taken(NamedTuple):
    """What became of a request to take in a batch.

    Attributes:
        name: What the batch is called from now on.
        standing: Where it stands.
        new: Whether it was not known before.
    """

    name: BatchName
    standing: Standing
    new: bool


class _Source(msgspec.Struct, frozen=True):
    system: str
    batch: str | None = None


class _Sourced(msgspec.Struct, frozen=True):
    source: _Source | None = None


_SOURCED: Final = msgspec.json.Decoder(_Sourced)
_Outcome = tuple[BatchName, Future[Receipts]]


class Intake(Closing):
    """Takes in batches for a ledger. One process at a time has its directory."""

    def __init__(
        self, directory: Path, ledger: Ledger, *, room: Room | None = None
    ) -> None:
        """Open the intake in a directory and go on with what was accepted before.

        Raises:
            IntakeError: The journal is that of another ledger, or cannot be read.
            LedgerError: The ledger cannot be read, or another intake is running.
        """
        self.room = room or Room()
        self.ledger = ledger
        self.trouble: str | None = None
        self._taking = Lock()
        self._flying: set[BatchName] = set()  # in the pool, or its answer not settled
        self._outcomes: SimpleQueue[_Outcome | None] = SimpleQueue()
        with ExitStack() as opening:
            # Not the directory itself: tokens are written under its lock meanwhile.
            running = directory / "running"
            running.mkdir(exist_ok=True, mode=0o700)
            opening.enter_context(locked(running, wait=0))
            self._journal = Journal.open(directory, ledger.checkpoint.origin)
            opening.callback(self._journal.close)
            self._see()
            again = list(self._waiting())
            self._own = opening.pop_all()
        self._pool = Pool(ledger, room=maxsize)
        self._settling = Thread(target=self._settle, name="settling", daemon=True)
        self._settling.start()
        with self._taking:
            for name, items in again:
                self._append(name, items)
        LOG.info("opened", extra={"fields": {"batches": len(again)}})

    def take(self, system: str, key: str, body: bytes, kinds: frozenset[str]) -> Taken:
        """Take in a batch, or say where it stands when it is known.

        Args:
            system: The system that sends it.
            key: Its idempotency key.
            body: Its records, as JSON Lines.
            kinds: The kinds of record that the sender may submit.

        Raises:
            BatchError: A record is malformed or breaks a rule.
            ClosedError: The intake is closing.
            CrowdedError: Too much is waiting.
            JournalError: It cannot be written down, so it is not accepted.
            KeyReusedError: The key came with other content before.
            TooLargeError: It is larger than may be.
        """
        if len(body) > self.room.body:
            raise TooLargeError(f"{len(body)} bytes, over {self.room.body}")
        name = BatchName(system, sha256(body).hexdigest())
        known = self._known(name, key)
        if known is not None:
            return known
        rights = Rights(kinds=kinds, records=self.room.records)
        items = read_batch(name, body, rights)
        with self._taking:
            known = self._known(name, key)
            if known is not None:
                return known
            self._check_room(system, len(items))
            self._journal.accept(name, key, len(items), body)
            self._append(name, items)
        return Taken(name, Standing("accepted", len(items)), new=True)

    def standing(self, name: BatchName) -> Standing | None:
        """Return where a batch stands, if it is known.

        Raises:
            JournalError: That cannot be read.
        """
        return self._journal.standing(name)

    def waiting_records(self) -> dict[str, int]:
        """Return how many records of each system wait to be published.

        Raises:
            JournalError: That cannot be read.
        """
        return self._journal.waiting_records()

    def close(self) -> None:
        """Take in no more, and return when all that can be appended is."""
        self._pool.close()
        self._outcomes.put(None)
        self._settling.join()
        self._own.close()

    def _known(self, name: BatchName, key: str) -> Taken | None:
        before = self._journal.digest_of(name.system, key)
        if before not in {None, name.digest}:
            raise KeyReusedError(f"the key came with other content: batch {before}")
        standing = self._journal.standing(name)
        if standing is None:
            return None
        if before is None:  # the same content under a key of its own
            self._journal.also(name, key)
        return Taken(name, standing, new=False)

    def _check_room(self, system: str, records: int) -> None:
        waiting = self._journal.waiting_records()
        own, total = waiting.get(system, 0), sum(waiting.values())
        if own and own + records > self.room.share:
            raise CrowdedError(f"{own} records of {system} are waiting", own=True)
        if total and total + records > self.room.waiting:
            raise CrowdedError(f"{total} records are waiting", own=False)

    def _append(self, name: BatchName, items: tuple[Appendable, ...]) -> None:
        """Give a batch that is accepted to the pool."""
        try:
            answer = self._pool.submit_ready(items)
        except ClosedError:
            return  # it is in the journal, and the next start goes on with it
        self._flying.add(name)
        answer.add_done_callback(lambda done: self._outcomes.put((name, done)))

    def _settle(self) -> None:
        """Write down what became of batches, and try again what could not be done."""
        due: float | None = None
        while True:
            left = None if due is None else due - monotonic()
            if left is not None and left <= 0:
                due = None if self._recovered() else monotonic() + self.room.pause
                continue
            try:
                outcome = self._outcomes.get(timeout=left)
            except Empty:
                continue
            if outcome is None:
                return
            if not self._settled(*outcome) and due is None:
                due = monotonic() + self.room.pause

    def _settled(self, name: BatchName, answer: Future[Receipts]) -> bool:
        """Write down what became of a batch; say whether that is final."""
        about: dict[str, object] = {"system": name.system, "batch": name.digest}
        try:
            receipts = answer.result()
            self._journal.publish(name, receipts[0].index)
        except (FormatError, RecordError) as error:
            return self._refused(name, error)
        except (LedgerError, IntakeError, OSError) as error:
            return self._put_off(about, error)
        finally:
            self._flying.discard(name)
        self.trouble = None
        about |= {"first_index": receipts[0].index, "records": len(receipts)}
        LOG.info("batch_published", extra={"fields": about})
        return True

    def _refused(self, name: BatchName, error: FormatError | RecordError) -> bool:
        """Write down that a batch cannot be appended, if that is its own fault."""
        about: dict[str, object] = {"system": name.system, "batch": name.digest}
        if isinstance(error, RecordError) and error.rule == _RECORDED_ORDER:
            return self._put_off(about, error)
        try:
            self._journal.refuse(name, str(error))
        except JournalError as trouble:
            return self._put_off(about, trouble)
        LOG.error("batch_refused", extra={"fields": about})
        return True

    def _put_off(self, about: dict[str, object], error: Exception) -> bool:
        self.trouble = described(error)
        fields = about | {"error": type(error).__name__}
        LOG.error("append_failed", extra={"fields": fields})
        return False

    def _recovered(self) -> bool:
        """Find out what the ledger holds, and give the rest to the pool again."""
        with self._taking:
            try:
                self._see()
                again = list(self._waiting())
            except (LedgerError, IntakeError, OSError) as error:
                return self._put_off({}, error)
            for name, items in again:
                self._append(name, items)
        self.trouble = None
        LOG.info("tried_again", extra={"fields": {"batches": len(again)}})
        return True

    def _waiting(self) -> Iterator[tuple[BatchName, tuple[Appendable, ...]]]:
        """Yield what is accepted, not in the ledger, and on no way to it."""
        for name, body in self._journal.waiting():
            if name not in self._flying:
                yield name, accepted_items(name, body)

    def _see(self) -> None:
        """Write down which batches the ledger holds, from where it was last read on."""
        size, seen = self.ledger.refresh().size, self._journal.seen
        if seen > size:
            raise IntakeError(
                f"the journal knows {seen} entries and {self.ledger.path} holds"
                f" {size}: one of them is another, or was put back from a backup"
            )
        self._journal.see(_batches_in(self.ledger.reader, seen, size), size)


def _batches_in(reader: LedgerReader, start: int, stop: int) -> Iterator[Found]:
    """Yield the runs of entries of one batch; an intake's batch is one such run."""
    names = map(_batch_of, reader.entries(start, stop))
    numbered = enumerate(names, start=start)
    for name, run in groupby(numbered, key=lambda one: one[1]):
        indexes = [index for index, _ in run]
        if name is not None:
            yield Found(name, indexes[0], len(indexes))


def _batch_of(raw: bytes) -> BatchName | None:
    try:
        source = _SOURCED.decode(raw).source
    except msgspec.MsgspecError as error:
        raise FormatError("entry", str(error)[:300]) from error
    if source is None or source.batch is None:
        return None
    return BatchName(source.system, source.batch)
