"""The outlines of countries, projected: Natural Earth's shapes as paths of SVG.

The projection is Natural Earth I (Šavrič, Patterson and Jenny 2011), as on the page.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from dashboards.drawing.ink import number

CENTRE: Final = 10.0
"""Longitude in the middle of the map; the cut runs through the Pacific."""

SOUTH: Final = -58.0
NORTH: Final = 84.0
"""Latitudes between which the map is drawn."""

Ring = list[tuple[float, float]]


def project(longitude: float, latitude: float, width: float) -> tuple[float, float]:
    """Return where a point of the globe stands on a map of some width.

    Longitudes may run on beyond 180 degrees; they end at the edge of the map.
    """
    turned = math.radians(max(-180.0, min(180.0, longitude - CENTRE)))
    x, y = _natural_earth(turned, math.radians(latitude))
    widest, _ = _natural_earth(math.pi, 0.0)
    _, top = _natural_earth(0.0, math.radians(NORTH))
    scale = width / (2 * widest)
    return (x + widest) * scale, (top - y) * scale


def height_of(width: float) -> float:
    """Return the height of a map of some width."""
    return project(0.0, SOUTH, width)[1]


def _natural_earth(turned: float, latitude: float) -> tuple[float, float]:
    two = latitude * latitude
    four = two * two
    x = turned * (
        0.8707
        - 0.131979 * two
        + four * (-0.013791 + four * (0.003971 * two - 0.001529 * four))
    )
    y = latitude * (
        1.007226
        + two * (0.015085 + four * (-0.044475 + 0.028874 * two - 0.005916 * four))
    )
    return x, y


@cache
def outlines(width: int) -> Mapping[str, str]:
    """Return the path of every country by its code, in the order of the codes."""
    text = files("dashboards").joinpath("assets/topojson/world_50m.json").read_text()
    world: dict[str, Any] = json.loads(text)
    arcs = _arcs(world)
    found: dict[str, str] = {}
    for shape in world["objects"]["countries"]["geometries"]:
        path = "".join(_path(ring, width) for ring in _rings(shape, arcs))
        if path:
            code = str(shape["id"])
            found[code] = found.get(code, "") + path
    return dict(sorted(found.items()))


def _arcs(world: Mapping[str, Any]) -> list[Ring]:
    """Return the lines of a TopoJSON file in degrees (its steps added up)."""
    (wide, high), (west, south) = (
        world["transform"]["scale"],
        world["transform"]["translate"],
    )
    lines = []
    for arc in world["arcs"]:
        x = y = 0
        line = []
        for right, up in arc:
            x, y = x + right, y + up
            line.append((x * wide + west, y * high + south))
        lines.append(line)
    return lines


def _rings(shape: Mapping[str, Any], arcs: Sequence[Ring]) -> Iterator[Ring]:
    polygons = shape.get("arcs", [])
    if shape["type"] == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        for ring in polygon:
            points: Ring = []
            for number_ in ring:
                line = arcs[number_] if number_ >= 0 else arcs[~number_][::-1]
                points += line[1:] if points else line
            yield _running_on(points)


def _running_on(points: Ring) -> Ring:
    """Return a ring whose longitudes run on beyond the date line where it crosses it.

    The whole ring is drawn on that side of the cut on which most of it lies.
    """
    found: Ring = []
    turn = 0.0
    for x, y in points:
        if found and x + turn - found[-1][0] > 180:
            turn -= 360
        elif found and x + turn - found[-1][0] < -180:
            turn += 360
        found.append((x + turn, y))
    middle = sum(x for x, _ in found) / len(found)
    back = 360 * math.floor((middle - CENTRE + 180) / 360)
    return [(x - back, y) for x, y in found]


def _path(ring: Ring, width: int) -> str:
    """Return a ring as a path in half pixels; what is smaller than one is left out."""
    if max(y for _, y in ring) < SOUTH:
        return ""
    places: Ring = []
    for longitude, latitude in ring:
        x, y = project(longitude, max(latitude, SOUTH), width)
        place = (round(x * 2) / 2, round(y * 2) / 2)
        if not places or place != places[-1]:
            places.append(place)
    if len(places) < 4:
        return ""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in places) + "Z"
