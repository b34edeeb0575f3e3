"""The last gate before a release: the attacker's test over all that would be out."""

from collections.abc import Mapping, Sequence

from etl.disclosure_control.attack import Breach, Reader
from etl.disclosure_control.case import Cell
from etl.disclosure_control.release import Making
from etl.disclosure_control.released import Released
from etl.disclosure_control.suppression import Requirement
from etl.disclosure_control.system import Row
from etl.errors import DisclosureControlError


def breaches(
    making: Making, earlier: Sequence[Released], known: Mapping[tuple[int, str], int]
) -> list[Breach]:
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


def check_release(
    making: Making, earlier: Sequence[Released], known: Mapping[tuple[int, str], int]
) -> None:
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


def _rows(cells: frozenset[Cell], vintage: int) -> set[Row]:
    return {Row(cell, 0, vintage) for cell in cells}


def _of(requirements: Sequence[Requirement], rows: set[Row]) -> list[Requirement]:
    return [one for one in requirements if one.row in rows]
