"""Shares by month, and where they changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from dashboards.figures.frame import Figure, axis, layout
from dashboards.figures.palette import palette

_MONTH: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A share that held for some months, with the interval around it.

    Attributes:
        name: What it is called.
        first: First day.
        last: Last day.
        share: The share, from 0 to 1.
        low: Lower end of its interval.
        high: Upper end.
    """

    name: str
    first: date
    last: date
    share: float
    low: float
    high: float


def shares_over_time(
    months: Sequence[date],
    shares: Sequence[float | None],
    texts: Sequence[str],
    steps: Sequence[Step],
    *,
    dark: bool,
) -> Figure:
    """Draw a share for each month, and the steps between which it changed.

    Args:
        months: First days of the months.
        shares: A share for each, from 0 to 1; None for a month without decisions.
        texts: What a reader sees on pointing at each.
        steps: What the shares were before and after a change.
        dark: Whether the page is dark.
    """
    colours = palette(dark=dark)
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [(month + _MONTH / 2).isoformat() for month in months],
            "y": list(shares),
            "text": list(texts),
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"color": colours.muted, "size": 7},
            "showlegend": False,
        }
    ]
    shapes: list[dict[str, Any]] = []
    for step in steps:
        ends = [step.first.isoformat(), step.last.isoformat()]
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": ends,
                "y": [step.share, step.share],
                "name": step.name,
                "hovertemplate": f"{step.name}<extra></extra>",
                "line": {"color": colours.bar, "width": 3},
                "showlegend": False,
            }
        )
        shapes.append(
            {
                "type": "rect",
                "layer": "below",
                "x0": ends[0],
                "x1": ends[1],
                "y0": step.low,
                "y1": step.high,
                "fillcolor": colours.scale[1],
                "opacity": 0.5,
                "line": {"width": 0},
            }
        )
    return {
        "data": data,
        "layout": layout(
            dark=dark,
            height=280,
            shapes=shapes,
            margin={"l": 8, "r": 8, "t": 12, "b": 8},
            xaxis=axis(colours, type="date", showgrid=False),
            yaxis=axis(colours, range=[0, 1.02], tickformat=".0%"),
        ),
    }
