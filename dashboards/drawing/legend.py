"""Legends: which colour is what."""

from collections.abc import Sequence

from dashboards.drawing.ink import SIZE, Ink, width_of

_BOX = 11


def draw_legend(
    ink: Ink, names: Sequence[tuple[str, str]], *, y: float, width: float, colour: str
) -> float:
    """Draw pairs of a name and a colour; return where what follows can begin."""
    x, foot = 0.0, y + SIZE
    for name, paint in names:
        needed = _BOX + 6 + width_of(name) + 18
        if x and x + needed > width:
            x, foot = 0.0, foot + 18
        ink.put("rect", x=x, y=foot - _BOX + 1, width=_BOX, height=_BOX, fill=paint)
        ink.text(x + _BOX + 6, foot, name, colour=colour)
        x += needed
    return foot + 8 if names else y
