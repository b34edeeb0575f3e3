"""Counts by a number of days, weeks or months."""

from collections.abc import Sequence
from typing import Any, Final

from dashboards.figures.frame import Figure, axis, layout
from dashboards.figures.palette import palette
from dashboards.figures.timeline import Series

_SHORT: Final = 4
"""Letters of a name that can stand under every bar."""

_MOST: Final = 4
"""Longer names that fit beside each other on a phone."""


def histogram(
    names: Sequence[str], series: Sequence[Series], *, title: str, dark: bool
) -> Figure:
    """Draw stacked bars side by side, in their own order.

    Args:
        names: What each bar stands for.
        series: The parts of the bars.
        title: What the axis beneath them measures.
        dark: Whether the page is dark.
    """
    colours = palette(dark=dark)
    ticks: dict[str, Any] = {}
    if max(map(len, names), default=0) > _SHORT:
        named = list(names)[:: -(-len(names) // _MOST)]
        ticks = {"tickmode": "array", "tickvals": named, "ticktext": named}
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": one.name,
            "x": list(names),
            "y": list(one.counts),
            "hovertemplate": "%{x}<br>%{fullData.name}: %{y:,}<extra></extra>",
            "marker": {"color": one.colour},
        }
        for one in series
    ]
    return {
        "data": data,
        "layout": layout(
            dark=dark,
            height=300,
            barmode="stack",
            showlegend=len(series) > 1,
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            xaxis=axis(
                colours,
                type="category",
                showgrid=False,
                title={"text": title, "font": {"size": 13}},
                tickangle=0,
                **ticks,
            ),
            yaxis=axis(colours, rangemode="tozero"),
        ),
    }
