"""Tables: what stands behind each figure, beside it, and in its download."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

Cell = str | int | None
"""A cell; None is what is not published, which is not zero and not blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headings.

    Attributes:
        headings: One for each column, in the language of the page.
        rows: The rows.
        not_published: How a cell that is not published reads.
        links: Where cells lead to, by row and column: an address below the language.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    not_published: str
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)


def format_csv(table: Table, notes: tuple[str, ...]) -> str:
    """Write a table as CSV, below lines that say where it is from.

    A text that a spreadsheet would run as a formula is made a plain text.
    """
    file = io.StringIO()
    for note in notes:
        file.write(f"# {' '.join(note.split())}\r\n")
    writer = csv.writer(file)
    writer.writerow(table.headings)
    for row in table.rows:
        writer.writerow([_plain(cell, table.not_published) for cell in row])
    return file.getvalue()


def _plain(cell: Cell, not_published: str) -> str | int:
    if cell is None:
        return not_published
    if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{cell}"
    return cell
