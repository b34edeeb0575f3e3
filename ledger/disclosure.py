"""Disclosures: what opens one digest of a record (RFC 9901, sections 4.2.1 and 4.2.3).

A disclosure is the base64url text of a JSON array of a salt, a name and a value; its
digest is the base64url SHA-256 of that text, as ASCII. Since the digest is over the
text, any spelling of the array that once was digested stays good for ever; those made
here are compact JSON.
"""

import json
import re
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Self

import msgspec

from ledger.base64url import from_base64url, to_base64url
from ledger.errors import FormatError

SALT_SIZE: Final = 16
"""Bytes of a salt: 128 bits, as RFC 9901, section 9.3, asks."""

RandomBytes = Callable[[int], bytes]
"""Gives some number of bytes that nobody can foresee."""

MAX_DISCLOSURE_SIZE: Final = 500_000
"""Characters of the longest disclosure that is read at all."""

_RESERVED: Final = frozenset({"_sd", "..."})
_DECOY_SIZE: Final = 32
_TEXT: Final = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One salted field: its text, and what that says.

    Attributes:
        text: The disclosure as it is digested.
        salt: The salt.
        name: Path of the field.
        value: Its value, as JSON has it.
    """

    text: str
    salt: str
    name: str
    value: Any

    @classmethod
    def make(cls, salt: bytes, name: str, value: object) -> Self:
        """Salt a field.

        Raises:
            FormatError: The salt is too short or the name is reserved.
        """
        if len(salt) < SALT_SIZE:
            reason = f"{len(salt)} bytes of salt, under {SALT_SIZE}: it can be guessed"
            raise FormatError("disclosure", reason)
        return cls.parse(
            to_base64url(msgspec.json.encode([to_base64url(salt), name, value]))
        )

    def format(self) -> str:
        """Write the disclosure."""
        return self.text

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a disclosure, in whatever spelling it was made.

        Raises:
            FormatError: It is not base64url of a JSON array of salt, name and value.
        """
        if len(text) > MAX_DISCLOSURE_SIZE or not _TEXT.fullmatch(text):
            raise FormatError("disclosure", "not base64url, or too long")
        try:
            raw = from_base64url(text)
            array = json.loads(raw.decode())
        except (Base64Error, ValueError, RecursionError) as error:
            raise FormatError("disclosure", "not JSON in base64url") from error
        if to_base64url(raw) != text:
            raise FormatError("disclosure", "not in its one spelling")
        match array:
            case [str(salt), str(name), value] if name not in _RESERVED:
                return cls(text=text, salt=salt, name=name, value=value)
        raise FormatError("disclosure", "not a salt, a name and a value")

    @property
    def digest(self) -> str:
        """What stands for it in the record."""
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """Return the digest of the text of a disclosure (RFC 9901, section 4.2.3)."""
    return to_base64url(sha256(text.encode("ascii")).digest())


def decoy(random: RandomBytes) -> str:
    """Return a digest of nothing that anyone has (RFC 9901, section 4.2.5)."""
    return to_base64url(sha256(random(_DECOY_SIZE)).digest())
