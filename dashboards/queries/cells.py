"""Which table answers a question by the fewest cells: a cube, or one of its margins."""

from typing import Final

from dashboards.filters import Filters
from etl.warehouse.margin import MARGINS, Margin, word_of

_MARGINS: Final = {
    cube.removeprefix("cube_"): tuple(one for one in MARGINS if one.cube == cube)
    for cube in {one.cube for one in MARGINS}
}

_DECEMBER: Final = 12


def cells(cube: str, filters: Filters, *keys: str) -> str:
    """Return what to read ``FROM`` for sums over the cells of a cube.

    Args:
        cube: The cube, by its name without ``cube_``.
        filters: What selects the cells, by months among other things.
        keys: The columns that are named besides those of the filters and the group of
            outcomes; ``month_first`` where years are not enough.
    """
    needed = {*keys}
    if filters.destinations:
        needed.add("destination")
    if filters.product_classes:
        needed.add("class_set")
    for margin in _MARGINS[cube]:
        if margin.is_yearly and ("month_first" in needed or not _of_years(filters)):
            continue
        if not all(map(margin.keeps, needed)):
            continue
        if not margin.sets:
            return margin.name
        kept = _fewest(margin, needed)
        if kept is not None:
            return f"(FROM {margin.name} WHERE margin = '{word_of(kept)}')"
    return f"cube_{cube}"


def _fewest(margin: Margin, needed: set[str]) -> tuple[str, ...] | None:
    """Return the first of the margins in a table that are by all that is needed."""
    some = needed & {*margin.some}
    return next((kept for kept in margin.sets if some <= {*kept}), None)


def _of_years(filters: Filters) -> bool:
    """Whether filters by month are by whole years."""
    first, last = filters.first_month, filters.last_month
    return (first is None or first.month == 1) and (
        last is None or last.month == _DECEMBER
    )
