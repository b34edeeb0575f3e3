"""Records that are ready to be appended: checked, and in the bytes of their entries.

What an entry says of its record does not depend on where the entry will stand. So it
can be checked and written beforehand, by many threads or processes at once; whoever
appends only puts the hash of the entry before, and the time, in their places.
"""

from binascii import hexlify
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from ledger.entry import SCHEMA, Entry, Source
from ledger.errors import FormatError, RecordError
from ledger.records.bare import bare, check_texts
from ledger.records.decision import LicenceDecision
from ledger.records.record import Record, kind_of, reference_of
from ledger.records.rules import check_decisions, check_record
from ledger.tiles import MAX_ENTRY_SIZE
from ledger.tree import EMPTY_ROOT, leaf_hash

_DECISION: Final = "licence_decision"
_ENCODER: Final = msgspec.json.Encoder()
_DECISIONS: Final = msgspec.json.Decoder(bare(LicenceDecision))
_SOURCES: Final = msgspec.json.Decoder(tuple[Source, ...])
_ANY_TIME: Final = datetime.fromtimestamp(0, UTC)  # all are of one length
_MAX_REASON: Final = 300


class Appendable(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A record that breaks no rule, as its entry will have it.

    Attributes:
        kind: The kind of the record.
        reference: What messages call it.
        record: The canonical bytes of the record.
        source: The canonical bytes of where it came from; empty when that is not said.
    """

    kind: str
    reference: str
    record: bytes
    source: bytes

    def entry(self, previous: bytes, recorded_at: bytes) -> bytes:
        """Return the bytes of its entry, which are those that ``Entry.format`` writes.

        Args:
            previous: Leaf hash of the entry before, 32 bytes.
            recorded_at: When it is recorded, as ``time_in_entry`` writes it.
        """
        (raw,), _ = chained([self], previous, recorded_at)
        return raw


def chained(
    ready: Iterable[Appendable], previous: bytes, recorded_at: bytes
) -> tuple[list[bytes], list[bytes]]:
    """Return the bytes and the leaf hashes of entries, one behind the other.

    Args:
        ready: What stands in them.
        previous: Leaf hash of the entry before the first, 32 bytes.
        recorded_at: When they are recorded, as ``time_in_entry`` writes it.
    """
    raws: list[bytes] = []
    leaves: list[bytes] = []
    after = b',"recorded_at":%b,%b' % (recorded_at, _SCHEMA_ONLY)
    for one in ready:
        source = one.source
        raw = b'{"_prev":"%b","kind":"%b","record":%b%b}' % (
            hexlify(previous),
            one.kind.encode(),
            one.record,
            b'%b,"source":%b' % (after, source) if source else after,
        )
        previous = leaf_hash(raw)
        raws.append(raw)
        leaves.append(previous)
    return raws, leaves


_SCHEMA_ONLY: Final = b'"schema":%d' % SCHEMA


def time_in_entry(moment: datetime) -> bytes:
    """Return a moment in UTC and whole seconds as entries have it."""
    return _ENCODER.encode(moment)


_AROUND: Final = len(
    Appendable(_DECISION, "", b"", b"-").entry(EMPTY_ROOT, time_in_entry(_ANY_TIME))
) - len(b"-")
"""Bytes of a decision's entry beside its record and its source."""


def check_place(kind: str, reference: str, index: int) -> None:
    """Check that a kind of record may stand at an index.

    Raises:
        RecordError: It says whose the ledger is and is not entry 0, or is entry 0 and
            says something else.
    """
    if (kind == "authority") != (index == 0):
        raise RecordError(reference, "kind", "authority", "is entry 0, and only there")


def appendable(record: Record, source: Source | None = None) -> Appendable:
    """Check a record as appending it to a ledger that has entries would.

    Raises:
        FormatError: It is not of the types of its kind, or too large.
        RecordError: It breaks a rule.
    """
    check_place(kind_of(record), reference_of(record), 1)
    check_record(record)
    Entry.parse(
        Entry(
            previous=EMPTY_ROOT, record=record, recorded_at=_ANY_TIME, source=source
        ).format()
    )
    return Appendable(
        kind_of(record),
        reference_of(record),
        _ENCODER.encode(record),
        b"" if source is None else _ENCODER.encode(source),
    )


def read_decisions(raws: Iterable[bytes]) -> list[LicenceDecision]:
    """Read many decisions that come as JSON, and check them.

    It takes a third of the time that reading and checking each takes: their texts and
    rules are looked at together.

    Args:
        raws: The records, in any spelling.

    Raises:
        FormatError: One of them, not said which, is no decision.
        RecordError: One of them breaks a rule.
    """
    try:
        decisions: list[Any] = [_DECISIONS.decode(raw) for raw in raws]
        check_texts(LicenceDecision, decisions)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise FormatError("decision", str(error)[:_MAX_REASON]) from error
    check_decisions(decisions)
    return decisions


def written_decisions(
    decisions: Sequence[LicenceDecision], source_of: Callable[[str], Source]
) -> list[Appendable]:
    """Write many decisions that ``read_decisions`` has read.

    Args:
        decisions: The decisions.
        source_of: Gives where each came from, by its reference.

    Raises:
        FormatError: One of them, not said which, is too large, or its source is none.
    """
    encode = _ENCODER.encode
    try:
        written = [
            Appendable(
                _DECISION,
                decision.decision_ref,
                encode(decision),
                encode(source_of(decision.decision_ref)),
            )
            for decision in decisions
        ]
        # What Python made is of the types it says it is only when it can be read.
        _SOURCES.decode(b"[" + b",".join([one.source for one in written]) + b"]")
    except (msgspec.MsgspecError, ValueError) as error:
        raise FormatError("decision", str(error)[:_MAX_REASON]) from error
    for one in written:
        size = len(one.record) + len(one.source) + _AROUND
        if size > MAX_ENTRY_SIZE:
            raise FormatError("entry", f"{size} bytes, over {MAX_ENTRY_SIZE}")
    return written
