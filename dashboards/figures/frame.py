"""What all figures share: no ink that says nothing, and room for long labels."""

from typing import Any, Final

from dashboards.figures.palette import Palette, palette

Figure = dict[str, Any]
"""A Plotly figure as a plain dictionary."""

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"

CONFIG: Final[Any] = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "plotlyServerURL": "",
    "responsive": True,
    "showSendToCloud": False,
    "topojsonURL": "/assets/topojson/",
}
"""How every figure behaves; nothing leaves this host."""


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
        "fixedrange": True,
        "gridcolor": colours.grid,
        "linecolor": colours.grid,
        "zeroline": False,
    }
    return {**base, **more}
