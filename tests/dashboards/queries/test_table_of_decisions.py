"""The table of decisions: its pages, and what the choices beside it would show."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboards import queries
from dashboards.filters import Filters, Search
from dashboards.queries import FacetCount
from etl.warehouse.connection import Connection

SELECTIONS = [
    Filters(ledger=1),
    Filters(ledger=1, destinations=("CN",), first_month=date(2021, 1, 1)),
    Filters(ledger=1, outcomes=("refused",), product_classes=("3B",)),
    Filters(ledger=1, destinations=("AQ",)),
]
SIZE = 7


def in_order(cursor: Connection, filters: Filters) -> list[str]:
    """Return the references of selected decisions, the last one first."""
    every = queries.decisions_page(cursor, filters, Search(), size=5_000)
    assert len(every.rows) == every.total
    ordered = sorted(
        every.rows, key=lambda row: (row.decided_first, row.entry_index), reverse=True
    )
    return [row.ref for row in ordered]


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("filters", SELECTIONS, ids=str)
def test_the_pages_of_the_table_are_all_decisions_in_order(
    cursor: Connection, filters: Filters, *, descending: bool
) -> None:
    expected = in_order(cursor, filters)
    found: list[str] = []
    for number in range(1, len(expected) // SIZE + 3):
        page = queries.decisions_page(
            cursor,
            filters,
            Search(),
            descending=descending,
            page=number,
            size=SIZE,
        )
        assert page.total == len(expected)
        found += [row.ref for row in page.rows]
    assert found == (expected if descending else expected[::-1])


def test_a_page_is_the_same_whether_or_not_words_narrow_the_table(
    cursor: Connection,
) -> None:
    every = Search(weighing_statuses=("published", "not_published"))
    for number in (1, 2, 30):
        page = queries.decisions_page(cursor, SELECTIONS[0], Search(), page=number)
        assert page == queries.decisions_page(cursor, SELECTIONS[0], every, page=number)


OF_FILTERS: dict[str, str] = {
    "destination": "destinations",
    "outcome": "outcomes",
    "product_class": "product_classes",
}
OF_SEARCH: dict[str, str] = {
    "authorisation_type": "authorisation_types",
    "end_use": "end_uses",
    "ground": "grounds",
    "status": "statuses",
    "weighing_status": "weighing_statuses",
    "weight": "weights",
}


def narrowed(
    filters: Filters, search: Search, one: FacetCount
) -> tuple[Filters, Search]:
    """Return the choices with one value of a facet in place of those it has."""
    value: dict[str, Any] = {(OF_FILTERS | OF_SEARCH)[one.facet]: (one.value,)}
    if one.facet in OF_FILTERS:
        return replace(filters, **value), search
    return filters, replace(search, **value)


@pytest.mark.parametrize(
    "search", [Search(), Search(weighing_statuses=("published",))], ids=str
)
@pytest.mark.parametrize("filters", SELECTIONS, ids=str)
def test_a_value_of_a_facet_says_how_many_decisions_it_would_show(
    cursor: Connection, filters: Filters, search: Search
) -> None:
    found = queries.facets(cursor, filters, search)
    assert {one.facet for one in found} <= set(queries.FACETS)
    for facet in queries.FACETS:
        own = [one for one in found if one.facet == facet]
        assert own == sorted(own, key=lambda one: (-one.decisions, one.value))
        for one in own[:4]:
            page = queries.decisions_page(cursor, *narrowed(filters, search, one))
            assert page.total == one.decisions
