"""The months that a build touches, whose cells of the cubes are counted anew.

Table ``touched`` lives as long as the connection; ``fill_cubes.sql`` reads it.
"""

from collections.abc import Mapping

from etl.warehouse.connection import Connection


def begin_touching(connection: Connection) -> None:
    """Say that no month is touched yet."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched (ledger_id SMALLINT, month_first DATE)"
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
