from collections import Counter
from datetime import date
from pathlib import Path

import msgspec
import pytest

from etl.demo.applications import Plan
from etl.demo.command import _plan
from etl.demo.home import Home, made_plan
from etl.demo.market import read_market
from etl.demo.timeline import Timeline
from etl.demo.unkept import Unkept
from etl.errors import DemoError
from ledger.audit import audit
from ledger.audit.codes import REMARKS
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.record import Record
from ledger.records.rules import record_breaches
from ledger.records.withheld_decision import WithheldDecision
from tests.etl.demo_home import PLAN

EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"


def records(plan: Plan) -> list[Record]:
    found = []
    source = Timeline(read_market(), plan).records()
    dated = next(source, None)
    while dated is not None:
        found.append(dated.record)
        try:
            dated = source.send(f"{len(found):064x}")
        except StopIteration:
            break
    return found


RECORDS = records(PLAN)
DECISIONS = [record for record in RECORDS if isinstance(record, LicenceDecision)]


def test_a_plan_makes_as_many_decisions_as_it_says() -> None:
    withheld = [one for one in RECORDS if isinstance(one, WithheldDecision)]
    assert withheld
    assert len(DECISIONS) + len(withheld) == PLAN.decisions


def test_the_same_plan_makes_the_same_bytes_and_another_seed_others() -> None:
    encode = msgspec.json.encode
    assert [*map(encode, records(PLAN))] == [*map(encode, RECORDS)]
    other = records(msgspec.structs.replace(PLAN, seed=4))
    assert [*map(encode, other)] != [*map(encode, RECORDS)]


def test_every_record_keeps_every_rule() -> None:
    sealing = Unkept(PLAN.seed)
    sealed = [sealing.seal(record).record for record in RECORDS]
    assert [breach for record in sealed for breach in record_breaches(record)] == []


def test_no_destination_lies_in_the_union_where_no_licence_is_needed() -> None:
    assert not {decision.destination for decision in DECISIONS} & set(EU.split())


def test_semiconductor_cases_after_the_framework_weigh_its_goals() -> None:
    adopted = date(2020, 12, 18)
    for decision in DECISIONS:
        chips = any(line.process_step for line in decision.lines)
        assert isinstance(decision.decided_on, date)
        assert decision.framework_applies == (chips and decision.decided_on >= adopted)
        if decision.weighing is not None:
            assert len(decision.weighing.goals) == (
                3 if decision.framework_applies else 0
            )


def test_weighings_differ_from_case_to_case() -> None:
    texts = [
        d.weighing.summary.nl for d in DECISIONS if d.weighing and d.weighing.summary
    ]
    counts = Counter(texts)
    assert len(counts) / len(texts) > 0.6
    assert max(counts.values()) / len(texts) < 0.02


def test_events_name_a_decision_that_stands_before_them() -> None:
    seen: set[str] = set()
    for number, record in enumerate(RECORDS, start=1):
        if isinstance(record, DecisionEvent):
            assert record.decision in seen
        seen.add(f"{number:064x}")


def test_the_ledger_of_the_demo_verifies(demo: Home) -> None:
    result = audit(demo.reader, demo.policy())
    assert result.findings == ()
    assert set(result.remark_counts) <= REMARKS
    opening, released = 1, 2  # tables of half of 2025, and of all of it
    assert result.size == opening + len(RECORDS) + released


def test_a_demo_that_is_there_is_left_and_another_refused(demo: Home) -> None:
    there = made_plan(demo)
    assert there == PLAN
    assert _plan(there, None, None, None) == PLAN
    with pytest.raises(DemoError, match="another demo"):
        _plan(there, 5, None, None)


def test_a_directory_with_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DemoError, match="not empty"):
        made_plan(Home(tmp_path))
