"""Horizontal bars, longest first, each with its number beside it."""

from collections.abc import Sequence
from typing import Any

from dashboards.figures.frame import Figure, axis, layout
from dashboards.figures.palette import palette
from dashboards.figures.timeline import Series


def ranked_bars(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    dark: bool,
    texts: Sequence[str] | None = None,
) -> Figure:
    """Draw stacked horizontal bars, the first label on top.

    Args:
        labels: One for each bar.
        series: The parts of the bars.
        dark: Whether the page is dark.
        texts: What stands at the end of each bar.
    """
    colours = palette(dark=dark)
    ends = list(texts) if texts is not None else None
    data: list[dict[str, Any]] = []
    for place, one in enumerate(series):
        trace: dict[str, Any] = {
            "type": "bar",
            "orientation": "h",
            "name": one.name,
            "y": list(range(len(labels))),
            "x": list(one.counts),
            "customdata": list(labels),
            "hovertemplate": "%{customdata}<br>%{fullData.name}: %{x}<extra></extra>",
            "marker": {"color": one.colour},
        }
        if ends is not None and place == len(series) - 1:
            trace |= {"text": ends, "textposition": "outside", "cliponaxis": False}
        data.append(trace)
    return {
        "data": data,
        "layout": layout(
            dark=dark,
            height=90 + 26 * max(len(labels), 1),
            barmode="stack",
            showlegend=len(series) > 1,
            margin={"l": 8, "r": 70, "t": 8, "b": 8},
            legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
            xaxis=axis(colours, range=[0, _room(series, wide=texts is not None)]),
            yaxis=axis(
                colours,
                autorange="reversed",
                showgrid=False,
                tickmode="array",
                tickvals=list(range(len(labels))),
                ticktext=[_short(label) for label in labels],
                color=colours.text,
            ),
        ),
    }


def _room(series: Sequence[Series], *, wide: bool) -> float:
    """Return how far the axis goes: past the longest bar when a text follows it."""
    counts = zip(*(one.counts for one in series), strict=True)
    longest = max((sum(parts) for parts in counts), default=1)
    return (1.2 if wide else 1.04) * max(longest, 1)


def _short(label: str) -> str:
    return label if len(label) <= 36 else f"{label[:35]}…"  # noqa: PLR2004 - room at the axis
