"""Whatever table answers a question, the answer is the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from dashboards import queries
from dashboards.filters import Filters, Search
from dashboards.queries import Window, cells
from etl.warehouse.connection import Connection

YEARS = Filters(ledger=1, first_month=date(2021, 1, 1), last_month=date(2023, 12, 1))
SELECTIONS: Final = {
    "all": Filters(ledger=1),
    "years": YEARS,
    "months": replace(YEARS, first_month=date(2021, 4, 1)),
    "destination": Filters(ledger=1, destinations=("CN", "TW")),
    "class": Filters(ledger=1, product_classes=("3B",)),
    "destination and class": replace(
        YEARS, destinations=("CN",), product_classes=("3", "5A")
    ),
    "outcome": Filters(ledger=1, outcomes=("refused", "sondage_positive")),
}
WINDOW = Window("semiconductor_supplementary", 2, date(2022, 10, 5), date(2023, 9, 25))

Ask = Callable[[Connection, Filters], object]
QUESTIONS: Final[dict[str, Ask]] = {
    "aspects": queries.aspect_counts,
    "classes": queries.classes,
    "combinations": queries.goal_combinations,
    "conditions": queries.conditions,
    "coverage": lambda on, by: queries.weighing_coverage(on, by, "quarter"),
    "departures": queries.departure_scope,
    "departures by year": queries.departures_by_year,
    "destinations": queries.destinations,
    "events": lambda on, by: queries.events_over_time(on, by, "month"),
    "facets": lambda on, by: queries.facets(on, by, Search()),
    "findings": queries.goal_findings_by_outcome,
    "grounds": queries.refusal_grounds,
    "items": queries.items,
    "like": queries.like_scope,
    "like by year": lambda on, by: queries.like_groups(on, by, by_year=True),
    "like in all": lambda on, by: queries.like_groups(on, by, by_year=False),
    "outcomes": lambda on, by: queries.outcomes_over_time(on, by, "month"),
    "page": lambda on, by: queries.decisions_page(on, by, Search()),
    "shares": lambda on, by: sorted(queries.side_shares(on, by, Search())),
    "side": lambda on, by: queries.side_totals(on, by, Search()),
    "terms": queries.terms,
    "terms by class": lambda on, by: queries.terms_by(on, by, "product_class"),
    "terms by group": lambda on, by: queries.terms_by(on, by, "destination_group"),
    "terms by kind": lambda on, by: queries.terms_by(on, by, "authorisation_type"),
    "terms over time": lambda on, by: queries.terms_over_time(on, by, "quarter"),
    "totals": queries.totals,
    "values": lambda on, by: queries.licensed_values(on, by, "year"),
    "values by class": lambda on, by: queries.licensed_values(on, by, "product_class"),
    "weeks": queries.terms_by_week,
    "weights": lambda on, by: queries.goal_weights_over_time(on, by, "year"),
    "window": lambda on, by: queries.window_counts(on, by, WINDOW),
    "window's scope": lambda on, by: queries.window_scope(on, by, WINDOW),
}


@pytest.mark.parametrize("filters", SELECTIONS.values(), ids=SELECTIONS)
@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_a_margin_answers_what_its_cube_answers(
    cursor: Connection, ask: Ask, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ask(cursor, filters)
    monkeypatch.setattr(cells, "_MARGINS", dict.fromkeys(cells._MARGINS, ()))
    assert ask(cursor, filters) == found


def read(cube: str, selection: str, *keys: str) -> str:
    return cells.cells(cube, SELECTIONS[selection], *keys)


def test_the_fewest_cells_are_read_that_have_what_is_asked() -> None:
    assert read("decision", "all", "month_first") == "margin_decision"
    assert read("decision", "years", "destination") == "margin_destination"
    assert read("aspect", "outcome") == "(FROM margin_aspect WHERE margin = 'whole')"
    by_class = "(FROM margin_aspect WHERE margin = 'class_set')"
    assert read("aspect", "class") == by_class
    assert read("aspect", "all", "class_set") == by_class


def test_years_are_not_read_for_months() -> None:
    assert read("like", "years") == "margin_like"
    assert read("like", "months") == "cube_like"
    assert "margin_term_kind" in read("term", "years")
    assert "margin_term " in read("term", "months")


def test_what_no_margin_has_is_read_from_the_cube() -> None:
    assert read("item", "destination") == "cube_item"
    assert read("term", "destination and class", "month_first") == "cube_term"
