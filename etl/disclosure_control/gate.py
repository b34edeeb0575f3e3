"""The last gate before a release: the attacker's test over all that would be out."""

from collections.abc import Sequence
from importlib.metadata import version

from etl.disclosure_control.attack import Breach, Reader
from etl.disclosure_control.case import Cell
from etl.disclosure_control.entries import release_entries
from etl.disclosure_control.release import Content, Known, Making, make_release
from etl.disclosure_control.released import Released
from etl.disclosure_control.suppression import Progress, Requirement
from etl.disclosure_control.system import Row
from etl.errors import DisclosureControlError
from ledger.records.table_release import TableRelease


def breaches(making: Making, earlier: Sequence[Released], known: Known) -> list[Breach]:
    """Return the suppressed cells of all releases that a reader could bound too well.

    Args:
        making: The release that is to be.
        earlier: The releases of its year before it.
        known: How many withheld decisions everybody can count.
    """
    releases = (*earlier, making.released)
    counts, values = set[Row](), set[Row]()
    for vintage, one in enumerate(releases):
        counts |= _rows(one.hidden, vintage)
        values |= _rows(one.hidden_values, vintage)
    found = Reader(releases, known, "count").breaches(_of(making.counts, counts))
    return found + Reader(releases, known, "value").breaches(_of(making.values, values))


def check_release(making: Making, earlier: Sequence[Released], known: Known) -> None:
    """Refuse a release by which a reader could bound a suppressed cell too well.

    Raises:
        DisclosureControlError: There is such a cell.
    """
    found = breaches(making, earlier, known)
    if found:
        row, (low, high) = found[0].requirement.row, found[0].bounds
        raise DisclosureControlError(
            f"{len(found)} suppressed cells can be bounded more closely than may be;"
            f" the first is {' '.join(row.cell)}, from {low:.0f} to {high:.0f}: nothing"
            " was released"
        )


def released(
    content: Content,
    earlier: Sequence[Released],
    root: str,
    progress: Progress | None = None,
) -> tuple[Making, list[TableRelease]]:
    """Return a release that no reader can see through, and the entries that hold it.

    Args:
        content: What it is about.
        earlier: The releases of its year before it.
        root: Merkle root over the entries that are counted, in hexadecimal.
        progress: Told how far it is.

    Raises:
        DisclosureControlError: A cell cannot be protected, or not well enough.
    """
    making = make_release(content, earlier, progress)
    check_release(making, earlier, content.known)
    number, code_version = len(earlier) + 1, version("weegboek")
    return making, list(release_entries(making.released, number, root, code_version))


def _rows(cells: frozenset[Cell], vintage: int) -> set[Row]:
    return {Row(cell, 0, vintage) for cell in cells}


def _of(requirements: Sequence[Requirement], rows: set[Row]) -> list[Requirement]:
    return [one for one in requirements if one.row in rows]
