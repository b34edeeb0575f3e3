"""Publishing a withheld decision: what opened it for a few is shown to everyone."""

from datetime import date

import msgspec

from ledger.entry import Entry
from ledger.errors import ProofError, VaultError
from ledger.reader import LedgerReader
from ledger.records.decision import LicenceDecision
from ledger.records.sealable import WITHHELD
from ledger.records.values import Text
from ledger.records.withheld_decision import WithheldDecision
from ledger.records.withheld_publication import WithheldPublication
from ledger.sealing import digest_of_published
from ledger.tree import leaf_hash
from ledger.vault.audience_key import Identity
from ledger.vault.opening import open_record
from ledger.vault.vault_files import Vault


def publication_of(  # noqa: PLR0913 - what, and what is said of it
    vault: Vault,
    reader: LedgerReader,
    entry_index: int,
    identity: Identity,
    *,
    reference: str,
    published_on: date,
    reason: Text | None = None,
) -> WithheldPublication:
    """Return the record that publishes a withheld decision, for the ledger.

    Only the decision is shown; what is confidential in it stays sealed.

    Args:
        vault: The vault.
        reader: The ledger.
        entry_index: Index of the withheld decision.
        identity: What opens it.
        reference: Reference of the publication.
        published_on: The day.
        reason: Why it is published now.

    Raises:
        ProofError: The entry does not hold the digest of what the vault keeps.
        VaultError: The entry is no withheld decision, or it does not open.
    """
    raw = next(iter(reader.entries(entry_index, entry_index + 1)))
    record, leaf = Entry.parse(raw).record, leaf_hash(raw)
    if not isinstance(record, WithheldDecision):
        raise VaultError(f"entry {entry_index} is no withheld decision")
    kept = vault.find(entry_index, leaf)
    opened = [] if kept is None else open_record(vault, kept[1], identity)
    for _, one in opened:
        if one.name == WITHHELD:
            made = WithheldPublication(
                decision=leaf.hex(),
                decision_ref=record.decision_ref,
                publication_ref=reference,
                published=msgspec.convert(one.value, LicenceDecision),
                published_on=published_on,
                reason=reason,
                salt=one.salt,
            )
            if digest_of_published(made) not in record.digests:
                raise ProofError(
                    f"entry {entry_index} does not hold what {vault.path} keeps of it"
                )
            return made
    raise VaultError(f"{vault.path} keeps no decision of entry {entry_index}")
