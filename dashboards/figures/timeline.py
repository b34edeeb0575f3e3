"""Counts over time, with what held and what happened along the axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from dashboards.figures.frame import Figure, axis, layout
from dashboards.figures.palette import palette

_DAY: Final = 86_400_000
"""Milliseconds, in which Plotly measures time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series of bars: its name, colour, and a count for each period."""

    name: str
    colour: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A stretch of the axis under which one framework version held."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day along the axis, and what a reader sees on pointing at it."""

    day: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The periods of a time axis and what stands along it.

    Attributes:
        periods: First day of each period.
        step: Days in a period, about.
        names: What each period is called.
        incomplete: Whether the last period is not over yet.
        bands: Framework versions.
        marks: Control-list versions and context events.
        incomplete_text: How an incomplete period is named.
        marks_text: What a mark is, for whoever cannot point at it.
    """

    periods: tuple[date, ...]
    step: int
    names: tuple[str, ...]
    incomplete: bool
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    incomplete_text: str
    marks_text: str = ""


def bars_over_time(
    axis_of_time: Axis,
    series: Sequence[Series],
    *,
    dark: bool,
    height: int = 340,
    most: int | None = None,
) -> Figure:
    """Draw stacked bars over time with bands, marks, and the incomplete period.

    Args:
        axis_of_time: The periods and what stands along them.
        series: The parts of the bars.
        dark: Whether the page is dark.
        height: Height in pixels.
        most: The longest bar that there is room for, so that figures side by side
            have one scale; None for the longest that there is.
    """
    colours = palette(dark=dark)
    time = axis_of_time
    middles = [first + timedelta(days=time.step / 2) for first in time.periods]
    hatch = [""] * len(middles)
    if time.incomplete and hatch:
        hatch[-1] = "/"
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": one.name,
            "x": [day.isoformat() for day in middles],
            "y": list(one.counts),
            "customdata": list(time.names),
            "hovertemplate": "%{customdata}<br>%{fullData.name}: %{y:,}<extra></extra>",
            "marker": {
                "color": one.colour,
                "pattern": {"shape": hatch, "fgopacity": 0.6},
            },
        }
        for one in series
    ]
    if len(middles) == 1:  # of one bar, Plotly does not know how wide a period is
        for trace in data:
            trace["width"] = 0.84 * time.step * _DAY
    figure: Figure = {
        "data": data,
        "layout": layout(
            dark=dark,
            height=height,
            barmode="stack",
            showlegend=len(series) > 1,
            xaxis=axis(colours, type="date", showgrid=False, **_span(time)),
            yaxis=axis(colours, rangemode="tozero", **_steps(series, most)),
        ),
    }
    if time.periods:
        _along(figure, time, colours.band, colours.muted, colours.mark)
    return figure


def _span(time: Axis) -> dict[str, Any]:
    """Return the days from which and to which an axis runs, whatever stands on it."""
    if not time.periods:
        return {}
    last = time.periods[-1] + timedelta(days=time.step)
    room = timedelta(days=time.step // 8 + 1)
    return {
        "range": [(time.periods[0] - room).isoformat(), (last + room).isoformat()],
    }


def _steps(series: Sequence[Series], most: int | None) -> dict[str, Any]:
    """Return steps of one for small counts, which else would be cut in halves."""
    highest = tallest(series) if most is None else most
    few = 6
    steps: dict[str, Any] = {"dtick": 1} if highest <= few else {}
    return steps if most is None else {**steps, "range": [0, 1.05 * max(most, 1)]}


def tallest(series: Sequence[Series]) -> int:
    """Return the count of the longest bar of all parts together."""
    sums = [sum(counts) for counts in zip(*(one.counts for one in series), strict=True)]
    return max(sums, default=0)


def _along(figure: Figure, time: Axis, band: str, muted: str, mark: str) -> None:
    """Add bands, marks and the note on the incomplete period to a figure."""
    first = time.periods[0]
    last = time.periods[-1] + timedelta(days=time.step)
    shapes, notes = [], []
    for place, one in enumerate(time.bands):
        if one.last < first or one.first > last:
            continue
        left, right = max(one.first, first), min(one.last, last)
        shapes.append(
            {
                "type": "rect",
                "layer": "below",
                "xref": "x",
                "yref": "paper",
                "x0": left.isoformat(),
                "x1": right.isoformat(),
                "y0": 0,
                "y1": 1,
                "fillcolor": band if place % 2 == 0 else "rgba(0,0,0,0)",
                "line": {"width": 1, "color": mark, "dash": "dot"},
            }
        )
        notes.append(_note(left, one.label, muted, "left"))
    if time.incomplete:
        end = last.isoformat()
        notes.append(
            {
                **_note(last, time.incomplete_text, muted, "right"),
                "x": end,
                "yshift": 14,  # above the names of bands, however tall the figure
            }
        )
    figure["layout"]["shapes"] = shapes
    figure["layout"]["annotations"] = notes
    seen = [one for one in time.marks if first <= one.day <= last]
    if seen:
        figure["data"].append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [one.day.isoformat() for one in seen],
                "y": [0.985] * len(seen),
                "yaxis": "y2",
                "text": [one.text for one in seen],
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {"symbol": "triangle-down", "size": 10, "color": mark},
                "cliponaxis": False,  # one on the first day is seen whole
                "name": time.marks_text,
                "showlegend": bool(time.marks_text),
            }
        )
        figure["layout"]["showlegend"] = True
        figure["layout"]["yaxis2"] = {
            "overlaying": "y",
            "range": [0, 1],
            "visible": False,
            "fixedrange": True,
        }


def _note(day: date, text: str, colour: str, anchor: str) -> dict[str, Any]:
    return {
        "x": day.isoformat(),
        "y": 1.0,
        "xref": "x",
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": anchor,
        "showarrow": False,
        "text": text,
        "font": {"size": 11, "color": colour},
    }
