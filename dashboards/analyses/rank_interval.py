"""Between which ranks something lies when some of what is counted is not known.

Of the decisions that are withheld the public knows how many there are, not which
destination each is for. So each destination has at least its published decisions, and
at most these and all that is withheld. A rank is one more than the number of
destinations with more decisions.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple


class RankInterval(NamedTuple):
    """The ranks that one count can have.

    Attributes:
        known: Its rank by what is known alone.
        best: Its rank when all that is not known is its own.
        worst: Its rank when what is not known went to others, so that as many of them
            as possible come before it.
    """

    known: int
    best: int
    worst: int


def rank_intervals(
    counts: Sequence[int], unknown: int, others: int = 0
) -> tuple[RankInterval, ...]:
    """Return between which ranks each count lies.

    Args:
        counts: What is known of each.
        unknown: How many are not known to be whose; each is one of ``counts`` or of
            the others.
        others: How many others there are of which nothing is known: each may have any
            number of the unknown.
    """
    every = sorted((*counts, *[0] * others))
    size = len(every)
    sums = [0, *accumulate(every)]
    return tuple(
        RankInterval(
            known=1 + size - bisect_right(every, count),
            best=1 + size - bisect_right(every, count + unknown),
            worst=1 + _before(every, sums, count, unknown),
        )
        for count in counts
    )


def _before(every: Sequence[int], sums: Sequence[int], count: int, unknown: int) -> int:
    """Return how many at most come before a count.

    Those nearest below it need the fewest to pass it: each one more than it lacks.
    """
    equal = bisect_right(every, count)
    before = len(every) - equal
    most = equal - 1  # of those not above it, without itself
    lowest, highest = 0, most
    while lowest < highest:
        taken = (lowest + highest + 1) // 2
        if _cost(every, sums, count, equal, taken) <= unknown:
            lowest = taken
        else:
            highest = taken - 1
    return before + lowest


def _cost(
    every: Sequence[int], sums: Sequence[int], count: int, equal: int, taken: int
) -> int:
    """Return what the ``taken`` nearest need to come before a count."""
    ties = equal - bisect_left(every, count) - 1
    if taken <= ties:
        return taken
    first = equal - 1 - taken  # one of the equals is the count itself
    below = taken - ties
    reached = sums[first + below] - sums[first]
    return ties + below * (count + 1) - reached
