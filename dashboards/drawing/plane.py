"""Bars, points and lines between two axes."""

from collections import defaultdict
from dataclasses import replace
from typing import Final

from dashboards.drawing.axes import draw_axes
from dashboards.drawing.bars import draw_bars
from dashboards.drawing.ink import PLAIN, Ink, width_of
from dashboards.drawing.legend import draw_legend
from dashboards.drawing.marks import draw_notes, draw_points, draw_shapes
from dashboards.drawing.scale import amount, scale_of
from dashboards.drawing.trace import Layout, Plane, Trace, along_of, paint_of, step_of
from dashboards.figures.frame import Figure

_NOTES: Final = 34
"""Room above the axes for notes, in two rows."""


def draw_plane(ink: Ink, figure: Figure, width: float) -> float:
    """Draw bars, points and lines with their axes; return the height."""
    layout, traces = figure["layout"], figure["data"]
    colour = layout["font"]["color"]
    names = [
        (str(trace.get("name", "")), paint_of(trace, 0))
        for trace in traces
        if trace.get("showlegend", True) and trace.get("name")
    ]
    shown = layout.get("showlegend", len(names) > 1)
    marks = [str(one.get("name")) for one in traces if one.get("yaxis") == "y2"]
    top = draw_legend(
        ink, names if shown else [], y=0, width=width, colour=colour, marks=marks
    )
    has_notes = bool(layout.get("annotations"))
    top += _NOTES if has_notes else 6
    height = max(float(layout.get("height", 320)), 120.0)
    foot = top + height - 80
    own = [trace for trace in traces if trace.get("yaxis", "y") == "y"]
    left = _left(layout, own, width)
    room = max((width_of(str(t)) for one in own for t in _texts(one)), default=0.0)
    right = width - min(room + 8, width / 3)
    xs, ys = _values(own, layout.get("barmode", "group"))
    separators = layout.get("separators", PLAIN)
    x = scale_of(
        layout.get("xaxis", {}), xs, start=left, stop=right, room=_room(own, "x")
    )
    y = scale_of(
        layout.get("yaxis", {}), ys, start=foot, stop=top, room=_room(own, "y")
    )
    plane = Plane(
        x=replace(x, separators=separators),
        y=replace(y, separators=separators),
        left=left,
        right=right,
        top=top,
        foot=foot,
    )
    draw_shapes(ink, layout, plane)
    draw_axes(ink, layout, plane)
    draw_bars(ink, [t for t in own if t.get("type") == "bar"], layout, plane)
    for trace in traces:
        if trace.get("type", "scatter") == "scatter":
            draw_points(ink, trace, layout, plane)
    draw_notes(ink, layout, plane)
    return foot + 24


def _texts(trace: Trace) -> list[object]:
    return list(trace.get("text") or ()) if trace.get("type") == "bar" else []


def _left(layout: Layout, traces: list[Trace], width: float) -> float:
    axis = layout.get("yaxis", {})
    if axis.get("visible") is False:
        return 4
    names = [str(name) for name in axis.get("ticktext", ())]
    if not names:
        values = (value for trace in traces for value in trace.get("y", ()))
        names = [value if isinstance(value, str) else "000000" for value in values]
    return min(max(map(width_of, names), default=20.0) + 12, width * 0.45)


def _values(traces: list[Trace], barmode: str) -> tuple[list[object], list[object]]:
    """Return all values along both axes; bars that are stacked as their sums."""
    found: dict[str, list[object]] = {"x": [], "y": []}
    sums: defaultdict[tuple[str, object, bool], float] = defaultdict(float)
    for trace in traces:
        if trace.get("type") != "bar":
            for axis in ("x", "y"):
                found[axis] += list(trace.get(axis, ()))
            continue
        along = along_of(trace)
        across = "x" if along == "y" else "y"
        found[along] += list(trace[along])
        found[across].append(0)
        for place, value in zip(trace[along], trace[across], strict=True):
            length = amount(value)
            key = (across, place, length < 0)
            sums[key] = sums[key] + length if barmode == "stack" else length
            found[across].append(sums[key])
    return found["x"], found["y"]


def _room(traces: list[Trace], axis: str) -> float:
    bars = [trace for trace in traces if trace.get("type") == "bar"]
    if bars and along_of(bars[0]) == axis:
        return step_of(bars) * 0.6
    return 0.0
