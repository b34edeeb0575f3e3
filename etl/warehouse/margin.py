"""The margins of the cubes: their cells summed over what most questions leave open.

Most selections are of all destinations. Cells of a cube are many because each is of one
destination; a margin has those of all together, and grows hardly with the decisions.
"""

from dataclasses import dataclass
from typing import Final

EVERY_DESTINATION: Final = "destination"
"""The column that every margin is summed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """One margin of one cube.

    Attributes:
        name: Its table.
        cube: The cube that it is summed from.
        comment: What it holds.
        without: Columns of the cube that it is summed over besides destinations.
        first: Columns that its cells are ordered by before the others.
        has_whole: Whether it has cells of all product classes together as well, whose
            ``class_set`` is null: each decision is then in two cells.
    """

    name: str
    cube: str
    comment: str
    without: frozenset[str] = frozenset()
    first: tuple[str, ...] = ()
    has_whole: bool = False

    def keeps(self, column: str) -> bool:
        """Whether a column of the cube is one of the margin too."""
        return column != EVERY_DESTINATION and column not in self.without


def _of(cube: str, counted: str) -> Margin:
    return Margin(
        name=cube.replace("cube_", "margin_"),
        cube=cube,
        comment=f"{counted}: the cells of {cube}, of all destinations together.",
    )


_BOTH: Final = "Each decision is in two cells: of its classes, and of all together."

MARGINS: Final = (
    _of("cube_decision", "Decisions by month, outcome, classes and currency"),
    _of("cube_class", "Decisions by product class"),
    _of("cube_item", "Decisions by item code"),
    _of("cube_weighing", "Decisions by what their weighing says as a whole"),
    _of("cube_condition", "Decisions by kind of condition"),
    _of("cube_ground", "Decisions by refusal ground"),
    _of("cube_event", "Events by month"),
    Margin(
        name="margin_aspect",
        cube="cube_aspect",
        comment="Published findings by aspect, weight and finding: the cells of"
        f" cube_aspect, of all destinations together. {_BOTH}",
        first=("class_set",),
        has_whole=True,
    ),
    Margin(
        name="margin_term",
        cube="cube_term",
        comment="Decisions by the days that they took: the cells of cube_term, of all"
        f" destinations and end uses together. {_BOTH}",
        without=frozenset({"end_use"}),
        first=("class_set",),
        has_whole=True,
    ),
    Margin(
        name="margin_kind",
        cube="cube_term",
        comment="Decisions by kind of authorisation and end use: the cells of"
        " cube_term, of all destinations and days together.",
        without=frozenset(
            {
                "destination_group",
                "is_stopped",
                "net_days",
                "processing_days",
                "within_norm",
            }
        ),
    ),
)
