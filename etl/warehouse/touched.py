"""The months that a build touches, whose cells of the cubes are counted anew.

Tables ``touched`` and ``touched_standing`` live as long as the connection;
``fill_cubes.sql`` reads them.
"""

from collections.abc import Mapping

from etl.warehouse.connection import Connection


def begin_touching(connection: Connection) -> None:
    """Say that no month is touched yet."""
    for table in ("touched", "touched_standing"):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table}"
            " (ledger_id SMALLINT, month_first DATE)"
        )


def touch(
    connection: Connection, where: str = "", given: Mapping[str, object] | None = None
) -> None:
    """Touch the months of the decisions that a condition holds for, or of all."""
    connection.execute(
        "INSERT INTO touched SELECT DISTINCT ledger_id, month_first"  # noqa: S608 - callers' own words, values bound
        f" FROM decision {where}",
        given,
    )


def touch_standing(connection: Connection, ledger_id: int, start: int) -> None:
    """Touch the months of what decisions became of which events came from an entry on.

    Only what counts by that is counted anew in them: events are of decisions of old.
    """
    connection.execute(
        "INSERT INTO touched_standing SELECT DISTINCT d.ledger_id, d.month_first"
        " FROM decision d JOIN decision_event e"
        " ON d.ledger_id = e.ledger_id AND d.entry_index = e.decision_index"
        " WHERE e.ledger_id = $ledger AND e.entry_index >= $start",
        {"ledger": ledger_id, "start": start},
    )
