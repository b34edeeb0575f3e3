"""The warehouse as it would have been built on an earlier day.

What was known at the end of a day is the ledger up to the last entry recorded on it,
and a build is a function of a ledger. So this takes a build back to that entry and
runs what every build runs at its end; all questions can then be asked as always.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb
import msgspec

from etl.warehouse.connection import Connection
from etl.warehouse.finish import finish
from etl.warehouse.load import AS_LOADED, READINGS, Loader, frameworks_before
from etl.warehouse.pieces import Reading
from etl.warehouse.schema import create_tables, tables
from ledger.checkpoint import Checkpoint
from ledger.entry import Entry
from ledger.processes import Workers
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.tree import root_hash

_FOLLOWING: Final = frozenset(
    {"class_set", "concordance", "departed_decision", "departure", "drift", "item"}
)
"""Tables that follow from the others, and are filled anew as the cubes are."""

_REVISION: Final = """
    CREATE TABLE revision AS
    SELECT e.ledger_id, e.entry_index, e.recorded_at, e.decision_ref,
        if(e.event_type = 'correction', 'correction', 'event') AS kind,
        e.event_type, e.occurred_on, e.changed_fields
    FROM latest.decision_event e JOIN ledger l USING (ledger_id)
    WHERE e.entry_index >= l.size AND e.decision_index < l.size
    UNION ALL
    SELECT d.ledger_id, d.entry_index, n.recorded_at, d.decision_ref,
        'late', NULL, d.decided_last, []
    FROM latest.decision d JOIN ledger l USING (ledger_id)
    JOIN latest.entry n USING (ledger_id, entry_index)
    WHERE d.entry_index >= l.size AND d.decided_last <= $day
    ORDER BY ALL
"""
"""What the ledger took in since, about what was decided by then: corrections, events,
and decisions that were recorded late."""


@dataclass(frozen=True, slots=True)
class _Prefix:
    """How many entries of a ledger were there by then."""

    ledger_id: int
    size: int


def open_as_of(build: Path, day: date) -> Connection:
    """Return a connection on the build as of the end of a day (UTC), in memory.

    A ledger that had no entry by then is not in it. Besides the tables of every build
    there is ``revision``: what was recorded since about what was decided by then.

    Raises:
        duckdb.Error: The build could not be read.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": "1GB",
        "threads": "2",
    }
    connection = duckdb.connect(":memory:", config=config)
    try:
        with TemporaryDirectory() as scratch:
            quoted = str(build).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS latest (READ_ONLY)")
            create_tables(connection)
            _fill(connection, Loader(connection, Path(scratch)), day)
            connection.execute(_REVISION, {"day": day})
            connection.execute("DETACH latest")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return connection


def _fill(connection: Connection, loader: Loader, day: date) -> None:
    prefixes = _prefixes(connection, day)
    for table in tables():
        names = {column.name for column in table.columns}
        if "ledger_id" not in names:
            if table.name not in _FOLLOWING:
                connection.execute(f"INSERT INTO {table.name} FROM latest.{table.name}")
        elif "entry_index" in names and table.name not in _FOLLOWING:
            for prefix in prefixes:
                _copy(connection, table.name, prefix)
    for prefix in prefixes:
        _rewind(connection, loader, prefix)
        _put_ledger(connection, prefix)
    finish(connection, loader, Workers(1))


def _prefixes(connection: Connection, day: date) -> list[_Prefix]:
    """Return the ledgers with an entry by the end of a day, and how many they had."""
    rows = connection.execute(
        "SELECT ledger_id, coalesce(min(entry_index) FILTER (recorded_at >= $end),"
        " count(*)) FROM latest.entry GROUP BY ledger_id ORDER BY ledger_id",
        {"end": day + timedelta(days=1)},
    ).fetchall()
    return [_Prefix(ledger_id, size) for ledger_id, size in rows if size]


def _copy(connection: Connection, table: str, prefix: _Prefix) -> None:
    """Copy the rows of a prefix, but no reading that only came after it."""
    columns = AS_LOADED if table in {"decision", "decision_original"} else "*"
    condition = "ledger_id = $ledger AND entry_index < $size"
    if table in READINGS:
        condition += f" AND entry_index NOT IN ({_LATER})"
    if table == "decision_original":
        condition += f" AND entry_index IN ({_CORRECTED})"
    connection.execute(
        f"INSERT INTO {table} SELECT {columns} FROM latest.{table} WHERE {condition}",  # noqa: S608 - names of our own schema
        {"ledger": prefix.ledger_id, "size": prefix.size},
    )


_LATER: Final = (
    "SELECT entry_index FROM latest.decision"
    " WHERE ledger_id = $ledger AND entry_index < $size AND reading_index >= $size"
)
_CORRECTED: Final = (
    "SELECT decision_index FROM latest.decision_event"
    " WHERE ledger_id = $ledger AND entry_index < $size AND event_type = 'correction'"
)


def _rewind(connection: Connection, loader: Loader, prefix: _Prefix) -> None:
    """Load the readings, as of then, of decisions that were corrected since."""
    own = {"ledger": prefix.ledger_id, "size": prefix.size}
    rows = connection.execute(
        f"""
        SELECT d.entry_index, r.entry_index, r.raw
        FROM ({_LATER}) d JOIN latest.entry r ON r.ledger_id = $ledger
            AND r.entry_index = coalesce((
                SELECT max(e.entry_index) FROM latest.decision_event e
                WHERE e.ledger_id = $ledger AND e.decision_index = d.entry_index
                    AND e.event_type = 'correction' AND e.entry_index < $size
            ), d.entry_index)
        ORDER BY d.entry_index
        """,  # noqa: S608 - built from this module's constants
        own,
    ).fetchall()
    if rows:
        frameworks = frameworks_before(connection, prefix.ledger_id)
        readings = [Reading(index, reading, _read(raw)) for index, reading, raw in rows]
        loader.put_readings(readings, frameworks, prefix.ledger_id)


def _read(raw: str) -> bytes:
    """Return the decision as it reads in an entry: its own, or one that corrects it."""
    record = Entry.parse(raw.encode()).record
    read = record.corrected if isinstance(record, DecisionEvent) else record
    if not isinstance(read, LicenceDecision):  # the build has seen to it
        raise TypeError(read)
    return msgspec.json.encode(read)


def _put_ledger(connection: Connection, prefix: _Prefix) -> None:
    """Stamp a ledger with its size, root and last moment as of then."""
    own = {"ledger": prefix.ledger_id}
    leaves = connection.execute(
        "SELECT leaf_hash FROM entry WHERE ledger_id = $ledger ORDER BY entry_index",
        own,
    ).fetchall()
    names = connection.execute(
        "SELECT origin FROM latest.ledger WHERE ledger_id = $ledger", own
    ).fetchall()
    checkpoint = Checkpoint(
        origin=names[0][0],
        size=prefix.size,
        root=root_hash(bytes.fromhex(leaf) for (leaf,) in leaves),
    )
    connection.execute(
        "INSERT INTO ledger SELECT * REPLACE ($size AS size, $root AS root,"
        " (SELECT recorded_at FROM entry WHERE ledger_id = $ledger"
        " ORDER BY entry_index DESC LIMIT 1) AS checkpoint_at,"
        " 0 AS decisions, NULL AS first_decided, NULL AS last_decided)"
        " FROM latest.ledger WHERE ledger_id = $ledger",
        {**own, "size": prefix.size, "root": checkpoint.root_text},
    )
