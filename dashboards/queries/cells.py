"""Which table answers a question by the fewest cells: a cube, or its margin."""

from typing import Final

from dashboards.filters import Filters
from etl.warehouse.margin import MARGINS

_MARGINS: Final = {margin.name: margin for margin in MARGINS}


def cells(cube: str, filters: Filters, *keys: str) -> str:
    """Return what to read ``FROM`` for sums over the cells of a cube.

    Args:
        cube: The cube, by its name without ``cube_``.
        filters: What selects the cells.
        keys: What else is asked of the cells by name; those that the cube has and its
            margin has not are all that matters.
    """
    margin = _MARGINS[f"margin_{cube}"]
    if filters.destinations or not all(map(margin.keeps, keys)):
        return margin.cube
    if not margin.has_whole:
        return margin.name
    by_class = filters.product_classes or "class_set" in keys
    return f"(FROM {margin.name} WHERE class_set IS {'NOT ' if by_class else ''}NULL)"
