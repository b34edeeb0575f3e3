"""A warehouse as of an earlier day is the one of the ledger cut off there."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from etl.demo.home import Home
from etl.warehouse.as_of import open_as_of
from etl.warehouse.connection import Connection
from etl.warehouse.finish import finish
from etl.warehouse.load import Loader, load_code_lists, load_entries
from etl.warehouse.schema import create_tables, tables
from ledger.entry import Entry
from ledger.processes import Workers


def built(demo: Home) -> Path:
    (path,) = demo.warehouse.glob("*.duckdb")
    return path


def truncated(demo: Home, day: date, scratch: Path) -> Connection:
    """Load the entries up to a day from the ledger itself, as a full build does."""
    end = datetime.combine(day + timedelta(days=1), datetime.min.time())
    size = 0
    for raw in demo.reader.entries(0, demo.reader.checkpoint().size):
        if Entry.parse(raw).recorded_at.replace(tzinfo=None) >= end:
            break
        size += 1
    connection = duckdb.connect(":memory:")
    loader = Loader(connection, scratch)
    create_tables(connection)
    load_code_lists(loader)
    load_entries(
        connection,
        loader,
        demo.reader,
        ledger_id=1,
        span=range(size),
        workers=Workers(1),
    )
    connection.execute(f"ATTACH '{built(demo)}' AS latest (READ_ONLY)")
    connection.execute(
        "INSERT INTO ledger SELECT * REPLACE ($size AS size, (SELECT max(recorded_at)"
        " FROM entry) AS checkpoint_at) FROM latest.ledger",
        {"size": size},
    )
    connection.execute("DETACH latest")
    finish(connection, loader, Workers(1))
    return connection


def contents(connection: Connection, table: str) -> list[tuple[object, ...]]:
    return connection.execute(f"FROM {table} ORDER BY ALL").fetchall()


# In each a correction, an event or a late entry is still to come.
DAYS = [date(2019, 3, 1), date(2021, 12, 31), date(2024, 1, 10), date(2025, 9, 30)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_table_is_that_of_the_ledger_cut_off_there(
    demo: Home, tmp_path: Path, day: date
) -> None:
    then, cut = open_as_of(built(demo), day), truncated(demo, day, tmp_path)
    for table in tables():
        if table.name not in {"build", "ledger"}:
            assert contents(then, table.name) == contents(cut, table.name), table.name
    stamp = "SELECT slug, size, decisions, first_decided, last_decided FROM ledger"
    assert then.execute(stamp).fetchall() == cut.execute(stamp).fetchall()


def test_as_of_the_last_day_every_table_is_as_built(demo: Home, tmp_path: Path) -> None:
    then = open_as_of(built(demo), date(2030, 1, 1))
    # A copy: other tests of one process may hold the build in another way.
    copy = shutil.copy(built(demo), tmp_path)
    with duckdb.connect(str(copy), read_only=True) as latest:
        for table in tables():
            assert contents(then, table.name) == contents(latest, table.name)
    assert contents(then, "revision") == []


def test_the_root_as_of_then_is_the_one_that_the_ledger_had(demo: Home) -> None:
    then = open_as_of(built(demo), DAYS[1])
    ((size, root),) = then.execute("SELECT size, root FROM ledger").fetchall()
    assert demo.reader.checkpoint().size > size
    assert root == prefix_root(demo, size)


def prefix_root(demo: Home, size: int) -> str:
    from ledger.checkpoint import Checkpoint  # noqa: PLC0415 - only here
    from ledger.tree import root_hash  # noqa: PLC0415 - only here

    leaves = demo.reader.leaf_hashes(0, size)
    return Checkpoint(origin="x", size=size, root=root_hash(leaves)).root_text


def test_before_the_first_entry_there_is_no_ledger(demo: Home) -> None:
    then = open_as_of(built(demo), date(2017, 1, 1))
    assert contents(then, "ledger") == []
    assert contents(then, "decision") == []


def test_what_came_since_is_listed_with_what_it_changed(
    demo: Home, tmp_path: Path
) -> None:
    (late,) = demo.planted().late
    copy = shutil.copy(built(demo), tmp_path)
    with duckdb.connect(str(copy), read_only=True) as latest:
        ((decided, recorded),) = latest.execute(
            "SELECT decided_last, recorded_at FROM decision JOIN entry"
            " USING (ledger_id, entry_index) WHERE decision_ref = $ref",
            {"ref": late.decision_ref},
        ).fetchall()
        day = decided + timedelta(days=1)
        assert recorded.date() > day
        then = open_as_of(built(demo), day)
        found = {
            (kind, ref): fields
            for kind, ref, fields in then.execute(
                "SELECT kind, decision_ref, changed_fields FROM revision"
            ).fetchall()
        }
        assert ("late", late.decision_ref) in found
        corrections = latest.execute(
            "SELECT count(*) FROM decision_event JOIN ledger USING (ledger_id)"
            " WHERE event_type = 'correction' AND recorded_at > $end"
            " AND decision_index < (SELECT min(entry_index) FROM entry"
            " WHERE recorded_at >= $end)",
            {"end": day + timedelta(days=1)},
        ).fetchall()
    told = then.execute(
        "SELECT count(*) FROM revision WHERE kind = 'correction'"
    ).fetchall()
    assert told == corrections
    assert all(fields for (kind, _), fields in found.items() if kind == "correction")
