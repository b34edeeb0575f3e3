"""Two shares of each measure with their intervals; no line joins them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from dashboards.analyses.interval import Estimate
from dashboards.figures.frame import LEGEND_ABOVE, Figure, axis, layout, row_name
from dashboards.figures.palette import palette


class Beside(NamedTuple):
    """One measure: its name, and its shares before and after; None: too few."""

    name: str
    before: Estimate | None
    after: Estimate | None


def before_and_after(
    measures: Sequence[Beside], names: tuple[str, str], *, dark: bool
) -> Figure:
    """Draw each measure's share before above its share after.

    Args:
        measures: The measures, the first on top.
        names: What the two windows are called.
        dark: Whether the page is dark.
    """
    colours = palette(dark=dark)
    paints = (colours.muted, colours.bar)
    symbols = ("circle-open", "diamond")
    data = [
        _marks(
            name,
            [
                (place + (0.12, 0.36)[side], estimate, one.name)
                for place, one in enumerate(measures)
                if (estimate := (one.before, one.after)[side]) is not None
            ],
            colour=paints[side],
            symbol=symbols[side],
        )
        for side, name in enumerate(names)
    ]
    notes = [
        row_name(one.name, place - 0.2, colours) for place, one in enumerate(measures)
    ]
    return {
        "data": data,
        "layout": layout(
            dark=dark,
            height=90 + 52 * max(len(measures), 1),
            margin={"l": 8, "r": 24, "t": 8, "b": 8},
            legend=dict(LEGEND_ABOVE),
            annotations=notes,
            xaxis=axis(colours, range=[-1, _end(measures)], ticksuffix="%", nticks=6),
            yaxis=axis(
                colours,
                range=[len(measures) - 0.4, -0.5],
                showgrid=False,
                showticklabels=False,
            ),
        ),
    }


def _end(measures: Sequence[Beside]) -> int:
    """Return where the axis ends: past the widest interval, by whole tens."""
    highs = [one.high for both in measures for one in both[1:] if one is not None]
    return min(101, 10 * (int(10 * max(highs, default=1)) + 1) + 1)


def _marks(
    name: str,
    points: Sequence[tuple[float, Estimate, str]],
    *,
    colour: str,
    symbol: str,
) -> dict[str, Any]:
    shares = [round(100 * estimate.value, 2) for _, estimate, _ in points]
    lows = [round(100 * estimate.low, 1) for _, estimate, _ in points]
    highs = [round(100 * estimate.high, 1) for _, estimate, _ in points]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "y": [place for place, _, _ in points],
        "x": shares,
        "customdata": [
            [measure, low, high]
            for (_, _, measure), low, high in zip(points, lows, highs, strict=True)
        ],
        "hovertemplate": "%{customdata[0]}<br>%{fullData.name}: %{x:.1f}%"
        " (%{customdata[1]:.1f}–%{customdata[2]:.1f}%)<extra></extra>",
        "marker": {"color": colour, "size": 11, "symbol": symbol},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - share for high, share in zip(highs, shares, strict=True)],
            "arrayminus": [
                share - low for low, share in zip(lows, shares, strict=True)
            ],
            "color": colour,
            "thickness": 1.6,
            "width": 4,
        },
    }
