"""Records as they come in over the command line: one JSON object a line."""

from typing import Any, Final

import msgspec

from ledger.entry import Source
from ledger.errors import FormatError
from ledger.records.record import KINDS, Record
from ledger.records.values import Value


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
        FormatError: It is not such an object, or the record is not of its kind.
    """
    try:
        parsed = _LINES.decode(line)
        if parsed.kind not in _RECORDS:
            kinds = ", ".join(KINDS)
            raise FormatError("line", f"kind {parsed.kind!r} is none of {kinds}")
        record: Record = _RECORDS[parsed.kind].decode(parsed.record)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError("line", str(error)) from error
    return record, parsed.source
