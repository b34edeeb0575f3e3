"""What all figures share: no ink that says nothing, and room for long labels."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from dashboards.figures.palette import Palette, palette

Figure = dict[str, Any]
"""A Plotly figure as a plain dictionary."""

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"

CONFIG: Final[Mapping[str, Any]] = MappingProxyType(
    {
        # Its picture would carry no manifest; the PNG below each figure does.
        "displayModeBar": False,
        "plotlyServerURL": "",
        "responsive": True,
        "topojsonURL": "/assets/topojson/",
    }
)
"""How every figure behaves; nothing leaves this host."""


LEGEND_ABOVE: Final[Mapping[str, Any]] = MappingProxyType(
    {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"}
)
"""A legend above the bars, in the order of the bars."""


def row_name(text: str, y: float, colours: Palette) -> dict[str, Any]:
    """Return a note with the name of a row, above it from the left edge."""
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": y,
        "yref": "y",
        "yanchor": "middle",
        "showarrow": False,
        "text": text,
        "font": {"size": 12, "color": colours.text},
    }


def layout(*, dark: bool, height: int = 320, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - Plotly's own words
    """Return the layout that all figures start from."""
    colours = palette(dark=dark)
    base = {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 34, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": colours.text},
        "hoverlabel": {"font": {"family": FONT}},
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": -0.16,
            "yanchor": "top",
            "font": {"color": colours.text},
        },
        "bargap": 0.16,
        "dragmode": False,
    }
    return {**base, **more}


def axis(colours: Palette, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - Plotly's own words
    """Return an axis that recedes behind what it measures."""
    base = {
        "automargin": True,
        "color": colours.muted,
        "exponentformat": "none",
        "fixedrange": True,
        "gridcolor": colours.grid,
        "linecolor": colours.grid,
        "separatethousands": True,
        "ticks": "",
        "zeroline": False,
    }
    return {**base, **more}
