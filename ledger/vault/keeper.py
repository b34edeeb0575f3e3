"""The vault's part of an append: disclosures sealed and durable before the entries.

A crash at any step leaves either nothing, or lines of entries that the ledger does not
have; the next append with the vault takes those away.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ledger.disclosure import Disclosure, RandomBytes
from ledger.errors import RecordError, VaultError
from ledger.records.record import Record, reference_of
from ledger.records.visibility import Visibility
from ledger.sealing import Sealed, seal
from ledger.vault.vault_files import Audience, SealedTo, Vault, VaultRecord

SEGMENT: Final = 256
"""Records of one file."""

STEP: Final = 512
"""What is sealed is filled up to a multiple of so many bytes: its length tells less."""

JOINT: Final = "~"

Tiered = tuple[Visibility, Disclosure]


@contextmanager
def keeping(vault: Vault, random: RandomBytes) -> Iterator["VaultKeeper"]:
    """Hold a vault for one append; give what keeps to ``Ledger.appending``.

    Raises:
        LockedError: Another holds the vault.
        VaultError: It has no audience.
    """
    with vault.held():
        yield VaultKeeper(vault, random)


class VaultKeeper:
    """Keeps the disclosures of one batch in a vault."""

    def __init__(self, vault: Vault, random: RandomBytes) -> None:
        self._vault = vault
        self._random = random
        self._audiences = list(vault.audiences().values())
        self._records: list[VaultRecord] = []
        self._written: list[Path] = []
        self._salts: set[str] = set()
        if not self._audiences:
            raise VaultError(
                f"{vault.path} has no audience: weegboek vault add-audience"
            )

    def begin(self, origin: str, size: int) -> None:
        """Take away what a broken append left, of entries that are not there.

        Raises:
            VaultError: The vault is that of another ledger.
        """
        if origin != self._vault.origin:
            raise VaultError(
                f"{self._vault.path} is of {self._vault.origin}, not {origin}"
            )
        for path in self._vault.segments():
            if int(path.stem) >= size:
                self._vault.destroy(path)

    def seal(self, record: Record) -> Sealed:
        """Seal a record.

        Raises:
            RecordError: It breaks a rule, a salt was used before in this batch, or
                nobody may see what is classified in it.
        """
        sealed = seal(record, self._random)
        salts = {one.salt for _, one in sealed.disclosures}
        if salts & self._salts:
            reason = "has a salt used before"
            raise RecordError(reference_of(record), "_sd", "seal", reason)
        self._salts |= salts
        for tier, one in sealed.disclosures:
            if not any(audience.may_see(tier) for audience in self._audiences):
                reason = f"is {tier}, and no audience of the vault may see that"
                raise RecordError(reference_of(record), one.name, "seal", reason)
        return sealed

    def keep(self, index: int, leaf: bytes, sealed: Sealed) -> None:
        """Seal the disclosures of an entry to each audience.

        Raises:
            OSError: A full file could not be written.
        """
        texts = sealed_to(self._vault.origin, leaf, sealed.disclosures, self._audiences)
        if texts:
            made = VaultRecord(entry=index, leaf=leaf.hex(), sealed=texts)
            self._records.append(made)
        if len(self._records) == SEGMENT:
            self.settle()

    def settle(self) -> None:
        """Write what is not written yet, durably.

        Raises:
            OSError: It could not be written.
            StorageError: It does not read back as it was written.
        """
        if self._records:
            self._written.append(self._vault.put_segment(self._records))
            self._records = []

    def discard(self) -> None:
        """Take away what was written."""
        self._records = []
        for path in self._written:
            self._vault.destroy(path)
        self._written = []


def sealed_to(
    origin: str,
    leaf: bytes,
    disclosures: Sequence[Tiered],
    audiences: Sequence[Audience],
) -> tuple[SealedTo, ...]:
    """Seal disclosures to each audience that may see any of them."""
    sealed = []
    for audience in audiences:
        seen = [one.text for tier, one in disclosures if audience.may_see(tier)]
        if seen:
            text = JOINT.join(seen)
            text += JOINT * (-len(text) % STEP)
            sealed.append(
                SealedTo(
                    audience=audience.key.name,
                    key=audience.key.key_id,
                    text=audience.key.seal(text.encode("ascii"), binding(origin, leaf)),
                )
            )
    return tuple(sealed)


def binding(origin: str, leaf: bytes) -> bytes:
    """Return what a sealed text belongs to: it opens for that entry only."""
    return f"weegboek vault 1\n{origin}\n{leaf.hex()}\n".encode()
