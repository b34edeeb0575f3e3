"""JSON Lines of decisions, read some at a time: what a process of its own does.

It needs no data stack, so that such a process is there at once.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

import msgspec

from etl.ingest.ready import Ready, ReadyRows, ready_decisions
from ledger.errors import FormatError, RecordError
from ledger.records.decision import LicenceDecision

_DECODER: Final = msgspec.json.Decoder(LicenceDecision)
_BLANK: Final = b" \t\r\n"
_PIECE: Final = 256  # lines that are read together
_PIECE_SIZE: Final = 4_000_000  # bytes


class Lines(NamedTuple):
    """Lines of a file, and what their decisions come from.

    Attributes:
        lines: The lines.
        first: Number of the first of them.
        batch: SHA-256 of the file, in hexadecimal.
        system: The system.
        is_ready: Whether decisions are made ready, or only read.
    """

    lines: list[bytes]
    first: int
    batch: str
    system: str
    is_ready: bool


Said = Ready | LicenceDecision | str | None
"""A decision; one that something may be wrong with; why it is none; an empty line."""


def lines_of(
    file: BinaryIO, batch: str, system: str, *, is_ready: bool = True
) -> Iterator[Lines]:
    """Yield the lines of a file, some at a time: fewer where they are long.

    Args:
        file: The file.
        batch: Its SHA-256, in hexadecimal.
        system: The system that it comes from.
        is_ready: Whether decisions are to be made ready, or only read.
    """
    piece, size, first = list[bytes](), 0, 1
    for line in file:
        piece.append(line)
        size += len(line)
        if len(piece) == _PIECE or size > _PIECE_SIZE:
            yield Lines(piece, first, batch, system, is_ready)
            piece, size, first = [], 0, first + len(piece)
    if piece:
        yield Lines(piece, first, batch, system, is_ready)


def read_lines(given: Lines) -> ReadyRows | list[Said]:
    """Read lines together; when one is of no use, one by one."""
    lines, first, batch, system, is_ready = given
    if not is_ready:
        return [_read_decision(line) for line in lines]
    try:
        ready = ready_decisions(lines, batch=batch, system=system)
    except (FormatError, RecordError):
        return [_read_line(line, batch, system) for line in lines]
    return ReadyRows(first, ready)


def _read_line(line: bytes, batch: str, system: str) -> Said:
    decision = _read_decision(line)
    if not isinstance(decision, LicenceDecision):
        return decision
    try:
        (one,) = ready_decisions([line], batch=batch, system=system)
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
