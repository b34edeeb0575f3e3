"""Rows of decisions, as DuckDB reads them from the entries' own bytes."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given

from etl.errors import WarehouseError
from etl.warehouse.pieces import Reading
from ledger.records.decision import LicenceDecision
from ledger.records.values import Interval, Text, first_day, last_day
from ledger.records.weighing import CriterionFinding, GoalFinding, direction_of
from tests.etl.warehouse.readings import FRAMEWORK, Build
from tests.ledger.records.sample_records import decision
from tests.strategies import SLOW, values_for


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(tmp_path)


@SLOW
@given(values_for(LicenceDecision))
def test_what_a_decision_says_is_what_its_rows_say(one: LicenceDecision) -> None:
    with TemporaryDirectory() as scratch:
        build = Build(Path(scratch))
        (raw,) = build.read(one)
        assert [str(row["raw"]).encode() for row in build.rows("entry")] == [raw]
        (row,) = build.rows("decision")
        for name in row.keys() & set(one.__struct_fields__):
            said = getattr(one, name)
            assert row[name] == (list(said) if isinstance(said, tuple) else said), name
        assert row["decided_first"] == first_day(one.decided_on)
        assert row["decided_last"] == last_day(one.decided_on)
        assert row["currency"] == (one.value and one.value.currency)
        assert row["status"] in {"in_force", "refused", "closed"}
        lines = [
            (line.line_no, line.code, line.count, line.value and line.value.minor)
            for line in one.lines
        ]
        assert build.said(
            "decision_line", "line_no", "code", "item_count", "minor"
        ) == (Counter(lines))
        assert build.said("finding", "code", "finding", "weight", "direction") == (
            Counter(findings(one))
        )
        sources = [(source.title, source.published_on) for source in one.sources]
        assert build.said("decision_source", "title", "published_on") == (
            Counter(sources)
        )


def findings(one: LicenceDecision) -> Iterator[tuple[str, str, str, str]]:
    if one.weighing is not None:
        weighing = one.weighing
        every: list[CriterionFinding | GoalFinding] = [*weighing.criteria]
        every += [*weighing.art15, *weighing.goals]
        for found in every:
            way = direction_of(found.finding)
            yield found.code, found.finding, found.weight, way


def test_the_days_that_a_decision_can_have_been_taken_on_are_its_interval(
    build: Build,
) -> None:
    quarter = Interval(first=date(2004, 10, 1), last=date(2004, 12, 31))
    build.read(msgspec.structs.replace(decision(), decided_on=quarter))
    (row,) = build.rows("decision")
    assert row["decided_first"] == quarter.first
    assert row["decided_last"] == quarter.last
    assert (row["month_first"], row["month_last"]) == (
        date(2004, 10, 1),
        date(2004, 12, 1),
    )


def test_a_decision_names_the_framework_version_that_is_before_it(build: Build) -> None:
    build.read(decision())
    (row,) = build.rows("decision")
    assert (row["framework_index"], row["framework_id"], row["framework_version"]) == (
        1,
        "nl_semicon",
        2,
    )


def test_a_framework_that_comes_later_is_none_to_a_decision(build: Build) -> None:
    weighing = decision().weighing
    assert weighing is not None
    later = msgspec.structs.replace(FRAMEWORK, entry_index=9)
    said = msgspec.json.encode(decision())
    with pytest.raises(WarehouseError, match="entry 9 names a framework"):
        build.loader.put_readings(
            [Reading(2, 9, said)], {weighing.framework: later}, ledger_id=1
        )


def test_of_items_each_class_and_code_is_told_once_and_in_order(build: Build) -> None:
    (line, *_) = decision().lines
    codes = ["5A002", "3E001", "3B001.f", "3E001"]
    lines = [
        msgspec.structs.replace(line, line_no=number, code=code)
        for number, code in enumerate(codes, start=1)
    ]
    build.read(msgspec.structs.replace(decision(), lines=tuple(lines)))
    (row,) = build.rows("decision")
    assert row["codes"] == ["5A002", "3E001", "3B001.f"]
    assert row["product_classes"] == ["3B", "3E", "5A"]
    assert row["class_set"] == "3B,3E,5A"


def test_summaries_are_found_without_accents_and_capitals(build: Build) -> None:
    weighing = decision().weighing
    assert weighing is not None
    words = msgspec.structs.replace(weighing, summary=Text(nl="Coöperatie\nin België"))
    build.read(msgspec.structs.replace(decision(), weighing=words))
    (row,) = build.rows("decision")
    assert "cooperatie\nin belgie" in str(row["search_text"])
    assert row["summary_nl"] == "Coöperatie\nin België"
