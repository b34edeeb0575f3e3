"""Measuring side by side: in turns, and as ratios of neighbours."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Event, Thread
from typing import Final

Run = Callable[[], float]
"""Does something once and returns the seconds that it took."""

_LOOK: Final = 0.02  # seconds between two looks at how much memory is in use


@dataclass(frozen=True, slots=True)
class Measured:
    """What one row came to.

    Attributes:
        value: The ratio, or the figure in the row's unit.
        seconds: Median seconds of what was measured.
        beside: Median seconds of what it was measured beside, if anything.
        times: How often it was measured.
    """

    value: float
    seconds: float | None = None
    beside: float | None = None
    times: int = 1


def timed(what: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def in_turns(repeat: int, runs: Mapping[str, Run]) -> dict[str, list[float]]:
    """Run each once, then each once again, so that all meet the same weather."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeat):
        for name, run in runs.items():
            seconds[name].append(run())
    return seconds


def ratio(own: Sequence[float], beside: Sequence[float]) -> Measured:
    """Return the median ratio of neighbouring runs."""
    ratios = [one / other for one, other in zip(own, beside, strict=True)]
    return Measured(median(ratios), median(own), median(beside), len(ratios))


def command(words: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run a command; return its seconds and the MB of its largest process.

    Raises:
        RuntimeError: It ended with another status than 0.
    """
    looks = [0.0]
    ended = Event()
    began = time.perf_counter()
    process = subprocess.Popen(
        words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )

    def look() -> None:
        while not ended.wait(_LOOK):
            looks.append(_memory(process.pid))

    watcher = Thread(target=look)
    watcher.start()
    _, said = process.communicate()
    seconds = time.perf_counter() - began
    ended.set()
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"{words[0]} ended with {process.returncode}: {said!r}")
    return seconds, max(looks)


def _memory(process: int) -> float:
    """Return the MB that the largest of a process and its children had at most."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
        children = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return 0.0  # it has just ended
    peak = [line.split()[1] for line in status.splitlines() if line[:6] == "VmHWM:"]
    own = int(peak[0]) * 1024 / 1e6 if peak else 0.0
    return max([own, *(_memory(int(child)) for child in children.split())])


def write_and_sync(path: Path, data: bytes) -> None:
    """Write a file and force it to the disk: the least that durable can mean."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, data)
    os.fsync(descriptor)
    os.close(descriptor)
