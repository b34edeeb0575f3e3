"""The witness itself: what it knows, what it has seen, and what it answers.

Its directory::

    ed25519.pem  mldsa44.pem    private keys, PKCS#8, mode 0600
    name                        the name under which it signs
    policy                      the ledgers that it knows (c2sp.org/tlog-policy)
    seen/<sha256 of origin>     the largest checkpoint seen, with its cosignatures
"""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from ledger.checkpoint import Checkpoint
from ledger.durable import Disk, put_durably
from ledger.errors import (
    FormatError,
    ProofError,
    SignerError,
)
from ledger.key_files import load_keys, make_keys
from ledger.keys import PrivateKey, VerifierKey, sign, verifier_key
from ledger.lock import locked
from ledger.note import SignatureLine, SignedNote, check_key_name
from ledger.policy import Policy
from ledger.tree import EMPTY_ROOT, check_consistency
from ledger.web import Answer
from ledger.witness.request import Request

SIZE_KIND: Final = "text/x.tlog.size"
"""Kind of the content that names the size which the witness has seen."""

_TEXT: Final = "text/plain; charset=utf-8"
_NAME: Final = "name"
_POLICY: Final = "policy"
_SEEN: Final = "seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigner:
    """A witness.

    Attributes:
        directory: Where its keys and what it has seen are kept.
        name: The name under which it signs.
        keys: Its private keys; each cosigns.
        policy: The ledgers that it knows, by their keys.
        disk: Where what it has seen is written.
    """

    directory: Path
    name: str
    keys: tuple[PrivateKey, ...] = field(repr=False)
    policy: Policy
    disk: Disk = field(default_factory=Disk, repr=False)

    @property
    def verifier_keys(self) -> tuple[VerifierKey, ...]:
        """The public sides of the keys, for the policies of others."""
        return tuple(verifier_key(self.name, key, cosigning=True) for key in self.keys)

    def seen(self, origin_hash: str) -> bytes | None:
        """Return the largest checkpoint seen of a ledger, cosigned; None if none.

        Args:
            origin_hash: SHA-256 of the ledger's origin, in hexadecimal.
        """
        path = self.directory / _SEEN / origin_hash
        return path.read_bytes() if path.exists() else None

    def answer(self, raw: bytes, now: datetime) -> Answer:
        """Answer a request to cosign (c2sp.org/tlog-witness, add-checkpoint).

        What was seen is on the disk before the answer is given.

        Returns:
            200 with cosignatures; 400 malformed; 403 not signed by the ledger's keys;
            404 an unknown ledger; 409 with the size seen, when the old size is
            another; 422 when it does not continue what was seen.
        """
        try:
            request = Request.parse(raw)
            checkpoint = Checkpoint.parse(request.note.text)
        except FormatError as error:
            return _refusal(400, error)
        logs = tuple(key for key in self.policy.logs if key.name == checkpoint.origin)
        if not logs:
            return _refusal(404, f"{checkpoint.origin} is not known here")
        trusted = Policy(logs=logs)
        for problem in trusted.signature_problems(request.note):
            return _refusal(403, problem)
        if request.old > checkpoint.size:
            return _refusal(400, "the old size is larger than the new one")
        with locked(self.directory):
            return self._cosign(request, checkpoint, trusted, now)

    def _cosign(
        self, request: Request, checkpoint: Checkpoint, trusted: Policy, now: datetime
    ) -> Answer:
        place = origin_hash(checkpoint.origin)
        raw = self.seen(place)
        seen = None if raw is None else trusted.checkpoint_of(raw)
        size = 0 if seen is None else seen.size
        if request.old != size:
            return Answer(409, SIZE_KIND, f"{size}\n".encode())
        try:
            _check_growth(request, checkpoint, seen)
        except ProofError as error:
            return _refusal(422, error)
        own = tuple(
            line
            for line in request.note.signatures
            if any(key.made(line) for key in trusted.logs)
        )
        cosignatures = self._lines(checkpoint, now)
        note = SignedNote(text=request.note.text, signatures=(*own, *cosignatures))
        put_durably(self.disk, self.directory / _SEEN / place, note.format())
        lines = "".join(f"{line.format()}\n" for line in cosignatures)
        return Answer(200, _TEXT, lines.encode())

    def _lines(
        self, checkpoint: Checkpoint, now: datetime
    ) -> tuple[SignatureLine, ...]:
        when = int(now.timestamp())
        return tuple(
            sign(self.name, key, checkpoint, timestamp=when, cosigning=True)
            for key in self.keys
        )


def _check_growth(
    request: Request, checkpoint: Checkpoint, seen: Checkpoint | None
) -> None:
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise ProofError("an empty ledger has another root")
    if seen is None or seen.size == 0:
        if request.proof:
            raise ProofError("nothing was seen before: there is nothing to prove")
        return
    check_consistency(
        seen.size, checkpoint.size, request.proof, seen.root, checkpoint.root
    )


def origin_hash(origin: str) -> str:
    """Return the name under which a witness publishes a ledger's checkpoint."""
    return sha256(origin.encode()).hexdigest()


def _refusal(status: int, reason: object) -> Answer:
    return Answer(status, _TEXT, f"{reason}\n".encode())


def create_cosigner(
    directory: Path,
    name: str,
    logs: tuple[VerifierKey, ...],
    *,
    passphrase: str | None = None,
    disk: Disk | None = None,
) -> Cosigner:
    """Make a witness with new keys in a new directory.

    A creation that was broken off, which is one without a policy, is gone on with.

    Raises:
        ExistsError: The directory holds a witness, or anything else.
        FormatError: The name cannot name a key.
        SignerError: A creation was broken off with keys that cannot be opened.
    """
    disk = disk or Disk()
    check_key_name(name)
    policy = Policy(logs=logs)
    keys = make_keys(directory, passphrase, disk, also=frozenset({_SEEN, _NAME}))
    disk.make_directory(directory / _SEEN)
    put_durably(disk, directory / _NAME, f"{name}\n".encode())
    put_durably(disk, directory / _POLICY, policy.format())
    return Cosigner(directory=directory, name=name, keys=keys, policy=policy, disk=disk)


def load_cosigner(
    directory: Path, *, passphrase: str | None = None, disk: Disk | None = None
) -> Cosigner:
    """Open the witness in a directory.

    Raises:
        SignerError: Its keys, its name or its policy are missing or not sound.
    """
    keys = load_keys(directory, passphrase)
    try:
        name = (directory / _NAME).read_text("utf-8").removesuffix("\n")
        check_key_name(name)
        policy = Policy.parse((directory / _POLICY).read_bytes())
    except (OSError, FormatError, UnicodeDecodeError) as error:
        raise SignerError(f"no sound witness in {directory}: {error}") from error
    return Cosigner(
        directory=directory, name=name, keys=keys, policy=policy, disk=disk or Disk()
    )
