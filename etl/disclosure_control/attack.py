"""The attacker's test: how closely a reader can bound a cell, given everything released.

The reader knows every release with its differences to the others, all totals, that
nothing is negative, and how many decisions of each month were withheld between any two
releases, which the ledger itself tells. Nothing here knows what is true.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
from scipy.optimize import linprog

from etl.disclosure_control.case import (
    ALL,
    OTHER,
    OUTCOME_GROUPS,
    Cell,
    Leaf,
    cells_above,
)
from etl.disclosure_control.released import Released
from etl.disclosure_control.suppression import TOLERANCE, Requirement
from etl.disclosure_control.system import Row, matrix_of

What = Literal["count", "value"]


class Bounds(NamedTuple):
    """Between what a reader knows a row to lie; ``high`` can be infinite."""

    low: float
    high: float


class Breach(NamedTuple):
    """A row that a reader can bound more closely than may be."""

    requirement: Requirement
    bounds: Bounds


class Reader:
    """Everything that is released on one year, and what follows from it."""

    def __init__(
        self,
        releases: Sequence[Released],
        known: Mapping[tuple[int, str], int],
        what: What,
    ) -> None:
        """Read some releases.

        Args:
            releases: The releases of the year, in order.
            known: How many decisions were withheld, by vintage and month.
            what: Whether counts or values are looked for.
        """
        domain = releases[0].domain
        nil: dict[Cell, int] = {}
        told: dict[Row, int] = {}
        for vintage, one in enumerate(releases):
            for cell, count in one.counts.items():
                if not count:
                    nil[cell] = vintage
            shown = one.counts if what == "count" else one.values
            told |= {Row(cell, 0, vintage): number for cell, number in shown.items()}
            if what == "value":
                nil |= {c: vintage for c, value in one.values.items() if not value}
        if what == "count":
            told |= {
                Row(Cell(month, ALL, ALL, ALL), vintage, vintage): number
                for (vintage, month), number in known.items()
            }
        every = (
            Leaf(vintage, month, destination, product_class, outcome)
            for (vintage, month), number in sorted(known.items())
            if number
            for destination in (*domain.destinations, OTHER)
            for product_class in domain.product_classes
            for outcome in (OUTCOME_GROUPS if what == "count" else ("granted",))
        )
        self._leaves: Final = [
            leaf
            for leaf in every
            if not any(leaf.vintage <= nil.get(c, -1) for c in cells_above(leaf))
        ]
        rows = matrix_of(list(told), self._leaves)
        numbers = np.array(list(told.values()), dtype=np.float64)
        self._unit = float(numbers[numbers > 0].mean()) if numbers.any() else 1.0
        some = np.flatnonzero(np.diff(rows.indptr))
        self._rows, self._numbers = rows[some], numbers[some] / self._unit

    def bounds(self, row: Row) -> Bounds:
        """Return between what a row must lie."""
        sums = matrix_of([row], self._leaves).toarray()[0]
        return Bounds(self._end(sums), -self._end(-sums))

    def breaches(self, requirements: Sequence[Requirement]) -> list[Breach]:
        """Return the rows that can be bounded more closely than required."""
        found = []
        for one in requirements:
            bounds = self.bounds(one.row)
            slack = 10 * TOLERANCE * max(self._unit, one.high)
            if bounds.low > one.low + slack or bounds.high < one.high - slack:
                found.append(Breach(one, bounds))
        return found

    def _end(self, price: np.ndarray) -> float:
        """Return the least that leaves can come to at these prices."""
        if not self._leaves:
            return 0.0
        answer = linprog(
            price, A_eq=self._rows, b_eq=self._numbers, bounds=(0, None), method="highs"
        )
        if answer.status == 3:  # noqa: PLR2004 - scipy's word for unbounded
            return -np.inf
        if not answer.success:
            raise ArithmeticError(f"what is released contradicts itself: {answer.message}")
        return float(answer.fun) * self._unit
