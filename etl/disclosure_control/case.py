"""What a release of tables knows of one withheld decision, and what cells it is in."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from ledger.records.table_release import TableLayout
from ledger.records.terms import OUTCOME_GROUPS

ALL: Final = "all"
"""The total of a dimension."""

OTHER: Final = "other"
"""Every destination that the tables do not name."""

SEVERAL: Final = "several"
"""The product class of a decision with items of more than one class."""


class Leaf(NamedTuple):
    """The smallest place that a decision can be counted in.

    Attributes:
        vintage: 0 for what the first release of the year counted, 1 for what the
            second one added, and so on: the difference between two releases is known.
        month: Month of the decision.
        destination: Country, or ``other``.
        product_class: Product class, or ``several``.
        outcome: Group of outcomes.
    """

    vintage: int
    month: str
    destination: str
    product_class: str
    outcome: str


class Case(NamedTuple):
    """One withheld decision, as a release counts it.

    Attributes:
        leaf: Where it is counted.
        exporter: Who contributes it; the empty string when the record does not say,
            and then all such decisions count as one exporter's.
        value: Licensed value in the minor unit of the currency of the tables, or None.
    """

    leaf: Leaf
    exporter: str
    value: int | None


class Cell(NamedTuple):
    """One cell of a table; each dimension at one member or ``all``."""

    period: str
    destination: str
    product_class: str
    outcome: str

    @property
    def is_known(self) -> bool:
        """Whether everybody can count it: each withheld decision is an entry."""
        return (self.destination, self.product_class, self.outcome) == (ALL, ALL, ALL)


def periods_of(month: str) -> tuple[str, str, str]:
    """Return the year, the quarter and the month that a month lies in."""
    year, number = month.split("-")
    return year, f"{year}-Q{(int(number) + 2) // 3}", month


def cells_above(leaf: Leaf) -> Iterator[Cell]:
    """Yield every cell that a leaf is counted in, in tables of whatever layout."""
    for place in product(
        periods_of(leaf.month),
        (ALL, leaf.destination),
        (ALL, leaf.product_class),
        (ALL, leaf.outcome),
    ):
        yield Cell(*place)


def cells_of(
    layouts: Iterable[TableLayout],
    months: Sequence[str],
    destinations: Sequence[str],
    product_classes: Sequence[str],
) -> tuple[Cell, ...]:
    """Return every cell of some tables and of all their totals, in order.

    Args:
        layouts: The tables.
        months: The months that are counted, of one year. A quarter is released when
            its last month is counted; a year from its first month on.
        destinations: The destinations, ``other`` included.
        product_classes: The product classes.
    """
    found: set[Cell] = set()
    for layout in layouts:
        named = layout.dimensions
        members = product(
            _periods(layout.periods, months),
            (ALL, *(destinations if "destination" in named else ())),
            (ALL, *(product_classes if "product_class" in named else ())),
            (ALL, *(OUTCOME_GROUPS if "outcome" in named else ())),
        )
        found.update(Cell(*member) for member in members)
    return tuple(sorted(found))


def _periods(kind: str, months: Sequence[str]) -> Iterator[str]:
    if kind == "month":
        yield from months
    elif kind == "quarter":
        last = (month for month in months if int(month[5:]) % 3 == 0)
        yield from (periods_of(month)[1] for month in last)
    elif months:
        yield months[0][:4]
