"""What ``weegboek build --tier committee`` does beyond every build."""

from collections.abc import Sequence
from pathlib import Path

from etl.committee.part import CommitteePart
from etl.errors import WarehouseError
from etl.warehouse.verified import LedgerInput
from ledger.cli.options import identity_passphrase
from ledger.vault.audience_key import load_identity
from ledger.vault.vault_files import Vault


def committee_part(
    inputs: Sequence[LedgerInput], vaults: Sequence[Path], identity: Path
) -> CommitteePart:
    """Return what opens the vaults of ledgers with the keys of an identity.

    The passphrase of the keys is that of ``WEEGBOEK_IDENTITY_PASSPHRASE``, if set.

    Raises:
        LedgerError: A vault or the keys cannot be read.
        WarehouseError: A vault is of no ledger that is built, or two are of one.
    """
    opener = load_identity(identity, identity_passphrase())
    origins = {given.reader.checkpoint().origin for given in inputs}
    found: dict[str, Vault] = {}
    for path in vaults:
        vault = Vault(path)
        if vault.origin not in origins:
            raise WarehouseError(
                f"{path} is the vault of {vault.origin}: not built here"
            )
        if vault.origin in found:
            raise WarehouseError(f"{path}: {vault.origin} has a vault given already")
        found[vault.origin] = vault
    return CommitteePart(tuple(found.values()), opener)
