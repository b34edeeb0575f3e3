"""A warehouse of very many decisions: those of a demo, each copied many times over.

The ledger behind it stays small, so that pages verify; what pages read is large. Were
copies alike, cubes would have no more cells than those of the demo, which is kind to
them. So each copy stands in the place and on the day of some other decision under the
same framework version, goes to another destination of the same group, took as long as
yet another decision of the same outcome, and is of the kind and for the end use of a
fourth. Entries are in the order of time, as in any ledger, with running numbers.
"""

# ruff: noqa: S608 - built from names of our own schema

import shutil
from hashlib import file_digest

import duckdb
import msgspec

from etl.demo.applications import Plan
from etl.demo.home import Home
from etl.warehouse.current import read_current, write_current
from etl.warehouse.schema import tables
from ledger.durable import Disk
from tests.etl.demo_home import PLAN, make_demo
from tests.etl.warehouse.cubes import count_cubes

BASE = 10_000
OF_A_DECISION = (
    "condition",
    "decision",
    "decision_event",
    "decision_line",
    "decision_original",
    "decision_source",
    "entry",
    "event_change",
    "finding",
    "refusal_ground",
    "withheld_field",
)
MOVED = frozenset(
    {"entry_index", "reading_index", "decision_index", "replacement_index"}
)
# Where a copy goes: the next destination of the same group for each copy, round and
# round; where there is no group, it stays.
SPREAD = """
    CREATE TEMP TABLE spread AS
    WITH known AS (
        SELECT destination_group, destination, count(*) OVER own AS many,
            row_number() OVER (own ORDER BY destination) - 1 AS place
        FROM (SELECT DISTINCT destination_group, destination FROM decision)
        WINDOW own AS (PARTITION BY destination_group)
    )
    SELECT a.destination_group, a.destination, copy, b.destination AS goes_to
    FROM known a CROSS JOIN range($copies) r(copy) JOIN known b
        ON b.destination_group = a.destination_group
        AND b.place = (a.place + copy) % a.many
"""
# Where a copy stands, and what else it has of other decisions: of the one at every so
# many places for each copy, round and round. Strides are primes, so that all are met.
PLACES = """
    CREATE TEMP TABLE slot AS
    SELECT entry_index, framework_index, decision_ref, decided_first, decided_last,
        month_first, month_last,
        row_number() OVER own - 1 AS place, count(*) OVER whole AS many
    FROM decision
    WINDOW own AS (PARTITION BY framework_index ORDER BY entry_index),
        whole AS (PARTITION BY framework_index);
    CREATE TEMP TABLE moved AS
    SELECT a.entry_index, copy, b.* EXCLUDE (entry_index, framework_index, place, many),
        b.entry_index AS goes_before,
        CAST(b.decided_first - a.decided_first AS INTEGER) AS later
    FROM slot a CROSS JOIN range($copies) r(copy) JOIN slot b
        ON b.framework_index IS NOT DISTINCT FROM a.framework_index
        AND b.place = (a.place + copy * $stride) % a.many
"""
LENT = """
    CREATE TEMP TABLE lent AS
    SELECT outcome, entry_index, processing_days, clock_stopped_days, net_days,
        within_norm, authorisation_type, end_use,
        row_number() OVER (PARTITION BY outcome ORDER BY entry_index) - 1 AS place,
        count(*) OVER (PARTITION BY outcome) AS many
    FROM decision
"""
PLACE_STRIDE = 1_000_003
TERM_STRIDE = 7919
KIND_STRIDE = 104_729
OF_A_TERM = ("processing_days", "clock_stopped_days", "net_days", "within_norm")
OF_A_KIND = ("authorisation_type", "end_use")
OF_A_PLACE = (
    "decision_ref",
    "decided_first",
    "decided_last",
    "month_first",
    "month_last",
)


def make_large(home: Home, copies: int) -> None:
    """Make a home whose warehouse has every decision of a demo many times over."""
    if home.path.is_dir():
        shutil.rmtree(home.path)
    plan = Plan(decisions=BASE, seed=PLAN.seed, until=PLAN.until)
    make_demo(home.path, plan)
    current = read_current(home.warehouse)
    assert current is not None
    path = home.warehouse / current.file
    config: dict[str, str | bool | int | float | list[str]] = {
        "checkpoint_threshold": "4GB",
        "memory_limit": "4GB",
    }
    with duckdb.connect(str(path), config=config) as warehouse:
        warehouse.execute(SPREAD, {"copies": copies})
        warehouse.execute(LENT)
        places = {"copies": copies, "stride": PLACE_STRIDE}
        for one in PLACES.split(";"):
            warehouse.execute(one, places if "$" in one else None)
        for table in (one.name for one in tables()):
            if table not in OF_A_DECISION:
                _move(warehouse, table, copies)
        for table in OF_A_DECISION:
            warehouse.execute(f"CREATE TEMP TABLE own AS FROM {table}")
            warehouse.execute(f"DELETE FROM {table}")
            warehouse.execute(_copied(warehouse, table, copies))
            warehouse.execute("DROP TABLE own")
        count_cubes(warehouse)
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    write_current(
        home.warehouse, msgspec.structs.replace(current, sha256=digest), Disk()
    )


def sizes(home: Home) -> tuple[int, int]:
    """Return how many decisions a warehouse has, and cells of its largest cube."""
    current = read_current(home.warehouse)
    assert current is not None
    with duckdb.connect(str(home.warehouse / current.file), read_only=True) as build:
        ((decisions,),) = build.execute("SELECT count(*) FROM decision").fetchall()
        ((cells,),) = build.execute("SELECT count(*) FROM cube_aspect").fetchall()
    return decisions, cells


def _move(warehouse: duckdb.DuckDBPyConnection, table: str, copies: int) -> None:
    """Make room between the entries of rows that are there once."""
    columns = {name for name, *_ in warehouse.execute(f"DESCRIBE {table}").fetchall()}
    for name in MOVED & columns:
        warehouse.execute(f"UPDATE {table} SET {name} = {name} * {copies}")


def _copied(warehouse: duckdb.DuckDBPyConnection, table: str, copies: int) -> str:
    """Return the statement that copies the rows in table ``own``."""
    columns = {name for name, *_ in warehouse.execute("DESCRIBE own").fetchall()}
    changed = {name: f"t.{name} * {copies} + t.copy" for name in MOVED & columns}
    source = f"(SELECT * FROM own, range({copies}) r(copy)) t"
    if table == "entry":
        # Of the same content, every copy would be a repeat of its original.
        changed["content_hash"] = "content_hash || '-' || copy"
        source += " WHERE copy = 0 OR kind IN ('licence_decision', 'decision_event')"
    elif table != "event_change":
        key = "decision_index" if table == "decision_event" else "entry_index"
        changed[key] = f"goes_before * {copies} + t.copy"
        source += f" JOIN moved m ON m.entry_index = t.{key} AND m.copy = t.copy"
    if table == "decision_event":
        latest = "(SELECT max(occurred_on) FROM own)"
        changed["occurred_on"] = f"least(t.occurred_on + later, {latest})"
    if "decision_ref" in columns:
        changed["decision_ref"] = (
            "left(m.decision_ref, -6) || lpad(CAST("
            f"CAST(right(m.decision_ref, 6) AS BIGINT) * {copies} + t.copy"
            " AS VARCHAR), 9, '0')"
        )
    if table in ("decision", "decision_original"):
        source += _mixed(changed, copies)
    put = ", ".join(f"{value} AS {name}" for name, value in changed.items())
    order = changed["entry_index"]
    return (
        f"INSERT INTO {table} BY NAME SELECT t.* EXCLUDE (copy) REPLACE ({put})"
        f" FROM {source} ORDER BY {order}"
    )


def _mixed(changed: dict[str, str], copies: int) -> str:
    """Say what copies have of other decisions, and return what that is read from."""
    for name in OF_A_PLACE[1:]:
        changed[name] = f"m.{name}"
    for name in OF_A_TERM:
        changed[name] = f"term.{name}"
    for name in OF_A_KIND:
        changed[name] = f"kind.{name}"
    days = "CAST(term.processing_days AS INTEGER)"
    changed |= {
        "destination": "coalesce(goes_to, t.destination)",
        "reading_index": f"if(t.reading_index = t.entry_index, goes_before,"
        f" t.reading_index) * {copies} + t.copy",
        "framework_index": f"t.framework_index * {copies}",
        "application_received_in": "coalesce("
        f"strftime(m.decided_first - {days}, '%Y-%m'), t.application_received_in)",
    }
    return f"""
        LEFT JOIN spread s ON s.destination_group = t.destination_group
            AND s.destination = t.destination AND s.copy = t.copy
        JOIN lent l ON l.entry_index = t.entry_index
        JOIN lent term ON term.outcome = l.outcome
            AND term.place = (l.place + t.copy * {TERM_STRIDE}) % l.many
        JOIN lent kind ON kind.outcome = l.outcome
            AND kind.place = (l.place + t.copy * {KIND_STRIDE}) % l.many
    """
