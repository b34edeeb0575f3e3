"""The request for a token: one fixed form of RFC 3161 section 2.4.1, in DER.

::

    TimeStampReq { version 1,
                   messageImprint { SHA-256, hash of the checkpoint's text },
                   nonce of 8 bytes, certReq TRUE }

``parse`` accepts exactly what ``format`` writes.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self

from ledger.errors import FormatError
from ledger.tree import HASH_SIZE

_HEAD: Final = bytes.fromhex("3043 020101 3031 300d 0609608648016503040201 0500 0420")
_NONCE: Final = bytes.fromhex("0208")
_TAIL: Final = bytes.fromhex("0101ff")
_NONCE_SIZE: Final = 8
_SMALLEST_NONCE: Final = 1 << 56  # below it DER would need fewer bytes
_NONCES: Final = range(_SMALLEST_NONCE, 1 << 63)

MAX_REQUEST: Final = 69
"""Bytes of a request, neither more nor less."""


def new_nonce() -> int:
    """Draw a nonce, by which the answer shows that it was made for this request."""
    return _NONCES.start + secrets.randbelow(len(_NONCES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an authority is asked to stamp.

    Attributes:
        imprint: SHA-256 of the checkpoint's text.
        nonce: A number that the answer must repeat.
    """

    imprint: bytes
    nonce: int

    def __post_init__(self) -> None:
        """Refuse what ``format`` could not write and ``parse`` read back."""
        if len(self.imprint) != HASH_SIZE:
            raise FormatError("time-stamp request", f"{len(self.imprint)} bytes hashed")
        if self.nonce not in _NONCES:
            raise FormatError("time-stamp request", f"nonce {self.nonce}")

    @classmethod
    def over(cls, text: bytes, nonce: int) -> Self:
        """Return the request for a token over the text of a checkpoint."""
        return cls(imprint=sha256(text).digest(), nonce=nonce)

    def format(self) -> bytes:
        """Write the request."""
        nonce = self.nonce.to_bytes(_NONCE_SIZE, "big")
        return _HEAD + self.imprint + _NONCE + nonce + _TAIL

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a request.

        Raises:
            FormatError: It is not exactly what ``format`` writes.
        """
        if len(raw) != MAX_REQUEST or not raw.startswith(_HEAD):
            raise FormatError("time-stamp request", "not one by: ledger timestamp")
        rest = raw.removeprefix(_HEAD)
        nonce = rest[HASH_SIZE + len(_NONCE) : -len(_TAIL)]
        parsed = cls(imprint=rest[:HASH_SIZE], nonce=int.from_bytes(nonce, "big"))
        if parsed.format() != raw:
            raise FormatError("time-stamp request", "not one by: ledger timestamp")
        return parsed
