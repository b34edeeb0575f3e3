import threading
from pathlib import Path

import pytest

from ledger.durable import TEMPORARY, Disk
from ledger.errors import StorageError
from ledger.write_behind import AHEAD, TOGETHER, WriteBehind

ENOUGH = b"x" * TOGETHER
"""What goes to the disk as soon as it is made."""


class GatedDisk(Disk):
    """A disk that writes nothing until it is let, and notes in which order it did."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.names: list[str] = []

    def rename(self, old: Path, new: Path) -> None:
        self.gate.wait(10)
        super().rename(old, new)
        self.names.append(new.name)


def test_files_are_written_whole_and_in_their_order(tmp_path: Path) -> None:
    disk = GatedDisk()
    disk.gate.set()
    files = WriteBehind(tmp_path, disk)
    names = [str(number) for number in range(3 * AHEAD)]
    for name in names:
        files.put(f"a/{name}", ENOUGH)
        files.put(f"a/small-{name}", name.encode())
    files.finish()
    assert disk.names == [one for name in names for one in (name, f"small-{name}")]
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == ENOUGH
        assert (tmp_path / "a" / f"small-{name}").read_bytes() == name.encode()


class OrderedDisk(Disk):
    """A disk that notes what it did."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._names: dict[int, str] = {}

    def begin(self, path: Path, data: bytes) -> int:
        descriptor = super().begin(path, data)
        self._names[descriptor] = path.name.removeprefix(TEMPORARY)
        self.done.append(f"begin {path.name.removeprefix(TEMPORARY)}")
        return descriptor

    def end(self, descriptor: int) -> None:
        super().end(descriptor)
        self.done.append(f"end {self._names[descriptor]}")

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        self.done.append(f"name {new.name}")


def test_small_files_wait_until_there_are_enough_of_them(tmp_path: Path) -> None:
    files = WriteBehind(tmp_path, Disk())
    for number in range(100):
        files.put(str(number), b"x")
    assert list(tmp_path.iterdir()) == []
    files.put("large", ENOUGH)
    files.finish()
    assert len(list(tmp_path.iterdir())) == 101


def test_files_are_all_begun_before_one_is_waited_for_and_named_only_then(
    tmp_path: Path,
) -> None:
    disk = OrderedDisk()
    files = WriteBehind(tmp_path, disk)
    files.put_last("one", b"1")
    files.put_last("other", b"2")
    files.finish()
    steps = ("begin", "end", "name")
    assert disk.done == [
        f"{step} {name}" for step in steps for name in ("one", "other")
    ]


class TornDisk(Disk):
    """A disk that fails at the n-th file."""

    def __init__(self, failing: int) -> None:
        self.left = failing

    def end(self, descriptor: int) -> None:
        self.left -= 1
        if self.left == 0:
            raise OSError(5, "Input/output error")
        super().end(descriptor)


def test_of_files_that_fail_together_none_is_named_and_nothing_is_left(
    tmp_path: Path,
) -> None:
    files = WriteBehind(tmp_path, TornDisk(failing=2))
    files.put_last("one", b"1")
    files.put_last("other", b"2")
    before = set(Path("/proc/self/fd").iterdir())
    with pytest.raises(OSError, match="Input/output"):
        files.finish()
    assert set(Path("/proc/self/fd").iterdir()) <= before
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_finished_before_all_is_written(tmp_path: Path) -> None:
    disk = GatedDisk()
    files = WriteBehind(tmp_path, disk)
    files.put("one", ENOUGH)
    finished = threading.Event()

    def finish() -> None:
        files.finish()
        finished.set()

    thread = threading.Thread(target=finish)
    thread.start()
    assert not finished.wait(0.05)
    disk.gate.set()
    thread.join()
    assert finished.is_set()
    assert (tmp_path / "one").read_bytes() == ENOUGH


def test_whoever_makes_files_faster_than_the_disk_waits(tmp_path: Path) -> None:
    disk = GatedDisk()
    files = WriteBehind(tmp_path, disk)
    made: list[int] = []

    def make() -> None:
        for number in range(2 * AHEAD):
            files.put(str(number), ENOUGH)
            made.append(number)

    thread = threading.Thread(target=make)
    thread.start()
    thread.join(0.1)
    assert thread.is_alive()
    assert len(made) == AHEAD
    disk.gate.set()
    thread.join()
    files.finish()
    assert len(disk.names) == 2 * AHEAD


def test_what_failed_once_fails_to_the_end(tmp_path: Path) -> None:
    files = WriteBehind(tmp_path, TornDisk(failing=1))
    files.put("one", ENOUGH)
    for _ in range(2):
        with pytest.raises(OSError, match="Input/output"):
            files.finish()
    files.discard()


class ForgetfulDisk(Disk):
    """A disk that keeps something else than it was given."""

    def __init__(self, kept: bytes) -> None:
        self.kept = kept

    def begin(self, path: Path, _data: bytes) -> int:
        return super().begin(path, self.kept)


@pytest.mark.parametrize("rest", [b"", ENOUGH])
@pytest.mark.parametrize("kept", [b"", b"123", b"12345", b"1233"])
def test_a_file_that_does_not_read_back_is_told_at_the_latest_at_the_end(
    tmp_path: Path, kept: bytes, rest: bytes
) -> None:
    files = WriteBehind(tmp_path, ForgetfulDisk(kept + rest))
    files.put("one", b"1234" + rest)
    with pytest.raises(StorageError, match="read back"):
        files.finish()
    files.discard()
    assert list(tmp_path.iterdir()) == []


def test_what_is_discarded_is_taken_away_and_the_thread_ends(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    before = threading.active_count()
    files = WriteBehind(tmp_path, Disk())
    files.put("old", b"old")
    for number in range(5):
        files.put(str(number), ENOUGH)
    files.discard()
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert threading.active_count() == before
