"""Secondary suppression: what else must go, so that nothing gives a cell back.

For each sensitive row and each end of its protection interval there must be a
*witness*: numbers for all leaves that agree with everything released, and by which the
row reaches that end. Where there is none yet, the cheapest one is looked for by linear
programming: changing a cell that is shown has a price, and the cells that the witness
changes are suppressed. So each end takes one program at most, and the search ends. A
witness stays one when more is suppressed, and serves every row that it reaches an end
of. (After Kelly, Golden and Assad, "Cell suppression: disclosure protection for
sensitive tabular data", Networks 22, 1992.)
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, eye_array

from etl.disclosure_control.case import Cell, Leaf
from etl.disclosure_control.system import Row, Vector, matrix_of, vector_of
from etl.errors import DisclosureControlError

TOLERANCE: Final = 1e-6
"""How far the solver may be off, as a share of what is usual in the tables."""

Progress = Callable[[int, int], None]
"""Told how many sensitive rows are protected, and of how many."""


class Requirement(NamedTuple):
    """A sensitive row, and the ends that it must be able to reach."""

    row: Row
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What is to be protected, and by what it can be.

    Attributes:
        leaves: Where something can be, as far as witnesses are looked for.
        truth: What is at each leaf.
        known: Rows that everybody knows and nothing can hide: earlier releases, and how
            many decisions were withheld.
        shown: Cells that are to be released, if they can be.
        last: The vintage of this release.
    """

    leaves: Sequence[Leaf]
    truth: Mapping[Leaf, int]
    known: Sequence[Row]
    shown: Sequence[Cell]
    last: int


def secondary(
    tables: Tables,
    requirements: Sequence[Requirement],
    progress: Progress | None = None,
) -> frozenset[Cell]:
    """Return which of the shown cells must be suppressed besides.

    Args:
        tables: The tables; sensitive cells are not among those shown.
        requirements: What must be possible.
        progress: Told how far it is.

    Raises:
        DisclosureControlError: A row cannot be protected, whatever is suppressed.
    """
    search = _Search(tables, requirements)
    goals = search.goals()
    for number, (place, end, is_high) in enumerate(goals, start=1):
        if not search.reaches(place, end, is_high=is_high):
            search.reach(place, end, is_high=is_high)
        if progress is not None:
            progress(number, len(goals))
    return frozenset(search.suppressed)


class _Search:
    def __init__(self, tables: Tables, requirements: Sequence[Requirement]) -> None:
        leaves = tables.leaves
        truth = vector_of(tables.truth, leaves)
        found = truth[truth > 0]
        # The solver likes numbers about one; cents are not.
        self._unit = float(found.mean()) if found.size else 1.0
        self._requirements = requirements
        self._truth = truth / self._unit
        self._sums = matrix_of([one.row for one in requirements], leaves)
        self._known = matrix_of(tables.known, leaves)
        self._cells = list(tables.shown)
        self._shown = matrix_of([Row(c, 0, tables.last) for c in self._cells], leaves)
        self._is_shown = np.ones(len(self._cells), dtype=np.bool_)
        self._lowest = self._sums @ self._truth
        self._highest = self._lowest.copy()

    def goals(self) -> list[tuple[int, int, bool]]:
        """Return every end to reach, those first that bring others along.

        What empties a row empties what lies inside it, and what fills a row fills
        what lies around it.
        """
        sizes = np.diff(self._sums.indptr)
        places = sorted(range(len(self._requirements)), key=lambda p: -sizes[p])
        lows = [(place, self._requirements[place].low, False) for place in places]
        places.reverse()
        return lows + [(p, self._requirements[p].high, True) for p in places]

    @property
    def suppressed(self) -> list[Cell]:
        return [
            cell
            for cell, shown in zip(self._cells, self._is_shown, strict=True)
            if not shown
        ]

    def reaches(self, place: int, end: int, *, is_high: bool) -> bool:
        """Return whether some witness reaches an end of a row already."""
        aim = end / self._unit
        slack = TOLERANCE * max(1.0, aim)
        if is_high:
            return bool(self._highest[place] >= aim - slack)
        return bool(self._lowest[place] <= aim + slack)

    def reach(self, place: int, end: int, *, is_high: bool) -> None:
        """Find the witness that costs least, and suppress what it changes."""
        witness = self._cheapest(place, end / self._unit, is_high=is_high)
        values = self._shown @ self._truth
        change = np.abs(self._shown @ witness - values)
        self._is_shown &= change <= TOLERANCE * np.maximum(1.0, values)
        sums = self._sums @ witness
        self._lowest = np.minimum(self._lowest, sums)
        self._highest = np.maximum(self._highest, sums)

    def _cheapest(self, place: int, aim: float, *, is_high: bool) -> Vector:
        """Return the witness that changes least of what is shown, by price.

        The variables are the leaves, and then by how much each shown cell is changed,
        up or down. Whole numbers are not asked for (docs/decisions/0026).
        """
        cells = self._shown[np.flatnonzero(self._is_shown)]
        known, values = self._known @ self._truth, cells @ self._truth
        width, extra = self._truth.size, len(values)
        spread, free = eye_array(extra, format="csr"), np.full(extra, np.inf)
        this = self._sums[[place]]
        rules = block_array(
            [[self._known, None], [this, None], [cells, -spread], [cells, spread]],
            format="csr",
        )
        low, high = ([aim], [np.inf]) if is_high else ([0.0], [aim])
        # Rounded, so that a processor's last digit does not decide between equals.
        price = np.round(1.0 + np.log1p(values), 6)
        answer = milp(
            np.concatenate([np.zeros(width), price]),
            constraints=LinearConstraint(
                rules,
                np.concatenate([known, low, -free, values]),
                np.concatenate([known, high, values, free]),
            ),
            bounds=Bounds(0, np.inf),
        )
        if not answer.success:
            row = self._requirements[place].row
            raise DisclosureControlError(
                f"{' '.join(row.cell)} (vintages {row.first} to {row.last}) cannot be"
                f" protected, whatever is suppressed: {answer.message}"
            )
        witness: Vector = np.maximum(answer.x[:width], 0.0)
        return witness
