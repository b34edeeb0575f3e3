"""The axes themselves: lines, and names of places along them."""

from dataclasses import replace

from dashboards.drawing.ink import SIZE, Ink, plain
from dashboards.drawing.scale import Scale, amount
from dashboards.drawing.trace import Layout, Plane


def draw_axes(ink: Ink, layout: Layout, plane: Plane) -> None:
    """Draw both axes with their names and the grid."""
    for name, scale in (("xaxis", plane.x), ("yaxis", plane.y)):
        axis = layout.get(name, {})
        if axis.get("visible") is False:
            continue
        ticks = _ticks(axis, scale)
        if "tickvals" in axis:
            texts = axis.get("ticktext", axis["tickvals"])
            ticks = [
                (amount(value, scale.names), str(text))
                for value, text in zip(axis["tickvals"], texts, strict=True)
            ]
        if axis.get("showticklabels") is False:
            ticks = [(value, "") for value, _ in ticks]
        colour = str(axis.get("color", layout["font"]["color"]))
        grid = axis.get("gridcolor") if axis.get("showgrid", True) else None
        _draw_ticks(ink, name, scale, ticks, (colour, grid, plane))
    line = str(layout.get("xaxis", {}).get("linecolor", "#c0c6cd"))
    ink.put(
        "line", x1=plane.left, x2=plane.right, y1=plane.foot, y2=plane.foot, stroke=line
    )


def _ticks(axis: Layout, scale: Scale) -> list[tuple[float, str]]:
    """Return round values along an axis, as it says that they read."""
    if axis.get("tickformat") == ".0%":
        hundred = replace(scale, low=100 * scale.low, high=100 * scale.high)
        return [(value / 100, f"{words}%") for value, words in hundred.ticks()]
    suffix = axis.get("ticksuffix", "")
    return [(value, f"{words}{suffix}") for value, words in scale.ticks()]


def _draw_ticks(
    ink: Ink,
    name: str,
    scale: Scale,
    ticks: list[tuple[float, str]],
    look: tuple[str, str | None, Plane],
) -> None:
    colour, grid, plane = look
    for value, words in ticks:
        share = (value - scale.low) / ((scale.high - scale.low) or 1)
        place = scale.start + share * (scale.stop - scale.start)
        if name == "xaxis":
            ends = {"x1": place, "x2": place, "y1": plane.top, "y2": plane.foot}
            ink.text(
                place, plane.foot + 17, plain(words), colour=colour, anchor="middle"
            )
        else:
            ends = {"x1": plane.left, "x2": plane.right, "y1": place, "y2": place}
            ink.text(
                plane.left - 7,
                place + SIZE / 3,
                plain(words),
                colour=colour,
                anchor="end",
            )
        if grid:
            ink.put("line", **ends, stroke=grid)
