"""Split views: two signed checkpoints of one ledger that cannot both be true.

A ledger's owner who shows one history to some and another to others signs both.
The two checkpoints, with a proof when their sizes differ, are evidence that
anyone can check with the ledger's pinned keys, without the ledger. As a file, an
object of JSON::

    {"format": "weegboek/split-view@v1",
     "smaller": "<signed checkpoint>", "larger": "<signed checkpoint>",
     "root": "<base64>", "proof": ["<base64>", ...]}

``root`` is that of the larger ledger over as many entries as the smaller one
has, and ``proof`` (RFC 9162 section 2.1.4) shows that it is. It is not the root
in the smaller checkpoint: that is the contradiction.
"""

import json
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from typing import Annotated, Final, Self

import msgspec
from msgspec import Meta

from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, ProofError
from ledger.note import MAX_NOTE_SIZE, SignedNote
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.tile_hashes import prefix_root, tile_roots
from ledger.tree import HASH_SIZE, MAX_HASHES, check_consistency, prove_consistency

_FORMAT: Final = "weegboek/split-view@v1"

MAX_EVIDENCE_SIZE: Final = 4 * MAX_NOTE_SIZE + 8_192
"""Bytes of the largest evidence that is read at all."""


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: str
    smaller: str
    larger: str
    root: str
    proof: Annotated[tuple[str, ...], Meta(max_length=MAX_HASHES)]


_FILES: Final = msgspec.json.Decoder(_File)


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitView:
    """Evidence of a split view.

    Attributes:
        smaller: The signed checkpoint of fewer entries, or as many.
        larger: The other signed checkpoint.
        root: Root of the larger ledger over as many entries as the smaller one has.
        proof: The consistency proof from that root to the larger one's.
    """

    smaller: bytes
    larger: bytes
    root: bytes
    proof: tuple[bytes, ...]

    def __post_init__(self) -> None:
        """Refuse what ``format`` could not write and ``parse`` read back."""
        SignedNote.parse(self.smaller)
        SignedNote.parse(self.larger)
        if len(self.proof) > MAX_HASHES:
            raise FormatError("evidence", f"more than {MAX_HASHES} hashes")
        if any(len(one) != HASH_SIZE for one in (self.root, *self.proof)):
            raise FormatError("evidence", f"a hash that has not {HASH_SIZE} bytes")

    def format(self) -> bytes:
        """Write the evidence."""
        file = _File(
            format=_FORMAT,
            smaller=self.smaller.decode(),
            larger=self.larger.decode(),
            root=_text(self.root),
            proof=tuple(map(_text, self.proof)),
        )
        text = json.dumps(msgspec.to_builtins(file), ensure_ascii=False, indent=1)
        return f"{text}\n".encode()

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read evidence.

        Raises:
            FormatError: It is not exactly what ``format`` writes.
        """
        if len(raw) > MAX_EVIDENCE_SIZE:
            raise FormatError("evidence", f"{len(raw)} bytes, over {MAX_EVIDENCE_SIZE}")
        try:
            file = _FILES.decode(raw)
            parsed = cls(
                smaller=file.smaller.encode(),
                larger=file.larger.encode(),
                root=_bytes(file.root),
                proof=tuple(map(_bytes, file.proof)),
            )
        except (msgspec.MsgspecError, RecursionError, ValueError) as error:
            raise FormatError("evidence", str(error)[:300]) from error
        if parsed.format() != raw:
            raise FormatError("evidence", f"not {_FORMAT} in its one spelling")
        return parsed

    def check(self, policy: Policy) -> tuple[Checkpoint, Checkpoint]:
        """Check that the evidence shows what it claims.

        Returns:
            The two checkpoints that contradict each other.

        Raises:
            FormatError: A checkpoint is malformed.
            ProofError: They do not contradict each other, or it is not shown.
            SignatureError: A checkpoint is not signed by the pinned keys.
        """
        smaller, larger = _both(policy, self.smaller, self.larger)
        check_consistency(smaller.size, larger.size, self.proof, self.root, larger.root)
        if self.root == smaller.root:
            raise ProofError("the two checkpoints do not contradict each other")
        return smaller, larger


def find_split_view(
    policy: Policy, one: bytes, two: bytes, reader: LedgerReader | None = None
) -> SplitView | None:
    """Compare two signed checkpoints of a ledger.

    Args:
        policy: The ledger's pinned keys.
        one: A signed checkpoint.
        two: Another.
        reader: A ledger that the larger one leads to, needed when sizes differ.

    Returns:
        Evidence when they contradict each other, None when one continues the other.

    Raises:
        FormatError: A checkpoint is malformed.
        ProofError: The ledger is not that of the larger checkpoint, or is missing.
        SignatureError: A checkpoint is not signed by the pinned keys.
        StorageError: A file of the ledger is missing.
    """
    trusted = policy.logs_only()
    one, two = sorted(
        (one, two), key=lambda raw: (trusted.checkpoint_of(raw).size, raw)
    )
    smaller, larger = _both(policy, one, two)
    if smaller.size == larger.size:
        root, proof = larger.root, []
    elif smaller.size == 0:
        return None
    elif reader is None:
        raise ProofError("the sizes differ: to compare them, give the ledger as well")
    else:
        root = prefix_root(reader, smaller.size, within=larger.size)
        roots = tile_roots(reader, larger.size)
        proof = prove_consistency(smaller.size, larger.size, roots)
        check_consistency(smaller.size, larger.size, proof, root, larger.root)
    if root == smaller.root:
        return None
    return SplitView(smaller=one, larger=two, root=root, proof=tuple(proof))


def _both(policy: Policy, one: bytes, two: bytes) -> tuple[Checkpoint, Checkpoint]:
    """Read two signed checkpoints of one ledger."""
    trusted = policy.logs_only()
    first, second = trusted.checkpoint_of(one), trusted.checkpoint_of(two)
    if first.origin != second.origin:
        raise ProofError(f"{first.origin} and {second.origin} are two ledgers")
    return first, second


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except Base64Error as error:
        raise FormatError("evidence", f"{text[:60]!r} is not base64") from error
