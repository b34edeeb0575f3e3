"""JSON Lines of decisions, read a piece at a time: what a process of its own does.

Whoever shares out the pieces only looks where they end: each process reads its own out
of the file, so that no line goes from one to the other. It needs no data stack, so that
such a process is there at once.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import msgspec

from etl.errors import SourceError
from etl.ingest.ready import Ready, ReadyRows, ready_rows
from ledger.errors import FormatError, RecordError
from ledger.records.decision import LicenceDecision

PIECE: Final = 1 << 17
"""Bytes that are read together, but for the rest of the last line.

What is made of them stays in a processor's cache: four times as many take a quarter
longer.
"""

WORTH: Final = 128
"""Pieces of a file from which starting processes costs less than it saves."""

_DECODER: Final = msgspec.json.Decoder(LicenceDecision)
_BLANK: Final = b" \t\r\n"
_BLOCK: Final = 1 << 20


class Stamp(NamedTuple):
    """Which file it is, how large, and when it was last written to (nanoseconds)."""

    device: int
    inode: int
    size: int
    written: int


class Lines(NamedTuple):
    """A file of lines, and what its decisions come from.

    Attributes:
        path: The file.
        stamp: What tells that it is still what it was.
        batch: SHA-256 of the file, in hexadecimal.
        system: The system.
        is_ready: Whether decisions are to be made ready, or only read.
    """

    path: Path
    stamp: Stamp
    batch: str
    system: str
    is_ready: bool


class Piece(NamedTuple):
    """Some lines of a file: those from one byte to another, exclusive."""

    lines: Lines
    start: int
    stop: int


Said = Ready | LicenceDecision | str | None
"""A decision; one that something may be wrong with; why it is none; an empty line."""


def stamp_of(path: Path) -> Stamp:
    """Return what tells later whether a file is still what it is now.

    Raises:
        SourceError: It cannot be read.
    """
    with _opened(path) as file:
        return _stamp(file)


def pieces_of(lines: Lines) -> Iterator[Piece]:
    """Yield the pieces of a file, each of whole lines.

    Raises:
        SourceError: It cannot be read, or is not what it was.
    """
    start, size = 0, lines.stamp.size
    with _same(lines) as file:
        while start < size:
            file.seek(start + PIECE - 1)
            while (part := file.readline(_BLOCK)) and not part.endswith(b"\n"):
                pass  # a line of any length is looked through in little memory
            stop = min(file.tell(), size)
            yield Piece(lines, start, stop)
            start = stop


def read_lines(piece: Piece) -> ReadyRows | list[Said]:
    """Read lines together; when one is of no use, one by one.

    Raises:
        SourceError: The file cannot be read, or is not what it was.
    """
    lines, start, stop = piece
    with _same(lines) as file:
        file.seek(start)
        raws = file.read(stop - start).split(b"\n")
    if not raws[-1]:  # behind the end of the last line
        raws.pop()
    if not lines.is_ready:
        return [_read_decision(raw) for raw in raws]
    try:
        return ready_rows(raws, batch=lines.batch, system=lines.system)
    except (FormatError, RecordError):
        return [_read_line(raw, lines.batch, lines.system) for raw in raws]


def _read_line(line: bytes, batch: str, system: str) -> Said:
    decision = _read_decision(line)
    if not isinstance(decision, LicenceDecision):
        return decision
    try:
        (one,) = ready_rows([line], batch=batch, system=system).each()
    except (FormatError, RecordError):
        return decision  # what is wrong is said where all else is
    return one


def _read_decision(line: bytes) -> LicenceDecision | str | None:
    if not line.strip(_BLANK):
        return None
    try:
        return _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return str(error)


@contextmanager
def _same(lines: Lines) -> Iterator[BinaryIO]:
    """Open a file that must be what it was when it was hashed."""
    with _opened(lines.path) as file:
        if _stamp(file) != lines.stamp:
            raise SourceError(f"{lines.path} changed while it was read")
        yield file


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error


def _stamp(file: BinaryIO) -> Stamp:
    now = os.fstat(file.fileno())
    return Stamp(now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns)
