"""Decisions that need not be made into objects: read, checked, and ready to append.

What a run asks of a decision that is new is its reference, its content and its days.
All else stays in the bytes that its entry will have, so that other processes can read
a file while this one appends.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final

import msgspec
from msgspec import Struct

from etl.public_content import public_content
from ledger.appendable import Appendable, read_decisions, written_decisions
from ledger.records.decision import LicenceDecision
from ledger.records.values import Interval, first_day, last_day


class Ready(Struct, frozen=True, array_like=True, gc=False):
    """A decision that can be appended as it is.

    Attributes:
        appendable: The decision and its source, checked.
        content: Digest of its public content.
        first: The day of the decision, or the first it can have been.
        last: Likewise the last.
    """

    appendable: Appendable
    content: bytes
    first: str
    last: str

    def decision(self) -> LicenceDecision:
        """Return the decision itself."""
        return _DECISION.decode(self.appendable.record)


class _Record(Struct):
    decided_on: Any


_DECISION: Final = msgspec.json.Decoder(LicenceDecision)
_RECORD: Final = msgspec.json.Decoder(_Record)


class ReadyRows(Struct, frozen=True, array_like=True, gc=False):
    """Decisions of rows that follow each other, each of one row, by column.

    Attributes:
        appendables: The decisions and their sources, checked.
        contents: Digests of their contents.
        first: The first day on which one of them can have been taken.
        last: Likewise the last.
    """

    appendables: tuple[Appendable, ...]
    contents: tuple[bytes, ...]
    first: str
    last: str

    def each(self) -> Iterator[Ready]:
        """Yield the decisions one by one."""
        for one, content in zip(self.appendables, self.contents, strict=True):
            decided_on = _RECORD.decode(one.record).decided_on
            yield Ready(one, content, *days_in_record(decided_on))

    def __reduce__(self) -> tuple[Callable[[bytes], "ReadyRows"], tuple[bytes]]:
        """Let a process send it packed: that takes a third of the time."""
        return _unpacked, (_PACKER.encode(self),)


_PACKER: Final = msgspec.msgpack.Encoder()
_UNPACKER: Final = msgspec.msgpack.Decoder(ReadyRows)


def _unpacked(packed: bytes) -> ReadyRows:
    return _UNPACKER.decode(packed)


def days_in_record(decided_on: Any) -> tuple[str, str]:  # noqa: ANN401 - a day or an interval
    """Return the first and last day of what canonical JSON says of the day."""
    if isinstance(decided_on, dict):
        return sys.intern(decided_on["first"]), sys.intern(decided_on["last"])
    return sys.intern(decided_on), sys.intern(decided_on)


def days_of(day: date | Interval) -> tuple[str, str]:
    """Return the first and the last day on which a decision can have been taken."""
    return first_day(day).isoformat(), last_day(day).isoformat()


def ready_rows(raws: Sequence[bytes], *, batch: str, system: str) -> ReadyRows:
    """Read decisions that come as JSON; the key of each is its reference.

    Args:
        raws: The decisions, at least one.
        batch: SHA-256 of the file that they come from, in hexadecimal.
        system: The system that they come from.

    Raises:
        FormatError: One of them, not said which, is no decision, or too large.
        RecordError: One of them breaks a rule.
    """
    decisions = read_decisions(raws)
    keys = [decision.decision_ref for decision in decisions]
    written = written_decisions(decisions, keys, system=system, batch=batch)
    days = {decision.decided_on for decision in decisions}
    spans = [days_of(day) for day in days]
    return ReadyRows(
        tuple(written),
        tuple([public_content(one.record, one.reference) for one in written]),
        min([first for first, _ in spans]),
        max([last for _, last in spans]),
    )
