"""Legends: which colour is what."""

from collections.abc import Collection, Sequence

from dashboards.drawing.ink import SIZE, Ink, number, width_of

_BOX = 11


def draw_legend(  # noqa: PLR0913 - a legend is made of these
    ink: Ink,
    names: Sequence[tuple[str, str]],
    *,
    y: float,
    width: float,
    colour: str,
    marks: Collection[str] = (),
) -> float:
    """Draw pairs of a name and a colour; return where what follows can begin.

    Args:
        ink: What draws.
        names: What each colour is called.
        y: Where the legend begins.
        width: How wide it may be.
        colour: The colour of its words.
        marks: Names of what stands along an axis, as a triangle.
    """
    x, foot = 0.0, y + SIZE
    for name, paint in names:
        needed = _BOX + 6 + width_of(name) + 18
        if x and x + needed > width:
            x, foot = 0.0, foot + 18
        top = foot - _BOX + 1
        if name in marks:
            corners = ((x, top + 2), (x + _BOX, top + 2), (x + _BOX / 2, foot))
            points = " ".join(f"{number(px)},{number(py)}" for px, py in corners)
            ink.put("polygon", points=points, fill=paint)
        else:
            ink.put("rect", x=x, y=top, width=_BOX, height=_BOX, fill=paint)
        ink.text(x + _BOX + 6, foot, name, colour=colour)
        x += needed
    return foot + 8 if names else y
