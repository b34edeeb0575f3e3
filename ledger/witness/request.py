"""What a witness is asked: cosign this checkpoint, which continues that one.

The body of a POST in c2sp.org/tlog-witness, and as a file the way to a witness
that no network reaches. Whoever holds the older checkpoint can check such a file
himself, without the ledger::

    old 4711
    <base64 of a hash of the consistency proof>
    ...

    <the signed checkpoint>
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from typing import Final, Self

from ledger.checkpoint import MAX_SIZE, Checkpoint
from ledger.errors import FormatError, ProofError
from ledger.note import MAX_NOTE_SIZE, SignedNote
from ledger.policy import Policy
from ledger.tree import HASH_SIZE, MAX_HASHES, check_consistency

MAX_REQUEST: Final = MAX_NOTE_SIZE + 4_096
"""Bytes of the largest request that is read at all."""

_OLD: Final = re.compile(r"old (0|[1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A checkpoint and the proof that it continues an older one.

    Attributes:
        old: Size of the older one, as the asker takes the witness to know it.
        proof: The consistency proof (RFC 9162 section 2.1.4.1).
        note: The signed checkpoint.
    """

    old: int
    proof: tuple[bytes, ...]
    note: SignedNote

    def __post_init__(self) -> None:
        """Refuse what ``format`` could not write and ``parse`` read back."""
        if not 0 <= self.old <= MAX_SIZE:
            raise FormatError("request", f"an old size that is not 0 to {MAX_SIZE}")
        if len(self.proof) > MAX_HASHES:
            raise FormatError("request", f"more than {MAX_HASHES} hashes")
        if any(len(one) != HASH_SIZE for one in self.proof):
            raise FormatError("request", f"a hash that has not {HASH_SIZE} bytes")

    def format(self) -> bytes:
        """Write the request."""
        hashes = [b64encode(one).decode("ascii") for one in self.proof]
        lines = "".join(f"{line}\n" for line in (f"old {self.old}", *hashes, ""))
        return lines.encode("ascii") + self.note.format()

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a request.

        Raises:
            FormatError: It is not exactly what ``format`` writes.
        """
        if len(raw) > MAX_REQUEST:
            raise FormatError("request", f"{len(raw)} bytes")
        head, _, note = raw.partition(b"\n\n")
        first, *lines = head.decode("latin-1").split("\n", MAX_HASHES + 1)
        old = _OLD.fullmatch(first)
        if old is None or len(lines) > MAX_HASHES:
            raise FormatError("request", "no size of an old checkpoint and a proof")
        try:
            proof = tuple(b64decode(line, validate=True) for line in lines)
        except (Base64Error, ValueError) as error:
            raise FormatError("request", "a hash is not base64") from error
        parsed = cls(old=int(old[1]), proof=proof, note=SignedNote.parse(note))
        if parsed.format() != raw:
            raise FormatError("request", "not in its one spelling")
        return parsed

    def check(self, older: bytes, policy: Policy) -> tuple[Checkpoint, Checkpoint]:
        """Check that the checkpoint continues an older signed one.

        Args:
            older: The older signed checkpoint, which the checker holds.
            policy: The ledger's pinned keys.

        Returns:
            The older checkpoint and this one.

        Raises:
            FormatError: A checkpoint is malformed.
            ProofError: It is not shown that the ledger only grew.
            SignatureError: A checkpoint is not signed by the pinned keys.
        """
        trusted = policy.logs_only()
        old = trusted.checkpoint_of(older)
        new = trusted.checkpoint_of(self.note.format())
        if old.origin != new.origin:
            raise ProofError(f"{old.origin} and {new.origin} are two ledgers")
        if old.size != self.old:
            raise ProofError(f"it goes on from size {self.old}, not from {old.size}")
        if old.size or self.proof:
            check_consistency(old.size, new.size, self.proof, old.root, new.root)
        return old, new
