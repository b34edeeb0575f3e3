"""Decisions read into an empty build."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl.warehouse.connection import Connection
from etl.warehouse.derived import FrameworkKey
from etl.warehouse.load import Loader
from etl.warehouse.pieces import Piece, write_lines
from etl.warehouse.schema import create_tables
from ledger.entry import Entry
from ledger.records.decision import LicenceDecision

FRAMEWORK = FrameworkKey(entry_index=1, framework_id="nl_semicon", version=2)
RECORDED = datetime(2026, 1, 2, tzinfo=UTC)


class Build:
    """An empty build, into which decisions are read."""

    def __init__(self, scratch: Path) -> None:
        self.connection: Connection = duckdb.connect(":memory:")
        create_tables(self.connection)
        self.loader = Loader(self.connection, scratch)
        self.scratch = scratch

    def read(self, *decisions: LicenceDecision) -> list[bytes]:
        """Load decisions as entries from 2 on, and return the entries."""
        raws = [
            Entry(
                previous=bytes(32),
                record=one,
                recorded_at=RECORDED,
            ).format()
            for one in decisions
        ]
        known = {one.weighing.framework: FRAMEWORK for one in decisions if one.weighing}
        piece = write_lines(Piece(2, raws, known, self.scratch / "piece"))
        assert len(list(self.loader.put_pieces([piece], 1))) == 1
        return raws

    def said(self, table: str, *columns: str) -> Counter[tuple[object, ...]]:
        """Return how often each combination of values stands in a table."""
        return Counter(
            tuple(row[column] for column in columns) for row in self.rows(table)
        )

    def rows(self, table: str) -> list[dict[str, object]]:
        """Return the rows of a table by column."""
        cursor = self.connection.execute(f"FROM {table} ORDER BY ALL")
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
