"""Proofs that an entry stands in a ledger: c2sp.org/tlog-proof.

::

    c2sp.org/tlog-proof@v1
    index 4711
    <base64 of a hash, the leaf's sibling first>
    ...

    <the signed checkpoint, verbatim>

Whoever has the entry, the proof and the ledger's pinned keys needs nothing else:
neither the ledger nor a network. ``parse`` accepts exactly what ``format`` writes.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass, replace
from typing import Final, Self

from ledger.checkpoint import MAX_SIZE, Checkpoint
from ledger.errors import FormatError, ProofError, StorageError
from ledger.note import MAX_NOTE_SIZE, SignedNote
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.tile_hashes import prefix_root, tile_roots
from ledger.tree import (
    HASH_SIZE,
    MAX_HASHES,
    check_consistency,
    check_inclusion,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
)

MAX_PROOF_SIZE: Final = 2 * MAX_NOTE_SIZE
"""Bytes of the largest proof that is read at all."""

_HEAD: Final = b"c2sp.org/tlog-proof@v1\n"
_INDEX: Final = re.compile(r"index (0|[1-9][0-9]{0,17})")
_MAX_EXTRA: Final = 65_536
_SHORT: Final = 72  # bytes of an Ed25519 cosignature, the longest short one


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A proof of inclusion with the checkpoint that it leads to.

    Attributes:
        index: Index of the entry.
        hashes: The proof, the leaf's sibling first (RFC 9162 section 2.1.3).
        note: The signed checkpoint.
        extra: What else is needed to make the leaf; nothing vouches for it.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: SignedNote
    extra: bytes | None = None

    def __post_init__(self) -> None:
        """Refuse what ``format`` could not write and ``parse`` read back."""
        if not 0 <= self.index <= MAX_SIZE:
            raise FormatError("proof", f"an index that is not 0 to {MAX_SIZE}")
        if len(self.hashes) > MAX_HASHES:
            raise FormatError("proof", f"more than {MAX_HASHES} hashes")
        if any(len(one) != HASH_SIZE for one in self.hashes):
            raise FormatError("proof", f"a hash that has not {HASH_SIZE} bytes")
        if self.extra is not None and not 0 < len(self.extra) <= _MAX_EXTRA:
            raise FormatError("proof", f"{len(self.extra)} extra bytes")

    def format(self) -> bytes:
        """Write the proof."""
        extra = [] if self.extra is None else [f"extra {_text(self.extra)}"]
        lines = [*extra, f"index {self.index}", *map(_text, self.hashes), ""]
        text = "".join(f"{line}\n" for line in lines).encode("ascii")
        return _HEAD + text + self.note.format()

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a proof.

        Raises:
            FormatError: It is not exactly what ``format`` writes.
        """
        if len(raw) > MAX_PROOF_SIZE:
            raise FormatError("proof", f"{len(raw)} bytes, over {MAX_PROOF_SIZE}")
        body, empty, note = raw.removeprefix(_HEAD).partition(b"\n\n")
        if not raw.startswith(_HEAD) or not empty:
            raise FormatError("proof", f"does not begin {_HEAD.decode().strip()}")
        lines = body.decode("latin-1").split("\n", MAX_HASHES + 2)
        extra = None
        if lines[0].startswith("extra "):
            extra = _bytes(lines.pop(0).removeprefix("extra "))
        index = _INDEX.fullmatch(lines[0]) if lines else None
        if index is None:
            raise FormatError("proof", "no index line")
        if len(lines) > MAX_HASHES + 1:
            raise FormatError("proof", f"more than {MAX_HASHES} hashes")
        parsed = cls(
            index=int(index[1]),
            hashes=tuple(_bytes(line) for line in lines[1:]),
            note=SignedNote.parse(note),
            extra=extra,
        )
        if parsed.format() != raw:
            raise FormatError("proof", "not in its one spelling")
        return parsed

    def check(self, entry: bytes, policy: Policy) -> Checkpoint:
        """Check that the proof shows an entry in a ledger that a policy trusts.

        Returns:
            The checkpoint, by which the entry was there.

        Raises:
            FormatError: The checkpoint is malformed.
            ProofError: The entry is not in the tree of the checkpoint.
            SignatureError: The checkpoint is not signed as the policy asks.
        """
        checkpoint = policy.checkpoint_of(self.note.format())
        check_inclusion(
            self.index,
            checkpoint.size,
            leaf_hash(entry),
            self.hashes,
            checkpoint.root,
        )
        return checkpoint

    def short(self) -> Self:
        """Return the proof without its long signatures, those by ML-DSA-44.

        It then fits one QR code, which a post-quantum signature does not.
        """
        lines = tuple(
            line for line in self.note.signatures if len(line.signature) <= _SHORT
        )
        return replace(self, note=replace(self.note, signatures=lines))


def prove_entry(reader: LedgerReader, index: int) -> tuple[Proof, bytes]:
    """Build the proof of an entry in a ledger, and check it before giving it away.

    Returns:
        The proof and the entry.

    Raises:
        FormatError: The ledger's files are malformed.
        ProofError: There is no such entry, or the files do not lead to the root.
        StorageError: A file is missing.
    """
    note = SignedNote.parse(reader.checkpoint_note())
    checkpoint = Checkpoint.parse(note.text)
    size = checkpoint.size
    hashes = tuple(prove_inclusion(index, size, tile_roots(reader, size)))
    entry = next(reader.entries(index, index + 1), None)
    if entry is None:
        raise StorageError(f"entry {index} is missing from {reader.where}")
    try:
        check_inclusion(index, size, leaf_hash(entry), hashes, checkpoint.root)
    except ProofError as error:
        raise ProofError(f"{reader.where} is damaged: {error}") from error
    return Proof(index=index, hashes=hashes, note=note), entry


def prove_growth(reader: LedgerReader, old: Checkpoint, new: Checkpoint) -> list[bytes]:
    """Build the proof that a ledger only grew between two checkpoints, and check it.

    Returns:
        The consistency proof; empty when nothing was added, or all was.

    Raises:
        ProofError: The newer one is not the older one and more: one of them is not
            of this ledger, or its owner has rewritten what was there.
        StorageError: A file is missing.
    """
    if old.origin != new.origin:
        raise ProofError(f"{old.origin} and {new.origin} are two ledgers")
    if old.size == 0:
        return []
    proof = prove_consistency(old.size, new.size, tile_roots(reader, new.size))
    check_consistency(old.size, new.size, proof, old.root, new.root)
    return proof


def checkpoint_at(reader: LedgerReader, size: int, within: Checkpoint) -> Checkpoint:
    """Rebuild the checkpoint of an earlier size, and check that it led to this one.

    Args:
        reader: The ledger.
        size: The size.
        within: A checkpoint of the ledger.

    Raises:
        FormatError: A tile is malformed.
        ProofError: There was no such size, or the tiles do not lead to ``within``.
        StorageError: A tile is missing.
    """
    if not 0 < size <= within.size:
        raise ProofError(f"{within.origin} was never of size {size}")
    if size == within.size:
        return within
    root = prefix_root(reader, size, within=within.size)
    earlier = Checkpoint(origin=within.origin, size=size, root=root)
    prove_growth(reader, earlier, within)
    return earlier


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (Base64Error, ValueError) as error:
        raise FormatError("proof", f"{text[:60]!r} is not base64") from error
