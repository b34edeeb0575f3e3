"""Rules on one release of tables: what a part of it can show by itself."""

from collections.abc import Iterator
from itertools import pairwise

from ledger.records.breach import Breach, repeat_breaches
from ledger.records.table_release import ReleasedCell, TableRelease


def table_release_breaches(release: TableRelease) -> Iterator[Breach]:
    """Yield every rule that a release of tables breaks."""
    if release.part > release.parts:
        yield Breach("part", "tables", f"is {release.part} of {release.parts}")
    yield from repeat_breaches("destinations", release.destinations)
    yield from repeat_breaches("product_classes", release.product_classes)
    places = [_place(cell) for cell in release.cells]
    if any(one >= other for one, other in pairwise(places)):
        yield Breach("cells", "tables", "must be in order, each once")
    destinations = {"all", "other", *release.destinations}
    classes = {"all", *release.product_classes}
    for cell in release.cells:
        if cell.period[:4] != release.through[:4]:
            yield Breach("cells", "tables", f"name {cell.period}, of another year")
        if cell.destination not in destinations:
            yield Breach("cells", "tables", f"name {cell.destination}, not declared")
        if cell.product_class not in classes:
            yield Breach("cells", "tables", f"name {cell.product_class}, not declared")
        if cell.value is not None and cell.outcome != "granted":
            yield Breach("cells", "tables", "give a value of what was not granted")
        if cell.value is not None and cell.count is None:
            yield Breach("cells", "tables", "give a value where the count is hidden")


def _place(cell: ReleasedCell) -> tuple[str, str, str, str]:
    return (cell.period, cell.destination, cell.product_class, cell.outcome)
