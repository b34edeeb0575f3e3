"""Making a release: primary rules, secondary suppression, and what is then shown.

Pure and deterministic: the cases, the parameters and the earlier releases of the same
year decide everything.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final, NamedTuple

from etl.disclosure_control.case import (
    ALL,
    OTHER,
    Case,
    Cell,
    Leaf,
    cells_above,
    periods_of,
)
from etl.disclosure_control.released import Domain, Released, layout_of
from etl.disclosure_control.sensitivity import (
    Protection,
    Rule,
    count_protection,
    value_protection,
)
from etl.disclosure_control.suppression import (
    Progress,
    Requirement,
    Tables,
    secondary,
)
from etl.disclosure_control.system import Row
from ledger.records.table_release import DisclosureControl
from ledger.records.terms import OUTCOME_GROUPS

Known = Mapping[tuple[int, str], int]
"""How many withheld decisions everybody can count, by vintage and month."""

_SPARE: Final = 2
"""Members of a dimension without a case that witnesses may use, for want of others."""


class Reason(NamedTuple):
    """Why a cell is suppressed. For the office: reasons are not released.

    Attributes:
        cell: The cell.
        what: ``count`` or ``value``.
        rules: The primary rules that it breaks; none when it is suppressed to protect
            another.
    """

    cell: Cell
    what: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """A release, and why it suppresses what it does.

    Attributes:
        released: What is released.
        reasons: Why each suppressed cell is, in order.
        counts: What must stay possible about counts, in released cells and others.
        values: The same about values.
    """

    released: Released
    reasons: tuple[Reason, ...]
    counts: tuple[Requirement, ...]
    values: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a release is about.

    Attributes:
        cases: Every withheld decision of the year, each with its vintage.
        control: The parameters.
        domain: What the tables are broken down by.
        known: How many withheld decisions everybody can count.
        size: How many entries are counted.
        through: The last month.
    """

    cases: Sequence[Case]
    control: DisclosureControl
    domain: Domain
    known: Known
    size: int
    through: str


def make_release(
    content: Content,
    earlier: Sequence[Released] = (),
    progress: Progress | None = None,
) -> Making:
    """Return the release, given those that were made of the same year before.

    Raises:
        DisclosureControlError: Something cannot be protected, whatever is suppressed.
    """
    last = len(earlier)
    inside = _by_row(content.cases, last)
    layout = layout_of(content.control, content.domain, content.through)
    truth = Counter(case.leaf for case in content.cases)
    worth: Counter[Leaf] = Counter()
    for case in content.cases:
        worth[case.leaf] += case.value or 0
    leaves = _leaves(content)

    judged = {
        row: count_protection(cases, content.control)
        for row, cases in inside.items()
        if not row.cell.is_known
    }
    primary = _primary(judged, layout, last)
    shown = [cell for cell in layout if cell not in primary and not cell.is_known]
    tables = Tables(
        leaves=leaves,
        truth=truth,
        known=(*_everyone(content.known), *_rows_of(earlier, "counts")),
        shown=shown,
        last=last,
    )
    counts = {row: len(cases) for row, cases in inside.items()}
    needed = _needed(
        judged,
        counts,
        lambda row: _known_in(content.known, row),
    )
    hidden = primary.keys() | secondary(tables, needed, progress)

    amounts = {row: sum(c.value or 0 for c in cases) for row, cases in inside.items()}
    judged_values = {
        row: value_protection(cases, content.control) for row, cases in inside.items()
    }
    granted = [cell for cell in layout if cell.outcome == "granted"]
    primary_values = _primary(judged_values, granted, last)
    open_values = [c for c in granted if c not in hidden and c not in primary_values]
    empty = {
        cell: place
        for place, one in enumerate(earlier)
        for cell, count in one.counts.items()
        if not count
    }
    empty |= {
        c: last for c in layout if c not in hidden and Row(c, 0, last) not in counts
    }
    value_tables = Tables(
        leaves=[leaf for leaf in leaves if _may_have_value(leaf, empty)],
        truth=worth,
        known=tuple(_rows_of(earlier, "values")),
        shown=open_values,
        last=last,
    )
    needed_values = _needed(
        judged_values, amounts, lambda row: inf if amounts.get(row) else 0
    )
    more = secondary(value_tables, needed_values, progress)
    shown_values = [cell for cell in open_values if cell not in more]
    hidden_values = frozenset(granted) - frozenset(shown_values)
    released = Released(
        control=content.control,
        counts={c: counts.get(Row(c, 0, last), 0) for c in layout if c not in hidden},
        domain=content.domain,
        hidden=frozenset(hidden),
        hidden_values=hidden_values,
        size=content.size,
        through=content.through,
        values={c: amounts.get(Row(c, 0, last), 0) for c in shown_values},
    )
    reasons = [
        *(Reason(c, "count", _rules(primary.get(c))) for c in sorted(hidden)),
        *(
            Reason(c, "value", _rules(primary_values.get(c)))
            for c in sorted(hidden_values)
        ),
    ]
    return Making(
        released=released,
        reasons=tuple(reasons),
        counts=needed,
        values=needed_values,
    )


def _rules(protection: Protection | None) -> tuple[Rule, ...]:
    return () if protection is None else protection.rules


def _by_row(cases: Sequence[Case], last: int) -> dict[Row, list[Case]]:
    """Return the cases of every row that has any, at every level and run of vintages.

    Also of rows that no table has: what follows from tables and their differences is
    told as well.
    """
    found: defaultdict[Row, list[Case]] = defaultdict(list)
    for case in cases:
        vintage = case.leaf.vintage
        for cell in cells_above(case.leaf):
            for first in range(vintage + 1):
                for end in range(vintage, last + 1):
                    found[Row(cell, first, end)].append(case)
    return found


def _primary(
    judged: Mapping[Row, Protection | None], layout: Sequence[Cell], last: int
) -> dict[Cell, Protection]:
    found = {cell: judged.get(Row(cell, 0, last)) for cell in layout}
    return {cell: one for cell, one in found.items() if one is not None}


def _needed(
    judged: Mapping[Row, Protection | None],
    amounts: Mapping[Row, int],
    room: Callable[[Row], float],
) -> tuple[Requirement, ...]:
    """Return what must stay possible of each sensitive row.

    No more than can be: what an earlier release told of a row stays told, so that a
    row that goes on after it moves by what is new in it only.

    Args:
        judged: What protects each row.
        amounts: What is in each row that has anything.
        room: How much a row of one vintage can hold, for all that everybody knows.
    """
    starts = sorted({(row.cell, row.first) for row in judged})
    last = max((row.last for row in judged), default=0)
    found: list[Requirement] = []
    for cell, first in starts:
        low, high = 0, 0
        for end in range(first, last + 1):
            row = Row(cell, first, end)
            protection = judged.get(row)
            if protection is None:
                low = high = amounts.get(row, 0)
                continue
            low = max(protection.low, low)
            high = int(min(protection.high, high + room(Row(cell, end, end))))
            found.append(Requirement(row, low, high))
    return tuple(found)


def _known_in(known: Known, row: Row) -> int:
    return sum(
        number
        for (vintage, month), number in known.items()
        if row.first <= vintage <= row.last and row.cell.period in periods_of(month)
    )


def _everyone(known: Known) -> Iterator[Row]:
    for vintage, month in sorted(known):
        yield Row(Cell(month, ALL, ALL, ALL), vintage, vintage)


def _rows_of(earlier: Sequence[Released], what: str) -> Iterator[Row]:
    for vintage, one in enumerate(earlier):
        for cell in sorted(getattr(one, what)):
            yield Row(cell, 0, vintage)


def _leaves(content: Content) -> list[Leaf]:
    """Return where witnesses may put anything: less than where readers think it may be.

    A witness among these is one among all, so that looking at fewer is safe.
    """
    domain = content.domain
    destinations = {case.leaf.destination for case in content.cases}
    destinations |= {*domain.destinations[:_SPARE], OTHER}
    classes = {case.leaf.product_class for case in content.cases}
    classes |= {*domain.product_classes[:_SPARE]}
    return [
        Leaf(vintage, month, destination, product_class, outcome)
        for (vintage, month), number in sorted(content.known.items())
        if number
        for destination in sorted(destinations)
        for product_class in sorted(classes)
        for outcome in OUTCOME_GROUPS
    ]


def _may_have_value(leaf: Leaf, empty: Mapping[Cell, int]) -> bool:
    """Return whether a leaf is of what was granted, and in no cell that shows nil."""
    return leaf.outcome == "granted" and not any(
        leaf.vintage <= empty[cell] for cell in cells_above(leaf) if cell in empty
    )
