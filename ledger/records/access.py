"""Accesses: what one reader was given to read of what is not public.

They are the entries of an access log, a ledger of its own that is as little public as
what was read. Each is appended before the answer is given.
"""

from ledger.records.values import LeafHash, Line, Positive, Prose, Value


class OpenedEntry(Value, frozen=True, kw_only=True):
    """An entry of which confidential fields were shown, and which they are.

    Attributes:
        entry: Leaf hash of the entry.
        fields: Names of the fields, sorted.
        origin: The ledger that it is in.
    """

    entry: LeafHash
    fields: tuple[Line, ...]
    origin: Line


class Access(Value, frozen=True, kw_only=True):
    """One answer to a reader who proved who they are, or one refused to them.

    Attributes:
        address: Path and query that were asked for.
        issuer: Who vouched for the reader.
        opened: The entries of which confidential fields were shown.
        reader: The reader, as the issuer names them for good.
        role: The role for which the answer was given; absent when refused.
        status: The status of the answer (RFC 9110).
    """

    address: Prose
    issuer: Line
    opened: tuple[OpenedEntry, ...] = ()
    reader: Line
    role: Line | None = None
    status: Positive
