"""``CURRENT.json``: which build of a warehouse is the one to read."""

from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from etl.errors import WarehouseError
from ledger.durable import Disk, put_durably
from ledger.records.visibility import Visibility

FILE: Final = "CURRENT.json"


class BuiltLedger(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which ledger was built, and up to which checkpoint.

    Attributes:
        note: The signed checkpoint; empty when it was built up to an earlier size.
        origin: Name of the ledger.
        root: Root of the entries that were built.
        size: Number of them.
        slug: Short name in addresses.
    """

    note: str = ""
    origin: str
    root: str
    size: int
    slug: str


class Current(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The build that readers use.

    Attributes:
        code_lists: SHA-256 over the code lists that it was built with.
        duckdb: Version of DuckDB that wrote it.
        file: Name of the DuckDB file beside this one.
        ledgers: The ledgers in it.
        schema: Version of its tables.
        sha256: SHA-256 of the file, in hexadecimal.
        tier: Who the build is for.
    """

    code_lists: str
    duckdb: str
    file: str
    ledgers: tuple[BuiltLedger, ...]
    schema: int
    sha256: str
    tier: Visibility = "public"


def read_current(warehouse: Path) -> Current | None:
    """Return what is current in a warehouse, or None when nothing was built yet.

    Raises:
        WarehouseError: The file is malformed.
    """
    path = warehouse / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Current)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        message = f"{path} is malformed: {error}; build the warehouse again"
        raise WarehouseError(message) from error


def write_current(warehouse: Path, current: Current, disk: Disk) -> None:
    """Make a build the current one; a crash leaves the old or the new."""
    text = msgspec.json.format(msgspec.json.encode(current), indent=2)
    put_durably(disk, warehouse / FILE, text + b"\n")
