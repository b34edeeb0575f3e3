"""Shares of a whole as bars of equal length; the labels above leave room on phones."""

from collections.abc import Sequence
from typing import Final

from dashboards.figures.frame import LEGEND_ABOVE, Figure, axis, layout, row_name
from dashboards.figures.palette import palette
from dashboards.figures.timeline import Series

_TICKS: Final = (0, 25, 50, 75, 100)


def share_bars(
    labels: Sequence[str], series: Sequence[Series], *, dark: bool, texts: Sequence[str]
) -> Figure:
    """Draw what each whole is made of, the first label on top.

    Args:
        labels: One for each whole.
        series: The parts; their counts for each whole.
        dark: Whether the page is dark.
        texts: What stands beside each label: what the shares are of.
    """
    colours = palette(dark=dark)
    wholes = [
        sum(counts) for counts in zip(*(one.counts for one in series), strict=True)
    ]
    places = list(range(len(labels)))
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": one.name,
            "y": places,
            "x": [
                round(100 * count / whole, 2) if whole else 0
                for count, whole in zip(one.counts, wholes, strict=True)
            ],
            "customdata": [
                [label, count, whole]
                for label, count, whole in zip(labels, one.counts, wholes, strict=True)
            ],
            "hovertemplate": "%{customdata[0]}<br>%{fullData.name}: %{x:.1f}%"
            " (%{customdata[1]:,}/%{customdata[2]:,})<extra></extra>",
            "marker": {
                "color": one.colour,
                "line": {"color": colours.background, "width": 1},
            },
        }
        for one in series
    ]
    notes = [
        row_name(
            f"{label} <span style='color:{colours.muted}'>{text}</span>",
            place - 0.5,
            colours,
        )
        for place, label, text in zip(places, labels, texts, strict=True)
    ]
    return {
        "data": data,
        "layout": layout(
            dark=dark,
            height=90 + 40 * max(len(labels), 1),
            barmode="stack",
            bargap=0.62,
            margin={"l": 8, "r": 24, "t": 8, "b": 8},
            legend=dict(LEGEND_ABOVE),
            annotations=notes,
            xaxis=axis(
                colours,
                range=[0, 100],
                showgrid=False,
                tickvals=list(_TICKS),
                ticktext=[f"{tick}%" for tick in _TICKS],
                ticklabeloverflow="allow",
            ),
            yaxis=axis(
                colours,
                range=[len(labels) - 0.6, -0.85],
                showgrid=False,
                showticklabels=False,
            ),
        ),
    }
