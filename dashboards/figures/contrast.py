"""Text that can be read on a coloured field."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from dashboards.figures.palette import palette

_READABLE: Final = 4.5
"""Contrast that WCAG 2.2 asks of small text."""


def mixed(scale: Sequence[str], share: float) -> str:
    """Return the colour at a share of a scale, mixed from its neighbours.

    Args:
        scale: Its colours, evenly spaced.
        share: From 0 to 1.
    """
    last = len(scale) - 1
    place = min(max(share, 0.0), 1.0) * last
    for at, (one, other) in enumerate(pairwise(scale)):
        if place <= at + 1:
            part = place - at
            pairs = zip(_parts(one), _parts(other), strict=True)
            return "#" + "".join(f"{round(a + part * (b - a)):02x}" for a, b in pairs)
    return scale[last]


def ink_on(fill: str, *, dark: bool) -> str:
    """Return the colour for a text on a field: the page's own where it can be read.

    Black or white reaches 4.5 on every colour.
    """
    colours = palette(dark=dark)
    inks = (colours.text, colours.background, "#000000", "#ffffff")
    return next(ink for ink in inks if contrast(ink, fill) >= _READABLE)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG 2.2 reckons it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    edge = 0.04045
    parts = [
        part / 12.92 if part <= edge else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    ]
    return sum(
        w * part for w, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
