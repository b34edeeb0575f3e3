"""The margins of the cubes: their cells summed over what most questions leave open.

Most selections are of all destinations, or of all product classes. Cells of a cube are
many because each is of one of both; a margin has those of all together, and grows
hardly with the decisions.
"""

from dataclasses import dataclass
from typing import Final

WHOLE: Final = "whole"
"""The word for cells that are by nothing more than all cells of their table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """One margin of one cube, or several of them in one table.

    Attributes:
        name: Its table.
        cube: The cube that it is summed from.
        comment: What it holds.
        without: Columns of the cube that it has not.
        sets: When it holds several margins: the columns that the cells of each are by,
            of those that not all are by. The column ``margin`` says which; in the
            others these columns are null.
        is_yearly: Whether cells are of years, each from its first month to its last.
    """

    name: str
    cube: str
    comment: str
    without: frozenset[str]
    sets: tuple[tuple[str, ...], ...] = ()
    is_yearly: bool = False

    @property
    def some(self) -> tuple[str, ...]:
        """The columns that the cells of some of its margins are by, each once."""
        return tuple(dict.fromkeys(name for one in self.sets for name in one))

    def keeps(self, column: str) -> bool:
        """Whether a column of the cube is one of the margin too."""
        return column not in self.without


def word_of(margin: tuple[str, ...]) -> str:
    """Return what the column ``margin`` says of cells that are by some columns."""
    return " ".join(margin) or WHOLE


def _of(cube: str, counted: str) -> Margin:
    return Margin(
        name=cube.replace("cube_", "margin_"),
        cube=cube,
        comment=f"{counted}: the cells of {cube}, of all destinations together.",
        without=frozenset({"destination"}),
    )


_MORE: Final = "Each decision is in a cell of every margin."
_DAYS: Final = frozenset({"is_stopped", "net_days", "processing_days", "within_norm"})
_KIND: Final = ("authorisation_type", "destination_group")

MARGINS: Final = (
    _of("cube_decision", "Decisions by month, outcome, classes and currency"),
    Margin(
        name="margin_destination",
        cube="cube_decision",
        comment="Decisions by year, destination, outcome and classes: the cells of"
        " cube_decision, without what else they are by.",
        without=frozenset(
            {
                "currency",
                "framework_applies",
                "has_condition",
                "has_ground",
                "minor",
                "weighing_status",
            }
        ),
        is_yearly=True,
    ),
    _of("cube_class", "Decisions by product class"),
    _of("cube_item", "Decisions by item code"),
    _of("cube_weighing", "Decisions by what their weighing says as a whole"),
    _of("cube_condition", "Decisions by kind of condition"),
    _of("cube_ground", "Decisions by refusal ground"),
    _of("cube_event", "Events by month"),
    Margin(
        name="margin_aspect",
        cube="cube_aspect",
        comment="Published findings by aspect, weight and finding: margins of"
        f" cube_aspect, of all destinations together. {_MORE}",
        without=frozenset({"destination"}),
        sets=((), ("class_set",)),
    ),
    Margin(
        name="margin_term_kind",
        cube="cube_term",
        comment="Decisions by year, the days that they took, and the kind of"
        f" authorisation and group of destinations, or the classes. {_MORE}",
        without=frozenset({"end_use"}),
        sets=(
            ("class_set",),
            _KIND,
            ("class_set", *_KIND),
            ("destination", *_KIND),
        ),
        is_yearly=True,
    ),
    Margin(
        name="margin_term",
        cube="cube_term",
        comment=f"Decisions by month and the days that they took. {_MORE}",
        without=frozenset({"end_use", *_KIND}),
        sets=((), ("class_set",), ("destination",)),
    ),
    Margin(
        name="margin_kind",
        cube="cube_term",
        comment="Decisions by kind of authorisation and end use: the cells of"
        " cube_term, of all destinations and days together.",
        without=frozenset({"destination", "destination_group", *_DAYS}),
    ),
    Margin(
        name="margin_like",
        cube="cube_like",
        comment="Like decisions by year: the cells of cube_like, without what makes"
        " decisions of one group alike.",
        without=frozenset({"codes", "destination", "end_use"}),
        is_yearly=True,
    ),
)
"""Every margin; of those of one cube, the ones with fewer cells first."""
