"""A grid of counts: rows by columns, darker for more."""

from collections.abc import Callable, Mapping, Sequence

from dashboards.figures.contrast import ink_on, mixed
from dashboards.figures.frame import Figure, axis, layout
from dashboards.figures.palette import palette


def heat_grid(  # noqa: PLR0913 - a grid is made of these
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Mapping[tuple[str, str], int],
    *,
    dark: bool,
    names: Mapping[str, str],
    number: Callable[[int], str],
) -> Figure:
    """Draw counts by row and column; a pair without decisions stays empty.

    Args:
        rows: Keys of the rows, the first on top.
        columns: Keys of the columns.
        counts: Count of each pair that has one.
        dark: Whether the page is dark.
        names: What the keys are called.
        number: How a count is written in it.
    """
    colours = palette(dark=dark)
    values = [[counts.get((row, column)) for column in columns] for row in rows]
    last = len(colours.scale) - 1
    scale = [[place / last, colour] for place, colour in enumerate(colours.scale)]
    shown = {
        (at, place): counts[row, column]
        for at, row in enumerate(rows)
        for place, column in enumerate(columns)
        if (row, column) in counts
    }
    least, most = min(shown.values(), default=0), max(shown.values(), default=0)
    trace = {
        "type": "heatmap",
        "x": list(columns),
        "y": [names.get(row, row) for row in rows],
        "z": values,
        "hovertemplate": "%{y} × %{x}: %{z:,}<extra></extra>",
        "colorscale": scale,
        "zmin": least,
        "zmax": most,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
    notes = [
        {
            # By place: Plotly takes "2025" for a place far below, not for a name.
            "x": place,
            "y": at,
            "text": number(count),
            "showarrow": False,
            "font": {
                "size": 11,
                "color": ink_on(
                    mixed(colours.scale, (count - least) / ((most - least) or 1)),
                    dark=dark,
                ),
            },
        }
        for (at, place), count in shown.items()
    ]
    return {
        "data": [trace],
        "layout": layout(
            dark=dark,
            height=70 + 27 * max(len(rows), 1),
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            annotations=notes,
            xaxis=axis(colours, showgrid=False, side="top", type="category"),
            yaxis=axis(
                colours,
                showgrid=False,
                autorange="reversed",
                color=colours.text,
                type="category",
            ),
        ),
    }


def with_suppressed(
    figure: Figure,
    suppressed: Mapping[tuple[str, str], str],
    words: str,
    *,
    dark: bool,
    names: Mapping[str, str],
) -> Figure:
    """Return a grid with grey fields where a count is suppressed.

    Args:
        figure: A grid that leaves these fields empty.
        suppressed: The sign that stands in each of them, by row and column.
        words: What such a field says when it is pointed at.
        dark: Whether the page is dark.
        names: What the keys are called.
    """
    colours = palette(dark=dark)
    (trace,) = figure["data"]
    named = {
        (names.get(r, r), column): sign for (r, column), sign in suppressed.items()
    }
    signs = [[named.get((row, column)) for column in trace["x"]] for row in trace["y"]]
    grey = {
        **trace,
        "z": [[None if sign is None else 0 for sign in row] for row in signs],
        "text": [[sign or "" for sign in row] for row in signs],
        "texttemplate": "%{text}",
        "textfont": {"size": 11, "color": colours.text},
        "hovertemplate": f"%{{y}} × %{{x}}: {words}<extra></extra>",
        "colorscale": [[0, colours.grid], [1, colours.grid]],
    }
    return {**figure, "data": [trace, grey]}
