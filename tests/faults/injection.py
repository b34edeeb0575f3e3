"""Run weegboek under strace, which makes one of its file calls fail or kills it.

A point of injection is the n-th time that a thread makes some system call on some
path. The paths are those below the directory of the world that the command works in,
so that what Python reads of itself does not count.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

CHANGING = (
    *("write", "pwrite64", "writev", "pwritev", "pwritev2", "copy_file_range"),
    *("sendfile", "splice", "fsync", "fdatasync", "sync_file_range", "ftruncate"),
    *("truncate", "fallocate", "rename", "renameat", "renameat2", "link", "linkat"),
    *("symlink", "symlinkat", "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir"),
    *("chmod", "fchmod", "fchmodat", "utimensat", "close"),
)
"""Calls that change a disk, or are the last to say that changing it failed."""

READING = (
    *("open", "openat", "read", "pread64", "readv", "preadv", "preadv2"),
    *("getdents64", "stat", "lstat", "newfstatat", "statx"),
    *("access", "faccessat", "faccessat2", "flock", "readlink", "readlinkat"),
)
"""Calls that only look.

A full disk does not fail them, and a kill there leaves the same files as a kill at
the next call that changes something. Calls on an open file that reach no disk (lseek,
fcntl, stat of a descriptor) are left out.
"""

EIO, ENOSPC, KILL = "EIO", "ENOSPC", "SIGKILL"
FAULTS = (EIO, ENOSPC, KILL)

_CALL = re.compile(r"(?P<thread>\d+) +(?P<name>[a-z0-9_]+)\((?P<rest>.*)")
_PATH = re.compile(r'\d+<(/[^>]*)>|AT_FDCWD<[^>]*>|"(/(?:[^"\\]|\\.)*)"')
_WRITABLE = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
_SECONDS = 60.0


class Point(NamedTuple):
    """The n-th time that a thread makes a call on a path."""

    path: str
    call: str
    number: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a command.

    Attributes:
        status: Its exit status; minus the signal when one killed it.
        out: What it showed.
        err: What it said.
        calls: The file calls below the world that strace saw.
        hit: Whether the fault was injected.
    """

    status: int
    out: str
    err: str
    calls: tuple[str, ...] = ()
    hit: bool = False


class Nursery:
    """Starts commands; see ``tests.faults.nursery``."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        self._answer()

    def close(self) -> None:
        self._process.communicate()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the nursery ended")
        return line.strip()

    def begin(self, words: list[str]) -> int:
        """Make the process of a command; it waits for SIGUSR1. Returns its id."""
        for path in (self._out, self._err):
            path.write_bytes(b"")  # else the last command's would still be read
        job = {"words": words, "out": str(self._out), "err": str(self._err)}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return int(self._answer())

    def end(self) -> int:
        """Wait for the command and return its exit status."""
        return int(self._answer())

    @property
    def _out(self) -> Path:
        return self.scratch / "out"

    @property
    def _err(self) -> Path:
        return self.scratch / "err"

    def said(self) -> tuple[str, str]:
        return self._out.read_text(), self._err.read_text()


@contextmanager
def traced(number: int, log: Path, extra: list[str]) -> Iterator[None]:
    """Attach strace to a process, and wait for it to let go at the end."""
    names = ",".join(f"?{name}" for name in (*CHANGING, *READING))
    words = ["strace", "-f", "-y", "-s", "0", "-o", str(log), "-e", f"trace={names}"]
    words += [*extra, "-p", str(number)]
    tracer = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    first = tracer.stderr.readline()
    if "attached" not in first:
        raise RuntimeError(f"strace: {first}{tracer.stderr.read()}")
    try:
        yield
    finally:
        tracer.stderr.close()
        tracer.wait(_SECONDS)


Meanwhile = Callable[[int, str], None]
"""What is done while a server runs: gets its process id and the line it showed."""


def run(
    nursery: Nursery,
    words: list[str],
    world: Path,
    injection: list[str] | None = None,
    meanwhile: Meanwhile | None = None,
) -> Outcome:
    """Run one command, traced; with a fault when one is given.

    A server is traced from when it listens until ``meanwhile`` returns.
    """
    log = nursery.scratch / "strace"
    number = nursery.begin(words)
    extra = injection or []
    if meanwhile is None:
        with traced(number, log, extra):
            os.kill(number, signal.SIGUSR1)
            status = nursery.end()
    else:
        os.kill(number, signal.SIGUSR1)
        line = _first_line(nursery)
        with traced(number, log, extra):
            meanwhile(number, line)
            status = nursery.end()
    lines = log.read_text(errors="replace").splitlines()
    calls = tuple(line for line in lines if f"{world}" in line)
    hit = bool(injection) and any(
        "(INJECTED)" in line or "+++ killed by SIGKILL" in line for line in lines
    )
    return Outcome(status, *nursery.said(), calls, hit)


def _first_line(nursery: Nursery) -> str:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        out, _ = nursery.said()
        if "\n" in out:
            return out
        time.sleep(0.01)
    raise RuntimeError(f"the server does not listen: {nursery.said()}")


def injected(point: Point, fault: str) -> list[str]:
    """Return the options of strace that inject a fault at a point."""
    what = "signal=KILL" if fault == KILL else f"error={fault}"
    how = f"inject={point.call}:{what}:when={point.number}"
    return ["-P", point.path, "-e", how]


def points(calls: tuple[str, ...], world: Path) -> dict[Point, bool]:
    """Return the points of injection of a run, and whether each changes the disk."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found: dict[Point, bool] = {}
    written: set[str] = set()
    for line in calls:
        match = _CALL.match(line)
        if match is None or "resumed>" in line or "AT_EMPTY_PATH" in line:
            continue
        paths = [
            path
            for groups in _PATH.findall(match["rest"].split(" = ")[0])
            if (path := groups[0] or groups[1]).startswith(f"{world}/")
        ]
        for path in dict.fromkeys(paths):
            seen[match["thread"], path, match["name"]] += 1
        if paths:
            count = seen[match["thread"], paths[0], match["name"]]
            point = Point(paths[0], match["name"], count)
            written |= set(paths) if _WRITABLE.search(line) else set()
            found[point] = point.call in CHANGING or "O_CREAT" in line
            if point.call == "close":
                found[point] = point.path in written
    return found
