"""An Ed25519 key under a name, in a directory of its own.

Auditors sign reports by one, systems and officers sign records by one.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.durable import Disk, put_durably
from ledger.errors import FormatError, SignerError
from ledger.key_files import load_keys, make_keys
from ledger.keys import VerifierKey, verifier_key
from ledger.note import check_key_name

_NAME: Final = "name"


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A name and an Ed25519 key."""

    role: ClassVar[str] = "a key"
    """Whose name it is, in messages."""

    name: str
    key: Ed25519PrivateKey = field(repr=False)

    @property
    def verifier_key(self) -> VerifierKey:
        """What whoever checks the signatures pins."""
        return verifier_key(self.name, self.key)

    @classmethod
    def create(cls, directory: Path, name: str, passphrase: str | None) -> Self:
        """Make a key in a new directory.

        Raises:
            ExistsError: The directory holds something else.
            FormatError: The name cannot name a key.
        """
        check_key_name(name)
        disk = Disk()
        make_keys(directory, passphrase, disk, also=frozenset())
        put_durably(disk, directory / _NAME, f"{name}\n".encode())
        return cls.load(directory, passphrase)

    @classmethod
    def load(cls, directory: Path, passphrase: str | None) -> Self:
        """Open the key in a directory.

        Raises:
            SignerError: The name or the key is missing, or the key cannot be opened.
        """
        keys = load_keys(directory, passphrase)
        try:
            name = (directory / _NAME).read_text("utf-8").removesuffix("\n")
            check_key_name(name)
        except (OSError, ValueError, FormatError) as error:
            raise SignerError(
                f"no name of {cls.role} in {directory}: {error}"
            ) from error
        key = next(key for key in keys if isinstance(key, Ed25519PrivateKey))
        return cls(name, key)
