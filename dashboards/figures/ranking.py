"""Horizontal bars, longest first, each with its number beside it."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any, Final

from dashboards.figures.frame import LEGEND_ABOVE, Figure, axis, layout
from dashboards.figures.palette import palette
from dashboards.figures.timeline import Series

_LINE: Final = 32
"""Characters to a line of a label: what a phone leaves room for beside the bars."""

_MARK: Final = 8
"""Pixels to a character of the text at the end of a bar, generously."""


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
    folded = [_folded(label) for label in labels]
    lines = max((label.count("<br>") + 1 for label in folded), default=1)
    longest = max(map(len, ends or ()), default=0)
    data: list[dict[str, Any]] = []
    for place, one in enumerate(series):
        trace: dict[str, Any] = {
            "type": "bar",
            "orientation": "h",
            "name": one.name,
            "y": list(range(len(labels))),
            "x": list(one.counts),
            "customdata": list(labels),
            "hovertemplate": "%{customdata}<br>%{fullData.name}: %{x:,}<extra></extra>",
            "marker": {"color": one.colour},
        }
        if ends is not None and place == len(series) - 1:
            trace |= {
                "text": ends,
                "textposition": "outside",
                "constraintext": "none",
                "cliponaxis": False,
            }
        data.append(trace)
    return {
        "data": data,
        "layout": layout(
            dark=dark,
            height=90 + (10 + 16 * lines) * max(len(labels), 1),
            barmode="stack",
            showlegend=len(series) > 1,
            margin={"l": 8, "r": 16 + _MARK * longest, "t": 8, "b": 8},
            legend=dict(LEGEND_ABOVE),
            xaxis=axis(colours, range=[0, _room(series)], tickangle=0),
            yaxis=axis(
                colours,
                autorange="reversed",
                showgrid=False,
                tickmode="array",
                tickvals=list(range(len(labels))),
                ticktext=folded,
                color=colours.text,
            ),
        ),
    }


def _room(series: Sequence[Series]) -> float:
    """Return how far the axis goes: a little past the longest bar."""
    counts = zip(*(one.counts for one in series), strict=True)
    return 1.02 * max((sum(parts) for parts in counts), default=1) or 1


def _folded(label: str) -> str:
    """Fold a long label, so that nothing of it is cut off."""
    return "<br>".join(wrap(label, _LINE)) or label
