"""Disclosure packs: what a named audience may read of some entries, sealed to it.

Whoever opens one needs its own identity, the public ledger and the ledger's pinned
keys: neither the vault nor whoever keeps it is trusted. In clear stand the ledger's
origin, the audience, and the indices of the entries, so that a pack that is kept can
be found when something in it must be destroyed.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from ledger.disclosure import Disclosure
from ledger.entry import Entry
from ledger.errors import FormatError, ProofError, VaultError
from ledger.policy import Policy
from ledger.proof import prove_entry
from ledger.reader import LedgerReader
from ledger.records.record import Record
from ledger.records.values import Count, LeafHash, Value
from ledger.sealing import unseal
from ledger.tree import leaf_hash
from ledger.vault.audience_key import AudienceKey, Identity
from ledger.vault.opening import audience_of, check_cleared, open_record
from ledger.vault.vault_files import Vault

MAX_PACK_SIZE: Final = 500_000_000
"""Bytes of the largest pack that is read at all."""

FORMAT: Final = "weegboek disclosure pack 1"
"""The version of the form of packs."""


class Disclosed(Value, frozen=True, kw_only=True):
    """What is disclosed of one entry.

    Attributes:
        disclosures: The texts of the disclosures.
        entry: Index of the entry.
        leaf: Its leaf hash.
    """

    disclosures: tuple[str, ...]
    entry: Count
    leaf: LeafHash


class Pack(Value, frozen=True, kw_only=True):
    """A sealed pack.

    Attributes:
        audience: Name of the audience.
        entries: Indices of the entries that it is about.
        format: The version of this form.
        key: Id of the key that opens it.
        origin: The ledger.
        text: What is disclosed, sealed.
    """

    audience: str
    entries: tuple[Count, ...]
    format: str
    key: str
    origin: str
    text: bytes

    def to_bytes(self) -> bytes:
        """Write the pack."""
        return msgspec.json.encode(self) + b"\n"

    @staticmethod
    def parse(raw: bytes) -> "Pack":
        """Read a pack.

        Raises:
            FormatError: It is not exactly what ``to_bytes`` writes.
        """
        try:
            pack = msgspec.json.decode(raw, type=Pack)
        except (msgspec.MsgspecError, ValueError) as error:
            raise FormatError("pack", str(error)[:300]) from error
        if pack.format != FORMAT or pack.to_bytes() != raw:
            raise FormatError("pack", f"not in the one spelling of {FORMAT}")
        return pack

    def open(self, identity: Identity) -> tuple[Disclosed, ...]:
        """Open the pack.

        Raises:
            FormatError: What is sealed is no list of disclosures.
            VaultError: It is sealed to another key, or altered.
        """
        if identity.key.key_id != self.key:
            raise VaultError(f"the pack opens with key {self.key} of {self.audience}")
        raw = identity.open(self.text, _binding(self.origin, self.key, self.entries))
        try:
            disclosed = msgspec.json.decode(raw, type=tuple[Disclosed, ...])
        except (msgspec.MsgspecError, ValueError) as error:
            raise FormatError("pack", str(error)[:300]) from error
        if tuple(one.entry for one in disclosed) != self.entries:
            raise FormatError("pack", "it is about other entries than it says")
        return disclosed


class Opened(Value, frozen=True, kw_only=True):
    """One entry with what was disclosed of it, verified.

    Attributes:
        entry: Index of the entry.
        fields: What was disclosed, by the name of the field.
        kind: The kind of the record.
        leaf: Leaf hash of the entry, the same for every reader.
        record: The record with what was disclosed put back.
        sealed: Digests that stay closed; nobody can tell how many of them are decoys.
    """

    entry: int
    fields: dict[str, Any]
    kind: str
    leaf: LeafHash
    record: Record
    sealed: int


def make_pack(
    vault: Vault,
    reader: LedgerReader,
    identity: Identity,
    audience: str,
    entries: Sequence[int],
) -> Pack:
    """Disclose some entries to an audience.

    Args:
        vault: Where the disclosures are.
        reader: The ledger.
        identity: What opens the vault.
        audience: To whom.
        entries: Indices of the entries.

    Raises:
        ProofError: The vault does not fit the ledger.
        VaultError: There is no such audience, it may see what the opener may not, or
            an entry is not kept.
    """
    to = vault.audiences().get(audience)
    if to is None:
        raise VaultError(f"{vault.path} has no audience {audience}")
    check_cleared(audience_of(vault, identity), [to])
    indices = tuple(sorted(set(entries)))
    disclosed = []
    for index in indices:
        raw = prove_entry(reader, index)[1]
        found = vault.find(index, leaf_hash(raw))
        if found is None:
            raise VaultError(f"{vault.path} keeps nothing of entry {index}")
        opened = open_record(vault, found[1], identity)
        shown = [one for tier, one in opened if to.may_see(tier)]
        unseal(Entry.parse(raw).record, shown)
        texts = tuple(one.text for one in shown)
        leaf = leaf_hash(raw).hex()
        disclosed.append(Disclosed(disclosures=texts, entry=index, leaf=leaf))
    text = msgspec.json.encode(disclosed)
    return Pack(
        audience=audience,
        entries=indices,
        format=FORMAT,
        key=to.key.key_id,
        origin=vault.origin,
        text=_sealed(to.key, text, vault.origin, indices),
    )


def check_pack(
    disclosed: Sequence[Disclosed], origin: str, reader: LedgerReader, policy: Policy
) -> Iterator[Opened]:
    """Verify what a pack discloses against the public ledger and pinned keys.

    Raises:
        FormatError: A disclosure is malformed or not of its field's type.
        ProofError: An entry is not in the ledger as signed, is another one than was
            meant, or does not hold the digest of a disclosure.
        StorageError: A file of the ledger is missing.
    """
    for one in disclosed:
        proof, raw = prove_entry(reader, one.entry)
        checkpoint = proof.check(raw, policy)
        if checkpoint.origin != origin:
            raise ProofError(f"the pack is of {origin}, not of {checkpoint.origin}")
        if leaf_hash(raw).hex() != one.leaf:
            raise ProofError(f"entry {one.entry} is another one than the pack is about")
        entry = Entry.parse(raw)
        parsed = [Disclosure.parse(text) for text in one.disclosures]
        yield Opened(
            entry=one.entry,
            fields={each.name: each.value for each in parsed},
            kind=entry.kind,
            leaf=one.leaf,
            record=unseal(entry.record, parsed),
            sealed=_digests(entry.record) - len(parsed),
        )


def _digests(record: Record) -> int:
    digests: Any = getattr(record, "digests", ())
    corrected: Any = getattr(record, "corrected", None)
    return len(digests) + (0 if corrected is None else len(corrected.digests))


def _sealed(
    key: AudienceKey, text: bytes, origin: str, entries: tuple[int, ...]
) -> bytes:
    return key.seal(text, _binding(origin, key.key_id, entries))


def _binding(origin: str, key: str, entries: tuple[int, ...]) -> bytes:
    numbers = ",".join(map(str, entries))
    return f"{FORMAT}\n{origin}\n{key}\n{numbers}\n".encode()
