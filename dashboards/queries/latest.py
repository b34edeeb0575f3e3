"""What was recorded last: decisions, and what happened to them."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import datetime
from typing import NamedTuple

from dashboards.queries.selection import LEDGER
from etl.warehouse.connection import Connection


class Recorded(NamedTuple):
    """One decision or event, by its entry.

    Attributes:
        entry_index: Index of its entry.
        leaf_hash: Hexadecimal leaf hash of the entry.
        recorded_at: When it was recorded (UTC).
        ref: Reference of the decision.
        outcome: The outcome; None for an event.
        event_type: What happened; None for a decision.
        destination: Destination of the decision.
    """

    entry_index: int
    leaf_hash: str
    recorded_at: datetime
    ref: str
    outcome: str | None
    event_type: str | None
    destination: str


def latest(connection: Connection, ledger: int, most: int) -> tuple[Recorded, ...]:
    """Return what was recorded last, the newest first."""
    rows = connection.execute(
        f"""
        SELECT entry_index, e.leaf_hash, e.recorded_at, decision_ref, outcome,
            NULL AS event_type, destination
        FROM decision JOIN entry e USING (ledger_id, entry_index) WHERE {LEDGER}
        UNION ALL
        SELECT v.entry_index, v.leaf_hash, v.recorded_at, v.decision_ref, NULL,
            v.event_type, d.destination
        FROM decision_event v JOIN decision d
            ON d.ledger_id = v.ledger_id AND d.entry_index = v.decision_index
        WHERE v.{LEDGER}
        ORDER BY 1 DESC LIMIT $most
        """,
        {"ledger": ledger, "most": most},
    ).fetchall()
    return tuple(Recorded._make(row) for row in rows)


def is_decision(connection: Connection, ledger: int, ref: str) -> bool:
    """Whether a ledger has a decision of a reference, public or withheld."""
    rows = connection.execute(
        f"SELECT 1 FROM decision WHERE {LEDGER} AND decision_ref = $ref UNION ALL"
        f" SELECT 1 FROM withheld_decision WHERE {LEDGER} AND decision_ref = $ref",
        {"ledger": ledger, "ref": ref},
    ).fetchall()
    return bool(rows)
