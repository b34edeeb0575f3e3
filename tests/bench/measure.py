"""Measuring side by side: in turns, and as ratios of neighbours."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median
from threading import Event, Thread
from typing import Final, NamedTuple


class Spent(NamedTuple):
    """Seconds that something took, and those that processors worked on it.

    The latter say more where others use the machine.
    """

    seconds: float
    processor: float


Run = Callable[[], Spent]
"""Does something once and returns what it took."""

_LOOK: Final = 0.02  # seconds between two looks at how much memory is in use


@dataclass(frozen=True, slots=True)
class Measured:
    """What one row came to.

    Attributes:
        value: The ratio of seconds, or the figure in the row's unit.
        processor: The ratio of the seconds that processors worked.
        seconds: Median seconds of what was measured.
        beside: Median seconds of what it was measured beside, if anything.
        times: How often it was measured.
    """

    value: float
    processor: float | None = None
    seconds: float | None = None
    beside: float | None = None
    times: int = 1


def timed(what: Callable[[], object]) -> Spent:
    """Return what something takes, the processes that it starts included."""
    worked = processor()  # outside the seconds: it takes longer than some things do
    seconds = clocked(what)
    return Spent(seconds, processor() - worked)


def clocked(what: Callable[[], object]) -> float:
    """Return the seconds that something takes, which may be very short."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def processor() -> float:
    """Return the seconds that this process and all it started have worked."""
    return worked_by(os.getpid())


def worked_by(process: int) -> float:
    """Return the seconds that a process and all it started have worked (Linux)."""
    try:
        own = time.clock_gettime(_clock_of(process))  # counts what is far below a tick
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0  # it has just ended
    waited_for = sum(map(int, fields[13:15])) / os.sysconf("SC_CLK_TCK")
    return own + waited_for + sum(map(worked_by, started_by(process)))


def _clock_of(process: int) -> int:
    """Return the clock of a process's processor time, as clock_getcpuclockid(3) does.

    Python has no name for it: the complement of the process number, above three bits
    that say that the scheduler counts (Linux).
    """
    return ~process << 3 | 2


def started_by(process: int) -> list[int]:
    """Return the processes that a process started and that still run (Linux)."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(one) for t in tasks for one in (t / "children").read_text().split()]
    except OSError:
        return []  # it has just ended


def in_turns(repeat: int, runs: Mapping[str, Run]) -> dict[str, list[Spent]]:
    """Run each once, then each once again, so that all meet the same weather."""
    spent: dict[str, list[Spent]] = {name: [] for name in runs}
    for _ in range(repeat):
        for name, run in runs.items():
            spent[name].append(run())
    return spent


def ratio(own: Sequence[Spent], beside: Sequence[Spent]) -> Measured:
    """Return the median ratios of neighbouring runs."""
    pairs = list(zip(own, beside, strict=True))
    worked = [  # without /proc no clock tells it
        one.processor / other.processor
        for one, other in pairs
        if one.processor and other.processor
    ]
    return Measured(
        median(one.seconds / other.seconds for one, other in pairs),
        processor=median(worked) if worked else None,
        seconds=median(one.seconds for one in own),
        beside=median(other.seconds for other in beside),
        times=len(pairs),
    )


class Ended(NamedTuple):
    """What a command took, the MB of its largest process, and what it said."""

    spent: Spent
    most: float
    said: bytes


def command(words: Sequence[str], folder: Path) -> Ended:
    """Run a command.

    Raises:
        RuntimeError: It ended with another status than 0.
    """
    looks = [0.0]
    ended = Event()
    began, worked = time.perf_counter(), processor()
    process = subprocess.Popen(
        words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )

    def look() -> None:
        while not ended.wait(_LOOK):
            looks.append(_memory(process.pid))

    watcher = Thread(target=look)
    watcher.start()
    said, wrong = process.communicate()
    spent = Spent(time.perf_counter() - began, processor() - worked)
    ended.set()
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"{words[0]} ended with {process.returncode}: {wrong!r}")
    return Ended(spent, max(looks), said)


def _memory(process: int) -> float:
    """Return the MB that the largest of a process and its children had at most."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0  # it has just ended
    peak = [line.split()[1] for line in status.splitlines() if line[:6] == "VmHWM:"]
    own = int(peak[0]) * 1024 / 1e6 if peak else 0.0
    return max([own, *map(_memory, started_by(process))])


def write_and_sync(path: Path, data: bytes) -> None:
    """Write a file and force it to the disk: the least that durable can mean."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, data)
    os.fsync(descriptor)
    os.close(descriptor)


def write_sync_and_hash(path: Path, data: bytes) -> None:
    """Write a file, force it to the disk and hash it: the least that a ledger does."""
    write_and_sync(path, data)
    sha256(data).digest()
