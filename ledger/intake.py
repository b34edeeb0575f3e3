"""Records as they come in over the command line: one JSON object a line."""

import json
from typing import Any, Final

import msgspec

from ledger.entry import Source
from ledger.errors import FormatError
from ledger.records.record import KINDS, Record
from ledger.records.values import Value

MAX_LINE_SIZE: Final = 1_000_000
"""Bytes of the longest line: an entry's 65,535, however they are spelled."""


class _Line(Value, frozen=True, kw_only=True):
    kind: str
    record: msgspec.Raw
    source: Source | None = None


_LINES: Final = msgspec.json.Decoder(_Line)
_RECORDS: Final[dict[str, msgspec.json.Decoder[Any]]] = {
    kind: msgspec.json.Decoder(form) for kind, form in KINDS.items()
}


def parse_line(line: bytes) -> tuple[Record, Source | None]:
    """Read one line: ``{"kind": ..., "record": {...}, "source": {...}}``.

    Raises:
        FormatError: It is not such an object or too long, the record is not of its
            kind, or a name stands twice in one object.
    """
    if len(line) > MAX_LINE_SIZE:
        raise FormatError("line", f"more than {MAX_LINE_SIZE} bytes")
    try:
        parsed = _LINES.decode(line)
        if parsed.kind not in _RECORDS:
            kinds = ", ".join(KINDS)
            raise FormatError("line", f"kind {parsed.kind!r} is none of {kinds}")
        record: Record = _RECORDS[parsed.kind].decode(parsed.record)
        json.loads(line, object_pairs_hook=_unique)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise FormatError("line", str(error)[:300]) from error
    return record, parsed.source


def _unique(pairs: list[tuple[str, Any]]) -> None:
    """Refuse an object in which one value would silently take another's place."""
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise ValueError(f"{name!r} stands twice in one object")
        seen.add(name)
