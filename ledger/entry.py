"""Entries: one record each, chained to the entry before, in canonical JSON.

The bytes are RFC 8785 (JCS) and begin with the hash chain::

    {"_prev":"<64 hex digits>","kind":"licence_decision","record":{...},
     "recorded_at":"2026-11-24T03:04:05Z","schema":1,"source":{...}}

without the line break. ``_prev`` is the RFC 6962 leaf hash of the entry before,
or the root of the empty tree in entry 0; it stands at bytes 10 to 74. Structs
with fields in sorted order, without floats and with integers below 2**53 encode
to exactly RFC 8785, which is why no sorting happens here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, Self

import msgspec
from msgspec import Meta

from ledger.errors import FormatError
from ledger.records.record import KINDS, Record, kind_of
from ledger.records.values import Code, LeafHash, Line, Value
from ledger.tiles import MAX_ENTRY_SIZE
from ledger.tree import leaf_hash

SCHEMA: Final = 1
"""The version of the form of entries."""

PREVIOUS: Final = slice(10, 74)
"""Where the hexadecimal hash of the entry before stands."""

_MAX_REASON: Final = 300  # characters: an error can repeat what an entry says
_OPENING: Final = b'{"_prev":"'
_ENCODER: Final = msgspec.json.Encoder()


class Source(Value, frozen=True, kw_only=True):
    """Where a record came from.

    Attributes:
        batch: SHA-256 of the input it was read from, in hexadecimal.
        key: The record's key in that input.
        system: The system, or the published series, that gave the input.
    """

    batch: LeafHash | None = None
    key: Line | None = None
    system: Code


class _Body(Value, frozen=True, kw_only=True):
    kind: str
    record: Any
    recorded_at: datetime
    schema: int = msgspec.field()
    source: Source | None = None


class _Envelope(Value, frozen=True, kw_only=True):
    kind: Annotated[str, Meta(max_length=64)]
    previous: LeafHash = msgspec.field(name="_prev")
    record: msgspec.Raw
    recorded_at: datetime
    schema: Literal[1]
    source: Source | None = None


_ENVELOPES: Final = msgspec.json.Decoder(_Envelope)
_RECORDS: Final = {kind: msgspec.json.Decoder(form) for kind, form in KINDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a ledger.

    Attributes:
        previous: Leaf hash of the entry before, 32 bytes.
        record: What is recorded.
        recorded_at: When it was recorded: UTC, whole seconds.
        source: Where the record came from.
    """

    previous: bytes
    record: Record
    recorded_at: datetime
    source: Source | None = None

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return kind_of(self.record)

    def format(self) -> bytes:
        """Write the entry's canonical bytes.

        Raises:
            FormatError: The time is not UTC in whole seconds, a text is not
                Unicode, or the entry is too large; nothing is ever cut off.
        """
        when = self.recorded_at
        if when.tzinfo is not UTC or when.microsecond:
            raise FormatError("entry", f"recorded_at {when} is not UTC, whole seconds")
        body = _Body(
            kind=self.kind,
            record=self.record,
            recorded_at=when,
            schema=SCHEMA,
            source=self.source,
        )
        try:
            encoded = _ENCODER.encode(body)
        except UnicodeEncodeError as error:
            raise FormatError("entry", "a text holds half a character") from error
        raw = b"".join((_OPENING, self.previous.hex().encode(), b'",', encoded[1:]))
        if len(raw) > MAX_ENTRY_SIZE:
            raise FormatError("entry", f"{len(raw)} bytes, over {MAX_ENTRY_SIZE}")
        return raw

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read an entry.

        Raises:
            FormatError: The bytes are not exactly what ``format`` writes.
        """
        try:
            envelope = _ENVELOPES.decode(raw)
            decoder = _RECORDS.get(envelope.kind)
            if decoder is None:
                raise FormatError("entry", f"kind {envelope.kind!r} is unknown")
            parsed = cls(
                previous=bytes.fromhex(envelope.previous),
                record=decoder.decode(envelope.record),
                recorded_at=envelope.recorded_at.astimezone(UTC),
                source=envelope.source,
            )
        except (
            msgspec.MsgspecError,
            OverflowError,  # a time zone can lead out of the calendar
            RecursionError,
            ValueError,
        ) as error:
            raise FormatError("entry", str(error)[:_MAX_REASON]) from error
        if parsed.format() != raw:
            raise FormatError("entry", "not in its one spelling (RFC 8785)")
        return parsed

    @property
    def leaf_hash(self) -> bytes:
        """The RFC 6962 leaf hash of the entry's bytes."""
        return leaf_hash(self.format())


def whole_second(moment: datetime) -> datetime:
    """Return a moment in UTC without its fraction of a second.

    Raises:
        FormatError: The moment has no time zone, or none in the calendar in UTC.
    """
    if moment.tzinfo is None:
        raise FormatError("time", f"{moment} has no time zone")
    try:
        return moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError as error:
        raise FormatError("time", f"{moment} is outside the calendar") from error
