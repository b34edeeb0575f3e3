"""What every build does at its end: all that follows from entries together."""

from collections.abc import Iterator, Mapping

from etl.code_lists import class_of
from etl.warehouse.columns import TableRow
from etl.warehouse.connection import Connection
from etl.warehouse.cubes import fill_cubes
from etl.warehouse.drift_scope import drift_changed
from etl.warehouse.load import Loader
from etl.warehouse.schema import statement
from etl.warehouse.touched import touch, touch_standing
from ledger.entry import Entry
from ledger.processes import Workers
from ledger.records.concordance import concordance
from ledger.records.control_list import ControlListVersion


def finish(
    connection: Connection,
    loader: Loader,
    workers: Workers,
    starts: Mapping[int, int] | None = None,
) -> None:
    """Compute what follows from the entries as a whole, and the cubes.

    Args:
        connection: The build.
        loader: What puts rows into it.
        workers: Who does what takes long.
        starts: For each ledger of which a beginning was finished before, its length.
    """
    connection.execute(statement("finish.sql"))
    connection.execute("DELETE FROM concordance")
    ledgers = connection.execute("SELECT ledger_id FROM ledger ORDER BY 1").fetchall()
    lengths = {
        ledger_id: 0 if starts is None else starts.get(ledger_id, 0)
        for (ledger_id,) in ledgers
    }
    for ledger_id, start in lengths.items():
        new = {"ledger": ledger_id, "start": start}
        connection.execute(statement("standing.sql"), new)
        loader.put(_concordance_rows(connection, ledger_id), ledger_id)
        where = "WHERE ledger_id = $ledger AND reading_index >= $start"
        touch(connection, where, new)
        touch_standing(connection, ledger_id, start)
    fill_cubes(connection)
    for ledger_id, start in lengths.items():
        _fill_drift(connection, loader, workers, ledger_id, start)


def _fill_drift(
    connection: Connection, loader: Loader, workers: Workers, ledger_id: int, start: int
) -> None:
    """Look for drift, where there is anything new to look at."""
    this = {"ledger": ledger_id}
    if start and not drift_changed(connection, ledger_id, start):
        return
    connection.execute("DELETE FROM drift WHERE ledger_id = $ledger", this)
    weighed = connection.execute(
        "SELECT 1 FROM finding WHERE ledger_id = $ledger LIMIT 1", this
    ).fetchall()
    if weighed:
        from etl.warehouse.drift import drift_rows  # noqa: PLC0415 - costs start-up time

        loader.put(drift_rows(connection, ledger_id, workers), ledger_id)


def _concordance_rows(connection: Connection, ledger_id: int) -> Iterator[TableRow]:
    """Yield where each item of a ledger's lists and decisions stands now."""
    this = {"ledger": ledger_id}
    raws = connection.execute(
        "SELECT raw FROM entry WHERE ledger_id = $ledger"
        " AND kind = 'control_list_version' ORDER BY entry_index",
        this,
    ).fetchall()
    records = (Entry.parse(raw.encode()).record for (raw,) in raws)
    known = concordance(one for one in records if isinstance(one, ControlListVersion))
    items = connection.execute(
        "SELECT DISTINCT list_id, code FROM decision_line WHERE ledger_id = $ledger"
        " UNION SELECT list_id, code FROM control_list_entry"
        " WHERE ledger_id = $ledger ORDER BY ALL",
        this,
    ).fetchall()
    for list_id, code in items:
        for place in known.places(list_id, code):
            yield (
                "concordance",
                {
                    "list_id": list_id,
                    "code": code,
                    "regime": known.regime(list_id, code),
                    "current_list_id": place.list_id,
                    "current_version": place.version,
                    "current_code": place.code,
                    "current_class": class_of(place.code, place.list_id)[0],
                    "relation": place.relation,
                    "is_illustrative": place.is_illustrative,
                },
            )
