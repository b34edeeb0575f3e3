"""What all that is drawn between two axes asks of traces and axes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboards.drawing.scale import Scale, amount

Trace = Mapping[str, Any]
"""One trace of a figure."""

Layout = Mapping[str, Any]
"""The layout of a figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """Two axes and the box between them, in pixels."""

    x: Scale
    y: Scale
    left: float
    right: float
    top: float
    foot: float


def along_of(trace: Trace) -> str:
    """Return the axis that bars stand on."""
    return "y" if trace.get("orientation") == "h" else "x"


def item(values: object, place: int, other: object) -> Any:  # noqa: ANN401 - of a figure
    """Return the value of one place, of values that may be one for all."""
    if isinstance(values, (list, tuple)):
        return values[place] if place < len(values) else other
    return other if values is None else values


def paint_of(trace: Trace, place: int) -> str:
    """Return the colour of one place of a trace."""
    for part in ("marker", "line"):
        paint = trace.get(part, {}).get("color")
        if paint is not None:
            return str(item(paint, place, "#5a6572"))
    return "#5a6572"


def step_of(traces: Sequence[Trace]) -> float:
    """Return how far apart bars stand, in the units of their axis."""
    for trace in traces:
        if trace.get("type") == "bar":
            values = trace[along_of(trace)]
            if any(isinstance(v, str) for v in values):
                try:
                    days = sorted({amount(value) for value in values})
                except ValueError:
                    return 1.0
                gaps = [b - a for a, b in pairwise(days)]
                return min(gaps, default=1.0)
    return 1.0
