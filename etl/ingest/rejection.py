"""Rejected rows: which row, which value, which rule, and what was near.

They are written as CSV with the columns of the source behind ours, so that rows can
be repaired there and the file be fed back alone. A cell that a spreadsheet would take
for a formula gets a quote in front, which reading takes off again.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from etl.ingest.source import REPAIR

DECISION: Final = f"{REPAIR}decision"
"""The column for the reference of the decision that a row corrects, or ``new``."""

INPUT: Final = f"{REPAIR}input"
"""The column of the SHA-256 of the file that a row was first read from."""

ROW: Final = f"{REPAIR}row"
"""The column of the row's number in that file."""

RULE: Final = f"{REPAIR}rule"
"""The column of the rules that a row broke."""

_COLUMNS: Final = (
    ROW,
    f"{REPAIR}column",
    f"{REPAIR}value",
    RULE,
    f"{REPAIR}message",
    f"{REPAIR}suggestion",
    INPUT,
    DECISION,
)
_FULL_WIDTH: Final = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'", *_FULL_WIDTH)


class Rejection(NamedTuple):
    """Why one row was not taken.

    Attributes:
        row: Number of the row in the file; the header is 1.
        column: The column that shows it; empty when it is the licence as a whole.
        value: What stands there, or that it is withheld.
        rule: The rule that was broken.
        message: What is wrong, in words.
        nearest: Names that come near, for an unknown name; never taken by itself.
    """

    row: int
    column: str
    value: str
    rule: str
    message: str
    nearest: tuple[str, ...] = ()


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """Return the text that ``guarded`` was given."""
    return text.removeprefix("'")


def write_rejections(
    path: Path,
    rejections: Iterable[Rejection],
    rows: Mapping[int, Mapping[str, str]],
    digest: str,
) -> None:
    """Write rejected rows as CSV, one line a row, in the order of the file.

    Args:
        path: Where to.
        rejections: Why rows were not taken.
        rows: The values of these rows by column, as they may be shown.
        digest: SHA-256 of the file they were read from, in hexadecimal.
    """
    by_row: dict[int, list[Rejection]] = {}
    for rejection in sorted(rejections):
        by_row.setdefault(rejection.row, []).append(rejection)
    names = dict.fromkeys(name for row in rows.values() for name in row)
    columns = [name for name in names if not name.startswith(REPAIR)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*_COLUMNS, *columns))
        for number, found in by_row.items():
            source = rows.get(number, {})
            ours = (*_described(number, found), source.get(INPUT) or digest, "")
            theirs = (source.get(name, "") for name in columns)
            writer.writerow([guarded(cell) for cell in (*ours, *theirs)])


def _described(number: int, found: Sequence[Rejection]) -> tuple[str, ...]:
    near = (name for rejection in found for name in rejection.nearest)
    return (
        str(number),
        _joined(rejection.column for rejection in found),
        _joined(rejection.value for rejection in found),
        _joined(rejection.rule for rejection in found),
        _joined(rejection.message for rejection in found),
        _joined(near),
    )


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(text for text in texts if text))
