import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from ledger.appendable import Appendable
from ledger.audit import audit
from ledger.batch import Batch, Keeper, Receipt
from ledger.durable import Disk
from ledger.entry import Entry, Source
from ledger.errors import (
    BusyError,
    ClosedError,
    FormatError,
    RecordError,
    StorageError,
)
from ledger.lock import locked
from ledger.pool import Pool, Receipts
from ledger.records.record import Record
from ledger.store import Ledger
from ledger.tree import leaf_hash
from tests.ledger.ledgers import (
    FailingDisk,
    Home,
    PowerCutError,
    authority,
    make_home,
    numbered,
)
from tests.ledger.records.sample_records import decision


def references(home: Home) -> list[str]:
    size = home.reader.checkpoint().size
    raws = home.reader.entries(1, size)
    return [msgspec.json.decode(raw)["record"]["decision_ref"] for raw in raws]


def assert_stands(home: Home, number: int, receipt: Receipt) -> None:
    (raw,) = home.reader.entries(receipt.index, receipt.index + 1)
    assert leaf_hash(raw) == receipt.leaf_hash
    assert Entry.parse(raw).record == numbered(number)


def test_each_of_many_submitters_gets_the_receipt_of_its_own_record(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path)
    with Pool(home.open()) as pool, ThreadPoolExecutor(16) as threads:

        def submit(number: int) -> Receipt:
            (receipt,) = pool.submit([(numbered(number), None)]).result()
            return receipt

        receipts = list(threads.map(submit, range(200)))
    for number, receipt in enumerate(receipts):
        assert_stands(home, number, receipt)
    assert {receipt.index for receipt in receipts} == set(range(1, 201))
    result = audit(home.reader, home.policy)
    assert result.verified
    assert result.size == 201


def test_a_receipt_means_that_the_published_checkpoint_covers_it(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path)
    with Pool(home.open()) as pool:
        for number in range(5):
            (receipt,) = pool.submit([(numbered(number), None)]).result()
            assert home.reader.checkpoint().size == receipt.index + 1


@contextmanager
def held(home: Home) -> Iterator[None]:
    """Hold the ledger, so that what is submitted waits in the queue."""
    with locked(home.ledger):
        yield


def test_what_waits_together_shares_one_checkpoint_and_stays_together(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path)
    disk = CountingDisk()
    with Pool(home.open(disk, wait=10)) as pool:
        with held(home):
            first = pool.submit([(numbered(0), None)])
            while pool._waiting:
                time.sleep(0.001)
            later = [
                pool.submit([(numbered(10 * n + k), None) for k in range(3)])
                for n in range(1, 6)
            ]
        receipts = [answer.result() for answer in later]
        (alone,) = first.result()
    assert alone.index == 1
    assert [[one.index for one in own] for own in receipts] == [
        [start, start + 1, start + 2] for start in range(2, 17, 3)
    ]
    assert disk.checkpoints == 2


class CountingDisk(Disk):
    def __init__(self) -> None:
        self.checkpoints = 0

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        self.checkpoints += new.name == "checkpoint"


def test_a_batch_takes_no_more_than_it_may(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    disk = CountingDisk()
    with Pool(home.open(disk, wait=10), together=2) as pool, held(home):
        for number in range(7):
            pool.submit([(numbered(number), None)])
    assert disk.checkpoints == 4
    assert references(home) == [f"NL-{number}" for number in range(7)]


@pytest.mark.parametrize(
    ("record", "error"),
    [
        (msgspec.structs.replace(decision(), destination="Taiwan"), FormatError),
        (msgspec.structs.replace(decision(), lines=()), RecordError),
        (authority(), RecordError),
    ],
)
def test_a_wrong_record_is_refused_before_it_waits(
    tmp_path: Path, record: Record, error: type[Exception]
) -> None:
    home = make_home(tmp_path)
    with Pool(home.open()) as pool:
        with pytest.raises(error):
            pool.submit([(numbered(1), None), (record, None)])
        pool.submit([(numbered(2), Source(system="test"))]).result()
    assert references(home) == ["NL-2"]


class PickyLedger(Ledger):
    """A ledger that refuses one decision only when it is appended."""

    @contextmanager
    def appending(self, keeper: Keeper | None = None) -> Iterator[Batch]:
        with super().appending(keeper) as batch:
            yield PickyBatch(batch)  # type: ignore[misc] # only extend is called


class PickyBatch:
    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    def extend(self, ready: Sequence[Appendable]) -> list[Receipt]:
        if numbered(3).decision_ref in {one.reference for one in ready}:
            raise RecordError("NL-3", "recorded_at", "recorded_order", "lies before")
        return self._batch.extend(ready)


def test_a_record_that_fails_later_fails_only_whose_it_is(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    ledger = home.open(wait=10)
    ledger.__class__ = PickyLedger
    with Pool(ledger) as pool, held(home):
        answers = [
            pool.submit([(numbered(n), None), (numbered(n + 10), None)])
            for n in range(6)
        ]
    for number, answer in enumerate(answers):
        if number == 3:
            with pytest.raises(RecordError):
                answer.result()
        else:
            assert_stands(home, number, answer.result()[0])
            assert_stands(home, number + 10, answer.result()[1])
    assert len(references(home)) == 10
    assert audit(home.reader, home.policy).verified


def test_a_submitter_waits_for_room_and_is_told_when_there_is_none(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path)
    with Pool(home.open(wait=10), room=2) as pool:
        with held(home):
            answers = [pool.submit([(numbered(0), None)])]
            while pool._waiting:
                time.sleep(0.001)
            answers += [pool.submit([(numbered(n), None)]) for n in (1, 2)]
            with pytest.raises(BusyError, match="2 records are waiting"):
                pool.submit([(numbered(3), None)], wait=0.01)
        answers.append(pool.submit([(numbered(n), None) for n in range(4, 9)]))
        for answer in answers:
            answer.result()
    wanted = [0, 1, 2, 4, 5, 6, 7, 8]
    assert references(home) == [f"NL-{number}" for number in wanted]


def test_closing_answers_all_that_was_taken_in_and_takes_no_more(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path)
    pool = Pool(home.open(wait=10), room=3)
    refused: list[BaseException] = []

    def submit_late() -> None:
        try:
            pool.submit([(numbered(9), None)])
        except ClosedError as error:
            refused.append(error)

    with held(home):
        answers = [pool.submit([(numbered(0), None)])]
        while pool._waiting:
            time.sleep(0.001)
        answers += [pool.submit([(numbered(n), None)]) for n in (1, 2, 3)]
        late = threading.Thread(target=submit_late)
        late.start()
        closing = threading.Thread(target=pool.close)
        closing.start()
        late.join()
    closing.join()
    assert len(refused) == 1
    assert [answer.result()[0].index for answer in answers] == [1, 2, 3, 4]
    with pytest.raises(ClosedError):
        pool.submit([(numbered(5), None)])
    pool.close()


def test_who_cancels_in_time_has_nothing_appended(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    with Pool(home.open(wait=10)) as pool, held(home):
        first = pool.submit([(numbered(0), None)])
        while pool._waiting:
            time.sleep(0.001)
        second, third = (pool.submit([(numbered(n), None)]) for n in (1, 2))
        assert second.cancel()
        assert not first.cancel()
    assert third.result()[0].index == 2
    assert references(home) == ["NL-0", "NL-2"]


class HiccupDisk(Disk):
    """A disk that fails once, at one of its steps, and works before and after."""

    def __init__(self, failing: int) -> None:
        self.left = failing

    def _step(self) -> None:
        self.left -= 1
        if self.left == -1:
            raise PowerCutError(5, "Input/output error")

    def write(self, path: Path, data: bytes, *, mode: int = 0o644) -> None:
        self._step()
        super().write(path, data, mode=mode)

    def begin(self, path: Path, data: bytes) -> int:
        self._step()
        return super().begin(path, data)

    def end(self, descriptor: int) -> None:
        self._step()
        super().end(descriptor)

    def rename(self, old: Path, new: Path) -> None:
        self._step()
        super().rename(old, new)

    def make_directory(self, path: Path) -> None:
        self._step()
        super().make_directory(path)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)

    def sync_directory(self, path: Path) -> None:
        self._step()
        super().sync_directory(path)


def answered(answer: Future[Receipts]) -> Receipts | BaseException:
    error = answer.exception()
    return answer.result() if error is None else error


@pytest.mark.parametrize("steps", range(24))
def test_a_disk_that_fails_once_never_makes_an_answer_untrue(
    tmp_path: Path, steps: int
) -> None:
    home = make_home(tmp_path, 254)
    before = home.reader.checkpoint().size
    with Pool(home.open(HiccupDisk(steps), wait=10)) as pool:
        with held(home):
            answers = [pool.submit([(numbered(900 + n), None)]) for n in range(3)]
        answers.append(pool.submit([(numbered(903), None)]))
    said = [answered(answer) for answer in answers]
    there = references(home)[before - 1 :]
    for number, answer in enumerate(said, start=900):
        times = there.count(f"NL-{number}")
        if isinstance(answer, BaseException):
            assert times == 0, answer
        else:
            assert times == 1
            assert_stands(home, number, answer[0])
    assert audit(home.reader, home.policy).findings == ()


@pytest.mark.parametrize("steps", range(24))
def test_a_disk_that_stops_gives_no_receipt_for_what_is_lost(
    tmp_path: Path, steps: int
) -> None:
    home = make_home(tmp_path, 254)
    with Pool(home.open(FailingDisk(steps))) as pool:
        answer = answered(pool.submit([(numbered(900), None)]))
    home.open()
    there = references(home).count("NL-900")
    if not isinstance(answer, BaseException):
        assert there == 1
        assert_stands(home, 900, answer[0])
    elif isinstance(answer, StorageError):
        assert "shows when the ledger can be opened again" in str(answer)
    else:
        assert there == 0
    assert audit(home.reader, home.policy).findings == ()


SUBMIT_FOREVER = """
import sys, threading
from datetime import UTC, datetime
from pathlib import Path
from ledger.pool import Pool
from tests.ledger.ledgers import Home, numbered

home = Home(Path(sys.argv[1]))
home.clock.now = datetime(2027, 1, 1, tzinfo=UTC)
pool = Pool(home.open())
print("ready", flush=True)

def submit(first):
    for number in range(first, first + 10_000):
        (receipt,) = pool.submit([(numbered(number), None)]).result()
        line = f"{number} {receipt.index} {receipt.leaf_hash.hex()}\\n"
        sys.stdout.write(line)
        sys.stdout.flush()

for which in range(8):
    threading.Thread(target=submit, args=(1_000 + 10_000 * which,)).start()
"""


def test_what_was_acknowledged_before_a_kill_is_there_exactly_once(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path, 20)
    submitter = subprocess.Popen(
        [sys.executable, "-c", SUBMIT_FOREVER, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert submitter.stdout is not None
    assert submitter.stdout.readline() == b"ready\n"
    acknowledged = submitter.stdout.readline()
    time.sleep(0.1)
    os.kill(submitter.pid, signal.SIGKILL)
    out, _ = submitter.communicate()
    out = acknowledged + out
    lines = [
        line.split() for line in out.splitlines(keepends=True) if line[-1:] == b"\n"
    ]
    home.open()
    there = references(home)
    for number, index, leaf in lines:
        assert there.count(f"NL-{number.decode()}") == 1
        assert_stands(
            home, int(number), Receipt(int(index), bytes.fromhex(leaf.decode()))
        )
    assert audit(home.reader, home.policy).findings == ()
