"""Terms of decision against polars, straight from the entries of the ledger."""

from datetime import date

import polars as pl
import pytest

from dashboards import queries
from dashboards.filters import Filters, Search
from etl.code_lists import class_of
from etl.demo.home import Home
from etl.warehouse.connection import Connection
from ledger.entry import Entry
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.publication import PublicationManifest
from ledger.records.values import first_day, last_day

SELECTIONS = [
    Filters(ledger=1),
    Filters(ledger=1, destinations=("CN", "TW")),
    Filters(ledger=1, outcomes=("refused",)),
    Filters(ledger=1, first_month=date(2021, 1, 1), last_month=date(2023, 12, 1)),
]


@pytest.fixture(scope="module")
def records(demo: Home) -> list[object]:
    raws = demo.reader.entries(0, demo.reader.checkpoint().size)
    return [Entry.parse(raw).record for raw in raws]


@pytest.fixture(scope="module")
def table(records: list[object]) -> pl.DataFrame:
    found: dict[str, LicenceDecision] = {}
    for record in records:
        one = record.corrected if isinstance(record, DecisionEvent) else record
        if isinstance(one, LicenceDecision):
            found[one.decision_ref] = one
    return pl.DataFrame(
        [
            {
                "ref": one.decision_ref,
                "month": first_day(one.decided_on).replace(day=1),
                "last": last_day(one.decided_on),
                "came": one.application_received_in,
                "destination": one.destination,
                "destination_group": one.destination_group,
                "authorisation_type": one.authorisation_type,
                "outcome": str(one.outcome),
                "product_class": sorted(
                    {class_of(line.code, line.list_id)[0] for line in one.lines}
                ),
                "gross": one.processing_days,
                "stopped": one.clock_stopped_days or 0,
            }
            for one in found.values()
        ]
    ).with_columns(net=pl.col("gross") - pl.col("stopped"))


def chosen(table: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    if filters.destinations:
        table = table.filter(pl.col("destination").is_in(filters.destinations))
    if filters.outcomes:
        table = table.filter(pl.col("outcome").is_in(filters.outcomes))
    if filters.first_month and filters.last_month:
        between = pl.col("month").is_between(filters.first_month, filters.last_month)
        table = table.filter(between)
    return table


def smallest(days: list[int], share: tuple[int, int]) -> int | None:
    """Return the least number of days that a share of all kept within."""
    for day in sorted(days):
        if sum(one <= day for one in days) * share[1] >= len(days) * share[0]:
            return day
    return None


def expected(table: pl.DataFrame) -> queries.Terms:
    known = table.drop_nulls("gross")
    gross, net = known["gross"].to_list(), known["net"].to_list()
    return queries.Terms(
        decisions=len(table),
        known=len(known),
        gross_median=smallest(gross, (1, 2)),
        gross_p90=smallest(gross, (9, 10)),
        net_median=smallest(net, (1, 2)),
        net_p90=smallest(net, (9, 10)),
        within=sum(days <= 56 for days in net),
        stopped=sum(days > 0 for days in table["stopped"]),
    )


@pytest.mark.parametrize("filters", SELECTIONS, ids=str)
def test_terms_are_those_of_the_entries(
    cursor: Connection, table: pl.DataFrame, filters: Filters
) -> None:
    own = chosen(table, filters)
    assert queries.terms(cursor, filters) == expected(own)
    by_period = queries.terms_over_time(cursor, filters, "year")
    years = own.with_columns(period=pl.col("month").dt.truncate("1y"))
    assert {row.period: row.terms for row in by_period} == {
        key[0]: expected(part) for key, part in years.group_by("period")
    }


@pytest.mark.parametrize(
    "key", ["authorisation_type", "destination_group", "product_class"]
)
def test_terms_by_a_key_are_those_of_the_entries(
    cursor: Connection, table: pl.DataFrame, key: queries.TermKey
) -> None:
    own = table.explode(key) if key == "product_class" else table
    rows = queries.terms_by(cursor, SELECTIONS[0], key)
    assert {row.key: row.terms for row in rows} == {
        found[0]: expected(part) for found, part in own.group_by(key)
    }


def test_day_56_is_in_the_eighth_week_and_within_the_norm(
    cursor: Connection, table: pl.DataFrame
) -> None:
    weeks = queries.terms_by_week(cursor, SELECTIONS[0])
    eight = sum(row.decisions for row in weeks if row.week <= 8)
    assert eight == queries.terms(cursor, SELECTIONS[0]).within
    assert 56 in table["net"].to_list()


def test_a_term_leads_to_exactly_the_decisions_it_counts(cursor: Connection) -> None:
    found = queries.terms(cursor, SELECTIONS[0])
    for word, number in (
        ("within_norm", found.within),
        ("over_norm", found.known - found.within),
    ):
        search = Search(terms=(word,))
        page = queries.decisions_page(cursor, SELECTIONS[0], search)
        assert page.total == number
    for row in queries.terms_by(cursor, SELECTIONS[0], "authorisation_type"):
        search = Search(authorisation_types=(row.key or "unknown",))
        page = queries.decisions_page(cursor, SELECTIONS[0], search)
        assert page.total == row.terms.decisions


def test_open_cases_by_month_add_up_to_what_the_last_manifest_says(
    cursor: Connection, table: pl.DataFrame, records: list[object]
) -> None:
    found = queries.open_cases(cursor, 1)
    manifests = [one for one in records if isinstance(one, PublicationManifest)]
    last = max(manifests, key=lambda one: one.period)
    assert last.applications is not None
    assert found.pending == last.applications.pending_after
    assert found.unplaced == 0
    assert found.withheld > 0
    still = sum(row.received - row.closed for row in found.months)
    assert still == found.pending + found.withheld
    closed = dict(table.group_by("came").len().rows())
    for row in found.months:
        assert row.closed == closed.get(f"{row.month:%Y-%m}", 0)
