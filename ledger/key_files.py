"""Private keys on disk: one of each kind in a directory, PKCS#8, mode 0600."""

from pathlib import Path
from typing import Final, cast

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

from ledger.durable import Disk, put_durably
from ledger.errors import ExistsError, SignerError
from ledger.keys import PrivateKey

PRIVATE: Final = 0o600
"""Mode of files that only their owner may read."""

_KEY_FILES: Final = {
    "ed25519.pem": Ed25519PrivateKey,
    "mldsa44.pem": MLDSA44PrivateKey,
}
_OTHERS: Final = 0o077


def new_keys() -> tuple[PrivateKey, ...]:
    """Return one new key of each kind."""
    return (Ed25519PrivateKey.generate(), MLDSA44PrivateKey.generate())


def write_keys(
    directory: Path, keys: tuple[PrivateKey, ...], passphrase: str | None, disk: Disk
) -> None:
    """Write keys into a new directory.

    Raises:
        ExistsError: The directory exists and is not empty.
    """
    if directory.exists() and any(directory.iterdir()):
        raise ExistsError(f"{directory} is not empty: keys are never overwritten")
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, key in zip(_KEY_FILES, keys, strict=True):
        pem = key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, _encryption(passphrase)
        )
        put_durably(disk, directory / name, pem, mode=PRIVATE)


def _encryption(passphrase: str | None) -> KeySerializationEncryption:
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
        _load_key(directory / name, form, passphrase)
        for name, form in _KEY_FILES.items()
    )


def _load_key(path: Path, form: type, passphrase: str | None) -> PrivateKey:
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
    return cast("PrivateKey", key)
