"""Which ledgers the warehouse holds, and up to which checkpoint."""

from datetime import date, datetime
from typing import NamedTuple

from etl.warehouse.connection import Connection


class LedgerStamp(NamedTuple):
    """One ledger as built: what every provenance line says.

    Attributes:
        ledger_id: Its number in this build, by which queries know it.
        slug: Short name for addresses, unique in the warehouse.
        origin: The ledger's unique name, as its checkpoints say.
        country: ISO 3166-1 alpha-2 code of the authority.
        office_nl: The deciding office, in Dutch when given.
        office_en: The deciding office, in English when given.
        notice_nl: What a reader of any figure must know.
        notice_en: The same in English.
        synthetic: True when nothing in the ledger is real.
        size: Number of entries that the checkpoint covers.
        root: Base64 of the Merkle root, as the checkpoint's third line has it.
        checkpoint_at: When the last entry under the checkpoint was recorded (UTC).
        decisions: Number of counted decisions.
        first_decided: First day on which one can have been taken.
        last_decided: Last such day.
    """

    ledger_id: int
    slug: str
    origin: str
    country: str
    office_nl: str | None
    office_en: str | None
    notice_nl: str | None
    notice_en: str | None
    synthetic: bool
    size: int
    root: str
    checkpoint_at: datetime
    decisions: int
    first_decided: date | None
    last_decided: date | None


def ledgers(connection: Connection) -> tuple[LedgerStamp, ...]:
    """Return the ledgers of the warehouse, in the order of the build."""
    rows = connection.execute(
        "SELECT ledger_id, slug, origin, country, office_nl, office_en, notice_nl,"
        " notice_en, synthetic, size, root, checkpoint_at, decisions, first_decided,"
        " last_decided FROM ledger ORDER BY ledger_id"
    ).fetchall()
    return tuple(LedgerStamp._make(row) for row in rows)


def began_on(connection: Connection, ledger: int) -> date | None:
    """Return the day (UTC) of the first entry after the authority's; None without."""
    row = connection.execute(
        "SELECT CAST(min(recorded_at) AS DATE) FROM entry"
        " WHERE ledger_id = $ledger AND entry_index <= 1 AND kind <> 'authority'",
        {"ledger": ledger},
    ).fetchone()
    return None if row is None else row[0]
