"""A warehouse of very many decisions: those of a demo, each copied many times over.

The ledger behind it stays small, so that pages verify; what pages read is large. Copies
keep destination, dates and outcome, so cubes have as many cells, with larger counts.
"""

import shutil
from hashlib import file_digest

import duckdb
import msgspec

from etl.demo.applications import Plan
from etl.demo.home import Home
from etl.warehouse.current import read_current, write_current
from etl.warehouse.schema import statement
from ledger.durable import Disk
from tests.etl.demo_home import PLAN, make_demo

BASE = 10_000
STRIDE = 1_000_000_000  # between the entries of one copy and those of the next
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
MOVED = ("entry_index", "reading_index", "decision_index")


def make_large(home: Home, copies: int) -> Home:
    """Make a home whose warehouse has every decision of a demo many times over."""
    if home.path.is_dir():
        shutil.rmtree(home.path)
    plan = Plan(decisions=BASE, seed=PLAN.seed, until=PLAN.until)
    make_demo(home.path, plan)
    current = read_current(home.warehouse)
    assert current is not None
    path = home.warehouse / current.file
    with duckdb.connect(str(path)) as warehouse:
        for table in OF_A_DECISION:
            warehouse.execute(_copied(warehouse, table, copies))
        warehouse.execute(statement("fill_cubes.sql"))
        warehouse.execute(
            "UPDATE ledger SET decisions ="
            " (SELECT count(*) FROM decision WHERE counted IS NOT NULL)"
        )
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    write_current(
        home.warehouse, msgspec.structs.replace(current, sha256=digest), Disk()
    )
    return home


def _copied(warehouse: duckdb.DuckDBPyConnection, table: str, copies: int) -> str:
    columns = {name for name, *_ in warehouse.execute(f"DESCRIBE {table}").fetchall()}
    changed = [
        f"{name} + copy * {STRIDE} AS {name}" for name in MOVED if name in columns
    ]
    if "decision_ref" in columns:
        changed.append("decision_ref || '-' || copy AS decision_ref")
    if "raw" in columns:
        # Of the same content, every copy would be a repeat of its original.
        changed.append(
            """replace(raw, '"record":{', '"record":{"copy":' || copy || ',') AS raw"""
        )
    return (
        f"INSERT INTO {table} SELECT t.* REPLACE ({', '.join(changed)})"  # noqa: S608
        f" FROM {table} t, range(1, {copies}) r(copy)"
    )
