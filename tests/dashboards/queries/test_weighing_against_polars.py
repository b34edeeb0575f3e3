"""The analyses of the weighing against polars, straight from the ledger's entries."""

from datetime import date

import polars as pl
import pytest

from dashboards import queries
from dashboards.filters import Filters
from dashboards.queries import Window
from etl.code_lists import class_of, product_classes
from etl.demo.home import Home
from etl.warehouse.connection import Connection
from ledger.entry import Entry
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.framework import FrameworkVersion
from ledger.records.weighing import direction_of
from ledger.tree import leaf_hash

FILTERS = Filters(ledger=1)
CHINA = Filters(ledger=1, destinations=("CN",), first_month=date(2021, 1, 1))
SELECTIONS = pytest.mark.parametrize("filters", [FILTERS, CHINA], ids=["all", "China"])
ORDER = [one.code for one in product_classes()]
GRANTED = {"granted", "granted_with_conditions", "partly_granted", "sondage_positive"}
REFUSED = {"refused", "sondage_negative"}
GROUP = {
    **dict.fromkeys(GRANTED - {"sondage_positive"}, "granted"),
    **dict.fromkeys(REFUSED, "refused"),
}


@pytest.fixture(scope="module")
def table(demo: Home) -> pl.DataFrame:
    """One row for each decision, as last corrected, with its findings in a list."""
    frameworks: dict[str, tuple[str, int]] = {}
    found: dict[str, LicenceDecision] = {}
    for raw in demo.reader.entries(0, demo.reader.checkpoint().size):
        record = Entry.parse(raw).record
        if isinstance(record, FrameworkVersion):
            leaf = leaf_hash(raw).hex()
            frameworks[leaf] = (record.framework_id, record.version)
        if isinstance(record, DecisionEvent) and record.corrected is not None:
            record = record.corrected
        if isinstance(record, LicenceDecision):
            found[record.decision_ref] = record
    return pl.DataFrame([_row(one, frameworks) for one in found.values()])


def _row(
    one: LicenceDecision, frameworks: dict[str, tuple[str, int]]
) -> dict[str, object]:
    weighing = one.weighing
    under = (None, None) if weighing is None else frameworks[weighing.framework]
    classes = {class_of(line.code, line.list_id)[0] for line in one.lines}
    aspects = (
        []
        if weighing is None
        else [
            {
                "kind": kind,
                "code": aspect.code,
                "finding": str(aspect.finding),
                "weight": str(aspect.weight),
                "direction": str(direction_of(aspect.finding)),
            }
            for kind, aspects in (
                ("criterion", weighing.criteria),
                ("art15", weighing.art15),
                ("goal", weighing.goals),
            )
            for aspect in aspects
        ]
    )
    return {
        "ref": one.decision_ref,
        "day": one.decided_on,
        "destination": one.destination,
        "group_of_destinations": one.destination_group,
        "outcome": str(one.outcome),
        "group": GROUP.get(one.outcome, "other"),
        "way": "granted"
        if one.outcome in GRANTED
        else "refused"
        if one.outcome in REFUSED
        else None,
        "codes": sorted({line.code for line in one.lines}),
        "classes": ",".join(sorted(classes, key=ORDER.index)),
        "end_use": one.end_use,
        "conditions": sorted(set(one.conditions)),
        "status": str(one.weighing_status),
        "applies": one.framework_applies,
        "framework": under[0],
        "version": under[1],
        "override": weighing is not None and weighing.override is not None,
        "aspects": aspects,
    }


def chosen(table: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    if filters.destinations:
        table = table.filter(pl.col("destination").is_in(filters.destinations))
    if filters.first_month:
        table = table.filter(pl.col("day") >= filters.first_month)
    return table


def found_on(table: pl.DataFrame) -> pl.DataFrame:
    return table.explode("aspects").drop_nulls("aspects").unnest("aspects")


@SELECTIONS
def test_aspects(cursor: Connection, table: pl.DataFrame, filters: Filters) -> None:
    rows = queries.aspect_counts(cursor, filters)
    keys = ("kind", "code", "finding", "weight", "group")
    expected = {
        row[:-1]: row[-1]
        for row in found_on(chosen(table, filters)).group_by(*keys).len().rows()
    }
    found = {
        (row.aspect_kind, row.code, row.finding, row.weight, group): number
        for row in rows
        for group, number in zip(("granted", "refused", "other"), row[4:], strict=True)
        if number
    }
    assert found == expected != {}


@SELECTIONS
def test_combinations_of_goals(
    cursor: Connection, table: pl.DataFrame, filters: Filters
) -> None:
    expected: dict[tuple[object, ...], int] = {}
    for row in chosen(table, filters).iter_rows(named=True):
        goals = sorted(
            one["code"]
            for one in row["aspects"] or []
            if one["kind"] == "goal" and one["weight"] == "decisive"
        )
        known = "not_published" if row["status"] != "published" else "no_framework"
        if known == "no_framework" and row["applies"]:
            known = "weighed"
        key = (known, tuple(goals))
        expected[key] = expected.get(key, 0) + 1
    rows = queries.goal_combinations(cursor, filters)
    assert {(row.known, row.goals): row.decisions for row in rows} == expected


@SELECTIONS
def test_conditions(cursor: Connection, table: pl.DataFrame, filters: Filters) -> None:
    own = chosen(table, filters)
    found = queries.conditions(cursor, filters)
    kinds = own.explode("conditions").drop_nulls("conditions")
    assert dict(found.kinds) == dict(kinds.group_by("conditions").len().rows())
    assert found.conditioned == own.filter(pl.col("conditions").list.len() > 0).height
    assert found.granted == own.filter(group="granted").height


@SELECTIONS
def test_departures(cursor: Connection, table: pl.DataFrame, filters: Filters) -> None:
    own = chosen(table, filters)
    decisive = found_on(own).filter(weight="decisive")
    ways = decisive.group_by("ref", "outcome", "way", "override").agg(
        pl.col("direction").unique().sort()
    )
    judged = ways.filter(
        pl.col("way").is_not_null(), pl.col("outcome") != "partly_granted"
    )
    against = judged.filter(
        (pl.col("way") == "granted") & pl.col("direction").list.contains("refuse")
        | (pl.col("way") == "refused") & (pl.col("direction") == ["grant"])
    )
    found = queries.departures(cursor, filters)
    assert {one.ref for one in found} == set(against["ref"])
    assert queries.departure_scope(cursor, filters).judged == judged.height
    years = queries.departures_by_year(cursor, filters)
    assert sum(row.judged for row in years) == judged.height
    assert sum(sum(row[2:]) for row in years) == against.height


@SELECTIONS
def test_like_cases(cursor: Connection, table: pl.DataFrame, filters: Filters) -> None:
    own = chosen(table, filters).drop_nulls(["way", "end_use"])
    keys = ["codes", "destination", "end_use"]
    groups = (
        own.group_by(*keys)
        .agg(pl.len(), pl.col("way").n_unique().alias("ways"), pl.col("ref"))
        .filter(pl.col("len") > 1)
    )
    different = groups.filter(pl.col("ways") > 1)
    found = queries.like_groups(cursor, filters, by_year=False)
    assert [tuple(one) for one in found] == [
        (
            None,
            groups.height,
            different.height,
            groups["len"].sum(),
            different["len"].sum(),
        )
    ]
    cases = queries.differing_cases(cursor, filters)
    assert {one.ref for one in cases} == set(different.explode("ref")["ref"])
    by_year = own.group_by(pl.col("day").dt.year(), *keys).agg(
        pl.len(), pl.col("way").n_unique().alias("ways")
    )
    several = by_year.filter(pl.col("len") > 1)
    expected = several.group_by("day").agg(pl.len(), (pl.col("ways") > 1).sum())
    years = queries.like_groups(cursor, filters, by_year=True)
    assert {(one.year, one.groups, one.different) for one in years} == set(
        expected.rows()
    )


NAME = "semiconductor_supplementary"


@SELECTIONS
@pytest.mark.parametrize(
    "window",
    [
        Window(NAME, 1, date(2021, 10, 1), date(2022, 9, 30)),
        Window(NAME, 2, date(2022, 10, 1), date(2023, 9, 30)),
        Window(NAME, 1, date(2021, 2, 20), date(2022, 9, 10)),
        Window(NAME, 2, date(2022, 10, 5), date(2023, 9, 25)),
        Window(NAME, 2, date(2023, 3, 4), date(2023, 3, 27)),
        Window(NAME, 2, date(2023, 3, 18), date(2023, 4, 12)),
    ],
    ids=["before", "after", "fewer", "more", "of a month", "of no month"],
)
def test_windows(
    cursor: Connection, table: pl.DataFrame, filters: Filters, window: Window
) -> None:
    own = chosen(table, filters).filter(
        pl.col("day").is_between(window.first, window.last),
        framework=window.framework_id,
        version=window.version,
    )
    strata = ("group_of_destinations", "classes")
    expected = {
        (*row[:2], "refused", "", *row[2:])
        for row in own.filter(pl.col("group") != "other")
        .group_by(*strata)
        .agg((pl.col("group") == "refused").sum(), pl.len())
        .rows()
    } | set(
        found_on(own)
        .group_by(*strata, "kind", "code")
        .agg((pl.col("weight") == "decisive").sum(), pl.len())
        .rows()
    )
    found = queries.window_counts(cursor, filters, window)
    assert {tuple(one) for one in found} == expected
    assert expected or filters is CHINA  # of few, some windows have none
    scope = queries.window_scope(cursor, filters, window)
    assert scope.weighed == own.height
