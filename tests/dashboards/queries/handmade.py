"""A warehouse of a few decisions written by hand, for the edges of a definition."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from etl.warehouse.connection import Connection
from etl.warehouse.schema import create_tables
from ledger.records.terms import outcome_group
from ledger.records.weighing import direction_of
from tests.etl.warehouse.cubes import count_cubes


@dataclass(frozen=True, kw_only=True)
class Made:
    """One decision; findings are ``code, finding, weight``."""

    ref: str
    outcome: str = "granted"
    findings: Sequence[tuple[str, str, str]] = ()
    overridden: bool = False
    day: date = date(2024, 3, 1)
    last: date | None = None
    codes: Sequence[str] = ("3B001",)
    destination: str = "CN"
    end_use: str | None = "research"
    framework: tuple[str, int] | None = ("base_dual_use", 2)
    classes: str = "3B"
    group: str | None = "other"
    more: dict[str, Any] = field(default_factory=dict)


def warehouse_of(*decisions: Made) -> Connection:
    """Return a warehouse in memory with these decisions in the ledger ``made``."""
    connection = duckdb.connect()
    create_tables(connection)
    _insert(connection, "ledger", ledger_id=1, slug="made")
    for place, one in enumerate(decisions):
        _insert(connection, "decision", entry_index=place, **_decision(one))
        for number, (code, finding, weight) in enumerate(one.findings, start=1):
            kind = "goal" if code.startswith("G") else "criterion"
            _insert(
                connection,
                "finding",
                ledger_id=1,
                entry_index=place,
                aspect_kind=kind,
                position=number,
                code=code,
                finding=finding,
                weight=weight,
                direction=direction_of(finding),  # type: ignore[arg-type] # its words
            )
    count_cubes(connection)
    return connection


def _decision(one: Made) -> dict[str, Any]:
    last = one.last or one.day
    goals = [c for c, _, w in one.findings if c.startswith("G") and w == "decisive"]
    return {
        "ledger_id": 1,
        "decision_ref": one.ref,
        "decided_first": one.day,
        "decided_last": last,
        "month_first": one.day.replace(day=1),
        "month_last": last.replace(day=1),
        "outcome": one.outcome,
        "outcome_group": outcome_group(one.outcome),
        "counted": True,
        "destination": one.destination,
        "destination_group": one.group,
        "class_set": one.classes,
        "codes": list(one.codes),
        "end_use": one.end_use,
        "weighing_status": "not_published" if one.framework is None else "published",
        "framework_applies": bool(goals),
        "framework_id": one.framework and one.framework[0],
        "framework_version": one.framework and one.framework[1],
        "decisive_goals": goals,
        "override_by": "minister" if one.overridden else None,
        **one.more,
    }


def _insert(connection: Connection, table: str, **values: Any) -> None:
    """Insert one row, with something in every column that must have something."""
    empty = {"VARCHAR": "", "BOOLEAN": False, "DATE": date(2020, 1, 1)}
    columns = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns()"
        " WHERE table_name = $table AND NOT is_nullable",
        {"table": table},
    ).fetchall()
    row = {
        name: [] if kind.endswith("[]") else empty.get(kind, 0)
        for name, kind in columns
        if kind != "TIMESTAMP"
    }
    row |= {name: "2020-01-01" for name, kind in columns if kind == "TIMESTAMP"}
    row |= values
    marks = ", ".join(f"${name}" for name in row)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})",  # noqa: S608 - own names
        row,
    )
