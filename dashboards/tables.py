"""Tables: what stands behind each figure, beside it, and in its download."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

_RUNS: Final = frozenset("=+-@\t\r\n'")

Cell = str | int | None
"""A cell; None is what is not published, which is not zero and not blank."""


class Link(str):
    """A cell that leads to the decisions behind it, until it stands in a table.

    Attributes:
        address: Where it leads, below the language.
    """

    __slots__ = ("address",)
    address: str

    def __new__(cls, text: str, address: str) -> Self:
        """Make a cell of a text and where it leads."""
        made = super().__new__(cls, text)
        made.address = address
        return made


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


def linked(rows: tuple[tuple[Cell, ...], ...]) -> Mapping[tuple[int, int], str]:
    """Return where the cells of rows lead to, by row and column."""
    return {
        (number, place): cell.address
        for number, row in enumerate(rows)
        for place, cell in enumerate(row)
        if isinstance(cell, Link)
    }


def plain(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """Return rows as exports and digests have them: links and numerals are texts."""
    return tuple(
        tuple(str(cell) if isinstance(cell, str) else cell for cell in row)
        for row in rows
    )


def format_csv(table: Table, notes: tuple[str, ...]) -> str:
    """Write a table as CSV, below lines that say where it is from.

    A text that a spreadsheet would run as a formula is made a plain text by an
    apostrophe before it, and so is one that starts with an apostrophe itself.
    """
    file = io.StringIO()
    for note in notes:
        file.write(f"# {' '.join(note.split())}\r\n")
    writer = csv.writer(file)
    for row in (table.headings, *table.rows):
        writer.writerow([_plain(cell, table.not_published) for cell in row])
    return file.getvalue()


def _plain(cell: Cell, not_published: str) -> str | int:
    if cell is None:
        return not_published
    if isinstance(cell, str) and cell[:1] in _RUNS:
        return f"'{cell}"
    return cell
