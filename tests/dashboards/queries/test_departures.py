from datetime import date

import pytest

from dashboards import queries
from dashboards.filters import Filters, Search
from dashboards.subset import Subset
from tests.dashboards.queries.handmade import Made, warehouse_of

FILTERS = Filters(ledger=1)


def departure_of(decision: Made) -> str | None:
    found = queries.departures(warehouse_of(decision), FILTERS)
    return found[0].departure if found else None


@pytest.mark.parametrize("outcome", ["granted", "granted_with_conditions"])
@pytest.mark.parametrize("finding", ["concern", "unacceptable", "supports_refusal"])
def test_a_grant_against_any_decisive_finding_departs(
    outcome: str, finding: str
) -> None:
    findings = [("G1", finding, "decisive"), ("end_user", "no_concern", "decisive")]
    made = Made(ref="one", outcome=outcome, findings=findings)
    assert departure_of(made) == "granted_against_findings"


def test_an_override_is_told_apart() -> None:
    findings = [("end_user", "unacceptable", "decisive")]
    made = Made(ref="one", findings=findings, overridden=True)
    assert departure_of(made) == "granted_with_override"


def test_a_grave_finding_that_was_not_decisive_is_no_departure() -> None:
    findings = [
        ("end_user", "concern", "material"),
        ("destination", "no_concern", "decisive"),
    ]
    assert departure_of(Made(ref="one", findings=findings)) is None


@pytest.mark.parametrize("outcome", ["refused", "sondage_negative"])
def test_a_refusal_departs_when_all_that_was_decisive_speaks_for_granting(
    outcome: str,
) -> None:
    findings = [
        ("end_user", "concern_mitigated", "decisive"),
        ("G2", "supports_grant", "decisive"),
        ("destination", "concern", "material"),
    ]
    made = Made(ref="one", outcome=outcome, findings=findings)
    assert departure_of(made) == "refused_against_findings"


@pytest.mark.parametrize("other", ["concern", "not_assessable"])
def test_one_decisive_finding_that_does_not_speak_for_granting_is_enough(
    other: str,
) -> None:
    findings = [("a", "no_concern", "decisive"), ("b", other, "decisive")]
    assert departure_of(Made(ref="one", outcome="refused", findings=findings)) is None


def test_a_refusal_without_anything_decisive_goes_against_nothing() -> None:
    findings = [("a", "no_concern", "material")]
    assert departure_of(Made(ref="one", outcome="refused", findings=findings)) is None


@pytest.mark.parametrize(
    "outcome",
    ["partly_granted", "withdrawn", "not_processed", "no_licence_required"],
)
@pytest.mark.parametrize("finding", ["concern", "no_concern"])
def test_what_went_both_ways_or_none_does_not_depart(
    outcome: str, finding: str
) -> None:
    findings = [("a", finding, "decisive")]
    assert departure_of(Made(ref="one", outcome=outcome, findings=findings)) is None


def test_the_scope_says_what_could_not_be_judged() -> None:
    decisive = [("a", "no_concern", "decisive")]
    connection = warehouse_of(
        Made(ref="judged", findings=decisive),
        Made(ref="partly", outcome="partly_granted", findings=decisive),
        Made(ref="nothing decisive", findings=[("a", "no_concern", "material")]),
        Made(ref="hidden", framework=None),
        Made(ref="closed", outcome="withdrawn", findings=decisive),
    )
    scope = queries.departure_scope(connection, FILTERS)
    assert scope == (1, 1, 1, 1, 1)
    assert sum(scope) == 5


def test_a_day_that_can_lie_in_two_years_is_in_neither() -> None:
    decisive = [("a", "concern", "decisive")]
    connection = warehouse_of(
        Made(
            ref="one",
            findings=decisive,
            day=date(2023, 12, 20),
            last=date(2024, 1, 10),
        ),
        Made(ref="two", findings=decisive),
    )
    found = queries.departures_by_year(connection, FILTERS)
    assert {(row.year, row.granted_against_findings) for row in found} == {
        (None, 1),
        (2024, 1),
    }


def test_the_table_of_decisions_shows_the_same_departures() -> None:
    connection = warehouse_of(
        Made(ref="departs", findings=[("a", "concern", "decisive")]),
        Made(ref="does not", findings=[("a", "no_concern", "decisive")]),
    )
    subset = Subset(departures=("granted_against_findings",))
    page = queries.decisions_page(connection, FILTERS, Search(subset=subset))
    assert [row.ref for row in page.rows] == ["departs"]
