"""Decisions that need not be made into objects: read, checked, and ready to append.

What a run asks of a decision that is new is its reference, its content and its days.
All else stays in the bytes that its entry will have, so that other processes can read
a file while this one appends.
"""

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import Struct

from ledger.appendable import Appendable, read_decisions, written_decisions
from ledger.entry import Source
from ledger.records.decision import LicenceDecision
from ledger.records.values import Interval

_DIGEST: Final = 16  # bytes: of a million decisions they are in memory
_SEALED: Final = b'{"_sd":['
_DIGESTS: Final = re.compile(rb'\A\{"_sd":\[[^\]]*\],')  # how a sealed record begins


class Ready(Struct, frozen=True, array_like=True, gc=False):
    """A decision that can be appended as it is.

    Attributes:
        appendable: The decision and its source, checked.
        content: Digest of its content.
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


_DECISION: Final = msgspec.json.Decoder(LicenceDecision)
_PACKER: Final = msgspec.msgpack.Encoder()
_UNPACKER: Final = msgspec.msgpack.Decoder(tuple[Ready, ...])


@dataclass(frozen=True, slots=True)
class ReadyRows:
    """Rows that follow each other, and of each the decision, ready.

    Attributes:
        first: Number of the first row.
        decisions: The decisions, each of one row.
    """

    first: int
    decisions: tuple[Ready, ...]

    def __reduce__(self) -> tuple[Callable[[int, bytes], "ReadyRows"], Any]:
        """Let a process send it packed: that takes a third of the time."""
        return _unpacked, (self.first, _PACKER.encode(self.decisions))


def _unpacked(first: int, packed: bytes) -> ReadyRows:
    return ReadyRows(first, _UNPACKER.decode(packed))


def content_of_record(record: bytes, reference: str) -> bytes:
    """Return the digest of the content of a decision in canonical JSON."""
    # Canonical JSON has one spelling, and no text comes before the reference in it.
    own = b'"decision_ref":"' + reference.encode() + b'",'
    if record.startswith(_SEALED):
        record = _DIGESTS.sub(b"{", record, count=1)
    return sha256(record.replace(own, b"", 1)).digest()[:_DIGEST]


def days_in_record(decided_on: Any) -> tuple[str, str]:  # noqa: ANN401 - a day or an interval
    """Return the first and last day of what canonical JSON says of the day."""
    if isinstance(decided_on, dict):
        return sys.intern(decided_on["first"]), sys.intern(decided_on["last"])
    return sys.intern(decided_on), sys.intern(decided_on)


def days_of(decision: LicenceDecision) -> tuple[str, str]:
    """Return the first and the last day on which a decision can have been taken."""
    day = decision.decided_on
    if isinstance(day, Interval):
        return day.first.isoformat(), day.last.isoformat()
    text = day.isoformat()
    return text, text


def ready_decisions(
    raws: Iterable[bytes], *, batch: str, system: str
) -> tuple[Ready, ...]:
    """Read decisions that come as JSON; the key of each is its reference.

    Args:
        raws: The decisions.
        batch: SHA-256 of the file that they come from, in hexadecimal.
        system: The system that they come from.

    Raises:
        FormatError: One of them, not said which, is no decision, or too large.
        RecordError: One of them breaks a rule.
    """
    decisions = read_decisions(raws)
    written = written_decisions(
        decisions, lambda reference: Source(batch=batch, key=reference, system=system)
    )
    return tuple(
        Ready(one, content_of_record(one.record, one.reference), *days_of(decision))
        for one, decision in zip(written, decisions, strict=True)
    )
