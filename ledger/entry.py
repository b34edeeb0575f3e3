"""Entries: one record each, chained to the entry before, in canonical JSON.

The bytes are RFC 8785 (JCS) and begin with the hash chain::

    {"_prev":"<64 hex digits>","kind":"licence_decision","record":{...},
     "recorded_at":"2026-11-24T03:04:05Z","schema":1,"source":{...}}

without the line break. ``_prev`` is the RFC 6962 leaf hash of the entry before,
or the root of the empty tree in entry 0; it stands at bytes 10 to 74. Structs
with fields in sorted order, without floats and with integers below 2**53 encode
to exactly RFC 8785, which is why no sorting happens here.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from ledger.errors import FormatError
from ledger.records.bare import bare, check_texts
from ledger.records.record import KINDS, Record, kind_of
from ledger.records.values import Code, LeafHash, Line, Value
from ledger.tiles import MAX_ENTRY_SIZE
from ledger.tree import HASH_SIZE, leaf_hash

SCHEMA: Final = 1
"""The version of the form of entries."""

PREVIOUS: Final = slice(10, 74)
"""Where the hexadecimal hash of the entry before stands."""

_MAX_REASON: Final = 300  # characters: an error can repeat what an entry says
_KIND: Final = PREVIOUS.stop + len(b'","kind":"')
_ENCODER: Final = msgspec.json.Encoder()


Signature = Annotated[
    str,
    Meta(max_length=600, pattern=r"^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]{86}$(?!\n)"),
]
"""A detached JWS."""


class Source(Value, frozen=True, kw_only=True):
    """Where a record came from.

    Attributes:
        batch: SHA-256 of the input it was read from, in hexadecimal.
        key: The record's key in that input.
        signatures: By whom it is signed (``ledger.source_signature``).
        system: The system, or the published series, that gave the input.
    """

    batch: LeafHash | None = None
    key: Line | None = None
    signatures: Annotated[tuple[Signature, ...], Meta(max_length=8)] = ()
    system: Code


_Hex = Annotated[
    str, Meta(min_length=64, max_length=64)
]  # that it is hex: see _as_spelled


@cache  # of each kind when it is met: all of them take longer than most commands
def _form(kind: bytes) -> Any:  # noqa: ANN401 - a type that is made here
    """Return the form of entries of a kind.

    Raises:
        KeyError: There is no such kind.
    """
    return msgspec.defstruct(
        "Entry",
        [
            ("previous", _Hex, msgspec.field(name="_prev")),
            ("kind", str),
            ("record", KINDS[kind.decode("latin-1")]),
            ("recorded_at", datetime),
            ("schema", Literal[1]),
            ("source", Source | None, None),
        ],
        bases=(Value,),
        frozen=True,
        kw_only=True,
    )


@cache
def _decoder(kind: bytes) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_form(kind))


@cache
def _bare_decoder(kind: bytes) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(bare(_form(kind)))


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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
        if not _whole_second(when):
            raise FormatError("entry", f"recorded_at {when} is not UTC, whole seconds")
        kind = self.kind
        form = _form(kind.encode())(
            previous=self.previous.hex(),
            kind=kind,
            record=self.record,
            recorded_at=when,
            schema=SCHEMA,
            source=self.source,
        )
        try:
            raw = _ENCODER.encode(form)
        except UnicodeEncodeError as error:
            raise FormatError("entry", "a text holds half a character") from error
        if len(raw) > MAX_ENTRY_SIZE:
            raise FormatError("entry", f"{len(raw)} bytes, over {MAX_ENTRY_SIZE}")
        return raw

    @staticmethod
    def parse(raw: bytes) -> "Entry":
        """Read an entry.

        Raises:
            FormatError: The bytes are not exactly what ``format`` writes.
        """
        try:
            (entry,) = _as_spelled([_decoder(kind_in(raw)).decode(raw)], [raw])
        except KeyError as error:
            reason = "it does not begin with hash and known kind"
            raise FormatError("entry", reason) from error
        except (msgspec.MsgspecError, RecursionError, ValueError) as error:
            raise FormatError("entry", str(error)[:_MAX_REASON]) from error
        return entry

    @property
    def leaf_hash(self) -> bytes:
        """The RFC 6962 leaf hash of the entry's bytes."""
        return leaf_hash(self.format())


def parse_entries(raws: Sequence[bytes]) -> list[Entry]:
    """Read many entries, at half the cost of ``Entry.parse`` of each.

    They are decoded as bare records (``ledger.records.bare``), and then each distinct
    text is held against its pattern once. What is refused or accepted is the same.

    Raises:
        FormatError: One of them, not said which, is not what ``Entry.format`` writes.
    """
    kinds = [kind_in(raw) for raw in raws]
    try:
        pairs = zip(kinds, raws, strict=True)
        forms = [_bare_decoder(kind).decode(raw) for kind, raw in pairs]
        for kind in set(kinds):
            alike = [one for one, its in zip(forms, kinds, strict=True) if its == kind]
            check_texts(_form(kind), alike)
        return _as_spelled(forms, raws)
    except (msgspec.MsgspecError, RecursionError, ValueError, KeyError) as error:
        raise FormatError("entry", str(error)[:_MAX_REASON]) from error


def _as_spelled(forms: Sequence[Any], raws: Sequence[bytes]) -> list[Entry]:
    """Make entries of what was decoded, if all are spelled as they are written."""
    # Lists, where iterators would do: for many entries they are faster.
    previous = "".join([form.previous for form in forms])
    hashes = bytes.fromhex(previous)
    if (
        _ENCODER.encode_lines(forms) != b"\n".join([*raws, b""])
        or hashes.hex() != previous  # fromhex takes capitals and spaces as well
        or [form for form in forms if not _whole_second(form.recorded_at)]
        or max(map(len, raws), default=0) > MAX_ENTRY_SIZE
    ):
        raise FormatError("entry", "not in its one spelling (RFC 8785)")
    return [
        Entry(
            previous=hashes[place : place + HASH_SIZE],
            record=form.record,
            recorded_at=form.recorded_at,
            source=form.source,
        )
        for place, form in zip(count(step=HASH_SIZE), forms, strict=False)
    ]


def _whole_second(moment: datetime) -> bool:
    return moment.tzinfo is UTC and not moment.microsecond


def kind_in(raw: bytes) -> bytes:
    """Return the kind where a canonical entry has it; elsewhere it is no entry."""
    return raw[_KIND : raw.find(b'"', _KIND)]


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
