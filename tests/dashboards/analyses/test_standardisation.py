import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.analyses.standardisation import (
    Counted,
    Sides,
    as_counted,
    counterparts,
    standardised,
)


def sides(before: tuple[int, int], after: tuple[int, int]) -> Sides:
    return Sides(Counted(*before), Counted(*after))


def test_a_shift_of_the_mix_alone_is_no_difference_on_one_mix() -> None:
    """A tenth is refused of the one kind and half of the other, before and after."""
    strata = {"light": sides((20, 200), (5, 50)), "grave": sides((25, 50), (100, 200))}
    was, mixed = as_counted(strata), standardised(strata)
    assert was.change is not None
    assert mixed.change is not None
    assert was.change.value == pytest.approx(105 / 250 - 45 / 250)
    assert was.change.low > 0
    assert mixed.change.value == pytest.approx(0)
    assert mixed.before is not None
    assert mixed.before.value == pytest.approx(0.3)


def test_a_shift_that_the_mix_hides_shows_on_one_mix() -> None:
    strata = {"light": sides((0, 100), (40, 400)), "grave": sides((40, 400), (20, 100))}
    was, mixed = as_counted(strata), standardised(strata)
    assert was.change is not None
    assert mixed.change is not None
    assert was.change.value == pytest.approx(60 / 500 - 40 / 500)
    assert mixed.change.value == pytest.approx(0.1)
    assert mixed.change.low > 0


def test_only_strata_of_both_periods_are_compared_on_one_mix() -> None:
    strata = {
        "both": sides((10, 40), (10, 40)),
        "before only": sides((30, 30), (0, 0)),
        "after only": sides((0, 0), (0, 30)),
    }
    assert counterparts(strata).keys() == {"both"}
    mixed = standardised(strata)
    assert mixed.counts == sides((10, 40), (10, 40))
    assert as_counted(strata).counts == sides((40, 70), (10, 70))


def test_of_too_few_decisions_no_share_is_given() -> None:
    was = as_counted({"one": sides((5, 19), (5, 20))})
    assert (was.before, was.change) == (None, None)
    assert was.after is not None
    mixed = standardised({"one": sides((5, 19), (5, 20))})
    assert (mixed.before, mixed.after, mixed.change) == (None, None, None)


def test_nothing_is_compared_with_nothing() -> None:
    assert standardised({}).change is None
    assert as_counted({}).counts == sides((0, 0), (0, 0))


counts = st.integers(0, 60).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)


@given(st.dictionaries(st.text(max_size=2), st.builds(sides, counts, counts)))
def test_a_share_on_one_mix_lies_between_those_of_its_strata(
    strata: dict[str, Sides],
) -> None:
    mixed = standardised(strata)
    if mixed.before is None or mixed.after is None:
        return
    for place, estimate in enumerate((mixed.before, mixed.after)):
        shares = [
            one[place].hits / one[place].whole for one in counterparts(strata).values()
        ]
        assert min(shares) - 1e-9 <= estimate.value <= max(shares) + 1e-9
        assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@given(st.dictionaries(st.text(max_size=2), st.builds(sides, counts, counts)))
def test_turning_the_periods_round_turns_the_difference_round(
    strata: dict[str, Sides],
) -> None:
    turned = {key: Sides(one.after, one.before) for key, one in strata.items()}
    for compare in (as_counted, standardised):
        here, there = compare(strata).change, compare(turned).change
        assert (here is None) == (there is None)
        if here is not None and there is not None:
            assert here.value == pytest.approx(-there.value, abs=1e-9)
            assert here.low == pytest.approx(-there.high, abs=1e-9)
