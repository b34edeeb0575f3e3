"""Which decisions drift is looked for in, and whether new entries are among them.

Apart from looking for it, which takes libraries that are slow to load.
"""

from typing import Final

from etl.warehouse.connection import Connection

LOOKED_AT: Final = """counted AND month_first = month_last
        AND framework_id IS NOT NULL AND month_first < (
            SELECT date_trunc('month', checkpoint_at) FROM ledger own
            WHERE own.ledger_id = $ledger
        )"""
"""The decisions of a month that is known, and is over: part of one is no month."""

_CHANGED: Final = f"""
    SELECT EXISTS (
        FROM decision WHERE ledger_id = $ledger AND reading_index >= $start
            AND (entry_index < $start OR ({LOOKED_AT}))
    ) OR EXISTS (
        FROM entry JOIN ledger USING (ledger_id)
        WHERE ledger_id = $ledger AND entry_index = $start - 1
            AND date_trunc('month', recorded_at) < date_trunc('month', checkpoint_at)
    )
"""  # noqa: S608 - built from constants


def drift_changed(connection: Connection, ledger_id: int, start: int) -> bool:
    """Whether entries from ``start`` on change what drift there is.

    Decisions of the month that is not over do not, and most entries are of these.
    """
    this = {"ledger": ledger_id, "start": start}
    ((changed,),) = connection.execute(_CHANGED, this).fetchall()
    return bool(changed)
