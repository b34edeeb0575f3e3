"""That a ledger only grew between two sizes, for a browser to check."""

import json
from base64 import b64encode

from ledger.checkpoint import MAX_SIZE, Checkpoint
from ledger.errors import ProofError
from ledger.note import SignedNote
from ledger.proof import checkpoint_at
from ledger.reader import LedgerReader
from ledger.tile_hashes import tile_roots
from ledger.tree import check_consistency, prove_consistency


def growth(reader: LedgerReader, old: int, new: int) -> str:
    """Return both roots, the proof between them and the checkpoint, as JSON.

    Raises:
        FormatError: A file is malformed.
        ProofError: The ledger never had such sizes, or its files do not fit them.
        StorageError: A file is missing.
    """
    raw = reader.checkpoint_note()
    current = Checkpoint.parse(SignedNote.parse(raw).text)
    if not 0 < old <= new <= current.size:
        raise ProofError(f"give sizes of which 0 < old <= new <= {current.size}")
    older, newer = (checkpoint_at(reader, size, current) for size in (old, new))
    proof = prove_consistency(old, new, tile_roots(reader, current.size))
    check_consistency(old, new, proof, older.root, newer.root)
    return json.dumps(
        {
            "old_root": older.root_text,
            "new_root": newer.root_text,
            "proof": [b64encode(one).decode("ascii") for one in proof],
            "note": raw.decode("utf-8"),
        }
    )


def size_of(text: str | None) -> int:
    """Read a size; 0 for what is none."""
    short = text is not None and text.isascii() and text.isdecimal() and len(text) < 19  # noqa: PLR2004 - digits of MAX_SIZE
    return min(int(text or "0"), MAX_SIZE) if short else 0
