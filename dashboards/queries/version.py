"""Versions of frameworks and control lists, whole, to be compared."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import NamedTuple

from dashboards.queries.selection import LEDGER
from etl.errors import WarehouseError
from etl.warehouse.connection import Connection
from ledger.entry import Entry
from ledger.records.control_list import ControlListVersion
from ledger.records.framework import FrameworkVersion


class Version(NamedTuple):
    """One version of a framework or of a control list.

    Attributes:
        of: The framework or list.
        version: Number or label of the version.
        title_nl: Its name in Dutch, when given.
        title_en: Its name in English, when given.
        entry_index: Index of its entry.
    """

    of: str
    version: str
    title_nl: str | None
    title_en: str | None
    entry_index: int

    @property
    def name(self) -> str:
        """What addresses call it."""
        return f"{self.of}@{self.version}"


def versions(connection: Connection, ledger: int) -> tuple[Version, ...]:
    """Return all versions of a ledger: frameworks, then lists, each oldest first."""
    rows = connection.execute(
        "SELECT of, version, title_nl, title_en, entry_index FROM ("
        " SELECT 1 AS place, framework_id AS of, CAST(version AS VARCHAR) AS version,"
        " title_nl, title_en, entry_index, valid_from"
        f" FROM framework WHERE {LEDGER}"
        " UNION ALL SELECT 2, list_id, version, title_nl, title_en, entry_index,"
        f" valid_from FROM control_list WHERE {LEDGER}"
        ") ORDER BY place, of, valid_from, entry_index",
        {"ledger": ledger},
    ).fetchall()
    return tuple(Version._make(row) for row in rows)


def version_record(
    connection: Connection, ledger: int, version: Version
) -> FrameworkVersion | ControlListVersion:
    """Return what the entry of a version holds.

    Raises:
        WarehouseError: The entry holds something else.
    """
    ((raw,),) = connection.execute(
        f"SELECT raw FROM entry WHERE {LEDGER} AND entry_index = $entry_index",
        {"ledger": ledger, "entry_index": version.entry_index},
    ).fetchall()
    record = Entry.parse(raw.encode()).record
    if not isinstance(record, FrameworkVersion | ControlListVersion):
        raise WarehouseError(f"entry {version.entry_index} holds no version")
    return record
