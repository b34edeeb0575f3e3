"""Keys of audiences: HPKE (RFC 9180) with MLKEM768-X25519, HKDF-SHA256, AES-256-GCM.

An audience gives its public key to whoever keeps the vault, and keeps its identity,
the private side, to itself. A public key is spelled ``name+<key id>+<base64>``, as
verifier keys are; its bytes are those of ML-KEM-768 and then of X25519.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat

from ledger.durable import Disk, put_durably
from ledger.errors import ExistsError, FormatError, SignerError, VaultError
from ledger.key_files import PRIVATE, encryption, load_key

MLKEM_SIZE: Final = 1184
PUBLIC_SIZE: Final = MLKEM_SIZE + 32
MAX_KEY_SIZE: Final = 4_000
"""Characters of the longest spelled key that is read at all."""

NAME: Final = "audience"
"""Name of the file in an identity's directory that holds its public key."""

_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_KEY: Final = re.compile(
    r"([a-z0-9][a-z0-9_.-]{0,63})\+([0-9a-f]{16})\+([A-Za-z0-9+/=]+)"
)
_MLKEM: Final = "mlkem768.pem"
_X25519: Final = "x25519.pem"


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceKey:
    """The public key of an audience.

    Attributes:
        name: What the audience is called.
        public: Its raw bytes.
    """

    name: str
    public: bytes = field(repr=False)

    @property
    def key_id(self) -> str:
        """Sixteen digits that tell an audience's keys apart."""
        return sha256(self.name.encode() + b"\n" + self.public).hexdigest()[:16]

    def format(self) -> str:
        """Write the key's one spelling."""
        return f"{self.name}+{self.key_id}+{b64encode(self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a key.

        Raises:
            FormatError: It is not exactly what ``format`` writes, or no such key.
        """
        match = _KEY.fullmatch(text) if len(text) <= MAX_KEY_SIZE else None
        if match is None:
            raise FormatError("audience key", f"{text[:60]!r}")
        try:
            public = b64decode(match[3], validate=True)
        except (Base64Error, ValueError) as error:
            raise FormatError("audience key", "not base64") from error
        parsed = cls(name=match[1], public=public)
        if len(public) != PUBLIC_SIZE or parsed.format() != text:
            raise FormatError("audience key", "the key id does not fit the key")
        parsed.loaded()
        return parsed

    def loaded(self) -> MLKEM768X25519PublicKey:
        """Return the key to seal with.

        Raises:
            FormatError: The bytes are no such key.
        """
        try:
            return MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(self.public[:MLKEM_SIZE]),
                X25519PublicKey.from_public_bytes(self.public[MLKEM_SIZE:]),
            )
        except ValueError as error:
            raise FormatError("audience key", str(error)) from error

    def seal(self, text: bytes, info: bytes) -> bytes:
        """Seal a text to the audience; ``info`` is what it belongs to."""
        return _SUITE.encrypt(text, self.loaded(), info)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What opens what is sealed to an audience.

    Attributes:
        key: The public side.
        private: The private one.
    """

    key: AudienceKey
    private: MLKEM768X25519PrivateKey = field(repr=False)

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Open what was sealed to this audience.

        Raises:
            VaultError: It was sealed to another key, or for something else, or altered.
        """
        try:
            return _SUITE.decrypt(sealed, self.private, info)
        except (InvalidTag, ValueError) as error:
            raise VaultError(
                f"what should be sealed to {self.key.name} does not open with key"
                f" {self.key.key_id}"
            ) from error


def make_identity(
    directory: Path, name: str, *, passphrase: str | None = None, disk: Disk
) -> Identity:
    """Make a new identity in a new directory.

    Raises:
        ExistsError: The directory holds anything.
        FormatError: The name cannot name an audience.
    """
    if directory.exists() and any(directory.iterdir()):
        raise ExistsError(f"{directory} is not empty: keys are never overwritten")
    mlkem, x25519 = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    made = _identity(name, mlkem, x25519)
    AudienceKey.parse(made.key.format())
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file, private in ((_MLKEM, mlkem), (_X25519, x25519)):
        pem = private.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, encryption(passphrase)
        )
        put_durably(disk, directory / file, pem, mode=PRIVATE)
    put_durably(disk, directory / NAME, f"{made.key.format()}\n".encode())
    return made


def load_identity(directory: Path, passphrase: str | None = None) -> Identity:
    """Open the identity in a directory.

    Raises:
        FormatError: The public key beside it is malformed.
        SignerError: A key is missing, readable by others, locked by another
            passphrase, or not the one beside it.
    """
    mlkem = load_key(directory / _MLKEM, MLKEM768PrivateKey, passphrase)  # type: ignore[type-abstract] # never called
    x25519 = load_key(directory / _X25519, X25519PrivateKey, passphrase)  # type: ignore[type-abstract] # never called
    key = read_audience_key(directory / NAME)
    found = _identity(key.name, mlkem, x25519)
    if found.key != key:
        raise SignerError(f"the keys in {directory} are not those of {NAME}")
    return found


def read_audience_key(path: Path) -> AudienceKey:
    """Read the file of a public key.

    Raises:
        FormatError: It is malformed.
        SignerError: There is none.
    """
    try:
        text = path.read_bytes()[: MAX_KEY_SIZE + 2].decode("ascii")
    except OSError as error:
        raise SignerError(f"no key at {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FormatError("audience key", "not ASCII") from error
    return AudienceKey.parse(text.removesuffix("\n"))


def _identity(
    name: str, mlkem: MLKEM768PrivateKey, x25519: X25519PrivateKey
) -> Identity:
    public = (
        mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
    )
    return Identity(
        key=AudienceKey(name=name, public=public),
        private=MLKEM768X25519PrivateKey(mlkem, x25519),
    )
