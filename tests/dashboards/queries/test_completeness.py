"""What is missing, late or double: as planted, as counted by polars, as broken."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboards import queries
from etl.demo.home import Home
from etl.warehouse.connection import Connection
from ledger.entry import Entry
from ledger.records.decision import LicenceDecision
from ledger.records.publication import PublicationManifest
from ledger.records.values import first_day, last_day

LEDGER = 1


@pytest.fixture(scope="module")
def entries(demo: Home) -> list[Entry]:
    size = demo.reader.checkpoint().size
    return [Entry.parse(raw) for raw in demo.reader.entries(0, size)]


@pytest.fixture
def copy(demo: Home, tmp_path: Path) -> Connection:
    """A copy of the warehouse that a test may break."""
    (built,) = demo.warehouse.glob("*.duckdb")
    path = tmp_path / "copy.duckdb"
    path.write_bytes(built.read_bytes())
    return duckdb.connect(str(path))


def test_the_gaps_are_those_planted_and_no_others(
    cursor: Connection, demo: Home
) -> None:
    found = queries.numbering(cursor, LEDGER)
    assert found.numbered == found.decisions
    missing = {
        (
            gap.after,
            tuple(f"{gap.prefix}{n:06d}" for n in range(gap.first, gap.last + 1)),
        )
        for gap in found.gaps
    }
    assert missing == {(gap.after, gap.missing) for gap in demo.planted().gaps}
    assert missing


def test_the_late_entries_are_those_planted_and_no_others(
    cursor: Connection, demo: Home, entries: list[Entry]
) -> None:
    found = queries.lateness(cursor, LEDGER)
    late = {(row.ref, row.days) for row in found.entries}
    assert late == {(one.decision_ref, one.days) for one in demo.planted().late}
    assert late
    decisions = [e for e in entries if isinstance(e.record, LicenceDecision)]
    assert sum(found.within) == len(decisions)


def test_lateness_is_counted_as_polars_counts_it(
    cursor: Connection, entries: list[Entry]
) -> None:
    table = pl.DataFrame(
        {
            "days": [
                (one.recorded_at.date() - last_day(one.record.decided_on)).days
                for one in entries
                if isinstance(one.record, LicenceDecision)
            ]
        }
    )
    days = pl.col("days")
    (expected,) = table.select(
        day=(days <= 1).sum(),
        week=days.is_between(2, 7).sum(),
        month=days.is_between(8, 30).sum(),
        late=(days > 30).sum(),
    ).rows()
    assert queries.lateness(cursor, LEDGER).within == expected


def test_the_books_are_those_of_the_manifests_and_add_up(
    cursor: Connection, entries: list[Entry]
) -> None:
    found = queries.books(cursor, LEDGER)
    manifests = {
        e.record.period: e.record.applications
        for e in entries
        if isinstance(e.record, PublicationManifest)
    }
    held = Counter(
        f"{first_day(e.record.decided_on):%Y-%m}"
        for e in entries
        if isinstance(e.record, LicenceDecision)
    )
    assert {f"{row.month:%Y-%m}" for row in found} == set(manifests)
    for row in found:
        said = manifests[f"{row.month:%Y-%m}"]
        assert said is not None
        assert (row.received, row.decided) == (said.received, said.decided)
        assert row.pending_after == said.pending_after
        assert row.held == held[f"{row.month:%Y-%m}"]
        assert row.adds_up is True


def test_a_month_whose_manifest_is_gone_is_there_without_one(copy: Connection) -> None:
    copy.execute("DELETE FROM publication_manifest WHERE month = '2021-05-01'")
    found = {row.month: row for row in queries.books(copy, LEDGER)}
    assert not found[date(2021, 5, 1)].has_manifest
    assert found[date(2021, 5, 1)].adds_up is None
    assert sum(not row.has_manifest for row in found.values()) == 1


def test_manifests_that_stop_are_missing_up_to_the_last_that_is_due(
    copy: Connection,
) -> None:
    copy.execute("DELETE FROM publication_manifest WHERE month > '2025-06-01'")
    missing = [row.month for row in queries.books(copy, LEDGER) if not row.has_manifest]
    assert missing[0] == date(2025, 7, 1)
    assert missing[-1] == date(2025, 12, 1)  # the ledger ends in February 2026


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE publication_manifest SET received = received + 1",
        "UPDATE publication_manifest SET pending_after = pending_after + 1",
        "UPDATE publication_manifest SET pending_before = pending_before - 1",
        "UPDATE publication_manifest SET decided = decided + 1, received = received+1",
    ],
)
def test_books_that_are_wrong_do_not_add_up(copy: Connection, broken: str) -> None:
    copy.execute(f"{broken} WHERE month = '2022-03-01'")
    found = {row.month: row for row in queries.books(copy, LEDGER)}
    assert found[date(2022, 3, 1)].adds_up is False


def test_a_decision_that_was_left_out_leaves_books_and_numbers_that_do_not_fit(
    copy: Connection,
) -> None:
    before = queries.numbering(copy, LEDGER).gaps
    ((ref, month),) = copy.execute(
        "DELETE FROM decision WHERE entry_index = (SELECT entry_index FROM decision"
        " ORDER BY entry_index LIMIT 1 OFFSET 100) RETURNING decision_ref, month_first"
    ).fetchall()
    wrong = [row.month for row in queries.books(copy, LEDGER) if row.adds_up is False]
    assert wrong == [month]
    (gap,) = set(queries.numbering(copy, LEDGER).gaps) - set(before)
    assert f"{gap.prefix}{gap.first:06d}" == ref


def test_quiet_days_are_the_working_days_without_an_entry(
    cursor: Connection, entries: list[Entry]
) -> None:
    busy = {one.recorded_at.date() for one in entries}
    every = [
        min(busy) + timedelta(days=n) for n in range((max(busy) - min(busy)).days + 1)
    ]
    working = [day for day in every if day.isoweekday() <= 5]
    found = queries.quiet_days(cursor, LEDGER)
    assert found.working_days == len(working)
    assert found.quiet == len([day for day in working if day not in busy])
    for run in found.runs:
        inside = [day for day in working if run.first <= day <= run.last]
        assert len(inside) == run.days
        assert not busy & set(inside)


def test_nothing_repeats_in_the_demo_and_a_repeat_is_found(copy: Connection) -> None:
    assert queries.repeats(copy, LEDGER) == ()
    copy.execute(
        "UPDATE decision SET decision_ref = 'NL-TWICE' WHERE entry_index IN"
        " (SELECT entry_index FROM decision ORDER BY entry_index LIMIT 2)"
    )
    (found,) = queries.repeats(copy, LEDGER)
    assert found.refs == ["NL-TWICE", "NL-TWICE"]
    assert found.same_reference


def test_decisions_that_differ_only_in_their_reference_repeat(copy: Connection) -> None:
    copy.execute(
        "UPDATE entry SET content_hash = o.content_hash"
        " FROM (FROM decision ORDER BY entry_index LIMIT 1) d"
        " JOIN entry o ON o.entry_index = d.entry_index,"
        " (FROM decision ORDER BY entry_index LIMIT 1 OFFSET 1) n"
        " WHERE entry.entry_index = n.entry_index"
    )
    copy.execute(
        "UPDATE decision SET decision_ref = 'NL-OTHER' WHERE entry_index ="
        " (SELECT entry_index FROM decision ORDER BY entry_index LIMIT 1 OFFSET 1)"
    )
    (found,) = queries.repeats(copy, LEDGER)
    assert not found.same_reference
    assert "NL-OTHER" in found.refs


def test_what_statistics_leave_out_is_counted_with_its_reason(copy: Connection) -> None:
    assert queries.exclusions(copy, LEDGER) == ()
    copy.execute(
        "UPDATE decision SET counted = false, excluded_from_statistics = 'a test'"
        " WHERE entry_index = (SELECT min(entry_index) FROM decision)"
    )
    (found,) = queries.exclusions(copy, LEDGER)
    assert found.reason == "a test"
