"""What a build for one tier holds beyond what is public, and the end of old ones."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from etl.warehouse.current import BuiltLedger
from etl.warehouse.load import Loader
from etl.warehouse.schema import Table
from ledger.durable import Disk
from ledger.reader import LedgerReader
from ledger.records.visibility import Visibility

BUILDS: Final = "weegboek-*.duckdb"
"""How the files of builds are called."""

SCRATCH: Final = ".building"
"""The directory in which a build is made."""

DIRECTORY_MODE: Final = 0o700
"""Mode of a directory of builds that are not public."""


class Part(Protocol):
    """What a build holds beyond what is public.

    A build with such a part is always made whole, and takes the place of the one
    before it, which is overwritten: what was erased since is in neither.
    """

    @property
    def tier(self) -> Visibility:
        """Who the build is for."""

    @property
    def digest(self) -> str:
        """What tells one content of the part from another, once it has begun."""

    @property
    def tables(self) -> Sequence[Table]:
        """Its tables."""

    def begin(self, warehouse: Path) -> None:
        """Take what the part is made of, now that the warehouse is this build's alone.

        Args:
            warehouse: Directory of the warehouse.

        Raises:
            LedgerError: It cannot be had.
            WarehouseError: The directory holds something else than builds.
        """

    def fill(
        self, loader: Loader, ledger_id: int, reader: LedgerReader, built: BuiltLedger
    ) -> None:
        """Fill the tables with what belongs to one ledger, which has verified."""


def tier_of(part: Part | None) -> Visibility:
    """Return who a build with a part, or without one, is for."""
    return "public" if part is None else part.tier


def destroy_old(warehouse: Path, current: str, disk: Disk) -> None:
    """Overwrite and remove every build but the current one."""
    for path in sorted(warehouse.glob(BUILDS)):
        if path.name != current:
            disk.overwrite(path)
            disk.remove(path)
    disk.sync_directory(warehouse)
