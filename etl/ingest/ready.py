"""Decisions that need not be made into objects: read, checked, and ready to append.

What a run asks of a decision that is new is its reference, its content and its days.
All else stays in the bytes that its entry will have, so that other processes can read
a file while this one appends.
"""

import re
import sys
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Struct

from ledger.appendable import Appendable, appendable_decisions
from ledger.entry import Source
from ledger.records.decision import LicenceDecision

_DIGEST: Final = 16
_DIGESTS: Final = re.compile(
    rb'\A\{"_sd":\[[^\]]*\],'
)  # what a sealed record begins with


class Ready(NamedTuple):
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


class _Decided(Struct):
    decided_on: Any


_DECISION: Final = msgspec.json.Decoder(LicenceDecision)
_DECIDED: Final = msgspec.json.Decoder(_Decided)


def content_of_record(record: bytes, reference: str) -> bytes:
    """Return the digest of the content of a decision in canonical JSON."""
    # Canonical JSON has one spelling, and no text comes before the reference in it.
    own = b'"decision_ref":"' + reference.encode() + b'",'
    record = _DIGESTS.sub(b"{", record, count=1)
    return blake2b(record.replace(own, b"", 1), digest_size=_DIGEST).digest()


def days_in_record(decided_on: Any) -> tuple[str, str]:  # noqa: ANN401 - a day or an interval
    """Return the first and last day of what canonical JSON says of the day."""
    if isinstance(decided_on, dict):
        return sys.intern(decided_on["first"]), sys.intern(decided_on["last"])
    return sys.intern(decided_on), sys.intern(decided_on)


def ready_decisions(raws: Sequence[bytes], *, batch: str, system: str) -> list[Ready]:
    """Read decisions that come as JSON; the key of each is its reference.

    Args:
        raws: The decisions.
        batch: SHA-256 of the file that they come from, in hexadecimal.
        system: The system that they come from.

    Raises:
        FormatError: One of them, not said which, is no decision, or too large.
        RecordError: One of them breaks a rule.
    """
    found = appendable_decisions(
        raws, lambda reference: Source(batch=batch, key=reference, system=system)
    )
    ready = []
    for one in found:
        first, last = days_in_record(_DECIDED.decode(one.record).decided_on)
        content = content_of_record(one.record, one.reference)
        ready.append(Ready(one, content, first, last))
    return ready
