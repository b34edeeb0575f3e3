"""Withheld decisions beside two sides: on their side, where that is public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.timeline import Axis, Series
from dashboards.scene import Scene
from dashboards.state import Dimension
from dashboards.tables import Link
from dashboards.views import heading
from dashboards.views.absent_outcomes import absent_notes
from dashboards.views.sides import Sides
from dashboards.views.withheld_note import (
    AS_SERIES,
    NARROWED,
    NOT_COUNTED,
    is_narrowed,
    withheld_periods,
    withheld_words,
)
from dashboards.words import Words

_TOLD: Final[frozenset[Dimension | None]] = frozenset({"period", "ledger"})
"""What is public of a withheld decision and can tell two sides apart."""

APART: Final = Words("onthouden, kant niet openbaar", "withheld, side not public")
_WHAT: Final[Mapping[Dimension | None, Words]] = {
    "destination": Words("de bestemming", "destination"),
    "class": Words("de productklasse", "product class"),
    "framework": Words("de kaderversie", "framework version"),
}
_UNTOLD: Final = Words(
    "Onthouden: {counts}. Daarvan zijn alleen maand en grond openbaar, niet {what}: aan"
    " welke kant zij horen, is niet te zeggen. Zij tellen aan geen van beide kanten"
    " mee.",
    "Withheld: {counts}. Only their month and ground are public, not their {what}: on"
    " which side they belong cannot be told. They count on neither side.",
)
_NONE: Final = Words("geen", "none")

Periods = Mapping[date, int]
"""Withheld decisions by the first day of the period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldBeside:
    """What is withheld beside two sides.

    Attributes:
        sides: By period, for each side; empty when which side is not public.
        apart: By period, when it is not public which side they are of.
    """

    sides: tuple[Periods, ...] = ()
    apart: Periods | None = None

    def periods(self) -> frozenset[date]:
        """Return the periods in which anything is withheld."""
        every = (*self.sides, self.apart or {})
        return frozenset(day for one in every for day in one)


def withheld_beside(scene: Scene, sides: Sides) -> WithheldBeside:
    """Return what can be shown of withheld decisions beside two sides."""
    if scene.state.by in _TOLD:
        if any(is_narrowed(side.scene) for side in sides.both):
            return WithheldBeside()
        found = tuple(withheld_periods(side.scene) for side in sides.both)
        return WithheldBeside(sides=found if any(found) else ())
    return WithheldBeside(apart=withheld_periods(scene) or None)


def withheld_series(scene: Scene, axis: Axis, counts: Periods) -> Series:
    """Return withheld decisions as the part of bars that they are everywhere."""
    return Series(
        name=scene.language.say(heading.WITHHELD),
        colour=palette(dark=scene.dark).withheld[0],
        counts=tuple(counts.get(day, 0) for day in axis.periods),
    )


def apart_link(scene: Scene) -> Link:
    """Return the words for what is of no side to be told, leading to its page."""
    asked = scene.state.but(
        ledger=scene.stamp.slug, by=None, one="", other="", ref="", seen=""
    )
    return Link(scene.language.say(APART), f"withheld?{asked.query()}")


def side_notes(
    scene: Scene, sides: Sides, *, is_series: bool = False
) -> tuple[str, ...]:
    """Say what a reader must know of two sides, and what is withheld beside them.

    Args:
        scene: The question.
        sides: The sides.
        is_series: Whether what is withheld is shown as a series of its own.
    """
    return (
        *sides.notes(scene),
        *_absent(scene, sides),
        *_withheld(scene, sides, is_series=is_series),
    )


def _absent(scene: Scene, sides: Sides) -> tuple[str, ...]:
    """Say of each authority which outcomes its ledger never has."""
    if scene.state.by != "ledger":
        return ()
    return tuple(
        f"{side.short}: {note}"
        for side in sides.both
        for note in absent_notes(side.scene)
    )


def _withheld(scene: Scene, sides: Sides, *, is_series: bool) -> tuple[str, ...]:
    say, by = scene.language.say, scene.state.by
    if by not in _TOLD:
        counts = withheld_words(scene)
        return (say(_UNTOLD, counts=counts, what=say(_WHAT[by])),) if counts else ()
    said = [withheld_words(side.scene) for side in sides.both]
    if not any(said):
        return ()
    counts = " – ".join(
        f"{side.short}: {words or say(_NONE)}"
        for side, words in zip(sides.both, said, strict=True)
    )
    if any(is_narrowed(side.scene) for side in sides.both):
        return (say(NARROWED, counts=counts),)
    return (say(AS_SERIES if is_series else NOT_COUNTED, counts=counts),)
