"""From the dictionary of a figure to lines of SVG."""

from typing import Final

from dashboards.drawing.globe import draw_globe
from dashboards.drawing.grid import draw_grid
from dashboards.drawing.ink import Ink
from dashboards.drawing.plane import draw_plane
from dashboards.errors import DrawingError
from dashboards.figures.frame import Figure

_PLANE: Final = frozenset({"bar", "scatter"})
_GLOBE: Final = frozenset({"choropleth", "scattergeo"})


def draw(figure: Figure, width: float) -> tuple[list[str], float]:
    """Return the drawing of a figure, and its height.

    Raises:
        DrawingError: The figure has traces of a kind that cannot be drawn here.
    """
    ink = Ink()
    kinds = {str(trace.get("type", "scatter")) for trace in figure["data"]}
    if kinds <= _PLANE:
        height = draw_plane(ink, figure, width)
    elif kinds == {"heatmap"}:
        height = draw_grid(ink, figure, width)
    elif kinds <= _GLOBE:
        height = draw_globe(ink, figure, width)
    else:
        raise DrawingError(
            f"a figure of {', '.join(sorted(kinds))} cannot be drawn as SVG or PNG;"
            " take another format"
        )
    return ink.lines, height
