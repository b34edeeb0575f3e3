"""Keys that sign checkpoints, and the text by which a verifier pins them.

A ledger signs with Ed25519 over the note's text (type 0x01 of
c2sp.org/signed-note) and with ML-DSA-44 over the tree (type 0x06 of
c2sp.org/tlog-cosignature), so that a record that must outlive today's signatures
does. A witness cosigns, with a time, by Ed25519 (type 0x04) or ML-DSA-44. A
*verifier key* is spelled ``name+<key id>+<base64 of type and public key>``.
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
ED25519_COSIGNATURE: Final = 0x04
ML_DSA_44: Final = 0x06

_PUBLIC_SIZES: Final = {ED25519: 32, ED25519_COSIGNATURE: 32, ML_DSA_44: 1312}
_TYPE_NAMES: Final = {
    ED25519: "Ed25519",
    ED25519_COSIGNATURE: "Ed25519 cosignature",
    ML_DSA_44: "ML-DSA-44",
}
_TIMESTAMP_SIZE: Final = 8
_VERIFIER_KEY: Final = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")

PrivateKey = Ed25519PrivateKey | MLDSA44PrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A public key under a name, as a verifier pins it.

    Attributes:
        name: The key's name; for a ledger's own keys, its origin.
        key_type: ``ED25519``, ``ED25519_COSIGNATURE`` or ``ML_DSA_44``.
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
        timestamp = int.from_bytes(line.signature[:_TIMESTAMP_SIZE], "big")
        timed = line.signature[_TIMESTAMP_SIZE:]
        try:
            if self.key_type == ML_DSA_44:
                message = subtree_message(self.name, timestamp, Checkpoint.parse(text))
                MLDSA44PublicKey.from_public_bytes(self.public).verify(timed, message)
                return
            public = Ed25519PublicKey.from_public_bytes(self.public)
            if self.key_type == ED25519:
                public.verify(line.signature, text)
            else:
                public.verify(timed, cosigned_message(timestamp, text))
        except (FormatError, InvalidSignature, ValueError) as error:
            raise SignatureError(
                f"the signature of {self.name} ({self.algorithm}) is not over this text"
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


def cosigned_message(timestamp: int, text: bytes) -> bytes:
    """Return what an Ed25519 key cosigns at some time (tlog-cosignature)."""
    return b"cosignature/v1\ntime %d\n%b" % (timestamp, text)


def verifier_key(
    name: str, private: PrivateKey, *, cosigning: bool = False
) -> VerifierKey:
    """Return the public side of a private key, under a name.

    Args:
        name: The name.
        private: The key.
        cosigning: Whether it is the key of a witness.
    """
    if isinstance(private, MLDSA44PrivateKey):
        key_type = ML_DSA_44
    else:
        key_type = ED25519_COSIGNATURE if cosigning else ED25519
    public = private.public_key().public_bytes_raw()
    return VerifierKey(name=name, key_type=key_type, public=public)


def sign(
    name: str,
    private: PrivateKey,
    checkpoint: Checkpoint,
    *,
    timestamp: int,
    cosigning: bool = False,
) -> SignatureLine:
    """Sign a checkpoint with one key.

    Args:
        name: The name to sign under.
        private: The key.
        checkpoint: What to sign.
        timestamp: Seconds since 1970 UTC; a ledger's Ed25519 signature carries none.
        cosigning: Whether a witness signs.
    """
    key = verifier_key(name, private, cosigning=cosigning)
    if isinstance(private, Ed25519PrivateKey) and not cosigning:
        signature = private.sign(checkpoint.format())
    else:
        message = (
            cosigned_message(timestamp, checkpoint.format())
            if isinstance(private, Ed25519PrivateKey)
            else subtree_message(name, timestamp, checkpoint)
        )
        signature = timestamp.to_bytes(_TIMESTAMP_SIZE, "big") + private.sign(message)
    return SignatureLine(name=name, key_id=key.key_id, signature=signature)


def signed_at(line: SignatureLine, key: VerifierKey) -> int | None:
    """Return the seconds since 1970 that a signature line carries, if any."""
    if key.key_type == ED25519:
        return None
    return int.from_bytes(line.signature[:_TIMESTAMP_SIZE], "big")
