"""What ``planted.json`` says is in the demo, and nothing like it besides."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from hashlib import sha256

import msgspec
import pytest

from etl.demo.applications import Plan
from etl.demo.books import Dated
from etl.demo.home import Home
from etl.demo.market import read_market
from etl.demo.planted import Planted
from etl.demo.timeline import Timeline
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.publication import PublicationManifest
from ledger.records.terms import GRANTS
from ledger.records.weighing import (
    CriterionFinding,
    GoalFinding,
    Weighing,
    direction_of,
)
from ledger.records.withheld_decision import WithheldDecision

PLAN = Plan(decisions=6000, seed=11, until=date(2026, 3, 1))


def run(plan: Plan) -> tuple[list[Dated], Planted]:
    timeline = Timeline(read_market(), plan)
    source = timeline.records()
    found: list[Dated] = []
    dated = next(source, None)
    while dated is not None:
        found.append(dated)
        leaf = sha256(msgspec.json.encode(dated.record)).hexdigest()
        try:
            dated = source.send(leaf)
        except StopIteration:
            break
    return found, timeline.planted()


RECORDS, PLANTED = run(PLAN)
DECISIONS = [d.record for d in RECORDS if isinstance(d.record, LicenceDecision)]
WITHHELD = [d.record for d in RECORDS if isinstance(d.record, WithheldDecision)]
WEIGHED = [d for d in DECISIONS if d.weighing is not None]


def aspects(
    weighing: Weighing,
) -> tuple[CriterionFinding | GoalFinding, ...]:
    return (*weighing.criteria, *weighing.art15, *weighing.goals)


def decisive(decision: LicenceDecision) -> set[str]:
    assert decision.weighing is not None
    return {
        direction_of(one.finding)
        for one in aspects(decision.weighing)
        if one.weight == "decisive"
    }


def granted(decision: LicenceDecision) -> bool:
    return decision.outcome in GRANTS or decision.outcome == "sondage_positive"


def test_the_departures_are_those_planted_and_no_others() -> None:
    found = set()
    for decision in WEIGHED:
        assert decision.weighing is not None
        ways = decisive(decision)
        if granted(decision) and "refuse" in ways:
            over = decision.weighing.override is not None
            kind = "granted_with_override" if over else "granted_against_findings"
            found.add((decision.decision_ref, kind))
        if not granted(decision) and ways == {"grant"}:
            found.add((decision.decision_ref, "refused_against_findings"))
    assert found == {(one.decision_ref, one.kind) for one in PLANTED.departures}
    assert len({kind for _, kind in found}) == 3


def test_every_other_decisive_finding_speaks_for_the_outcome() -> None:
    planted = {one.decision_ref for one in PLANTED.departures}
    for decision in WEIGHED:
        if decision.decision_ref not in planted:
            assert decisive(decision) <= {"grant" if granted(decision) else "refuse"}


def test_an_override_is_there_only_where_it_is_planted() -> None:
    overridden = {d.decision_ref for d in WEIGHED if d.weighing and d.weighing.override}
    planted = [o for o in PLANTED.departures if o.kind == "granted_with_override"]
    assert overridden == {one.decision_ref for one in planted}


def test_like_cases_with_like_findings_went_the_same_way_save_for_the_pairs() -> None:
    planted = {one.decision_ref for one in PLANTED.departures}
    groups: defaultdict[object, dict[bool, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for one in WEIGHED:
        assert one.weighing is not None
        if one.decision_ref in planted:
            continue
        found = tuple((made.code, made.finding) for made in aspects(one.weighing))
        codes = tuple(line.code for line in one.lines)
        key = (codes, one.destination, one.end_use, one.weighing.framework, found)
        groups[key][granted(one)].append(one.decision_ref)
    pairs = [(ways[True], ways[False]) for ways in groups.values() if len(ways) == 2]
    assert pairs == [([pair.granted], [pair.refused]) for pair in PLANTED.like_pairs]
    assert pairs


def test_numbers_run_on_without_a_gap_save_for_those_planted() -> None:
    numbers = {int(d.decision_ref[-6:]) for d in DECISIONS}
    missing = set(range(1, max(numbers) + 1)) - numbers
    planted = {int(ref[-6:]) for gap in PLANTED.gaps for ref in gap.missing}
    assert missing == planted != set()


def test_the_decisions_recorded_late_are_those_planted() -> None:
    late = {
        (d.record.decision_ref, (d.recorded_at.date() - d.record.decided_on).days)
        for d in RECORDS
        if isinstance(d.record, LicenceDecision)
        and isinstance(d.record.decided_on, date)
        and d.recorded_at.date() != d.record.decided_on
    }
    assert late == {(one.decision_ref, one.days) for one in PLANTED.late}
    assert min(days for _, days in late) > 30


def test_the_drift_shows_in_the_goal_that_is_planted_and_in_no_other() -> None:
    drift = PLANTED.drift
    assert drift is not None
    shares: defaultdict[tuple[str, bool], Counter[bool]] = defaultdict(Counter)
    for decision in WEIGHED:
        assert decision.weighing is not None
        if decision.weighing.method_version != 3:
            continue
        after = decision.decided_on >= drift.first  # type: ignore[operator] # a day
        for goal in decision.weighing.goals:
            shares[goal.code, after][goal.weight in {"decisive", "material"}] += 1
    for code in {code for code, _ in shares}:
        earlier, later = (
            shares[code, late][True] / shares[code, late].total()
            for late in (False, True)
        )
        assert (later - earlier > 0.2) == (code == drift.code), (code, earlier, later)


def test_the_model_case_was_granted_in_2023_and_revoked_in_part_in_2024() -> None:
    model = PLANTED.partial_revocation
    assert model is not None
    (decision,) = (d for d in DECISIONS if d.decision_ref == model.decision_ref)
    assert decision.destination == "CN"
    assert {line.list_id for line in decision.lines} == {"NL_SEMICON"}
    events = [
        d.record
        for d in RECORDS
        if isinstance(d.record, DecisionEvent)
        and d.record.decision_ref == model.decision_ref
    ]
    first = events[0]
    assert (first.event_type, first.lines, first.occurred_on) == (
        "revoked_in_part",
        (1,),
        model.occurred_on,
    )
    assert {"denial_notified", "parliament_notified", "use_reported", "expired"} <= {
        event.event_type for event in events
    }


def test_the_books_of_each_month_go_on_from_the_month_before() -> None:
    manifests = [d.record for d in RECORDS if isinstance(d.record, PublicationManifest)]
    periods = [manifest.period for manifest in manifests]
    assert periods == sorted(set(periods))
    assert (periods[0], periods[-1], len(periods)) == ("2018-01", "2026-02", 98)
    closed = Counter(f"{d.decided_on:%Y-%m}" for d in DECISIONS)
    closed.update(one.decided_in for one in WITHHELD)
    before = None
    for manifest in manifests:
        books = manifest.applications
        assert books is not None
        assert before is None or books.pending_before == before
        before = books.pending_after
        all_closed = books.decided + books.withdrawn + books.not_processed
        assert all_closed == closed[manifest.period]
    assert before is not None
    assert before > 0


def test_each_manifest_counts_what_was_recorded_since_the_one_before() -> None:
    seen: Counter[tuple[str, str | None, tuple[str, ...]]] = Counter()
    for dated in RECORDS:
        record = dated.record
        if isinstance(record, PublicationManifest):
            said = {(c.kind, c.rule, c.grounds): c.entries for c in record.counts}
            said.pop(("authority", None, ()), None)
            assert said == seen
            seen.clear()
        else:
            rule = None
            grounds: tuple[str, ...] = ()
            if isinstance(record, LicenceDecision) and record.disclosure is not None:
                rule = record.disclosure.rule
            if isinstance(record, WithheldDecision):
                rule, grounds = record.disclosure.rule, record.disclosure.grounds
            kind = {
                "LicenceDecision": "licence_decision",
                "DecisionEvent": "decision_event",
                "FrameworkVersion": "framework_version",
                "ControlListVersion": "control_list_version",
                "ContextEvent": "context_event",
                "DisclosureRuleVersion": "disclosure_rule_version",
                "WithheldDecision": "withheld_decision",
            }[type(record).__name__]
            seen[kind, rule, grounds] += 1


def test_what_answers_an_earlier_event_names_it_by_its_leaf_hash() -> None:
    leaves = {
        sha256(msgspec.json.encode(d.record)).hexdigest(): d.record
        for d in RECORDS
        if isinstance(d.record, DecisionEvent)
    }
    openings = {
        "appeal_decided": "appeal_lodged",
        "denial_reviewed": "denial_notified",
        "objection_decided": "objection_lodged",
        "reinstated": "suspended",
    }
    seen = set()
    for dated in RECORDS:
        event = dated.record
        if isinstance(event, DecisionEvent) and event.event_type in openings:
            assert event.about is not None
            before = leaves[event.about]
            assert before.event_type == openings[event.event_type]
            assert before.decision_ref == event.decision_ref
            seen.add(event.event_type)
    assert seen == openings.keys()


def test_a_licence_is_renewed_by_a_later_one_for_the_same_items_and_place() -> None:
    by_leaf = {
        sha256(msgspec.json.encode(d.record)).hexdigest(): d.record
        for d in RECORDS
        if isinstance(d.record, LicenceDecision)
    }
    renewed = [
        d.record
        for d in RECORDS
        if isinstance(d.record, DecisionEvent) and d.record.event_type == "renewed"
    ]
    assert renewed
    for event in renewed:
        assert event.replacement is not None
        old, new = by_leaf[event.decision], by_leaf[event.replacement]
        assert old.valid_to is not None
        assert isinstance(new.decided_on, date)
        assert old.destination == new.destination
        assert [li.code for li in old.lines] == [li.code for li in new.lines]
        assert event.occurred_on == new.decided_on <= old.valid_to


def days_of(kinds: set[str]) -> defaultdict[str, list[date]]:
    """The days of events of some types, by reference of the decision."""
    found: defaultdict[str, list[date]] = defaultdict(list)
    for dated in RECORDS:
        event = dated.record
        if isinstance(event, DecisionEvent) and event.event_type in kinds:
            found[event.decision_ref].append(event.occurred_on)
    return found


TOLD = days_of({"denial_notified"})


def test_every_denial_is_notified_within_thirty_days() -> None:
    denied = days_of({"annulled", "revoked", "suspended"})
    for one in DECISIONS:
        if one.outcome == "refused" and isinstance(one.decided_on, date):
            denied[one.decision_ref].append(one.decided_on)
    for ref, days in denied.items():
        for day in days:
            if day + timedelta(days=31) < PLAN.until:
                after = [(on - day).days for on in TOLD[ref] if on >= day]
                assert min(after) <= 30, ref


def test_of_a_notification_only_the_month_is_public() -> None:
    assert all((day + timedelta(days=1)).day == 1 for d in TOLD.values() for day in d)


def test_every_denial_is_reviewed_within_three_years() -> None:
    reviewed = days_of({"denial_reviewed"})
    for ref, days in TOLD.items():
        for day in days:
            due = day.replace(year=day.year + 3, day=min(day.day, 28))
            if due < PLAN.until:
                assert any(day <= on <= due for on in reviewed[ref]), ref


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_plant_as_much(seed: int) -> None:
    _, planted = run(Plan(decisions=900, seed=seed, until=date(2026, 3, 1)))
    assert len(planted.departures) == 3
    assert len(planted.like_pairs) == 1
    assert len(planted.gaps) == 1
    assert planted.partial_revocation is not None


def test_the_list_of_what_is_planted_stands_beside_the_demo(demo: Home) -> None:
    planted = demo.planted()
    assert planted.departures
    assert planted.drift is not None
