"""The key by which a system or an officer signs records, in a directory of its own."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from ledger.durable import Disk, put_durably
from ledger.entry import Source
from ledger.errors import FormatError, SignerError
from ledger.key_files import load_keys, make_keys
from ledger.keys import VerifierKey, verifier_key
from ledger.note import check_key_name
from ledger.records.record import Record
from ledger.source_signature import sign_content, signed_content

_NAME: Final = "name"


@dataclass(frozen=True, slots=True)
class SourceSigner:
    """Who signs records: a name and an Ed25519 key."""

    name: str
    key: Ed25519PrivateKey = field(repr=False)

    @property
    def verifier_key(self) -> VerifierKey:
        """What an auditor pins."""
        return verifier_key(self.name, self.key)

    def sign(self, origin: str, record: Record, source: Source) -> Source:
        """Return a record's source with one more signature.

        Args:
            origin: Name of the ledger that the record is for.
            record: The record, exactly as its entry will have it.
            source: Where it comes from.
        """
        signature = sign_content(
            self.name, self.key, signed_content(origin, record, source)
        )
        return replace(source, signatures=(*source.signatures, signature.format()))


def create_source_signer(
    directory: Path, name: str, passphrase: str | None
) -> SourceSigner:
    """Make a key in a new directory.

    Raises:
        ExistsError: The directory holds something else.
        FormatError: The name cannot name a key.
    """
    check_key_name(name)
    disk = Disk()
    make_keys(directory, passphrase, disk, also=frozenset())
    put_durably(disk, directory / _NAME, f"{name}\n".encode())
    return load_source_signer(directory, passphrase)


def load_source_signer(directory: Path, passphrase: str | None) -> SourceSigner:
    """Open the key in a directory.

    Raises:
        SignerError: The name or the key is missing, or the key cannot be opened.
    """
    keys = load_keys(directory, passphrase)
    try:
        name = (directory / _NAME).read_text("utf-8").removesuffix("\n")
        check_key_name(name)
    except (OSError, ValueError, FormatError) as error:
        raise SignerError(f"no name of a signer in {directory}: {error}") from error
    key = next(key for key in keys if isinstance(key, Ed25519PrivateKey))
    return SourceSigner(name, key)
