"""The keys of sources that an auditor pins, and what must be signed by them (TOML).

::

    [[key]]
    verifier_key = "assessor.example+1a2b3c4d+AQ..."
    system = "licensing-office"    # whose records it signs
    role = "assessor"              # system, assessor or approver
    holder = "officer-17"          # who holds it; an opaque word
    from_entry = 0                 # its first entry; 0 when left out
    until_entry = 4000             # the first it no longer signs; when it ended

    [[demand]]
    signatures = "four_eyes"       # or "one"
    system = "licensing-office"    # of every system when left out
    from_entry = 120               # 0 when left out

They are pinned and not read from the ledger: whoever could invent a decision there
could register a key for it as well. Terms are counted in entries, not in days: what
day an entry has is for its writer to say, where it stands is not.
"""

import tomllib
from typing import Annotated, Final, Literal, Self

import msgspec
from msgspec import Meta

from ledger.errors import FormatError
from ledger.keys import VerifierKey
from ledger.records.values import Code, Count, Value
from ledger.source_signature import key_name

MAX_SOURCE_KEYS_SIZE: Final = 10_000_000
"""Bytes of the largest file that is read at all."""

Role = Literal["approver", "assessor", "system"]
"""As what somebody signs: a system, who weighed the case, or who approved it."""

Signatures = Literal["four_eyes", "one"]
"""What is demanded: one signature, or those of an assessor and of an approver."""


class SourceKey(Value, frozen=True, kw_only=True):
    """One key of a source."""

    from_entry: Count = 0
    holder: Code
    role: Role
    system: Code
    until_entry: Count | None = None
    verifier_key: Annotated[str, Meta(max_length=1000)]

    @property
    def pinned(self) -> VerifierKey:
        """The key itself."""
        return VerifierKey.parse(self.verifier_key)

    def covers(self, index: int) -> bool:
        """Whether it may sign the entry of an index."""
        end = self.until_entry
        return self.from_entry <= index and (end is None or index < end)


class Demand(Value, frozen=True, kw_only=True):
    """What every decision and every event of a system must carry."""

    from_entry: Count = 0
    signatures: Signatures
    system: Code | None = None

    def covers(self, index: int, system: str | None) -> bool:
        """Whether it is about the entry of an index, from a system."""
        return index >= self.from_entry and self.system in {None, system}


class SourceKeys(Value, frozen=True, kw_only=True):
    """Everything that an auditor pins about sources."""

    demand: tuple[Demand, ...] = ()
    key: tuple[SourceKey, ...] = ()

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the file.

        Raises:
            FormatError: It is malformed, or a key stands in it twice.
        """
        try:
            text = tomllib.loads(raw.decode("utf-8"))
            keys = msgspec.convert(text, cls)
        except (ValueError, msgspec.MsgspecError, RecursionError) as error:
            raise FormatError("source keys", str(error)[:300]) from error
        publics = [key.pinned.public for key in keys.key]
        if len(set(publics)) != len(publics):
            raise FormatError("source keys", "one key stands there twice")
        if not keys.key and not keys.demand:
            raise FormatError("source keys", "neither a key nor a demand")
        for key in keys.key:
            key_name(key.pinned)
        return keys

    def by_name(self) -> dict[str, SourceKey]:
        """Return the keys by what signatures call them."""
        return {key_name(key.pinned): key for key in self.key}
