"""The digest of what a decision says in public, whatever it is called.

Two decisions that differ in their reference alone have the same one. Digests of what
is sealed are salted, so they differ for the same thing, and are left out.
"""

import re
from hashlib import sha256
from typing import Final

SIZE: Final = 16
"""Bytes of a digest: a run over a million decisions has them in memory."""

_HASHING: Final = sha256()  # a copy takes less time than a new one (ledger.tree)
_SEALED: Final = b'{"_sd":['
_DIGESTS: Final = re.compile(rb'\A\{"_sd":\[[^\]]*\],')  # how a sealed record begins


def public_content(record: bytes, reference: str) -> bytes:
    """Return the digest of a decision's public content.

    Args:
        record: The decision in canonical JSON.
        reference: Its reference.
    """
    # Canonical JSON has one spelling, and in a text a quote would be escaped.
    own = b'"decision_ref":"' + reference.encode() + b'",'
    if record.startswith(_SEALED):
        record = _DIGESTS.sub(b"{", record, count=1)
    hashing = _HASHING.copy()
    hashing.update(record.replace(own, b"", 1))
    return hashing.digest()[:SIZE]
