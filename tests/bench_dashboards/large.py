"""A warehouse of very many decisions: those of a demo, each copied many times over.

The ledger behind it stays small, so that pages verify; what pages read is large. Copies
stand beside their originals, so that entries are in the order of time as in any ledger,
with running numbers. They are spread over the destinations of the same group: else
cubes would have no more cells than those of the demo, which is kind to them. For the
same reason each copy took as long as some other decision of the same outcome, and is of
the kind and for the end use of yet another.
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
# What a copy has of other decisions of the same outcome: the one at every so many
# places for each copy, round and round. Strides are primes, so that all are met.
LENT = """
    CREATE TEMP TABLE lent AS
    SELECT outcome, entry_index, processing_days, clock_stopped_days, net_days,
        within_norm, authorisation_type, end_use,
        row_number() OVER (PARTITION BY outcome ORDER BY entry_index) - 1 AS place,
        count(*) OVER (PARTITION BY outcome) AS many
    FROM decision
"""
TERM_STRIDE = 7919
KIND_STRIDE = 104_729
OF_A_TERM = ("processing_days", "clock_stopped_days", "net_days", "within_norm")
OF_A_KIND = ("authorisation_type", "end_use")


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
    columns = {name for name, *_ in warehouse.execute("DESCRIBE own").fetchall()}
    changed = [f"{name} * {copies} + copy AS {name}" for name in MOVED & columns]
    if "framework_index" in columns:
        changed.append(f"framework_index * {copies} AS framework_index")
    if "decision_ref" in columns:
        number = f"CAST(right(decision_ref, 6) AS BIGINT) * {copies} + copy"
        changed.append(
            f"left(decision_ref, -6) || lpad(CAST({number} AS VARCHAR), 9, '0')"
            " AS decision_ref"
        )
    if "content_hash" in columns:
        # Of the same content, every copy would be a repeat of its original.
        changed.append("content_hash || '-' || copy AS content_hash")
    source = f"own t, range({copies}) r(copy)"
    if table in ("decision", "decision_original"):
        return _mixed(source, table, changed)
    if table == "entry":
        source += " WHERE copy = 0 OR kind IN ('licence_decision', 'decision_event')"
    return (
        f"INSERT INTO {table} BY NAME SELECT t.* REPLACE ({', '.join(changed)})"
        f" FROM {source} ORDER BY {', '.join(sorted(MOVED & columns))}, copy"
    )


def _mixed(source: str, table: str, changed: list[str]) -> str:
    """Return the statement that copies decisions to other destinations and terms."""
    came = "strftime(decided_first - CAST(term.processing_days AS INTEGER), '%Y-%m')"
    changed = [
        *changed,
        "coalesce(goes_to, destination) AS destination",
        *(f"term.{name} AS {name}" for name in OF_A_TERM),
        *(f"kind.{name} AS {name}" for name in OF_A_KIND),
        f"coalesce({came}, application_received_in) AS application_received_in",
    ]
    return f"""
        INSERT INTO {table} BY NAME
        SELECT t.* EXCLUDE (copy) REPLACE ({", ".join(changed)})
        FROM (SELECT * FROM {source}) t
        LEFT JOIN spread USING (destination_group, destination, copy)
        JOIN lent own_place USING (entry_index)
        JOIN lent term ON term.outcome = own_place.outcome
            AND term.place = (own_place.place + copy * {TERM_STRIDE}) % own_place.many
        JOIN lent kind ON kind.outcome = own_place.outcome
            AND kind.place = (own_place.place + copy * {KIND_STRIDE}) % own_place.many
        ORDER BY t.entry_index, copy
    """
