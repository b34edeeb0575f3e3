"""Primary suppression: which cells would tell of an exporter, and how far.

The contributor is the exporter. The rules are those of the Handbook on Statistical
Disclosure Control: a threshold for contributors, a least frequency for counts, the p%
rule and (n,k) dominance for values.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from etl.disclosure_control.case import Case
from ledger.records.table_release import DisclosureControl

Rule = Literal["contributors", "decisions", "dominance", "p_percent"]
"""The primary rules. Which one held is told to the office only: in public, that a cell
has one or two exporters would itself be a bound."""


class Protection(NamedTuple):
    """What nobody may be able to rule out about a sensitive cell.

    Attributes:
        rules: The rules that the cell breaks.
        low: It must be possible that the cell is no more than this.
        high: It must be possible that it is no less than this.
    """

    rules: tuple[Rule, ...]
    low: int
    high: int


def count_protection(
    cases: Sequence[Case], control: DisclosureControl
) -> Protection | None:
    """Return what protects the count of a cell, None when it needs nothing.

    It must be possible that the cell holds nothing at all, so that suppression does
    not even tell that something was decided there, and that it holds as many
    decisions as may be released.
    """
    rules: list[Rule] = []
    if cases and len({case.exporter for case in cases}) < control.min_contributors:
        rules.append("contributors")
    if 0 < len(cases) < control.min_decisions:
        rules.append("decisions")
    if not rules:
        return None
    return Protection(tuple(rules), 0, max(len(cases), control.min_decisions))


def value_protection(
    cases: Sequence[Case], control: DisclosureControl
) -> Protection | None:
    """Return what protects the value of a cell, None when it needs nothing.

    The interval lies around the value, as wide to either side as the rules that the
    cell breaks ask for: by the p% rule, p% of the largest contribution less what the
    smaller ones make unsure; by dominance, what the cell lacks for its largest
    contributors to have k% only; in any case p% of the value.
    """
    parts: Counter[str] = Counter()
    for case in cases:
        if case.value:
            parts[case.exporter] += case.value
    if not parts:
        return None
    sizes = sorted(parts.values(), reverse=True)
    whole, largest = sum(sizes), sizes[0]
    others = sum(sizes[2:])
    rules: list[Rule] = []
    margins: list[int] = []
    if len(sizes) < control.min_contributors:
        rules.append("contributors")
    if 100 * others < control.p_percent * largest:
        rules.append("p_percent")
        margins.append(_up(control.p_percent * largest, 100) - others)
    top = sum(sizes[: control.dominance_contributors])
    if 100 * top > control.dominance_percent * whole:
        rules.append("dominance")
        margins.append(_up(100 * top, control.dominance_percent) - whole)
    if not rules:
        return None
    margin = max([_up(control.p_percent * whole, 100), *margins])
    return Protection(tuple(rules), max(whole - margin, 0), whole + margin)


def _up(number: int, by: int) -> int:
    """Divide, and round up."""
    return -(-number // by)
