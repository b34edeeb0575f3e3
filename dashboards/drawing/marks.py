"""Points, lines, shapes and notes between two axes."""

from typing import Final

from dashboards.drawing.ink import Ink, number, plain, width_of
from dashboards.drawing.scale import amount, scale_of
from dashboards.drawing.trace import Layout, Plane, Trace, item, paint_of
from dashboards.errors import DrawingError

_CORNERS: Final = {
    "diamond": ((-1, 0), (0, -1), (1, 0), (0, 1)),
    "triangle-down": ((-1, -1), (1, -1), (0, 1)),
}
"""Corners of symbols, in half their sizes from the middle."""


def draw_points(ink: Ink, trace: Trace, layout: Layout, plane: Plane) -> None:
    """Draw the points and lines of one trace."""
    y = plane.y
    if trace.get("yaxis", "y") != "y":
        axis = layout[f"yaxis{trace['yaxis'][1:]}"]
        y = scale_of(axis, trace["y"], start=plane.foot, stop=plane.top)
    mode = str(trace.get("mode", "lines"))
    places = [
        (number_, plane.x.at(one), y.at(other))
        for number_, (one, other) in enumerate(zip(trace["x"], trace["y"], strict=True))
        if one is not None and other is not None
    ]
    if "lines" in mode and places:
        ink.put(
            "polyline",
            points=" ".join(f"{number(px)},{number(py)}" for _, px, py in places),
            fill="none",
            stroke=str(trace.get("line", {}).get("color", paint_of(trace, 0))),
            stroke_width=float(trace.get("line", {}).get("width", 2)),
        )
    for place, px, py in places:
        words = plain(str(item(trace.get("text"), place, "")))
        if "markers" in mode:
            size = float(item(trace.get("marker", {}).get("size"), place, 6)) / 2
            _draw_interval(ink, trace, place, plane, py)
            told = words or f"{trace['x'][place]}: {trace['y'][place]}"
            _draw_marker(ink, trace, place, (px, py, size), told)
        if "text" in mode and words:
            ink.text(px + 6, py + 4, words, colour=layout["font"]["color"], size=11)


def _draw_marker(
    ink: Ink, trace: Trace, place: int, at: tuple[float, float, float], told: str
) -> None:
    x, y, size = at
    paint = paint_of(trace, place)
    symbol = str(item(trace.get("marker", {}).get("symbol"), place, "circle"))
    corners = _CORNERS.get(symbol)
    if corners is not None:
        places = ((x + size * dx, y + size * dy) for dx, dy in corners)
        points = " ".join(f"{number(px)},{number(py)}" for px, py in places)
        ink.put("polygon", "", told, points=points, fill=paint)
    elif symbol == "circle-open":
        ink.put("circle", "", told, cx=x, cy=y, r=size, fill="none", stroke=paint)
    else:
        ink.put("circle", "", told, cx=x, cy=y, r=size, fill=paint)


def _draw_interval(ink: Ink, trace: Trace, place: int, plane: Plane, y: float) -> None:
    """Draw how far a value may be off, from the left to the right."""
    error = trace.get("error_x")
    if error is None:
        return
    middle = amount(trace["x"][place])
    low, high = middle - error["arrayminus"][place], middle + error["array"][place]
    ink.put(
        "line",
        x1=plane.x.at(low),
        x2=plane.x.at(high),
        y1=y,
        y2=y,
        stroke=str(error["color"]),
        stroke_width=float(error["thickness"]),
    )


def draw_shapes(ink: Ink, layout: Layout, plane: Plane) -> None:
    """Draw what lies behind everything else."""
    for shape in layout.get("shapes", ()):
        x0, x1 = (_place(shape, "x", shape[key], plane) for key in ("x0", "x1"))
        y0, y1 = (_place(shape, "y", shape[key], plane) for key in ("y0", "y1"))
        line = shape.get("line", {})
        look: dict[str, str | float] = {
            "stroke": str(line.get("color", "none")),
            "stroke_width": float(line.get("width", 0)),
            "stroke_dasharray": "none"
            if line.get("dash", "solid") == "solid"
            else "2 3",
        }
        if shape["type"] == "rect":
            box = {"x": min(x0, x1), "y": min(y0, y1)}
            size = {"width": abs(x1 - x0), "height": abs(y1 - y0)}
            fill = str(shape.get("fillcolor", "none"))
            ink.put("rect", **box, **size, fill=fill, **look)
        elif shape["type"] == "line":
            ink.put("line", x1=x0, x2=x1, y1=y0, y2=y1, **look)
        else:
            raise DrawingError(f"a shape of type {shape['type']} cannot be drawn here")


def _place(thing: Layout, axis: str, value: object, plane: Plane) -> float:
    """Return where a value stands, on an axis or as a share of it."""
    scale = plane.x if axis == "x" else plane.y
    if thing.get(f"{axis}ref", axis) == "paper":
        ends = (plane.left, plane.right) if axis == "x" else (plane.foot, plane.top)
        return ends[0] + amount(value) * (ends[1] - ends[0])
    return scale.at(value)


def draw_notes(ink: Ink, layout: Layout, plane: Plane) -> None:
    """Draw annotations; those above the axes in two rows, so that they stay apart."""
    ends = [0.0, 0.0]
    for note in layout.get("annotations", ()):
        x = _place(note, "x", note["x"], plane)
        y = _place(note, "y", note["y"], plane)
        words = plain(str(note["text"]))
        size = float(note.get("font", {}).get("size", 11))
        anchor = {"left": "start", "right": "end"}.get(
            note.get("xanchor", ""), "middle"
        )
        if y <= plane.top:
            begin = x - (width_of(words, size) if anchor == "end" else 0)
            row = 0 if begin >= ends[0] else 1
            ends[row] = begin + width_of(words, size) + 6
            y = plane.top - 5 - row * 14
        colour = str(note.get("font", {}).get("color", layout["font"]["color"]))
        ink.text(x, y, words, colour=colour, anchor=anchor, size=size)
