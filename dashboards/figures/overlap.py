"""Which members go together: bars of counts over a grid of dots."""

from collections.abc import Sequence
from typing import Any

from dashboards.figures.frame import Figure, axis, layout
from dashboards.figures.palette import palette
from dashboards.figures.timeline import Series


def overlap_bars(
    members: Sequence[str],
    sets: Sequence[frozenset[int]],
    series: Sequence[Series],
    *,
    dark: bool,
    texts: Sequence[str],
) -> Figure:
    """Draw one bar for each set, with a filled dot for each of its members.

    Args:
        members: Names of the members, the first on top.
        sets: Places of the members of each set.
        series: The parts of the bars; a count for each set.
        dark: Whether the page is dark.
        texts: What stands above each bar.
    """
    colours = palette(dark=dark)
    places = list(range(len(sets)))
    names = [" + ".join(members[one] for one in sorted(own)) or "–" for own in sets]
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": one.name,
            "x": places,
            "y": list(one.counts),
            "customdata": names,
            "hovertemplate": "%{customdata}<br>%{fullData.name}: %{y:,}<extra></extra>",
            "marker": {"color": one.colour},
        }
        for one in series
    ]
    if data:
        data[-1] |= {
            "text": list(texts),
            "textposition": "outside",
            "constraintext": "none",
            "cliponaxis": False,
        }
    data += _dots(len(members), sets, filled=colours.text, empty=colours.grid)
    return {
        "data": data,
        "layout": layout(
            dark=dark,
            height=300 + 28 * len(members),
            barmode="stack",
            bargap=0.35,
            margin={"l": 8, "r": 8, "t": 44, "b": 8},
            legend={"orientation": "h", "x": 0, "y": 1.06, "yanchor": "bottom"},
            xaxis=axis(
                colours,
                showgrid=False,
                showticklabels=False,
                range=[-0.6, len(sets) - 0.4],
                anchor="y2",
            ),
            yaxis=axis(colours, rangemode="tozero", domain=[0.34, 1]),
            yaxis2=axis(
                colours,
                domain=[0, 0.28],
                range=[len(members) - 0.5, -0.5],
                showgrid=False,
                tickmode="array",
                tickvals=list(range(len(members))),
                ticktext=list(members),
                color=colours.text,
            ),
        ),
    }


def _dots(
    members: int, sets: Sequence[frozenset[int]], *, filled: str, empty: str
) -> list[dict[str, Any]]:
    """Return the lines between the members of each set, and the dots on them."""
    pairs = [(place, one) for place in range(len(sets)) for one in range(members)]
    shared = {
        "type": "scatter",
        "yaxis": "y2",
        "hoverinfo": "skip",
        "showlegend": False,
    }
    lines: dict[str, list[int | None]] = {"x": [], "y": []}
    for place, own in enumerate(sets):
        if len(own) > 1:
            lines["x"] += [place, place, None]
            lines["y"] += [min(own), max(own), None]
    dots = {
        "mode": "markers",
        "x": [place for place, _ in pairs],
        "y": [one for _, one in pairs],
        "marker": {
            "size": 13,
            "color": [filled if one in sets[place] else empty for place, one in pairs],
        },
    }
    return [
        {**shared, "mode": "lines", **lines, "line": {"color": filled, "width": 3}},
        {**shared, **dots},
    ]
