"""Finding an entry by its index, its leaf hash, or its record's reference."""

import re
from typing import Final

from ledger.entry import Entry
from ledger.reader import LedgerReader
from ledger.records.record import reference_of

_LEAF_HASH: Final = re.compile(r"[0-9a-f]{64}")


def find_entry(reader: LedgerReader, which: str) -> tuple[int, bytes] | None:
    """Return the index and the raw bytes of an entry, or None.

    Raises:
        FormatError: The ledger's files are malformed.
        StorageError: There is no ledger, or a file is missing.
    """
    size = reader.checkpoint().size
    if _LEAF_HASH.fullmatch(which):
        leaf = bytes.fromhex(which)
        for index, found in enumerate(reader.leaf_hashes(0, size)):
            if found == leaf:
                return index, next(reader.entries(index, index + 1))
        return None
    if which.isascii() and which.isdecimal():
        if len(which) > len(str(size)) or (index := int(which)) >= size:
            return None
        return index, next(reader.entries(index, index + 1))
    text = which.encode(errors="replace")
    for index, raw in enumerate(reader.entries(0, size)):
        # Most entries do not hold the words at all; only those that do are read.
        if text in raw and reference_of(Entry.parse(raw).record) == which:
            return index, raw
    return None
