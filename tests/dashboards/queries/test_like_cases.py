from datetime import date

import pytest

from dashboards import queries
from dashboards.filters import Filters, Search
from dashboards.subset import Subset
from tests.dashboards.queries.handmade import Made, warehouse_of

FILTERS = Filters(ledger=1)


def went_different_ways(*decisions: Made) -> bool:
    found = queries.like_groups(warehouse_of(*decisions), FILTERS, by_year=False)
    return any(one.different for one in found)


def test_like_decisions_of_which_one_is_refused_went_different_ways() -> None:
    assert went_different_ways(Made(ref="a"), Made(ref="b", outcome="refused"))


@pytest.mark.parametrize(
    "outcome", ["withdrawn", "not_processed", "no_licence_required"]
)
def test_what_was_closed_otherwise_is_no_other_way(outcome: str) -> None:
    for other in ("granted", "refused"):
        one = Made(ref="a", outcome=other)
        assert not went_different_ways(one, Made(ref="b", outcome=outcome))


@pytest.mark.parametrize(
    "outcome", ["granted_with_conditions", "partly_granted", "sondage_positive"]
)
def test_conditions_parts_and_answers_beforehand_are_the_way_of_granting(
    outcome: str,
) -> None:
    one = Made(ref="a", outcome=outcome)
    assert not went_different_ways(one, Made(ref="b"))
    assert went_different_ways(one, Made(ref="b", outcome="refused"))
    assert went_different_ways(one, Made(ref="b", outcome="sondage_negative"))


@pytest.mark.parametrize(
    "other",
    [
        Made(ref="b", outcome="refused", codes=("3B001", "3E001")),
        Made(ref="b", outcome="refused", destination="HK"),
        Made(ref="b", outcome="refused", end_use="military"),
        Made(ref="b", outcome="refused", end_use=None),
    ],
    ids=["codes", "destination", "end use", "end use not published"],
)
def test_decisions_that_differ_in_one_of_these_are_not_alike(other: Made) -> None:
    assert not went_different_ways(Made(ref="a"), other)


def test_end_uses_that_are_not_published_are_not_alike_to_each_other() -> None:
    one = Made(ref="a", end_use=None)
    assert not went_different_ways(one, Made(ref="b", end_use=None, outcome="refused"))


def test_the_order_and_repeats_of_codes_make_no_difference() -> None:
    one = Made(ref="a", codes=("3B001", "3E001"))
    other = Made(ref="b", codes=("3E001", "3B001", "3B001"), outcome="refused")
    assert went_different_ways(one, other)


def test_by_year_only_decisions_of_one_year_are_compared() -> None:
    connection = warehouse_of(
        Made(ref="a", day=date(2022, 5, 1)),
        Made(ref="b", day=date(2023, 5, 1), outcome="refused"),
        Made(ref="c", day=date(2023, 6, 1), outcome="refused"),
    )
    years = queries.like_groups(connection, FILTERS, by_year=True)
    assert [(one.year, one.groups, one.different) for one in years] == [(2023, 1, 0)]
    (whole,) = queries.like_groups(connection, FILTERS, by_year=False)
    assert (whole.groups, whole.different, whole.differing) == (1, 1, 3)


def test_the_scope_says_what_is_left_out() -> None:
    connection = warehouse_of(
        Made(ref="a"),
        Made(ref="b"),
        Made(ref="alone", destination="JP"),
        Made(ref="hidden", end_use=None),
        Made(ref="closed", outcome="withdrawn"),
    )
    assert queries.like_scope(connection, FILTERS) == (4, 1, 1, 1)


def test_the_decisions_alike_to_one_are_found_by_its_reference() -> None:
    connection = warehouse_of(
        Made(ref="a"), Made(ref="b", outcome="refused"), Made(ref="c", codes=("5A002",))
    )
    page = queries.decisions_page(connection, FILTERS, Search(subset=Subset(like="a")))
    assert {row.ref for row in page.rows} == {"a", "b"}
