"""The map of destinations: counts in classes, and a marker for small places.

Shapes and borders are Natural Earth's, as Plotly ships them; they take no side.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from dashboards.figures.frame import Figure, layout
from dashboards.figures.palette import palette


class Place(NamedTuple):
    """One destination: its codes, name, a point inside it, and its decisions."""

    iso2: str
    iso3: str | None
    name: str
    latitude: float | None
    longitude: float | None
    decisions: int


_MOST: Final = 6
"""Classes that can be told apart, of as many shades."""

_SMALL: Final = frozenset(
    {"AD", "BH", "BN", "CV", "HK", "KM", "LI", "LU", "MC", "MO", "MT", "MU", "MV"}
    | {"QA", "SC", "SG", "SM", "ST", "VA"}
)


def breaks(most: int) -> tuple[int, ...]:
    """Return the lower ends of the classes of the map: 1, 3, 10, 30 and so on.

    Args:
        most: Decisions of the destination that has most; its class is the last.
    """
    ends = [1]
    while ends[-1] < most:
        ends.append(ends[-1] * 3 if len(ends) % 2 else ends[-1] // 3 * 10)
    found = [end for end in ends if end <= most] or [1]
    if len(found) > _MOST:
        found = found[::2]
    return (1, *found[1:][-_MOST + 1 :])


@cache
def shaped() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-3 codes of the places that the map has shapes of."""
    text = files("dashboards").joinpath("assets/topojson/world_50m.json").read_text()
    shapes = json.loads(text)["objects"]["countries"]["geometries"]
    return frozenset(str(shape["id"]) for shape in shapes)


def needs_marker(place: Place) -> bool:
    """Whether a place can only be seen by a marker on its point."""
    return place.iso3 not in shaped() or place.iso2 in _SMALL


def on_no_map(places: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places that have neither a shape nor a point."""
    return tuple(
        place for place in places if needs_marker(place) and place.latitude is None
    )


def world_map(
    places: Sequence[Place],
    *,
    dark: bool,
    words: Mapping[str, str],
    number: Callable[[int], str],
) -> Figure:
    """Draw decisions by destination in classes; land without decisions stays plain.

    Args:
        places: The destinations.
        dark: Whether the page is dark.
        words: What ``decisions`` are called.
        number: How a number reads.
    """
    colours = palette(dark=dark)
    filled = [place for place in places if not needs_marker(place)]
    marked = [
        place for place in places if needs_marker(place) and place.latitude is not None
    ]
    ends = breaks(max((place.decisions for place in places), default=1))
    steps = len(ends)
    shades = _shades(colours.scale, steps)
    scale = [
        stop
        for place, colour in enumerate(shades)
        for stop in ([place / steps, colour], [(place + 1) / steps, colour])
    ]
    hover = f"%{{text}}<br>{words['decisions']}: %{{customdata:,}}<extra></extra>"
    shared: dict[str, Any] = {"hovertemplate": hover}
    data = [
        {
            **shared,
            "type": "choropleth",
            "locationmode": "ISO-3",
            "locations": [place.iso3 for place in filled],
            "z": [bisect_right(ends, place.decisions) - 0.5 for place in filled],
            "zmin": 0,
            "zmax": steps,
            "colorscale": scale,
            "text": [place.name for place in filled],
            "customdata": [place.decisions for place in filled],
            "marker": {"line": {"color": colours.background, "width": 0.5}},
            "colorbar": {
                "tickmode": "array",
                "tickvals": [place + 0.5 for place in range(steps)],
                "ticktext": [_range(ends, place, number) for place in range(steps)],
                "orientation": "h",
                "x": 0,
                "xanchor": "left",
                "y": 0,
                "yanchor": "top",
                "thickness": 12,
                "len": 0.08 * steps,
                "outlinewidth": 0,
                "title": {"text": words["decisions"], "side": "top"},
            },
        },
        {
            **shared,
            "type": "scattergeo",
            "lat": [place.latitude for place in marked],
            "lon": [place.longitude for place in marked],
            "text": [place.name for place in marked],
            "customdata": [place.decisions for place in marked],
            "marker": {
                "size": 11,
                "color": [
                    shades[bisect_right(ends, place.decisions) - 1] for place in marked
                ],
                "line": {"color": colours.text, "width": 1},
            },
            "showlegend": False,
        },
    ]
    geo = {
        "bgcolor": "rgba(0,0,0,0)",
        "fitbounds": False,
        "landcolor": colours.land,
        "projection": {"type": "natural earth", "rotation": {"lon": 10}},
        "resolution": 50,
        "showcoastlines": False,
        "showcountries": True,
        "countrycolor": colours.background,
        "showframe": False,
        "showland": True,
        "lataxis": {"range": [-58, 84]},
    }
    margin = {"l": 0, "r": 0, "t": 0, "b": 56}
    return {
        "data": data,
        "layout": layout(dark=dark, height=500, geo=geo, margin=margin),
    }


def _shades(scale: Sequence[str], steps: int) -> list[str]:
    """Return as many shades as there are classes, the darkest for the last."""
    last = len(scale) - 1
    return [scale[round((place + 1) * last / steps)] for place in range(steps)]


def _range(ends: Sequence[int], place: int, number: Callable[[int], str]) -> str:
    low = ends[place]
    if place + 1 == len(ends):
        return f"{number(low)}+"
    high = ends[place + 1] - 1
    return number(low) if low == high else f"{number(low)}–{number(high)}"
