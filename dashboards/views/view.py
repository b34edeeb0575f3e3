"""What a view is, and what it shows."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.figures.frame import Figure
from dashboards.scene import Scene
from dashboards.tables import Cell, Table
from dashboards.words import Language, Words

NOT_PUBLISHED = Words("niet gepubliceerd", "not published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A view's answer.

    Attributes:
        figure: The figure, when there is something to draw.
        summary: What it shows, in one sentence.
        table: The rows behind it.
        notes: What a reader must know to read it rightly.
    """

    figure: Figure | None
    summary: str
    table: Table
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One question that pages and downloads can ask.

    Attributes:
        name: Its name in addresses.
        title: Its title.
        show: Answers it.
    """

    name: str
    title: Words
    show: Callable[[Scene], Shown]


def table_of(
    language: Language, headings: tuple[Words, ...], rows: tuple[tuple[Cell, ...], ...]
) -> Table:
    """Return a table with headings in the language of the page."""
    return Table(
        headings=tuple(language.say(heading) for heading in headings),
        rows=rows,
        not_published=language.say(NOT_PUBLISHED),
    )


def nothing(scene: Scene, headings: tuple[Words, ...]) -> Shown:
    """Return the answer when no decision fits the question."""
    words = Words(
        "Geen besluiten passen bij deze keuze.", "No decisions fit this selection."
    )
    return Shown(
        figure=None,
        summary=scene.language.say(words),
        table=table_of(scene.language, headings, ()),
    )
