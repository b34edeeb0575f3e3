"""Records that are ready to be appended: checked, and in the bytes of their entries.

What an entry says of its record does not depend on where the entry will stand. So it
can be checked and written beforehand, by many threads or processes at once; whoever
appends only puts the hash of the entry before, and the time, in their places.
"""

from binascii import hexlify
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from ledger.entry import SCHEMA, Entry, Source
from ledger.errors import FormatError, RecordError
from ledger.records.bare import bare, check_texts, clear
from ledger.records.decision import LicenceDecision
from ledger.records.record import Record, kind_of, reference_of
from ledger.records.rules import check_clear, check_record
from ledger.records.values import Line
from ledger.tiles import MAX_ENTRY_SIZE
from ledger.tree import EMPTY_ROOT, leaf_hash

_DECISION: Final = "licence_decision"
_ENCODER: Final = msgspec.json.Encoder()
_BARE: Final = msgspec.json.Decoder(bare(LicenceDecision))
_CLEAR: Final = msgspec.json.Decoder(clear(LicenceDecision))
_SOURCE: Final = msgspec.json.Decoder(Source)
_KEYS: Final = tuple[Line, ...]
_ANY_KEY: Final = "key"
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
        source = (b',"source":', one.source) if one.source else ()
        hashed, kind = hexlify(previous), one.kind.encode()
        parts = (b'{"_prev":"', hashed, b'","kind":"', kind, b'","record":', one.record)
        raw = b"".join((*parts, after, *source, b"}"))
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


def read_decisions(raws: Sequence[bytes]) -> list[LicenceDecision]:
    """Read many decisions that come as JSON, and check them.

    It takes a third of the time that reading and checking each takes: their texts are
    looked at together, and what is confidential need not be looked for.

    Args:
        raws: The records, in any spelling.

    Raises:
        FormatError: One of them, not said which, is no decision.
        RecordError: One of them breaks a rule.
    """
    try:
        decisions, is_clear = _decoded(raws)
        check_texts(LicenceDecision, decisions)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise FormatError("decision", str(error)[:_MAX_REASON]) from error
    if is_clear:
        check_clear(decisions)
    else:
        for decision in decisions:
            check_record(decision)
    return decisions


def _decoded(raws: Sequence[bytes]) -> tuple[list[Any], bool]:
    """Return decisions, and whether they surely hold nothing confidential in clear."""
    try:
        return [_CLEAR.decode(raw) for raw in raws], True
    except msgspec.ValidationError:
        return [_BARE.decode(raw) for raw in raws], False


def written_decisions(
    decisions: Sequence[LicenceDecision],
    keys: Sequence[str],
    *,
    system: str,
    batch: str | None = None,
) -> list[Appendable]:
    """Write many decisions that ``read_decisions`` has read, out of one input.

    Args:
        decisions: The decisions.
        keys: The key that each has in that input.
        system: The system, or the published series, that gave the input.
        batch: SHA-256 of the input, in hexadecimal.

    Raises:
        FormatError: One of them, not said which, is too large, or its source is none.
    """
    encode = _ENCODER.encode
    try:
        before, after = _around_keys(system, batch)
        msgspec.convert(tuple(keys), _KEYS)  # Python need not have made what it says
        written = [
            Appendable(
                _DECISION,
                decision.decision_ref,
                encode(decision),
                before + encode(key) + after,
            )
            for decision, key in zip(decisions, keys, strict=True)
        ]
    except (msgspec.MsgspecError, ValueError) as error:
        raise FormatError("decision", str(error)[:_MAX_REASON]) from error
    longest = max([len(one.record) + len(one.source) for one in written], default=0)
    if longest + _AROUND > MAX_ENTRY_SIZE:
        raise FormatError("entry", f"{longest + _AROUND} bytes, over {MAX_ENTRY_SIZE}")
    return written


def _around_keys(system: str, batch: str | None) -> tuple[bytes, bytes]:
    """Return what stands around the key in the canonical bytes of a source.

    Raises:
        msgspec.ValidationError: The system or the batch is not of its type.
    """
    raw = _ENCODER.encode(Source(batch=batch, key=_ANY_KEY, system=system))
    _SOURCE.decode(raw)
    key = _ENCODER.encode(_ANY_KEY)
    before, name, after = raw.partition(b'"key":')  # no text holds a quote in clear
    return before + name, after.removeprefix(key)
