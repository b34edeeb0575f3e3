"""A release as the entries that hold it: as many parts as it takes."""

from collections.abc import Iterator
from typing import Final

from etl.disclosure_control.released import Released
from ledger.records.table_release import ReleasedCell, TableRelease

CELLS: Final = 400
"""Cells of one part: an entry has room for somewhat more (MAX_ENTRY_SIZE)."""


def release_entries(
    released: Released, number: int, root: str, code_version: str
) -> Iterator[TableRelease]:
    """Yield the records of a release.

    Args:
        released: The release.
        number: Which release of its year it is, from 1.
        root: Merkle root over the entries that it counted, in hexadecimal.
        code_version: Version of the software.
    """
    cells = list(_cells(released))
    parts = [cells[at : at + CELLS] for at in range(0, len(cells), CELLS)] or [[]]
    reference = f"tables-{released.through}-{number}"
    for part, some in enumerate(parts, start=1):
        yield TableRelease(
            cells=tuple(some),
            code_version=code_version,
            control=released.control,
            destinations=released.domain.destinations,
            part=part,
            parts=len(parts),
            product_classes=released.domain.product_classes,
            release_ref=f"{reference}-{part}",
            root_before=root,
            size_before=released.size,
            through=released.through,
        )


def _cells(released: Released) -> Iterator[ReleasedCell]:
    """Yield every cell that is not nil, in order."""
    for cell in sorted({*released.counts, *released.hidden}):
        count = released.counts.get(cell)
        if count != 0:
            yield ReleasedCell(
                count=count,
                destination=cell.destination,
                outcome=cell.outcome,
                period=cell.period,
                product_class=cell.product_class,
                value=released.values.get(cell),
            )
