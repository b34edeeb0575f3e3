"""The attacker's test: how closely a reader can bound a cell, by all that is released.

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
    Cell,
    Leaf,
    cells_above,
)
from etl.disclosure_control.released import Released
from etl.disclosure_control.suppression import TOLERANCE, Requirement
from etl.disclosure_control.system import Row, Vector, matrix_of
from etl.errors import DisclosureControlError
from ledger.records.terms import OUTCOME_GROUPS

_UNBOUNDED: Final = 3
"""How scipy says that there is no least."""

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
        """Return the rows that can be bounded more closely than required.

        Every answer of the solver is numbers that agree with all that is released. So
        it shows of each row how far that can go at least, and a row that can go far
        enough needs no program of its own.
        """
        sums = matrix_of([one.row for one in requirements], self._leaves)
        slack = 10 * TOLERANCE
        low = np.array([one.low for one in requirements], dtype=np.float64)
        high = np.array([one.high for one in requirements], dtype=np.float64)
        low = low / self._unit + slack * np.maximum(1.0, low / self._unit)
        high = high / self._unit - slack * np.maximum(1.0, high / self._unit)
        least = np.full(len(requirements), np.inf)
        most = np.full(len(requirements), -np.inf)
        found = []
        for place, one in enumerate(requirements):
            price = sums[[place]].toarray()[0]
            for sign, is_open in ((1.0, least > low), (-1.0, most < high)):
                if not is_open[place]:
                    continue
                end, point = self._solve(sign * price)
                if point is None:
                    least[place] = end if sign > 0 else least[place]
                    most[place] = -end if sign < 0 else most[place]
                else:
                    reached = sums @ point
                    least = np.minimum(least, reached)
                    most = np.maximum(most, reached)
            if least[place] > low[place] or most[place] < high[place]:
                found.append(Breach(one, self.bounds(one.row)))
        return found

    def _end(self, price: Vector) -> float:
        return self._solve(price)[0] * self._unit

    def _solve(self, price: Vector) -> tuple[float, Vector | None]:
        """Return the least that leaves can come to, and leaves that come to it."""
        if not self._leaves:
            return 0.0, np.zeros(0)
        answer = linprog(
            price, A_eq=self._rows, b_eq=self._numbers, bounds=(0, None), method="highs"
        )
        if answer.status == _UNBOUNDED:
            return -np.inf, None
        if not answer.success:
            raise DisclosureControlError(
                f"what is released contradicts itself: {answer.message}"
            )
        return float(answer.fun), answer.x
