"""Every trend of a page against polars, straight from what went in.

The queries read cubes that SQL made; polars here reads the records of the ledger
(or the published CSV file) and knows nothing of either.
"""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboards import queries
from dashboards.filters import Filters
from etl.code_lists import class_of, countries, country_aliases, data_directory
from etl.demo.home import Home
from etl.ingest.mapping import read_mapping
from etl.ingest.reading import Files
from etl.ingest.run import Ingest
from etl.warehouse.build import build_warehouse
from etl.warehouse.connection import Connection
from etl.warehouse.reader import open_current
from etl.warehouse.verified import LedgerInput
from ledger.entry import Entry
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.values import Text, first_day
from ledger.signer import create_signer
from ledger.store import create_ledger
from tests.ledger.ledgers import TickingClock

REAL = Path(__file__).parents[4] / "shared" / "real" / "uk"


def decisions_of(reader: LedgerReader) -> pl.DataFrame:
    """Return one row for each decision of a ledger, as last corrected."""
    found: dict[str, LicenceDecision] = {}
    for raw in reader.entries(0, reader.checkpoint().size):
        record = Entry.parse(raw).record
        if isinstance(record, DecisionEvent) and record.corrected is not None:
            record = record.corrected
        if isinstance(record, LicenceDecision):
            found[record.decision_ref] = record
    return pl.DataFrame(
        [
            {
                "ref": decision.decision_ref,
                "month": first_day(decision.decided_on).replace(day=1),
                "destination": decision.destination,
                "outcome": str(decision.outcome),
                "classes": sorted(
                    {class_of(line.code, line.list_id)[0] for line in decision.lines}
                ),
                "goals": [
                    {"goal": goal.code, "weight": str(goal.weight)}
                    for goal in (decision.weighing.goals if decision.weighing else ())
                ],
            }
            for decision in found.values()
        ],
        schema_overrides={
            "goals": pl.List(pl.Struct({"goal": pl.String, "weight": pl.String}))
        },
    )


SELECTIONS = [
    Filters(ledger=1),
    Filters(ledger=1, destinations=("CN", "TW")),
    Filters(ledger=1, product_classes=("3B",)),
    Filters(ledger=1, product_classes=("3", "5A"), destinations=("CN",)),
    Filters(ledger=1, outcomes=("refused",)),
    Filters(ledger=1, first_month=date(2021, 1, 1), last_month=date(2023, 12, 1)),
]


def chosen(table: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    keep = pl.lit(value=True)
    if filters.destinations:
        keep &= pl.col("destination").is_in(filters.destinations)
    if filters.outcomes:
        keep &= pl.col("outcome").is_in(filters.outcomes)
    if filters.first_month:
        keep &= pl.col("month") >= filters.first_month
    if filters.last_month:
        keep &= pl.col("month") <= filters.last_month
    if filters.product_classes:
        fits = [
            pl.col("classes").list.contains(one)
            if len(one) > 1
            else pl.col("classes")
            .list.eval(pl.element().str.starts_with(one))
            .list.any()
            for one in filters.product_classes
        ]
        keep &= pl.any_horizontal(fits)
    return table.filter(keep)


def counted(table: pl.DataFrame, *keys: str) -> dict[tuple[object, ...], int]:
    rows = table.group_by(*keys).len().rows()
    return {row[:-1]: row[-1] for row in rows}


@pytest.fixture(scope="module")
def table(demo: Home) -> pl.DataFrame:
    return decisions_of(demo.reader)


@pytest.mark.parametrize("filters", SELECTIONS, ids=str)
def test_month_and_outcome(
    cursor: Connection, table: pl.DataFrame, filters: Filters
) -> None:
    rows = queries.outcomes_over_time(cursor, filters, "month")
    expected = counted(chosen(table, filters), "month", "outcome")
    assert {(row.period, row.outcome): row.decisions for row in rows} == expected
    totals = queries.totals(cursor, filters)
    assert totals.decisions == sum(expected.values())
    assert totals.granted + totals.refused + totals.other == totals.decisions


@pytest.mark.parametrize("grain", ["quarter", "year"])
def test_longer_periods(cursor: Connection, table: pl.DataFrame, grain: str) -> None:
    filters = SELECTIONS[1]
    rows = queries.outcomes_over_time(cursor, filters, grain)  # type: ignore[arg-type] # words of Grain
    step = {"quarter": "1q", "year": "1y"}[grain]
    own = chosen(table, filters).with_columns(pl.col("month").dt.truncate(step))
    assert {(row.period, row.outcome): row.decisions for row in rows} == counted(
        own, "month", "outcome"
    )


@pytest.mark.parametrize("filters", SELECTIONS, ids=str)
def test_destination(cursor: Connection, table: pl.DataFrame, filters: Filters) -> None:
    rows = queries.destinations(cursor, filters)
    expected = counted(chosen(table, filters), "destination")
    assert {(row.country,): row.decisions for row in rows} == expected
    refused = chosen(table, filters).filter(
        pl.col("outcome").is_in(["refused", "sondage_negative"])
    )
    found = {(row.country,): row.refused for row in rows if row.refused}
    assert found == counted(refused, "destination")


@pytest.mark.parametrize("filters", SELECTIONS, ids=str)
def test_product_class(
    cursor: Connection, table: pl.DataFrame, filters: Filters
) -> None:
    rows = queries.classes(cursor, filters)
    own = chosen(table, filters).explode("classes")
    if filters.product_classes:
        own = own.filter(
            pl.any_horizontal(
                [pl.col("classes").str.starts_with(c) for c in filters.product_classes]
            )
        )
    assert {(row.product_class,): row.decisions for row in rows} == counted(
        own, "classes"
    )


@pytest.mark.parametrize("filters", SELECTIONS, ids=str)
def test_strategic_goal(
    cursor: Connection, table: pl.DataFrame, filters: Filters
) -> None:
    rows = queries.goal_weights_by_outcome(cursor, filters)
    own = chosen(table, filters).explode("goals").drop_nulls("goals").unnest("goals")
    expected = counted(own, "goal", "weight", "outcome")
    assert {(r.goal, r.weight, r.outcome): r.decisions for r in rows} == expected
    over_time = queries.goal_weights_over_time(cursor, filters, "month")
    by_month: dict[tuple[object, ...], int] = {}
    for row in over_time:
        key = (row.goal, row.weight, row.period)
        by_month[key] = by_month.get(key, 0) + row.decisions
    assert by_month == counted(own, "goal", "weight", "month")


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real files are not beside this")
def test_the_british_file_against_polars(tmp_path: Path) -> None:
    (values,) = REAL.glob("values_*.csv")
    (grounds,) = REAL.glob("refusal-criteria_*.csv")
    signer = create_signer(tmp_path / "signer", "test.example/gb")
    opening = Authority(
        country="GB",
        office=Text(en="Office"),
        origin="test.example/gb",
        synthetic=False,
    )
    ledger = create_ledger(
        tmp_path / "ledger", opening=opening, signer=signer, clock=TickingClock()
    )
    mapping = read_mapping(data_directory() / "mappings" / "uk.toml")
    Ingest(
        mapping=mapping,
        mapping_digest="0" * 64,
        files=Files(main=values, grounds=grounds),
        ledger=ledger,
        released_on=date(2015, 7, 29),
    ).run()
    policy = Policy.parse((tmp_path / "signer" / "policy").read_bytes())
    given = LedgerInput(reader=LedgerReader.at(tmp_path / "ledger"), policy=policy)
    build_warehouse(tmp_path / "w", [given])
    raw = pl.read_csv(values, infer_schema=False)
    licences = raw.unique("licence_group").with_columns(
        pl.col("date").str.to_date().dt.truncate("1mo").alias("month"),
        pl.col("refused").replace({"0": "granted", "1": "refused"}).alias("outcome"),
    )
    filters = Filters(ledger=1)
    with open_current(tmp_path / "w").cursor() as cursor:
        months = queries.outcomes_over_time(cursor, filters, "month")
        assert {(m.period, m.outcome): m.decisions for m in months} == counted(
            licences, "month", "outcome"
        )
        by_place = queries.destinations(cursor, filters)
        names = {one.en: one.iso2 for one in countries()} | country_aliases("uk")
        placed = licences.with_columns(pl.col("country").replace_strict(names))
        assert {(row.country,): row.decisions for row in by_place} == counted(
            placed, "country"
        )
        annex = raw.filter(pl.col("rating").str.starts_with("3B")).n_unique(
            "licence_group"
        )
        classes = {
            row.product_class: row.decisions for row in queries.classes(cursor, filters)
        }
        assert classes.get("3B", 0) == annex
        assert queries.goal_weights_by_outcome(cursor, filters) == ()
        assert queries.totals(cursor, filters).weighing_published == 0
        money = queries.licensed_values(cursor, filters, "year")
        pounds = raw.with_columns(
            pl.col("value").cast(pl.Int64).fill_null(0), pl.col("date").str.slice(0, 4)
        )
        sums = dict(pounds.group_by("date").agg(pl.col("value").sum()).rows())
        assert {row.key: (row.minor or 0) // 100 for row in money} == sums
