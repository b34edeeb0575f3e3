"""Signatures of the systems and officers that a record comes from.

Each is a detached JWS (RFC 7515 appendix F, payload unencoded: RFC 7797) by an Ed25519
key (``EdDSA``, RFC 8037)::

    BASE64URL({"alg":"EdDSA","b64":false,"crit":["b64"],"kid":"<key>"}) .. <signature>

without the spaces. The payload is canonical JSON (RFC 8785) of what the signer vouches
for: kind, ledger, record, and the record's system and key there. So a signature fits no
other record, no other ledger and no other system. What is added later, by whoever runs
the ETL, is not in it: batch, time of recording, place in the chain.
"""

import re
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from ledger.base64url import from_base64url, to_base64url
from ledger.entry import Source
from ledger.errors import FormatError, SignatureError
from ledger.keys import ED25519, VerifierKey, verifier_key
from ledger.records.record import Record, kind_of
from ledger.records.values import Value

_SIZE: Final = 64
_FORM: Final = re.compile(r"([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]+)")


class _Header(Value, frozen=True, kw_only=True, omit_defaults=False):
    alg: Literal["EdDSA"] = "EdDSA"
    b64: bool = False
    crit: tuple[Literal["b64"]] = ("b64",)
    kid: str


class _Named(Value, frozen=True, kw_only=True):
    key: str | None = None
    system: str


class _Signed(Value, frozen=True, kw_only=True):
    kind: str
    origin: str
    record: Any
    source: _Named


def signed_content(origin: str, record: Record, source: Source) -> bytes:
    """Return what is signed of a record.

    Args:
        origin: Name of the ledger that it is for.
        record: The record, exactly as its entry has it.
        source: Where it comes from.
    """
    named = _Named(key=source.key, system=source.system)
    signed = _Signed(kind=kind_of(record), origin=origin, record=record, source=named)
    return msgspec.json.encode(signed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSignature:
    """One signature over the content of a record.

    Attributes:
        key_name: The key, as ``<name>+<key id>``: the beginning of its verifier key.
        signature: The signature itself, 64 bytes.
    """

    key_name: str
    signature: bytes

    def format(self) -> str:
        """Write the signature."""
        return f"{_protected(self.key_name)}..{to_base64url(self.signature)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a signature.

        Raises:
            FormatError: It is not exactly what ``format`` writes.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise FormatError("source signature", f"{text[:60]!r} is no detached JWS")
        try:
            header = msgspec.json.decode(from_base64url(match[1]), type=_Header)
            parsed = cls(key_name=header.kid, signature=from_base64url(match[2]))
            whole = len(parsed.signature) == _SIZE and parsed.format() == text
        except (msgspec.MsgspecError, ValueError) as error:
            raise FormatError("source signature", str(error)[:300]) from error
        if not whole:
            raise FormatError("source signature", "not in its one spelling")
        return parsed

    def check(self, content: bytes, key: VerifierKey) -> None:
        """Check the signature of a key over some content.

        Raises:
            SignatureError: It is not by this key, or not over this content.
        """
        try:
            public = Ed25519PublicKey.from_public_bytes(key.public)
            public.verify(self.signature, _input(self.key_name, content))
        except (InvalidSignature, ValueError) as error:
            raise SignatureError(
                f"the signature of {self.key_name} is not over this record"
            ) from error


def key_name(key: VerifierKey) -> str:
    """Return what a signature calls a key.

    Raises:
        FormatError: It is no Ed25519 key, and so none that signs records.
    """
    if key.key_type != ED25519:
        raise FormatError("source key", f"{key.algorithm} keys do not sign records")
    return f"{key.name}+{key.key_id.hex()}"


def sign_content(name: str, key: Ed25519PrivateKey, content: bytes) -> SourceSignature:
    """Sign some content by a key under a name."""
    named = key_name(verifier_key(name, key))
    return SourceSignature(key_name=named, signature=key.sign(_input(named, content)))


def _protected(named: str) -> str:
    return to_base64url(msgspec.json.encode(_Header(kid=named)))


def _input(named: str, content: bytes) -> bytes:
    return _protected(named).encode() + b"." + content
