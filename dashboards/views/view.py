"""What a view is, and what it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dashboards.figures.frame import Figure
from dashboards.scene import Scene
from dashboards.tables import Cell, Table, linked, plain
from dashboards.words import Language, Words

NOT_PUBLISHED = Words("niet gepubliceerd", "not published")
NOTHING = Words(
    "Geen besluiten passen bij deze keuze.", "No decisions fit this selection."
)
NO_METHOD = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A view's answer.

    Attributes:
        figure: The figure, when there is something to draw.
        summary: What it shows, in one sentence.
        table: The rows behind it.
        notes: What a reader must know to read it rightly.
        parts: Figures with their titles, in place of one figure.
    """

    figure: Figure | None
    summary: str
    table: Table
    notes: tuple[str, ...] = ()
    parts: tuple[tuple[str, Figure], ...] = ()

    def figures(self) -> tuple[tuple[str, Figure], ...]:
        """Return everything to draw, with titles; a sole figure has none."""
        return self.parts or (() if self.figure is None else (("", self.figure),))


@dataclass(frozen=True, slots=True, kw_only=True)
class HowCounted:
    """How the numbers of a view come about.

    Attributes:
        unit: What is counted, and once or more often.
        denominator: What shares are shares of.
        left_out: What is not counted.
        method: By which definition or method, when it takes more than counting.
    """

    unit: Words
    denominator: Words
    left_out: Words
    method: Words = NO_METHOD


UNSAID = HowCounted(
    unit=Words("", ""), denominator=Words("", ""), left_out=Words("", "")
)
"""How a view counts that does not say so; a test forbids it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One question that pages and downloads can ask.

    Attributes:
        name: Its name in addresses.
        title: Its title.
        show: Answers it.
        version: Raised whenever the same ledger would get another answer.
        how_counted: How its numbers come about.
        needs_choice: Whether it has no rows until a reader chooses something.
    """

    name: str
    title: Words
    show: Callable[[Scene], Shown]
    version: int = 1
    how_counted: HowCounted = UNSAID
    needs_choice: bool = False


def table_of(
    language: Language,
    headings: tuple[Words, ...],
    rows: tuple[tuple[Cell, ...], ...],
    links: Mapping[tuple[int, int], str] = MappingProxyType({}),
) -> Table:
    """Return a table with headings in the language of the page."""
    return Table(
        headings=tuple(language.say(heading) for heading in headings),
        rows=plain(rows),
        not_published=language.say(NOT_PUBLISHED),
        links={**linked(rows), **links},
    )


def nothing(scene: Scene, headings: tuple[Words, ...], words: Words = NOTHING) -> Shown:
    """Return the answer when no decision fits the question, or what else lacks."""
    return Shown(
        figure=None,
        summary=scene.language.say(words),
        table=table_of(scene.language, headings, ()),
    )
