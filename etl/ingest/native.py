"""A file in the native format: an office's own records, one decision after the other.

JSON Lines are read line by line, so that their number does not matter. Values of
JSON Lines are never repeated in a report: they may be confidential.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import polars as pl

from etl.errors import SourceError
from etl.ingest.conversion import Converted
from etl.ingest.mapping import NativeMapping
from etl.ingest.native_columns import LINES, NativeColumn, native_columns
from etl.ingest.native_lines import (
    WORTH,
    Lines,
    Said,
    pieces_of,
    read_lines,
    stamp_of,
)
from etl.ingest.places import WITHHELD
from etl.ingest.reading import Input, Item, origins, unguard
from etl.ingest.ready import Ready, ReadyRows
from etl.ingest.rejection import Rejection
from etl.ingest.source import (
    REPAIR,
    SourceRow,
    check_file,
    check_rows,
    licences,
    read_all,
)
from ledger.errors import RecordError
from ledger.processes import Workers
from ledger.records.decision import LicenceDecision
from ledger.records.rules import check_record

JSON_LINES: Final = frozenset({".jsonl", ".ndjson"})
"""How the names of files of JSON Lines end."""

LINE: Final = "line"
"""What the only column of JSON Lines is called."""

_REFERENCE: Final = "decision_ref"
_PATH: Final = re.compile(r"`\$\.?(.*?)`$")
_MIDNIGHT: Final = " 00:00:00"


Check = Callable[[LicenceDecision], object]
"""Raises ``RecordError`` when a decision cannot be appended as it is."""


def read_native(
    path: Path,
    mapping: NativeMapping,
    check: Check | None = None,
    processes: int = 1,
) -> Input:
    """Open a file in the native format.

    Args:
        path: The file.
        mapping: What the office calls things.
        check: What each decision is held against, where a vault is to seal it; without
            one, what is confidential is refused.
        processes: How many processes may read JSON Lines, where nothing is sealed.

    Raises:
        SourceError: It cannot be read, or has columns that the format lacks.
    """
    if path.suffix in JSON_LINES:
        stamp = stamp_of(path)
        digest = check_file(path)
        # What a vault seals is not in the bytes that it was read from.
        lines = Lines(path, stamp, digest, mapping.system, is_ready=check is None)
        items = _json_lines(lines, check or check_record, processes)
        return Input(digest=digest, rows=0, items=items, shown=_nothing)
    digest = check_file(path)
    table = read_all(path, mapping.separator).rename(mapping.columns, strict=False)
    repair = any(name.startswith(REPAIR) for name in table.columns)
    if repair:
        table = unguard(path, table)
    columns = _known_columns(path, table)
    check_rows(path, table)
    return Input(
        digest=digest,
        rows=table.height,
        items=_rows(table, columns, mapping, check or check_record),
        shown=_source_columns,
        repair=repair,
        origins=origins(table),
    )


def _nothing(row: SourceRow) -> dict[str, str]:
    del row
    return {LINE: WITHHELD}


def _source_columns(row: SourceRow) -> dict[str, str]:
    return {name: v for name, v in row.values.items() if not name.startswith(REPAIR)}


def _json_lines(lines: Lines, check: Check, processes: int) -> Iterator[Item]:
    number = 0
    with Workers(processes if lines.is_ready else 1, worth=WORTH) as workers:
        for said in workers.map(read_lines, pieces_of(lines)):
            if isinstance(said, ReadyRows):
                number += len(said.appendables)
                yield said
                continue
            for number, one in enumerate(said, start=number + 1):  # noqa: B020 - goes on counting
                yield _item(SourceRow(number, {}), one, check)


def _item(row: SourceRow, said: Said, check: Check) -> Item:
    match said:
        case None:
            return "empty", row
        case str():
            return _rejected(f"line {row.number}", [row], said)
        case Ready():
            reference = said.appendable.reference
            return Converted(licence=reference, rows=[row], ready=said)
        case LicenceDecision():
            return _checked(said, [row], check)


def _checked(
    decision: LicenceDecision, rows: list[SourceRow], check: Check
) -> Converted:
    reference = decision.decision_ref
    try:
        check(decision)
    except RecordError as error:
        rejections = [
            Rejection(row.number, error.field, "", error.rule, error.reason)
            for row in rows
        ]
        return Converted(licence=reference, rows=rows, rejections=rejections)
    return Converted(licence=reference, rows=rows, decision=decision)


def _rejected(licence: str, rows: list[SourceRow], message: str) -> Converted:
    match = _PATH.search(message)
    column = re.sub(r"\[[0-9.]*\]", "", match[1]) if match else ""
    rejections = [Rejection(row.number, column, "", "schema", message) for row in rows]
    return Converted(licence=licence, rows=rows, rejections=rejections)


def _known_columns(path: Path, table: pl.DataFrame) -> tuple[NativeColumn, ...]:
    there = [name for name in table.columns if not name.startswith(("__", REPAIR))]
    known = {column.name: column for column in native_columns()}
    unknown = [name for name in there if name not in known]
    if unknown:
        raise SourceError(
            f"{path} has column {', '.join(unknown)}, which the native format lacks;"
            " make a template with: weegboek ingest --template FILE"
        )
    missing = [
        name for name, one in known.items() if one.required and name not in there
    ]
    if missing:
        raise SourceError(f"{path} has no column {', '.join(missing)}")
    return tuple(known[name] for name in there)


def _rows(
    table: pl.DataFrame,
    columns: tuple[NativeColumn, ...],
    mapping: NativeMapping,
    check: Check,
) -> Iterator[Item]:
    for reference, rows in licences(table, _REFERENCE):
        said = []
        for row in rows:
            if any(value.strip() for value in row.values.values()):
                said.append(row)
            else:
                yield "empty", row
        if said:
            yield _converted(reference, said, columns, mapping, check)


def _converted(
    reference: str,
    rows: list[SourceRow],
    columns: tuple[NativeColumn, ...],
    mapping: NativeMapping,
    check: Check,
) -> Converted:
    differing = _differing(rows, columns)
    if differing:
        rejections = [
            Rejection(
                row.number,
                name,
                row.values[name],
                "contradiction",
                f"differs from row {rows[0].number} of the same decision",
            )
            for name in differing
            for row in rows
        ]
        return Converted(licence=reference, rows=rows, rejections=rejections)
    try:
        record = _record(rows[0], (one for one in columns if not one.of_line), mapping)
        record[LINES] = [
            {"line_no": number, **_record(row, _of_line(columns), mapping)}
            for number, row in enumerate(rows, start=1)
        ]
        decision = msgspec.convert(record, LicenceDecision, strict=False)
    except (msgspec.MsgspecError, RecursionError) as error:
        return _rejected(reference, rows, str(error))
    return _checked(decision, rows, check)


def _of_line(columns: tuple[NativeColumn, ...]) -> Iterator[NativeColumn]:
    return (column for column in columns if column.of_line)


def _differing(rows: list[SourceRow], columns: tuple[NativeColumn, ...]) -> list[str]:
    return [
        column.name
        for column in columns
        if not column.of_line and len({row.values[column.name] for row in rows}) > 1
    ]


def _record(
    row: SourceRow, columns: Iterator[NativeColumn], mapping: NativeMapping
) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for column in columns:
        text = row.values[column.name].strip()
        if text:
            words = mapping.words.get(column.name, {})
            at = record
            for name in column.path[:-1]:
                at = at.setdefault(name, {})
            at[column.path[-1]] = _value(column, words.get(text, text), words, mapping)
    return record


def _value(
    column: NativeColumn, text: str, words: Mapping[str, str], mapping: NativeMapping
) -> Any:  # noqa: ANN401 - the schema decides, after this
    match column.shape:
        case "list":
            parts = [part.strip() for part in text.split(mapping.within)]
            return [words.get(part, part) for part in parts if part]
        case "json":
            return msgspec.json.decode(text)
        case "days" if text.endswith(_MIDNIGHT):
            return text.removesuffix(_MIDNIGHT)  # how a workbook's own days read
        case "days" if "/" in text:
            first, _, last = text.partition("/")
            return {"first": first, "last": last}
        case _:
            return text
