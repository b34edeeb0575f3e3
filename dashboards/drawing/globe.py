"""The map: countries in classes of counts, and markers for small places."""

from bisect import bisect_right
from typing import Any

from dashboards.drawing.ink import PLAIN, Ink, plain, spoken
from dashboards.drawing.legend import draw_legend
from dashboards.drawing.outline import height_of, outlines, project
from dashboards.figures.frame import Figure


def draw_globe(ink: Ink, figure: Figure, width: float) -> float:
    """Draw the countries and markers of a map; return its height."""
    layout = figure["layout"]
    separators = layout.get("separators", PLAIN)
    geo, colour = layout["geo"], layout["font"]["color"]
    top = 0.0
    paints: dict[str, tuple[str, str]] = {}
    for trace in figure["data"]:
        if trace["type"] == "choropleth":
            paints |= _paints(trace, separators)
            top = draw_legend(ink, _classes(trace), y=top, width=width, colour=colour)
    world = Ink()
    for code, path in outlines(int(width)).items():
        fill, told = paints.get(code, (geo["landcolor"], ""))
        border = geo["countrycolor"]
        world.put("path", "", told, d=path, fill=fill, stroke=border, stroke_width=0.5)
    for trace in figure["data"]:
        if trace["type"] == "scattergeo":
            _draw_markers(world, trace, width, separators)
    ink.moved(world.lines, 0, top)
    return top + height_of(width)


def _paints(trace: dict[str, Any], separators: str) -> dict[str, tuple[str, str]]:
    """Return the colour of each country and what a reader sees on pointing at it."""
    rows = zip(
        trace["locations"], trace["z"], trace["text"], trace["customdata"], strict=True
    )
    return {
        str(code): (
            _colour(trace, value),
            f"{plain(str(name))}: {spoken(count, separators)}",
        )
        for code, value, name, count in rows
    }


def _colour(trace: dict[str, Any], value: float) -> str:
    share = (value - trace["zmin"]) / ((trace["zmax"] - trace["zmin"]) or 1)
    stops = [stop for stop, _ in trace["colorscale"]]
    place = max(bisect_right(stops, share) - 1, 0)
    return str(trace["colorscale"][place][1])


def _classes(trace: dict[str, Any]) -> list[tuple[str, str]]:
    bar = trace.get("colorbar", {})
    pairs = zip(bar.get("ticktext", ()), bar.get("tickvals", ()), strict=True)
    return [(str(name), _colour(trace, value)) for name, value in pairs]


def _draw_markers(
    ink: Ink, trace: dict[str, Any], width: float, separators: str
) -> None:
    marker = trace["marker"]
    for place, name in enumerate(trace["text"]):
        x, y = project(trace["lon"][place], trace["lat"][place], width)
        ink.put(
            "circle",
            "",
            f"{plain(str(name))}: {spoken(trace['customdata'][place], separators)}",
            cx=x,
            cy=y,
            r=marker["size"] / 2,
            fill=str(marker["color"][place]),
            stroke=str(marker["line"]["color"]),
            stroke_width=marker["line"]["width"],
        )
