"""Private keys on disk: one of each kind in a directory, PKCS#8, mode 0600."""

from pathlib import Path
from typing import Final, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from ledger.durable import TEMPORARY, Disk, put_durably
from ledger.errors import ExistsError, SignerError
from ledger.keys import PrivateKey

Key = TypeVar("Key")

PRIVATE: Final = 0o600
"""Mode of files that only their owner may read."""

_KEY_FILES: Final[dict[str, type[Ed25519PrivateKey] | type[MLDSA44PrivateKey]]] = {
    "ed25519.pem": Ed25519PrivateKey,
    "mldsa44.pem": MLDSA44PrivateKey,
}
_OTHERS: Final = 0o077


def make_keys(
    directory: Path, passphrase: str | None, disk: Disk, *, also: frozenset[str]
) -> tuple[PrivateKey, ...]:
    """Make one key of each kind in a directory that holds none, or not all.

    A creation that was broken off is gone on with: the keys that it made are kept.

    Args:
        directory: Where; made when it is not there.
        passphrase: What seals them.
        disk: Where they are written.
        also: Names of what else such a creation may have left.

    Raises:
        ExistsError: The directory holds anything else.
        SignerError: A key that is there cannot be opened.
    """
    there = {path.name for path in directory.iterdir()} if directory.exists() else set()
    unfinished = {name for name in there if name.startswith(TEMPORARY)}
    if there - unfinished - set(_KEY_FILES) - also:
        raise ExistsError(f"{directory} is not empty: keys are never overwritten")
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, form in _KEY_FILES.items():
        if name not in there:
            pem = form.generate().private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, encryption(passphrase)
            )
            put_durably(disk, directory / name, pem, mode=PRIVATE)
    return load_keys(directory, passphrase)


def encryption(passphrase: str | None) -> KeySerializationEncryption:
    """Return what seals a key file by a passphrase, if there is one."""
    if passphrase is None:
        return NoEncryption()
    return BestAvailableEncryption(passphrase.encode())


def load_keys(directory: Path, passphrase: str | None) -> tuple[PrivateKey, ...]:
    """Read the keys of a directory.

    Raises:
        SignerError: A key is missing, readable by others, or locked by another
            passphrase.
    """
    return tuple(
        load_key(directory / name, form, passphrase)
        for name, form in _KEY_FILES.items()
    )


def load_key(path: Path, form: type[Key], passphrase: str | None) -> Key:
    """Read one private key.

    Raises:
        SignerError: It is missing, readable by others, of another type, or locked by
            another passphrase.
    """
    try:
        mode = path.stat().st_mode
        pem = path.read_bytes()
    except OSError as error:
        raise SignerError(f"no key at {path}: {error.strerror}") from error
    if mode & _OTHERS:
        raise SignerError(
            f"others may read {path} (mode {mode & 0o777:o}); run: chmod 600 {path}"
        )
    secret = None if passphrase is None else passphrase.encode()
    try:
        key = load_pem_private_key(pem, secret)
    except (ValueError, TypeError) as error:
        raise SignerError(f"cannot open the key {path}: {error}") from error
    if not isinstance(key, form):
        raise SignerError(f"{path} holds another type of key")
    return key
