"""What a committee build holds beyond what is public."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec

from etl.committee.names import sealed_names
from etl.committee.opening import (
    Kept,
    digest_of_kept,
    item_names,
    open_vault,
    opened_entries,
)
from etl.errors import WarehouseError
from etl.warehouse.columns import TableRow
from etl.warehouse.current import FILE, BuiltLedger
from etl.warehouse.load import Loader
from etl.warehouse.part import BUILDS, SCRATCH
from etl.warehouse.schema import Table, parse_tables
from ledger.durable import TEMPORARY
from ledger.reader import LedgerReader
from ledger.records.visibility import Visibility
from ledger.vault.audience_key import Identity
from ledger.vault.builds import MARK, remember_build
from ledger.vault.vault_files import Vault

TABLES: Final[tuple[Table, ...]] = tuple(
    parse_tables(files("etl.committee").joinpath("committee.sql").read_text("utf-8"))
)
"""The tables that only committee builds have."""


class CommitteePart:
    """The opened fields of some ledgers, for ``build_warehouse``.

    Attributes:
        tier: ``committee``.
        tables: Its tables.
        sealed: Entries that hold digests, counted while building.
        opened: Fields that were opened.
        closed: Entries of which the vault keeps nothing for the key of the build:
            nothing in them was confidential, it was erased, or it is sealed to others.
    """

    tier: Visibility = "committee"
    tables: Sequence[Table] = TABLES

    def __init__(self, vaults: Sequence[Vault], identity: Identity) -> None:
        """Take the vaults, one for each ledger, and the keys that open them."""
        self._vaults = vaults
        self._identity = identity
        self._kept: dict[str, Kept] = {}
        self.sealed = 0
        self.opened = 0
        self.closed = 0
        self._named = False

    def begin(self, warehouse: Path) -> None:
        """Open the vaults, which remember from now on where this is built.

        Raises:
            LedgerError: A vault cannot be read, or does not open.
            WarehouseError: The directory holds something else than builds.
        """
        others = {path.name for path in warehouse.iterdir()} - {FILE, MARK, SCRATCH}
        for name in sorted(others):
            if not fnmatch(name, BUILDS) and not name.startswith(TEMPORARY):
                raise WarehouseError(
                    f"{warehouse} holds {name}: builds for the committee need a"
                    " directory of their own, which an erasure destroys whole"
                )
        for vault in self._vaults:
            with vault.held():
                remember_build(vault, warehouse)
                self._kept[vault.origin] = open_vault(vault, self._identity)

    @property
    def digest(self) -> str:
        """What tells one content from another, in hexadecimal."""
        lines = [
            f"{name} {digest_of_kept(kept)}\n" for name, kept in self._kept.items()
        ]
        return sha256("".join(sorted(lines)).encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        """Return how much was opened, in words for who builds."""
        return {
            "entries_sealed": self.sealed,
            "fields_opened": self.opened,
            "entries_closed": self.closed,
        }

    def fill(
        self, loader: Loader, ledger_id: int, reader: LedgerReader, built: BuiltLedger
    ) -> None:
        """Fill the tables with what was opened of one ledger.

        Raises:
            WarehouseError: The vault does not fit the ledger.
        """
        if not self._named:
            loader.put(_name_rows())
            self._named = True
        kept = self._kept.get(built.origin, {})
        loader.put(self._rows(reader, built.size, kept), ledger_id)

    def _rows(self, reader: LedgerReader, size: int, kept: Kept) -> Iterator[TableRow]:
        for one in opened_entries(reader, size, kept):
            disclosures = one.disclosures or ()
            self.sealed += 1
            self.opened += len(disclosures)
            self.closed += one.disclosures is None
            where = {"entry_index": one.index, "leaf_hash": one.leaf}
            counts = {"digests": one.digests, "opened": len(disclosures)}
            kept_any = {"kept": one.disclosures is not None}
            yield "sealed_entry", where | counts | kept_any
            for each in disclosures:
                yield (
                    "opened_field",
                    where
                    | {
                        "field": each.name,
                        "value": msgspec.json.encode(each.value).decode(),
                        "items": item_names(one.record, each),
                        "disclosure": each.text,
                    },
                )


def _name_rows() -> Iterator[TableRow]:
    for position, one in enumerate(sealed_names(), start=1):
        yield (
            "sealed_name",
            {
                "path": one.path,
                "name_nl": one.nl,
                "name_en": one.en,
                "shape": one.shape,
                "position": position,
            },
        )
