"""Drift is found where it is, and rarely where it is not."""

import subprocess
import sys
from datetime import date

import numpy as np
import polars as pl
import pytest

from dashboards import queries
from etl import change_point
from etl.change_point import ALPHA, History, changes, share
from etl.demo.applications import Plan as DemoPlan
from etl.demo.home import Home
from etl.warehouse.connection import Connection
from etl.warehouse.reader import open_current
from ledger.entry import Entry
from ledger.processes import Workers
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.framework import FrameworkVersion
from ledger.records.values import first_day
from ledger.tree import leaf_hash
from tests.drift.histories import MONTHS, Plan, history
from tests.drift.measure import run
from tests.etl.demo_home import make_demo


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A demo with enough decisions after the planted drift to see it."""
    plan = DemoPlan(decisions=3800, seed=5, until=date(2026, 6, 1))
    return make_demo(tmp_path_factory.mktemp("drift") / "home", plan)


@pytest.fixture
def cursor(larger: Home) -> Connection:
    return open_current(larger.warehouse).build().connection.cursor()


def steps(counts: list[int], of: int) -> History:
    """Return a history of one series: so many of each month say yes."""
    said = [n < yes for yes in counts for n in range(of)]
    return History(
        months=np.repeat(np.arange(len(counts)), of),
        strata=np.zeros(len(said), dtype=np.int64),
        levels=np.where(said, 0, -1)[:, None],
        series=1,
    )


def test_the_change_is_where_it_is_with_its_shares_before_and_after() -> None:
    (((found,)),) = changes([steps([2] * 10 + [8] * 14, of=10)])
    assert found is not None
    assert found.month == 10
    assert (found.before.n, found.before.of) == (20, 100)
    assert (found.after.n, found.after.of) == (112, 140)
    assert found.p == 1 / 1000  # no shuffle is as large
    assert found.is_alarm


def test_the_statistic_is_that_of_mantel_and_haenszel() -> None:
    """Worked by hand for one stratum: (O - E) / sqrt of the hypergeometric variance."""
    (((found,)),) = changes([steps([3] * 10 + [7] * 10, of=10)], shuffles=99)
    assert found is not None
    observed, expected = 30, 100 * 100 / 200
    variance = 100 * 100 * 100 * 100 / (200**2 * 199)
    assert found.statistic == pytest.approx((expected - observed) / variance**0.5)


def test_nothing_is_told_of_a_series_with_too_few() -> None:
    assert changes([steps([0] * 12 + [1], of=10)], shuffles=19) == ((None,),)
    assert changes([steps([10] * 13, of=10)], shuffles=19) == ((None,),)
    assert changes([steps([3, 7], of=10)], shuffles=19) == ((None,),)


def test_the_same_history_gives_the_same_answer() -> None:
    one = history(Plan(monthly=20), np.random.default_rng(1))
    assert changes([one], shuffles=49) == changes([one], shuffles=49)


def test_it_is_the_same_whoever_shuffles_and_however_many_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw = np.random.default_rng(3)
    both = [history(Plan(monthly=monthly), draw) for monthly in (20, 30)]
    whole = changes(both, shuffles=29)
    monkeypatch.setattr(change_point, "_PIECE", 10 * len(both[0].months))
    with Workers(2) as workers:
        workers.start()
        assert changes(both, shuffles=29, workers=workers) == whole


def test_other_destinations_than_before_are_no_drift() -> None:
    """Shares differ between two destinations; only which of them is asked changes."""
    draw = np.random.default_rng(7)
    months = np.repeat(np.arange(24), 40)
    late = draw.random(len(months)) < np.where(months < 12, 0.2, 0.8)
    said = draw.random(len(months)) < np.where(late, 0.7, 0.2)
    told = History(
        months=months,
        strata=late.astype(np.int64),
        levels=np.where(said, 0, -1)[:, None],
        series=1,
    )
    blind = History(
        months=months,
        strata=np.zeros_like(months),
        levels=told.levels,
        series=1,
    )
    ((within,),), ((across,),) = changes([told]), changes([blind])
    assert within is not None
    assert across is not None
    assert across.is_alarm
    assert not within.is_alarm


def test_false_alarms_are_about_as_rare_as_is_said() -> None:
    told = run(Plan(monthly=20), 20)
    alarms = sum(one.found or one.false for one in told)
    assert share(alarms, 20).low <= ALPHA


def test_a_large_shift_is_found_and_placed() -> None:
    told = run(Plan(monthly=50, shift=30), 6)
    assert all(one.found and one.placed for one in told)
    assert MONTHS == 36


def test_the_planted_drift_is_found_in_the_demo_and_no_other(
    cursor: Connection, larger: Home
) -> None:
    planted = larger.planted().drift
    assert planted is not None
    alarms = [one for one in queries.drift(cursor, 1) if one.is_alarm]
    assert {one.aspect for one in alarms} == {
        (planted.framework_id, planted.version, "goal", planted.code)
    }
    surest = alarms[0]
    assert surest.measure == "weight"
    assert surest.changed_in is not None
    assert abs((surest.changed_in - planted.first).days) <= 92  # a quarter


def test_shares_are_those_of_polars_straight_from_the_entries(
    cursor: Connection, larger: Home
) -> None:
    table = findings(larger).filter(pl.col("month") < date(2026, 5, 1))  # not over
    for one in queries.drift(cursor, 1):
        own = table.filter(
            (pl.col("framework") == one.framework_id)
            & (pl.col("version") == one.framework_version)
        )
        assert own["ref"].n_unique() == one.decisions
        if one.changed_in is None:
            continue
        has = own.filter(
            (pl.col("kind") == one.aspect_kind)
            & (pl.col("code") == one.code)
            & (pl.col(one.measure) == one.level)
        )
        for before, n, of in (
            (True, one.before_n, one.before_of),
            (False, one.after_n, one.after_of),
        ):
            side = (pl.col("month") < one.changed_in) == pl.lit(before)
            assert len(has.filter(side)) == n
            assert own.filter(side)["ref"].n_unique() == of


def test_the_months_of_a_series_add_up_to_it(cursor: Connection) -> None:
    for one in queries.drift(cursor, 1)[:20]:
        assert one.changed_in is not None
        found = queries.monthly_shares(cursor, 1, one)
        before = [row for row in found if row.month < one.changed_in]
        assert sum(row.n for row in before) == one.before_n
        assert sum(row.of for row in before) == one.before_of
        assert sum(row.of for row in found) == one.decisions


def findings(home: Home) -> pl.DataFrame:
    """Return one row for each finding of each decision, as last corrected."""
    versions: dict[str, tuple[str, int]] = {}
    decisions: dict[str, LicenceDecision] = {}
    for raw in home.reader.entries(0, home.reader.checkpoint().size):
        record = Entry.parse(raw).record
        if isinstance(record, FrameworkVersion):
            key = (record.framework_id, record.version)
            versions[leaf_hash(raw).hex()] = key
        if isinstance(record, DecisionEvent) and record.corrected is not None:
            record = record.corrected
        if isinstance(record, LicenceDecision):
            decisions[record.decision_ref] = record
    return pl.DataFrame(
        [
            {
                "ref": one.decision_ref,
                "month": first_day(one.decided_on).replace(day=1),
                "framework": versions[one.weighing.framework][0],
                "version": versions[one.weighing.framework][1],
                "kind": kind,
                "code": str(said.code),
                "weight": str(said.weight),
                "finding": str(said.finding),
            }
            for one in decisions.values()
            if one.weighing is not None
            for kind, every in (
                ("criterion", one.weighing.criteria),
                ("art15", one.weighing.art15),
                ("goal", one.weighing.goals),
            )
            for said in every
        ]
    )


def test_neither_pages_nor_the_build_command_import_the_heavy_library() -> None:
    program = (
        "import sys, dashboards.app, etl.warehouse.command;"
        " print('scipy' in sys.modules)"
    )
    told = subprocess.run(  # a fresh interpreter: this one has it already
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False"
