"""Appending: one large batch, and many single records at the same time."""

import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from ledger.entry import Entry, Source
from ledger.pool import Pool
from ledger.records.record import Record
from ledger.store import Ledger
from tests.bench.decisions import decision, decisions, source_of, when
from tests.bench.measure import Measured, in_turns, ratio, timed, write_and_sync
from tests.bench.rows import BATCH, SUBMITTERS
from tests.bench.stage import new_ledger

_ROUNDS = 8  # records that each submitter submits, one after the other
_ALONE = 20


def batches(home: Path, repeat: int) -> dict[str, Measured]:
    """Measure appending a batch beside writing, syncing and hashing its bytes."""
    ledger, framework = _fresh(home)
    made = list(decisions(2, 2 + BATCH, framework))
    data = b"".join(
        Entry(
            previous=bytes(32), record=one, recorded_at=when(i), source=source_of(i)
        ).format()
        for i, one in enumerate(made)
    )

    def append() -> None:
        with ledger.appending() as batch:
            for index, one in enumerate(made, ledger.size):
                batch.append(one, recorded_at=when(index), source=source_of(index))

    def bare() -> float:
        path = home / "bare"

        def work() -> None:
            write_and_sync(path, data)
            sha256(data).digest()

        seconds = timed(work)
        path.unlink()
        return seconds

    seconds = in_turns(repeat, {"bare": bare, "append": lambda: timed(append)})
    shutil.rmtree(home)
    return {"batch": ratio(seconds["append"], seconds["bare"])}


def pooled(home: Path, repeat: int) -> dict[str, Measured]:
    """Measure single durable appends, many at once and alone, beside bare ones."""
    ledger, framework = _fresh(home)
    one = decision(2, framework)
    numbers = count()
    waits: list[float] = []
    raw = Entry(
        previous=bytes(32), record=one, recorded_at=when(2), source=source_of(2)
    ).format()

    def bare() -> float:
        path = home / "bare"
        return median(timed(lambda: write_and_sync(path, raw)) for _ in range(_ALONE))

    def alone() -> float:
        def append() -> None:
            with ledger.appending() as batch:
                batch.append(one)

        return median(timed(append) for _ in range(_ALONE))

    def together() -> float:
        def work(which: int) -> None:
            for _ in range(_ROUNDS):
                write_and_sync(home / f"bare-{which}", raw)

        return _at_once(work)

    def pool() -> float:
        with Pool(ledger) as taking:

            def work(_which: int) -> None:
                sources = [source_of(next(numbers)) for _ in range(_ROUNDS)]
                waits.extend([_wait_for(taking, one, own) for own in sources])

            return _at_once(work)

    runs = {"bare": bare, "together": together, "pool": pool, "alone": alone}
    seconds = in_turns(repeat, runs)
    shutil.rmtree(home)
    cuts = quantiles(waits, n=20)
    return {
        "pooled": ratio(seconds["pool"], seconds["bare"]),
        "pooled_together": ratio(seconds["pool"], seconds["together"]),
        "pooled_p50": Measured(cuts[9] * 1e3, times=len(waits)),
        "pooled_p95": Measured(cuts[18] * 1e3, times=len(waits)),
        "alone": ratio(seconds["alone"], seconds["bare"]),
    }


def _wait_for(pool: Pool, record: Record, own: Source) -> float:
    return timed(lambda: pool.submit([(record, own)]).result())


def _at_once(work: Callable[[int], None]) -> float:
    """Return the seconds for each entry when all submitters work at once."""
    with ThreadPoolExecutor(SUBMITTERS) as threads:
        began = time.perf_counter()
        for done in [threads.submit(work, which) for which in range(SUBMITTERS)]:
            done.result()
        seconds = time.perf_counter() - began
    return seconds / (SUBMITTERS * _ROUNDS)


def _fresh(home: Path) -> tuple[Ledger, str]:
    shutil.rmtree(home, ignore_errors=True)
    return new_ledger(home)
