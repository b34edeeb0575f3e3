"""Opening a vault for a build, and holding all that it keeps against its ledger."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

from etl.errors import WarehouseError
from ledger.disclosure import Disclosure
from ledger.entry import Entry
from ledger.errors import LedgerError
from ledger.reader import LedgerReader
from ledger.records.record import Record
from ledger.records.sealable import nested_parts, sealed_parts
from ledger.sealing import unseal
from ledger.tree import leaf_hash
from ledger.vault.audience_key import Identity
from ledger.vault.opening import open_record
from ledger.vault.vault_files import Vault, parse_records

Kept = Mapping[tuple[int, str], tuple[Disclosure, ...]]
"""What is kept of entries, by index and leaf hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedEntry:
    """An entry that holds digests, with what was opened of it.

    Attributes:
        index: Its index.
        leaf: Its leaf hash, in hexadecimal.
        record: The record, with what was opened.
        digests: How many digests it holds, decoys included.
        disclosures: What was opened, each verified; None when nothing is kept.
    """

    index: int
    leaf: str
    record: Record
    digests: int
    disclosures: tuple[Disclosure, ...] | None


def open_vault(vault: Vault, identity: Identity) -> Kept:
    """Open all that a vault, which the caller holds, keeps for an identity.

    Only what is for the committee: what is classified is left out, whoever opens.

    Raises:
        FormatError: A file of the vault is malformed.
        VaultError: Something does not open with the key that it is sealed to.
    """
    kept: dict[tuple[int, str], tuple[Disclosure, ...]] = {}
    for path in vault.segments():
        for record in parse_records(path.read_bytes()):
            if all(one.key != identity.key.key_id for one in record.sealed):
                continue
            opened = open_record(vault, record, identity)
            kept[record.entry, record.leaf] = tuple(
                one for tier, one in opened if tier == "committee"
            )
    return kept


def digest_of_kept(kept: Kept) -> str:
    """Return what tells one content of a vault from another, in hexadecimal."""
    digest = sha256()
    for (index, leaf), disclosures in sorted(kept.items(), key=lambda pair: pair[0]):
        texts = ",".join(one.digest for one in disclosures)
        digest.update(f"{index} {leaf} {texts}\n".encode())
    return digest.hexdigest()


def opened_entries(
    reader: LedgerReader, size: int, kept: Kept
) -> Iterator[OpenedEntry]:
    """Yield the entries of a ledger that hold digests, and verify what opens them.

    Raises:
        WarehouseError: The vault keeps a value of which the entry holds no digest, or
            that its field cannot hold.
    """
    for index, raw in enumerate(reader.entries(0, size)):
        if b'"_sd":[' not in raw:
            continue
        record = Entry.parse(raw).record
        digests = sum(len(part.digests) for _, part in sealed_parts(record))
        if not digests:
            continue
        leaf = leaf_hash(raw).hex()
        disclosures = kept.get((index, leaf))
        try:
            opened = unseal(record, disclosures or ())
        except LedgerError as error:
            raise WarehouseError(
                f"the vault does not fit entry {index}: {error}; nothing was built"
            ) from error
        yield OpenedEntry(
            index=index,
            leaf=leaf,
            record=opened,
            digests=digests,
            disclosures=disclosures,
        )


def item_names(record: Record, disclosure: Disclosure) -> tuple[str, ...]:
    """Return what the items are called of which a field has a value each.

    That is their code or their number; nothing for a field of the record as a whole.
    """
    for part in nested_parts(record):
        if disclosure.digest not in part.digests:
            continue
        shape: Any = msgspec.json.decode(msgspec.json.encode(part))
        for name in disclosure.name.split("."):
            shape = shape.get(name) if isinstance(shape, dict) else None
            if isinstance(shape, list):
                return tuple(
                    str(item.get("code") or item.get("line_no") or place)
                    for place, item in enumerate(shape, start=1)
                )
    return ()
