"""A grid of shares, each with what it is of; too few decisions get no colour."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from dashboards.figures.contrast import ink_on, mixed
from dashboards.figures.frame import Figure, axis, layout
from dashboards.figures.palette import palette

_LINE: Final = 13
"""Letters of a name on one line."""


class Rate(NamedTuple):
    """One cell: its share, None when it is of too few, and how it reads."""

    share: float | None
    text: str


def rate_grid(
    rows: Sequence[str],
    columns: Sequence[str],
    rates: Mapping[tuple[int, int], Rate],
    *,
    dark: bool,
) -> Figure:
    """Draw shares by row and column; a pair without decisions stays empty.

    Args:
        rows: Names of the rows, the first on top.
        columns: Names of the columns.
        rates: The share of each pair that has decisions, by place.
        dark: Whether the page is dark.
    """
    colours = palette(dark=dark)
    last = len(colours.scale) - 1
    places = range(len(columns))
    grid = [[rates.get((row, column)) for column in places] for row in range(len(rows))]
    trace = {
        "type": "heatmap",
        "x": list(places),
        "y": list(range(len(rows))),
        "z": [[None if cell is None else cell.share for cell in row] for row in grid],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[n / last, colour] for n, colour in enumerate(colours.scale)],
        "showscale": False,
        "hoverinfo": "skip",
        "xgap": 2,
        "ygap": 2,
    }
    notes = [
        {
            "x": column,
            "y": row,
            "text": cell.text,
            "showarrow": False,
            "font": {"size": 10, "color": _ink(cell.share, dark=dark)},
        }
        for (row, column), cell in rates.items()
    ]
    return {
        "data": [trace],
        "layout": layout(
            dark=dark,
            height=120 + 40 * max(len(rows), 1),
            margin={"l": 8, "r": 34, "t": 8, "b": 8},
            annotations=notes,
            xaxis=axis(
                colours,
                showgrid=False,
                side="top",
                tickmode="array",
                tickvals=list(places),
                ticktext=[_wrapped(name) for name in columns],
                tickangle=0,
                tickfont={"size": 11},
                range=[-0.5, len(columns) - 0.5],
                color=colours.text,
            ),
            yaxis=axis(
                colours,
                showgrid=False,
                range=[len(rows) - 0.5, -0.5],
                tickmode="array",
                tickvals=list(range(len(rows))),
                ticktext=[_wrapped(name) for name in rows],
                color=colours.text,
            ),
        ),
    }


def _wrapped(name: str) -> str:
    """Return a name with a line for every word or two."""
    lines = [""]
    for word in name.split():
        joined = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], joined] if len(joined) <= _LINE else [*lines, word]
    return "<br>".join(line for line in lines if line)


def _ink(share: float | None, *, dark: bool) -> str:
    """Return the colour of a text that can be read on its cell."""
    colours = palette(dark=dark)
    if share is None:
        return colours.muted
    return ink_on(mixed(colours.scale, share), dark=dark)
