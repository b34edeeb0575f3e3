"""What was recorded since an earlier day about what was decided by then."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date, datetime
from typing import NamedTuple

from dashboards.queries.selection import LEDGER
from etl.warehouse.connection import Connection


class Revision(NamedTuple):
    """One entry that came later.

    Attributes:
        entry_index: Its index.
        recorded_at: When it was recorded (UTC).
        decision_ref: The decision that it is about, or is.
        kind: ``correction``, ``event``, or ``late`` for a decision that was taken
            by then and recorded later.
        event_type: What happened; None for a decision.
        occurred_on: When that was, or when the decision was taken.
        changed_fields: What a correction or a modification changed.
    """

    entry_index: int
    recorded_at: datetime
    decision_ref: str
    kind: str
    event_type: str | None
    occurred_on: date
    changed_fields: list[str]


def revisions(connection: Connection, ledger: int) -> tuple[Revision, ...]:
    """Return what came later: what changes figures first, then events, by entry.

    Only for a cursor on an earlier day (``etl.warehouse.as_of``).
    """
    rows = connection.execute(
        "SELECT entry_index, recorded_at, decision_ref, kind, event_type, occurred_on,"
        f" changed_fields FROM revision WHERE {LEDGER}"
        " ORDER BY kind = 'event', entry_index",
        {"ledger": ledger},
    ).fetchall()
    return tuple(Revision._make(row) for row in rows)
