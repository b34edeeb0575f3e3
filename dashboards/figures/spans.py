"""Spans of time in rows: what held, from when until when, with moments below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboards.figures.frame import Figure, axis, layout
from dashboards.figures.palette import palette


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One stretch of time in a row.

    Attributes:
        row: The row.
        label: What stands in it.
        text: What a reader sees on pointing at it.
        first: First day.
        last: Last day.
        hatched: Whether it only illustrates, which hatching shows.
    """

    row: str
    label: str
    text: str
    first: date
    last: date
    hatched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One day in a row, and what a reader sees on pointing at it."""

    row: str
    text: str
    day: date


def spans_over_time(
    spans: Sequence[Span],
    moments: Sequence[Moment],
    *,
    first: date,
    last: date,
    dark: bool,
) -> Figure:
    """Draw spans as bars and moments as marks, the first row on top.

    A span that begins before the axis is cut at its start. Neighbours in a row take
    turns in two tones, so that their border shows.
    """
    named = [*[one.row for one in spans], *[one.row for one in moments]]
    rows = list(dict.fromkeys(named))
    seen = [one for one in spans if one.last >= first and one.first <= last]
    marks = [one for one in moments if first <= one.day <= last]
    colours = palette(dark=dark)
    return {
        "data": [_bars(seen, first, last, dark=dark), *_marks(marks, colours.mark)],
        "layout": layout(
            dark=dark,
            height=90 + 34 * len(rows),
            showlegend=False,
            bargap=0.28,
            # A label that does not fit is left out; the table has it.
            uniformtext={"mode": "hide", "minsize": 10},
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            xaxis=axis(
                colours,
                type="date",
                range=[first.isoformat(), last.isoformat()],
                showgrid=True,
                tickangle=0,
            ),
            yaxis=axis(
                colours,
                type="category",
                categoryorder="array",
                categoryarray=rows[::-1],
                range=[-0.6, len(rows) - 0.4],
                showgrid=False,
                color=colours.text,
            ),
        ),
    }


def _bars(
    seen: Sequence[Span], first: date, last: date, *, dark: bool
) -> dict[str, Any]:
    colours = palette(dark=dark)
    turns: dict[str, int] = {}
    tones = []
    for one in seen:
        turn = turns.get(one.row, 0)
        turns[one.row] = turn + 1
        tones.append(colours.scale[1 + turn % 2])
    starts = [max(one.first, first) for one in seen]
    days = [
        (min(one.last, last) - start).days + 1
        for one, start in zip(seen, starts, strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [one.row for one in seen],
        "base": [start.isoformat() for start in starts],
        "x": [number * 86_400_000 for number in days],
        "text": [one.label for one in seen],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "cliponaxis": True,
        "textfont": {"size": 11, "color": colours.text},
        "customdata": [one.text for one in seen],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "color": tones,
            "line": {"color": colours.mark, "width": 1},
            "pattern": {
                "shape": ["/" if one.hatched else "" for one in seen],
                "fgcolor": colours.mark,
                "size": 9,
                "solidity": 0.12,
            },
        },
    }


def _marks(marks: Sequence[Moment], colour: str) -> list[dict[str, Any]]:
    if not marks:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "y": [one.row for one in marks],
            "x": [one.day.isoformat() for one in marks],
            "text": [one.text for one in marks],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"symbol": "diamond", "size": 11, "color": colour},
        }
    ]
