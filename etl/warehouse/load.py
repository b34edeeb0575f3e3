"""Loading entries of a ledger into the tables, chunk by chunk.

Rows go through files of one JSON object a line, which DuckDB reads in bulk;
memory stays flat however long the ledger is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path
from typing import Final

import msgspec

from etl.code_lists import countries, field_names, product_classes, terms
from etl.warehouse.as_decided import make_macros
from etl.warehouse.columns import Row, TableRow
from etl.warehouse.connection import Connection
from etl.warehouse.derived import Derived, FrameworkKey
from etl.warehouse.entry_shape import DECISION, OTHER, shape_of
from etl.warehouse.pieces import (
    COLUMNS,
    SEPARATOR,
    Other,
    Piece,
    Reading,
    Written,
    write_lines,
    write_readings,
)
from etl.warehouse.rows import NamedDecisions, other_rows
from etl.warehouse.schema import Table, statement, tables
from etl.warehouse.touched import begin_touching, touch
from ledger.entry import Entry, kind_in, parse_entries
from ledger.processes import Workers
from ledger.reader import LedgerReader
from ledger.records.event import DecisionEvent
from ledger.records.framework import FrameworkVersion
from ledger.tree import leaf_hash

Progress = Callable[[int, int], None]
"""Told how many entries are loaded, and of how many."""

PIECE: Final = 2_560
"""Entries that are turned into rows at a time."""

_GROUP: Final = 8  # pieces whose rows are inserted at a time

_ROW_GROUP: Final = 122_880
"""Rows that DuckDB compresses together.

When so many are there they are written, for they are never touched again; else they
would lie in memory as they came, and from there in files, until all are.
"""

READINGS: Final = (
    "decision_line",
    "finding",
    "refusal_ground",
    "condition",
    "decision_source",
    "withheld_field",
    "decision",
)
"""The tables that hold a decision's reading, the decision itself last."""

AS_LOADED: Final = """* REPLACE (
    0 AS events,
    status_as_decided(outcome_group) AS status
)"""
"""A decision as it is loaded, before anything became of it."""


_DERIVED: Final = shape_of(Derived)
_PIECE: Final = """CREATE {made} AS SELECT
    $ledger::SMALLINT AS ledger_id, entry_index, reading_index, leaf_hash, raw,
    json_transform(derived, $derived) AS derived,
    if(derived IS NULL, NULL, json_transform(raw, $decision)) AS decision,
    if(derived IS NULL, json_transform(raw, $other), NULL) AS other
FROM read_csv(
    $paths, columns = $columns, delim = $separator, header = false, quote = '',
    escape = '', auto_detect = false
)"""


class Loader:
    """Puts rows into the tables of one connection."""

    def __init__(
        self, connection: Connection, scratch: Path, more: Iterable[Table] = ()
    ) -> None:
        self._connection = connection
        self.scratch = scratch
        self._tables = {table.name: table for table in (*tables(), *more)}
        self._encoder = msgspec.json.Encoder()
        self._numbers = count()
        make_macros(connection)
        begin_touching(connection)

    def put(self, rows: Iterable[TableRow], ledger_id: int | None = None) -> None:
        """Insert rows; those of a ledger get its number."""
        by_table: defaultdict[str, list[Row]] = defaultdict(list)
        for name, row in rows:
            if ledger_id is not None:
                row["ledger_id"] = ledger_id
            by_table[name].append(row)
        for name, chunk in by_table.items():
            self._insert(self._tables[name], chunk)

    def put_pieces(
        self, pieces: Iterable[Written], ledger_id: int
    ) -> Iterator[list[Written]]:
        """Insert entries and the decisions among them, in their order, some at a time.

        While some are inserted, which one processor does, the next are read.

        Yields:
            Pieces of which the rows were inserted, within a transaction that is ended
            when the next are asked for.
        """
        left = iter(pieces)
        groups = iter(lambda: list(islice(left, _GROUP)), [])
        rows = 0
        # Two threads on so few rows took half as much again of both processors.
        with self._by_threads(1) as threads, ThreadPoolExecutor(1) as reader:

            def begun(group: list[Written]) -> Future[str]:
                paths = [piece.path for piece in group]
                return reader.submit(self._read_beside, paths, ledger_id)

            ahead = [(group, begun(group)) for group in islice(groups, 1)]
            while ahead:
                group, name = ahead.pop()
                table = name.result()
                ahead += [(later, begun(later)) for later in islice(groups, 1)]
                self._connection.begin()
                self._call_piece(table)
                self._connection.execute(statement("entries.sql"))
                self._connection.execute(statement("readings.sql"))
                yield group
                self._connection.commit()
                self._connection.execute(f"DROP TABLE {table}")
                rows += group[-1].stop - group[0].first
                if rows >= _ROW_GROUP:
                    with self._by_threads(threads):
                        self._connection.execute("CHECKPOINT")
                    rows = 0

    def put_readings(
        self,
        readings: Iterable[Reading],
        frameworks: Mapping[str, FrameworkKey],
        ledger_id: int,
    ) -> None:
        """Insert readings of decisions that come from other entries than their own.

        Raises:
            WarehouseError: One names a framework version that is not before it.
        """
        path = self.scratch / "readings.lines"
        write_readings(readings, frameworks, path)
        # Of this connection, so that it is part of its transaction.
        self._read(self._connection, "TEMP TABLE corrected", [path], ledger_id)
        self._call_piece("corrected")
        self._connection.execute(statement("readings.sql"))
        self._connection.execute("DROP TABLE corrected")

    @contextmanager
    def _by_threads(self, threads: int) -> Iterator[int]:
        """Let each statement take so many threads; give how many it was before."""
        ((before,),) = self._connection.execute(
            "SELECT current_setting('threads')"
        ).fetchall()
        self._connection.execute(f"SET threads = {threads}")
        yield int(before)  # when anything fails, the connection is closed
        self._connection.execute(f"SET threads = {before}")

    def _read_beside(self, paths: Sequence[Path], ledger_id: int) -> str:
        """Read lines into a table in memory, apart from what the connection does."""
        table = f"memory.main.piece_{next(self._numbers)}"
        with self._connection.cursor() as cursor:
            self._read(cursor, f"TABLE {table}", paths, ledger_id)
        return table

    def _read(
        self, connection: Connection, made: str, paths: Sequence[Path], ledger_id: int
    ) -> None:
        """Read lines, as the entries that they are, into ``TABLE name`` or alike."""
        given = {
            "ledger": ledger_id,
            "paths": [str(path) for path in paths],
            "columns": COLUMNS,
            "separator": SEPARATOR,
            "derived": _DERIVED,
            "decision": DECISION,
            "other": OTHER,
        }
        connection.execute(_PIECE.format(made=made), given)
        for path in paths:
            path.unlink()

    def _call_piece(self, table: str) -> None:
        """Let a table be what the statements call ``piece``."""
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW piece AS FROM {table}")

    def _insert(self, table: Table, rows: list[Row]) -> None:
        path = self.scratch / "rows.ndjson"
        path.write_bytes(self._encoder.encode_lines(rows))
        columns = {column.name: column.sql_type for column in table.columns}
        names = ", ".join(columns)
        self._connection.execute(
            f"INSERT INTO {table.name} ({names}) SELECT {names} FROM read_json("  # noqa: S608 - names of our own schema
            "$path, columns = $columns, format = 'newline_delimited')",
            {"path": str(path), "columns": columns},
        )
        path.unlink()


def load_code_lists(loader: Loader) -> None:
    """Load countries, terms and product classes."""
    loader.put(_code_list_rows())


def _code_list_rows() -> Iterator[TableRow]:
    for country in countries():
        yield (
            "country",
            {
                "iso2": country.iso2,
                "iso3": country.iso3,
                "name_nl": country.nl,
                "name_en": country.en,
                "latitude": country.latitude,
                "longitude": country.longitude,
                "region": country.region,
            },
        )
    for position, name in enumerate(field_names(), start=1):
        if name.struct == "LicenceDecision":
            yield (
                "term",
                {
                    "vocabulary": "decision_field",
                    "code": name.field,
                    "name_nl": name.nl,
                    "name_en": name.en,
                    "position": position,
                },
            )
    for position, term in enumerate(terms(), start=1):
        yield (
            "term",
            {
                "vocabulary": term.vocabulary,
                "code": term.code,
                "name_nl": term.nl,
                "name_en": term.en,
                "position": position,
            },
        )
    for item in product_classes():
        yield (
            "product_class",
            {
                "code": item.code,
                "category": item.category,
                "name_nl": item.nl,
                "name_en": item.en,
                "position": item.position,
            },
        )


def frameworks_before(
    connection: Connection, ledger_id: int
) -> dict[str, FrameworkKey]:
    """Return the framework versions of the entries that are loaded, by leaf hash."""
    rows = connection.execute(
        "SELECT leaf_hash, entry_index, framework_id, version FROM framework"
        " WHERE ledger_id = $ledger",
        {"ledger": ledger_id},
    ).fetchall()
    return {leaf: FrameworkKey(*rest) for leaf, *rest in rows}


def load_entries(  # noqa: PLR0913 - a span of one ledger into one file
    connection: Connection,
    loader: Loader,
    reader: LedgerReader,
    *,
    ledger_id: int,
    span: range,
    workers: Workers,
    progress: Progress | None = None,
) -> None:
    """Load a span of a ledger's entries into the tables.

    Raises:
        WarehouseError: An entry names one that is not in the ledger before it.
    """
    frameworks = frameworks_before(connection, ledger_id)
    written = workers.map(write_lines, _pieces(loader, reader, frameworks, span))
    for group in loader.put_pieces(written, ledger_id):
        others = [other for piece in group for other in piece.others]
        _load_others(connection, loader, others, frameworks, ledger_id)
        if progress is not None:
            progress(group[-1].stop, span.stop)


def _pieces(
    loader: Loader,
    reader: LedgerReader,
    frameworks: dict[str, FrameworkKey],
    span: range,
) -> Iterator[Piece]:
    """Yield the entries of a span, with the framework versions that they can name."""
    entries = reader.entries(span.start, span.stop)
    first = span.start
    while raws := list(islice(entries, PIECE)):
        for index, raw in enumerate(raws, start=first):
            if kind_in(raw) == b"framework_version":
                record = Entry.parse(raw).record
                if isinstance(record, FrameworkVersion):
                    leaf = leaf_hash(raw).hex()
                    frameworks[leaf] = FrameworkKey.of(index, record)
        yield Piece(first, raws, dict(frameworks), loader.scratch / f"{first}.lines")
        first += len(raws)


def _load_others(
    connection: Connection,
    loader: Loader,
    others: Sequence[Other],
    frameworks: Mapping[str, FrameworkKey],
    ledger_id: int,
) -> None:
    """Load entries that are no decisions; the decisions before them are loaded."""
    raws = [other.entry for other in others]
    read = list(zip(others, parse_entries(raws), strict=True))
    events = [
        (other.place, entry.record)
        for other, entry in read
        if isinstance(entry.record, DecisionEvent)
    ]
    named = _named_decisions(connection, [one for _, one in events], ledger_id)
    rows = (
        row
        for other, entry in read
        for row in other_rows(other.place, other.leaf, entry, named)
    )
    loader.put(rows, ledger_id)
    # Put corrected readings in the place of those as decided, which are kept; of
    # several, only the last.
    corrected: dict[int, Reading] = {}
    for index, event in events:
        if event.corrected is not None:
            decision, _ = named.decision(event.decision, index)
            reading = Reading(decision, index, msgspec.json.encode(event.corrected))
            corrected[decision] = reading
    if corrected:
        _keep_originals(connection, ledger_id, [*corrected])
        loader.put_readings(corrected.values(), frameworks, ledger_id)


def _named_decisions(
    connection: Connection, events: Sequence[DecisionEvent], ledger_id: int
) -> NamedDecisions:
    """Return the decisions that events name."""
    leaves = {
        leaf for one in events for leaf in (one.decision, one.replacement) if leaf
    }
    if not leaves:
        return NamedDecisions({})
    rows = connection.execute(
        "SELECT leaf_hash, entry_index, decision_ref FROM entry"
        " JOIN decision USING (ledger_id, entry_index)"
        " WHERE ledger_id = $ledger AND leaf_hash IN (SELECT unnest($leaves))",
        {"ledger": ledger_id, "leaves": sorted(leaves)},
    ).fetchall()
    return NamedDecisions({leaf: (index, reference) for leaf, index, reference in rows})


def _keep_originals(connection: Connection, ledger_id: int, indexes: list[int]) -> None:
    these = {"ledger": ledger_id, "indexes": indexes}
    where = "WHERE ledger_id = $ledger AND entry_index IN (SELECT unnest($indexes))"
    kept = "SELECT entry_index FROM decision_original WHERE ledger_id = $ledger"
    touch(connection, where, these)
    connection.execute(
        f"INSERT INTO decision_original SELECT {AS_LOADED} FROM decision {where}"  # noqa: S608 - constants
        f" AND entry_index NOT IN ({kept})",
        these,
    )
    for table in READINGS:
        connection.execute(f"DELETE FROM {table} {where}", these)  # noqa: S608 - constants
