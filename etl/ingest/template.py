"""A template of the native format, to be filled by an office: it can be ingested."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
import polars as pl
import xlsxwriter

from etl.errors import SourceError
from etl.ingest.native_columns import NativeColumn, native_columns
from ledger.records.decision import DecisionLine, Disclosure, LicenceDecision
from ledger.records.values import Interval, Money

_ROWS: Final = 1_000
_MOST_WORDS: Final = 255

EXAMPLES: Final = (
    LicenceDecision(
        application_received_in="2024-01",
        authorisation_type="individual",
        decided_on=date(2024, 3, 4),
        decision_ref="EXAMPLE-1",
        destination="TW",
        disclosure=Disclosure(rule="disclose", rule_id="example_rule"),
        framework_applies=True,
        legal_basis=("art3", "example_national"),
        lines=(
            DecisionLine(
                code="3B001",
                line_no=1,
                list_id="EU_ANNEX_I",
                value=Money(currency="EUR", minor=150_000),
            ),
            DecisionLine(
                code="3E001",
                line_no=2,
                list_id="EU_ANNEX_I",
                value=Money(currency="EUR", minor=50_000),
            ),
        ),
        outcome="granted",
        value=Money(currency="EUR", minor=200_000),
        value_basis="maximum",
        weighing_status="not_published",
    ),
    LicenceDecision(
        decided_on=Interval(first=date(2024, 4, 1), last=date(2024, 6, 30)),
        decision_ref="EXAMPLE-2",
        destination="AE",
        lines=(DecisionLine(code="5A002", line_no=1, list_id="EU_ANNEX_I"),),
        outcome="refused",
        refusal_grounds=("art15_d",),
        value_basis="not_published",
        weighing_status="not_published",
    ),
)
"""Two invented decisions, to be overwritten."""


def write_template(path: Path) -> None:
    """Write a template; its name says in which form.

    Raises:
        SourceError: The name ends otherwise, or the file is there already.
    """
    writers: Mapping[str, Callable[[Path], object]] = {
        ".csv": lambda path: _frame().write_csv(path),
        ".jsonl": lambda path: path.write_bytes(
            msgspec.json.Encoder().encode_lines(EXAMPLES)
        ),
        ".parquet": lambda path: _frame().write_parquet(path),
        ".xlsx": _write_workbook,
    }
    writer = writers.get(path.suffix)
    if writer is None:
        raise SourceError(f"{path} ends in none of {', '.join(writers)}")
    if path.exists():
        raise SourceError(f"{path} is there already; a template overwrites nothing")
    writer(path)


def rows_of(decision: LicenceDecision) -> list[dict[str, str]]:
    """Return the rows of a decision in the columns of the native format."""
    record = msgspec.to_builtins(decision)
    return [
        {
            column.name: _cell(column, line if column.of_line else record)
            for column in native_columns()
        }
        for line in record["lines"]
    ]


def _cell(column: NativeColumn, record: Any) -> str:  # noqa: ANN401 - any JSON
    value = record
    for name in column.path:
        value = value.get(name) if isinstance(value, dict) else None
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case {"first": first, "last": last}:
            return f"{first}/{last}"
        case list() | tuple() if column.shape == "list":
            return ";".join(value)
        case dict() | list() | tuple():
            return msgspec.json.encode(value).decode()
        case _:
            return str(value)


def _frame() -> pl.DataFrame:
    rows = [row for decision in EXAMPLES for row in rows_of(decision)]
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))


def _write_workbook(path: Path) -> None:
    """Write every cell as text: a spreadsheet takes 2E101 for a number."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("decisions")
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": 1})
        frame = _frame()
        for place, column in enumerate(native_columns()):
            sheet.set_column(place, place, max(len(column.name) + 2, 12), text)
            sheet.write_string(0, place, column.name, head)
            for number, value in enumerate(frame.get_column(column.name), start=1):
                sheet.write_string(number, place, value, text)
            if column.words and len(",".join(column.words)) <= _MOST_WORDS:
                rule = {"validate": "list", "source": list(column.words)}
                sheet.data_validation(1, place, _ROWS, place, rule)
        sheet.freeze_panes(1, 1)
