"""Rejected rows: which row, which value, which rule, and what was near."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Rejection(NamedTuple):
    """Why one row was not taken.

    Attributes:
        row: Number of the row in the file; the header is 1.
        column: The column that shows it; empty when it is the licence as a whole.
        value: What stands there.
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


def write_rejections(path: Path, rejections: Iterable[Rejection]) -> None:
    """Write rejected rows as CSV, in the order of the file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Rejection._fields)
        for rejection in sorted(rejections):
            *fields, nearest = rejection
            writer.writerow([*fields, "; ".join(nearest)])
