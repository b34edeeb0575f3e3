"""Appending: one large batch, and many single records at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from msgspec import json, msgpack

from ledger.appendable import Appendable, read_decisions, written_decisions
from ledger.entry import Entry, Source
from ledger.pool import Pool
from ledger.processes import Workers
from ledger.records.record import Record
from tests.bench.decisions import (
    CLOSED,
    SYSTEM,
    decision,
    decisions,
    key_of,
    source_of,
    when,
)
from tests.bench.measure import (
    Measured,
    Spent,
    clocked,
    in_turns,
    processor,
    ratio,
    timed,
    write_and_sync,
    write_sync_and_hash,
)
from tests.bench.rows import BATCH, SUBMITTERS
from tests.bench.stage import new_ledger

_ROUNDS = 8  # records that each submitter submits, one after the other
_ALONE = 20
_PIECE = 192  # lines that a process reads at a time


def batches(home: Path, repeat: int) -> dict[str, Measured]:
    """Measure appending a batch beside writing, syncing and hashing its bytes.

    The batch comes as JSON, which two processes that stand ready read and check; and
    once more as records that were built here.
    """
    ledger, framework = new_ledger(home)
    made = list(decisions(2, 2 + BATCH, framework))
    pieces = [
        Lines([json.encode(one) for one in made[start : start + _PIECE]], start)
        for start in range(0, BATCH, _PIECE)
    ]
    data = b"".join(
        Entry(
            previous=bytes(32), record=one, recorded_at=when(i), source=source_of(i)
        ).format()
        for i, one in enumerate(made)
    )

    def from_records() -> None:
        with ledger.appending() as batch:
            for index, one in enumerate(made):
                batch.append(one, recorded_at=CLOSED, source=source_of(index))

    def bare() -> Spent:
        path = home / "bare"
        spent = timed(lambda: write_sync_and_hash(path, data))
        path.unlink()
        return spent

    with Workers(2) as workers:
        workers.start()
        list(workers.map(read_lines, pieces))  # they have read all that they import

        def from_json() -> None:
            with ledger.appending() as batch:
                for packed in workers.map(read_lines, pieces):
                    batch.extend(_PACKED.decode(packed), recorded_at=CLOSED)

        spent = in_turns(
            repeat,
            {
                "bare": bare,
                "json": lambda: timed(from_json),
                "records": lambda: timed(from_records),
            },
        )
    return {
        "batch": ratio(spent["json"], spent["bare"]),
        "batch_records": ratio(spent["records"], spent["bare"]),
    }


class Lines(NamedTuple):
    """Decisions in JSON, and the index of the first of them in the batch."""

    lines: list[bytes]
    first: int


_PACKED = msgpack.Decoder(list[Appendable])


def read_lines(given: Lines) -> bytes:
    """Read and check some lines; what a process of its own does.

    It sends them packed: to pickle each takes three times as long.
    """
    read = read_decisions(given.lines)
    keys = [key_of(given.first + place) for place in range(len(read))]
    return msgpack.encode(written_decisions(read, keys, system=SYSTEM))


def pooled(home: Path, repeat: int) -> dict[str, Measured]:
    """Measure single durable appends, many at once and alone, beside bare ones."""
    ledger, framework = new_ledger(home)
    one = decision(2, framework)
    numbers = count()
    waits: list[float] = []
    raw = Entry(
        previous=bytes(32), record=one, recorded_at=when(2), source=source_of(2)
    ).format()

    def bare() -> Spent:
        return _median(lambda: write_and_sync(home / "bare", raw))

    def alone() -> Spent:
        def append() -> None:
            with ledger.appending() as batch:
                batch.append(one)

        return _median(append)

    def together() -> Spent:
        def work(which: int) -> None:
            for _ in range(_ROUNDS):
                write_and_sync(home / f"bare-{which}", raw)

        return _at_once(work)

    def pool() -> Spent:
        with Pool(ledger) as taking:

            def work(_which: int) -> None:
                sources = [source_of(next(numbers)) for _ in range(_ROUNDS)]
                waits.extend([_wait_for(taking, one, own) for own in sources])

            return _at_once(work)

    runs = {"bare": bare, "together": together, "pool": pool, "alone": alone}
    seconds = in_turns(repeat, runs)
    cuts = quantiles(waits, n=20)
    return {
        "pooled": ratio(seconds["pool"], seconds["bare"]),
        "pooled_together": ratio(seconds["pool"], seconds["together"]),
        "pooled_p50": Measured(cuts[9] * 1e3, times=len(waits)),
        "pooled_p95": Measured(cuts[18] * 1e3, times=len(waits)),
        "alone": ratio(seconds["alone"], seconds["bare"]),
    }


def _median(what: Callable[[], object]) -> Spent:
    """Return what something takes that is too short to be measured once."""
    began = processor()
    seconds = median(clocked(what) for _ in range(_ALONE))
    return Spent(seconds, (processor() - began) / _ALONE)


def _at_once(work: Callable[[int], None]) -> Spent:
    """Return what each entry takes when all submitters work at once."""

    def all_of_them() -> None:
        with ThreadPoolExecutor(SUBMITTERS) as threads:
            for done in [threads.submit(work, which) for which in range(SUBMITTERS)]:
                done.result()

    spent = timed(all_of_them)
    each = SUBMITTERS * _ROUNDS
    return Spent(spent.seconds / each, spent.processor / each)


def _wait_for(pool: Pool, record: Record, own: Source) -> float:
    return clocked(lambda: pool.submit([(record, own)]).result())
