"""Grids of counts: rows by columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboards.drawing.ink import Ink, plain, width_of
from dashboards.figures.contrast import mixed
from dashboards.figures.frame import Figure

_ROW = 27


def draw_grid(ink: Ink, figure: Figure, width: float) -> float:
    """Draw a heat map; return its height."""
    trace, *hidden = figure["data"]
    colour = figure["layout"]["font"]["color"]
    rows = _names(figure["layout"].get("yaxis", {}), trace["y"])
    columns = _names(figure["layout"].get("xaxis", {}), trace["x"])
    notes = {
        (one["y"], one["x"]): (plain(str(one["text"])), str(one["font"]["color"]))
        for one in figure["layout"].get("annotations", ())
    }
    left = min(max((width_of(str(row)) for row in rows), default=0) + 10, width / 2)
    step = (width - left) / max(len(columns), 1)
    top = 24.0
    for place, name in enumerate(columns):
        x = left + (place + 0.5) * step
        ink.text(x, top - 8, str(name), colour=colour, anchor="middle")
    least, most = trace["zmin"], trace["zmax"]
    for at, name in enumerate(rows):
        y = top + at * _ROW
        ink.text(left - 8, y + 18, str(name), colour=colour, anchor="end")
        for place, value in enumerate(trace["z"][at]):
            told, paint = notes.get((at, place), ("", colour))
            if value is None and not told:
                continue
            fill = "none"
            if value is not None:
                share = (value - least) / ((most - least) or 1)
                fill = mixed([stop for _, stop in trace["colorscale"]], share)
            _field(
                ink,
                (left + place * step, y, step),
                title=f"{name} × {columns[place]}: {told}",
                fill=fill,
                words=told,
                paint=paint,
            )
    for other in hidden:
        _draw_hidden(ink, other, (left, top, step), colour)
    return top + len(rows) * _ROW


def _names(axis: Mapping[str, Any], values: Sequence[object]) -> list[str]:
    """Return what rows or columns are called, on one line."""
    return [str(one).replace("<br>", " ") for one in axis.get("ticktext", values)]


def _draw_hidden(
    ink: Ink, trace: dict[str, Any], place: tuple[float, float, float], colour: str
) -> None:
    """Draw the fields whose count is not shown, each with its sign."""
    left, top, step = place
    fill = str(trace["colorscale"][0][1])
    said = trace["hovertemplate"].removesuffix("<extra></extra>")
    for at, row in enumerate(trace["z"]):
        for number_, value in enumerate(row):
            if value is None:
                continue
            words = said.replace("%{y}", str(trace["y"][at]))
            _field(
                ink,
                (left + number_ * step, top + at * _ROW, step),
                title=words.replace("%{x}", str(trace["x"][number_])),
                fill=fill,
                words=str(trace["text"][at][number_]),
                paint=colour,
            )


def _field(  # noqa: PLR0913 - a field is made of these
    ink: Ink,
    place: tuple[float, float, float],
    *,
    title: str,
    fill: str,
    words: str,
    paint: str,
) -> None:
    """Draw one field of a grid, with its words in the middle.

    Args:
        ink: What draws.
        place: Left edge, top and width.
        title: What it says when it is pointed at.
        fill: Its colour.
        words: What stands in it.
        paint: The colour of that.
    """
    x, y, width = place
    ink.put(
        "rect",
        "",
        title,
        x=x + 1,
        y=y + 1,
        width=width - 2,
        height=_ROW - 2,
        fill=fill,
    )
    ink.text(x + width / 2, y + 18, words, colour=paint, anchor="middle", size=11)
