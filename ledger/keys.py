"""Keys that sign checkpoints, and the text by which a verifier pins them.

Two kinds: Ed25519 over the note's text (type 0x01 of c2sp.org/signed-note) and
ML-DSA-44 over the tree (type 0x06 of c2sp.org/tlog-cosignature), so that a
record that must outlive today's signatures does. A *verifier key* is spelled
``name+<key id>+<base64 of type and public key>``.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mldsa import (
    MLDSA44PrivateKey,
    MLDSA44PublicKey,
)

from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, SignatureError
from ledger.note import KEY_ID_SIZE, SignatureLine, check_key_name

ED25519: Final = 0x01
ML_DSA_44: Final = 0x06

_PUBLIC_SIZES: Final = {ED25519: 32, ML_DSA_44: 1312}
_TYPE_NAMES: Final = {ED25519: "Ed25519", ML_DSA_44: "ML-DSA-44"}
_TIMESTAMP_SIZE: Final = 8
_VERIFIER_KEY: Final = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")

PrivateKey = Ed25519PrivateKey | MLDSA44PrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A public key under a name, as a verifier pins it.

    Attributes:
        name: The key's name; for a ledger's own keys, its origin.
        key_type: ``ED25519`` or ``ML_DSA_44``.
        public: The public key's raw bytes.
    """

    name: str
    key_type: int
    public: bytes

    def __post_init__(self) -> None:
        """Refuse a key that cannot be used."""
        check_key_name(self.name)
        if self.key_type not in _PUBLIC_SIZES:
            raise FormatError("verifier key", f"type {self.key_type:#04x} is unknown")
        if len(self.public) != _PUBLIC_SIZES[self.key_type]:
            raise FormatError("verifier key", f"{len(self.public)} bytes of public key")

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart (c2sp.org/signed-note)."""
        subject = self.name.encode() + b"\n" + bytes([self.key_type]) + self.public
        return sha256(subject).digest()[:KEY_ID_SIZE]

    @property
    def algorithm(self) -> str:
        """The algorithm's usual name."""
        return _TYPE_NAMES[self.key_type]

    def format(self) -> str:
        """Write the key's one spelling."""
        encoded = b64encode(bytes([self.key_type]) + self.public).decode("ascii")
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a verifier key.

        Raises:
            FormatError: It is not exactly what ``format`` writes.
        """
        match = _VERIFIER_KEY.fullmatch(text)
        if match is None:
            raise FormatError("verifier key", f"{text[:60]!r}")
        name, _, encoded = match.groups()
        try:
            raw = b64decode(encoded, validate=True)
        except (Base64Error, ValueError) as error:
            raise FormatError("verifier key", "not base64") from error
        if not raw:
            raise FormatError("verifier key", "no key")
        parsed = cls(name=name, key_type=raw[0], public=raw[1:])
        if parsed.format() != text:
            raise FormatError("verifier key", "the key id does not fit the key")
        return parsed

    def made(self, line: SignatureLine) -> bool:
        """Whether a signature line claims to be by this key."""
        return line.name == self.name and line.key_id == self.key_id

    def check(self, line: SignatureLine, text: bytes) -> None:
        """Check a signature of this key over a checkpoint's text.

        Raises:
            SignatureError: The signature is not by this key over this text.
        """
        try:
            if self.key_type == ED25519:
                public = Ed25519PublicKey.from_public_bytes(self.public)
                public.verify(line.signature, text)
            else:
                timestamp = int.from_bytes(line.signature[:_TIMESTAMP_SIZE], "big")
                message = subtree_message(self.name, timestamp, Checkpoint.parse(text))
                MLDSA44PublicKey.from_public_bytes(self.public).verify(
                    line.signature[_TIMESTAMP_SIZE:], message
                )
        except (InvalidSignature, ValueError) as error:
            raise SignatureError(
                f"the {self.algorithm} signature of {self.name} is not over this text"
            ) from error


def subtree_message(name: str, timestamp: int, checkpoint: Checkpoint) -> bytes:
    """Return what an ML-DSA-44 key signs for a whole tree (tlog-cosignature)."""
    cosigner, origin = name.encode(), checkpoint.origin.encode()
    return b"".join(
        (
            b"subtree/v1\n\x00",
            bytes([len(cosigner)]),
            cosigner,
            timestamp.to_bytes(8, "big"),
            bytes([len(origin)]),
            origin,
            (0).to_bytes(8, "big"),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        )
    )


def verifier_key(name: str, private: PrivateKey) -> VerifierKey:
    """Return the public side of a private key, under a name."""
    key_type = ED25519 if isinstance(private, Ed25519PrivateKey) else ML_DSA_44
    public = private.public_key().public_bytes_raw()
    return VerifierKey(name=name, key_type=key_type, public=public)


def sign(
    name: str, private: PrivateKey, checkpoint: Checkpoint, *, timestamp: int
) -> SignatureLine:
    """Sign a checkpoint with one key.

    Args:
        name: The name to sign under.
        private: The key.
        checkpoint: What to sign.
        timestamp: Seconds since 1970 UTC; only ML-DSA-44 signatures carry it.
    """
    if isinstance(private, Ed25519PrivateKey):
        signature = private.sign(checkpoint.format())
    else:
        message = subtree_message(name, timestamp, checkpoint)
        signature = timestamp.to_bytes(_TIMESTAMP_SIZE, "big") + private.sign(message)
    key_id = verifier_key(name, private).key_id
    return SignatureLine(name=name, key_id=key_id, signature=signature)


def signed_at(line: SignatureLine, key: VerifierKey) -> int | None:
    """Return the seconds since 1970 that a signature line carries, if any."""
    if key.key_type != ML_DSA_44:
        return None
    return int.from_bytes(line.signature[:_TIMESTAMP_SIZE], "big")
