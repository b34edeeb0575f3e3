"""Bars, stacked or side by side, upright or lying."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from dashboards.drawing.ink import SIZE, Ink, plain, spoken
from dashboards.drawing.scale import amount
from dashboards.drawing.trace import (
    Layout,
    Plane,
    Trace,
    along_of,
    item,
    paint_of,
    step_of,
)

_MILLISECONDS: Final = 86_400_000
"""Of one day: Plotly measures spans of time in them."""


def draw_bars(ink: Ink, bars: Sequence[Trace], layout: Layout, plane: Plane) -> None:
    """Draw all traces of bars."""
    stacked = layout.get("barmode", "group") == "stack"
    sums: defaultdict[tuple[object, bool], float] = defaultdict(float)
    for number_, trace in enumerate(bars):
        along = along_of(trace)
        position, length = (plane.x, plane.y) if along == "x" else (plane.y, plane.x)
        step = abs(position.at(0) - position.at(step_of(bars)))
        if position.names:
            step = abs(position.stop - position.start) / len(position.names)
        wide = step * (1 - float(layout.get("bargap", 0.16)))
        shift, own = 0.0, wide
        if not stacked and len(bars) > 1:
            own = wide / len(bars)
            shift = own * (number_ - (len(bars) - 1) / 2)
        for place, at, value in _bars_of(trace, along):
            key = (at, value < 0)
            base = sums[key] if stacked else 0.0
            long = value
            sums[key] += value
            if "base" in trace:  # bars that float, as spans of time do
                base = amount(trace["base"][place])
                long = value / _MILLISECONDS if length.is_time else value
            middle = position.at(at) + shift
            one, other = length.at(base), length.at(base + long)
            box = _box(along, middle - own / 2, own, one, other)
            label = item(trace.get("customdata"), place, at)
            ink.put(
                "rect",
                "",
                f"{label}: {trace.get('name', '')} {spoken(value, length.separators)}",
                **box,
                fill=paint_of(trace, place),
                fill_opacity=0.5 if _is_hatched(trace, place) else 1,
            )
            words = item(trace.get("text"), place, "")
            if words and along == "y":
                ink.text(
                    max(one, other) + 5,
                    middle + SIZE / 3,
                    plain(str(words)),
                    colour=layout["font"]["color"],
                )


def _bars_of(trace: Trace, along: str) -> Iterator[tuple[int, object, float]]:
    across = "x" if along == "y" else "y"
    pairs = zip(trace[along], trace[across], strict=True)
    for place, (at, value) in enumerate(pairs):
        if value is not None:
            yield place, at, amount(value)


def _box(
    along: str, start: float, wide: float, one: float, other: float
) -> dict[str, float]:
    low, long = min(one, other), abs(other - one)
    if along == "x":
        return {"x": start, "y": low, "width": wide, "height": long}
    return {"x": low, "y": start, "width": long, "height": wide}


def _is_hatched(trace: Trace, place: int) -> bool:
    shape = trace.get("marker", {}).get("pattern", {}).get("shape", "")
    return bool(item(shape, place, ""))
