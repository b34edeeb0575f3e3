"""What a committee build holds beyond what is public."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Final

import msgspec

from etl.committee.names import sealed_names
from etl.committee.opening import Kept, digest_of_kept, item_names, opened_entries
from etl.warehouse.columns import TableRow
from etl.warehouse.current import BuiltLedger
from etl.warehouse.load import Loader
from etl.warehouse.schema import Table, parse_tables
from ledger.reader import LedgerReader
from ledger.records.visibility import Visibility

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

    def __init__(self, kept: Mapping[str, Kept]) -> None:
        """Take what was opened of each ledger, by its origin."""
        self._kept = kept
        self.sealed = 0
        self.opened = 0
        self.closed = 0
        self._named = False

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
