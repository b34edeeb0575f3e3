"""The signer: the keys of a ledger and the last checkpoint they signed.

Its directory is kept apart from the ledger, so that whoever can change the
ledger's files cannot make the signer forget what it signed::

    ed25519.pem  mldsa44.pem    private keys, PKCS#8, mode 0600
    policy                      what a verifier pins (c2sp.org/tlog-policy)
    last-signed                 the last signed checkpoint, whole
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from ledger.checkpoint import Checkpoint
from ledger.durable import Disk, put_durably
from ledger.errors import DivergedError, FormatError, SignerError
from ledger.key_files import PRIVATE, load_keys, make_keys
from ledger.keys import PrivateKey, VerifierKey, sign, verifier_key
from ledger.lock import locked
from ledger.note import SignedNote, check_key_name
from ledger.policy import Policy

_LAST_SIGNED: Final = "last-signed"
POLICY: Final = "policy"
"""Name of the file that says what a verifier pins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The keys of one ledger.

    Attributes:
        directory: Where the keys and the last signed checkpoint are kept.
        origin: The ledger's name, which is the keys' name.
        keys: The private keys; each signs every checkpoint.
        disk: Where ``last-signed`` is written.
    """

    directory: Path
    origin: str
    keys: tuple[PrivateKey, ...] = field(repr=False)
    disk: Disk = field(default_factory=Disk, repr=False)

    @property
    def verifier_keys(self) -> tuple[VerifierKey, ...]:
        """The public sides of the keys."""
        return tuple(verifier_key(self.origin, key) for key in self.keys)

    def policy(self) -> Policy:
        """Return what a verifier of this ledger pins."""
        return Policy(logs=self.verifier_keys)

    def verify(self, raw: bytes) -> Checkpoint:
        """Read a note that all of these keys signed.

        Raises:
            FormatError: It is not a signed checkpoint.
            SignatureError: A key did not sign it.
        """
        return _verified(self.policy(), raw)

    def last_signed(self) -> bytes | None:
        """Return the last note that was signed, or None when there is none."""
        path = self.directory / _LAST_SIGNED
        return path.read_bytes() if path.exists() else None

    def sign_next(
        self, before: Checkpoint | None, checkpoint: Checkpoint, now: datetime
    ) -> bytes:
        """Sign a checkpoint that follows the one last signed, and remember it.

        Args:
            before: What the caller took to be last signed.
            checkpoint: What to sign.
            now: The time of signing.

        Returns:
            The signed note.

        Raises:
            DivergedError: Something else was signed since, or the ledger shrinks.
            SignerError: The checkpoint is of another ledger.
        """
        if checkpoint.origin != self.origin:
            raise SignerError(
                f"{self.directory} signs for {self.origin}, not {checkpoint.origin}"
            )
        with locked(self.directory):
            raw = self.last_signed()
            last = None if raw is None else self.verify(raw)
            if last != before or (last and checkpoint.size <= last.size):
                raise DivergedError(
                    f"the signer in {self.directory} last signed"
                    f" {_described(last)}, not {_described(before)}"
                )
            timestamp = int(now.timestamp())
            lines = tuple(
                sign(self.origin, key, checkpoint, timestamp=timestamp)
                for key in self.keys
            )
            note = SignedNote(text=checkpoint.format(), signatures=lines).format()
            self.verify(note)
            path = self.directory / _LAST_SIGNED
            put_durably(self.disk, path, note, mode=PRIVATE)
            return note


@lru_cache(maxsize=8)  # each append asks three times for the same few notes
def _verified(policy: Policy, raw: bytes) -> Checkpoint:
    return policy.checkpoint_of(raw)


def _described(checkpoint: Checkpoint | None) -> str:
    if checkpoint is None:
        return "nothing"
    return f"size {checkpoint.size} with root {checkpoint.root_text}"


def create_signer(
    directory: Path,
    origin: str,
    *,
    passphrase: str | None = None,
    disk: Disk | None = None,
) -> Signer:
    """Make new keys for a ledger in a new directory.

    A creation that was broken off, which is one without a policy, is gone on with.

    Raises:
        ExistsError: The directory holds a signer, or anything else.
        FormatError: The origin cannot name a key.
        SignerError: A creation was broken off with keys that cannot be opened.
    """
    disk = disk or Disk()
    check_key_name(origin)
    keys = make_keys(directory, passphrase, disk, also=frozenset())
    signer = Signer(directory=directory, origin=origin, keys=keys, disk=disk)
    put_durably(disk, directory / POLICY, signer.policy().format())
    return signer


def is_signer(directory: Path) -> bool:
    """Whether a signer stands in a directory; its policy is written last."""
    return (directory / POLICY).exists()


def load_signer(
    directory: Path, *, passphrase: str | None = None, disk: Disk | None = None
) -> Signer:
    """Open the signer in a directory.

    Raises:
        SignerError: A key is missing, readable by others, locked by another
            passphrase, or not the one that the policy beside it names.
    """
    keys = load_keys(directory, passphrase)
    try:
        policy = Policy.parse((directory / POLICY).read_bytes())
        origin = policy.logs[0].name
    except (OSError, FormatError, IndexError) as error:
        raise SignerError(f"no sound policy in {directory}: {error}") from error
    signer = Signer(directory=directory, origin=origin, keys=keys, disk=disk or Disk())
    if signer.verifier_keys != policy.logs:
        raise SignerError(f"the keys in {directory} are not those of its policy")
    return signer
