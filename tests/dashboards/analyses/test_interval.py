import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.analyses.interval import Estimate, combined, difference, wilson

shares = st.integers(1, 10**6).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)


# The score intervals that Newcombe (Statistics in Medicine 17, 1998, pages 857-872)
# prints for his four examples, and those of method 10 for differences (pages 873-890).
@pytest.mark.parametrize(
    ("hits", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_printed_score_intervals(
    hits: int, whole: int, low: float, high: float
) -> None:
    found = wilson(hits, whole)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_printed_intervals_of_differences(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = difference(wilson(*other), wilson(*one))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(shares)
def test_a_share_lies_in_its_interval_and_the_interval_in_the_unit(
    share: tuple[int, int],
) -> None:
    found = wilson(*share)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(shares)
def test_the_other_outcome_has_the_mirrored_interval(share: tuple[int, int]) -> None:
    hits, whole = share
    here, there = wilson(hits, whole), wilson(whole - hits, whole)
    assert here.low == pytest.approx(1 - there.high, abs=1e-9)
    assert here.high == pytest.approx(1 - there.low, abs=1e-9)


@given(shares)
def test_one_stratum_is_its_own_sum(share: tuple[int, int]) -> None:
    assert combined([(1.0, wilson(*share))]) == pytest.approx(wilson(*share))


def test_a_difference_of_like_shares_is_nought_within_its_interval() -> None:
    half = Estimate(0.5, 0.4, 0.6)
    found = difference(half, half)
    assert found.low < found.value == 0 < found.high


@pytest.mark.parametrize(("hits", "whole"), [(0, 0), (2, 1), (-1, 3)])
def test_there_is_no_share_of_nothing_and_none_beyond_the_whole(
    hits: int, whole: int
) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(hits, whole)
