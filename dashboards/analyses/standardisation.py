"""Two shares compared as if both periods had decided on the same mix of cases.

Direct standardisation: decisions are put into strata; only strata that occur in both
periods are compared; each period's share within a stratum counts by the number of
decisions that both periods together have in it. What remains is not the effect of
anything: periods differ in more than their mix.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from dashboards.analyses.interval import (
    ENOUGH,
    Estimate,
    combined,
    difference,
    wilson,
)

Stratum = TypeVar("Stratum")


class Counted(NamedTuple):
    """So many of so many decisions."""

    hits: int
    whole: int

    def plus(self, other: "Counted") -> "Counted":
        """Return both together."""
        return Counted(self.hits + other.hits, self.whole + other.whole)


class Sides(NamedTuple):
    """One count in the period before and one in the period after."""

    before: Counted
    after: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two shares and their difference; None where there is too little to say so.

    Attributes:
        counts: The counts that the shares are of.
        before: The share before.
        after: The share after.
        change: The share after less the share before.
    """

    counts: Sides
    before: Estimate | None
    after: Estimate | None
    change: Estimate | None


def as_counted(strata: Mapping[Stratum, Sides]) -> Compared:
    """Compare the shares as they were, whatever the mix of cases."""
    counts = _sum(strata)
    before, after = (
        wilson(one.hits, one.whole) if one.whole >= ENOUGH else None for one in counts
    )
    return _compared(counts, before, after)


def standardised(strata: Mapping[Stratum, Sides]) -> Compared:
    """Compare the shares on one mix: that of both periods together."""
    shared = counterparts(strata)
    counts = _sum(shared)
    if min(counts.before.whole, counts.after.whole) < ENOUGH:
        return _compared(counts, None, None)
    total = counts.before.whole + counts.after.whole
    weights = {
        key: (sides.before.whole + sides.after.whole) / total
        for key, sides in shared.items()
    }
    before, after = (
        combined(
            [(weights[key], wilson(*sides[place])) for key, sides in shared.items()]
        )
        for place in (0, 1)
    )
    return _compared(counts, before, after)


def counterparts(strata: Mapping[Stratum, Sides]) -> dict[Stratum, Sides]:
    """Return the strata that occur in both periods."""
    return {
        key: sides
        for key, sides in strata.items()
        if sides.before.whole and sides.after.whole
    }


def _sum(strata: Mapping[Stratum, Sides]) -> Sides:
    before = after = Counted(0, 0)
    for sides in strata.values():
        before, after = before.plus(sides.before), after.plus(sides.after)
    return Sides(before, after)


def _compared(
    counts: Sides, before: Estimate | None, after: Estimate | None
) -> Compared:
    change = None
    if before is not None and after is not None:
        change = difference(before, after)
    return Compared(counts=counts, before=before, after=after, change=change)
