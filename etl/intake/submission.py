"""What a system sends: records as JSON Lines, all of them sound, or none taken in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from etl.errors import BatchError, Fault, TooLargeError
from etl.intake.journal import BatchName
from ledger.appendable import Appendable, appendable
from ledger.entry import Source
from ledger.errors import FormatError, RecordError
from ledger.intake import parse_line
from ledger.records.record import KINDS, Record, kind_of

MOST_FAULTS: Final = 100
"""How many faults one answer lists; all are counted."""

DECISIONS: Final = frozenset({"decision_event", "licence_decision"})
"""Kinds that a licensing system submits day by day."""

SUBMITTED: Final = {kind: form for kind, form in KINDS.items() if kind != "access"}
"""Kinds that come from elsewhere: an access is recorded by who gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What a submitter may send: which kinds, and how many records at once."""

    kinds: frozenset[str]
    records: int


def read_batch(name: BatchName, body: bytes, rights: Rights) -> tuple[Appendable, ...]:
    """Read a batch and check it as appending it would.

    Each record's source becomes the system that sent it and the digest of the batch.

    Raises:
        BatchError: A line is malformed, breaks a rule, or is not the sender's to send.
        TooLargeError: It holds more records than may be.
    """
    lines = body.removesuffix(b"\n").split(b"\n")
    if len(lines) > rights.records:
        raise TooLargeError(f"{len(lines)} records, over {rights.records} in one batch")
    items: list[Appendable] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, start=1):
        try:
            record, given = parse_line(line)
            source = _source(name, given)
            _check_kind(record, rights)
            item = appendable(record, source)
        except FormatError as error:
            faults.append(Fault(number, f"{error.what}: {error.reason}"))
        except RecordError as error:
            faults.append(Fault(number, error.reason, error.field, error.rule))
        else:
            items.append(item)
    if faults:
        raise BatchError(len(faults), tuple(faults[:MOST_FAULTS]))
    return tuple(items)


def accepted_items(name: BatchName, body: bytes) -> tuple[Appendable, ...]:
    """Read a batch again that was accepted.

    Raises:
        FormatError: It is not one that was.
        RecordError: Likewise.
    """
    lines: Iterable[bytes] = body.removesuffix(b"\n").split(b"\n")
    parsed = [parse_line(line) for line in lines]
    return tuple(appendable(record, _source(name, given)) for record, given in parsed)


def _source(name: BatchName, given: Source | None) -> Source:
    if given is None:
        return Source(batch=name.digest, system=name.system)
    if given.system != name.system:
        reason = f"system {given.system!r} is not {name.system}, whose token this is"
        raise FormatError("source", reason)
    if given.batch is not None:
        raise FormatError("source", "batch is given by the intake")
    return msgspec.structs.replace(given, batch=name.digest)


def _check_kind(record: Record, rights: Rights) -> None:
    kind = kind_of(record)
    if kind not in rights.kinds:
        raise FormatError("kind", f"{kind} is not for this token to submit")
