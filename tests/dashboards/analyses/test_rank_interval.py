"""Ranks between which something lies, held against every way it can have been."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from dashboards.analyses.rank_interval import rank_intervals


def every_way(counts: list[int], unknown: int, others: int) -> list[tuple[int, int]]:
    """Return the best and the worst rank of each count, by trying all ways."""
    known = [*counts, *[0] * others]
    ranks: list[list[int]] = [[] for _ in counts]
    for added in product(range(unknown + 1), repeat=len(known)):
        if sum(added) == unknown:
            total = [one + more for one, more in zip(known, added, strict=True)]
            for place, found in enumerate(ranks):
                found.append(1 + sum(one > total[place] for one in total))
    return [(min(found), max(found)) for found in ranks]


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=4),
    st.integers(0, 4),
    st.integers(0, 2),
)
def test_the_interval_holds_exactly_the_ranks_that_can_be(
    counts: list[int], unknown: int, others: int
) -> None:
    found = rank_intervals(counts, unknown, others)
    assert [(one.best, one.worst) for one in found] == every_way(
        counts, unknown, others
    )
    assert all(one.best <= one.known <= one.worst for one in found)


def test_with_nothing_unknown_a_rank_is_what_it_is() -> None:
    found = rank_intervals([5, 7, 5, 1], 0, 3)
    assert [(one.known, one.best, one.worst) for one in found] == [
        (2, 2, 2),
        (1, 1, 1),
        (2, 2, 2),
        (4, 4, 4),
    ]
