from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from ledger.errors import RecordError
from ledger.records.confidential import DenialCheck, Officers
from ledger.records.decision import Disclosure
from ledger.records.event import FieldChange, Reclassification, Use
from ledger.records.publication import EntryCount
from ledger.records.rules import check_record, content_breaches
from ledger.records.values import Interval, Money, Text
from ledger.records.weighing import GoalFinding, Override
from tests.ledger.records.broken import rules_broken
from tests.ledger.records.sample_records import (
    LEAF,
    criterion,
    decision,
    event,
    framework,
    manifest,
    weighing,
    whole_decision,
)

STOP = whole_decision().clock_stops[0]
EUROS = Money(currency="EUR", minor=200)
OVERRIDE = Override(by="minister", on=date(2022, 3, 1), reason=Text(en="Necessary."))
GRAVE = replace(
    weighing(),
    goals=(GoalFinding(code="G1_end_use", finding="unacceptable", weight="decisive"),),
)


@pytest.mark.parametrize(
    "record",
    [decision(), event(), framework(), manifest()],
    ids=["decision", "event", "framework", "manifest"],
)
def test_a_sound_record_breaks_no_rule(record: Any) -> None:
    check_record(record)


LINES = decision().lines

DECISION_CASES = [
    ({"valid_from": date(2022, 3, 3)}, "R1", "valid_from"),
    ({"application_received_in": "2022-04"}, "R1", "application_received_in"),
    ({"valid_to": date(2022, 3, 3)}, "period", "valid_to"),
    (
        {"decided_on": Interval(first=date(2022, 3, 4), last=date(2022, 3, 4))},
        "interval",
        "decided_on",
    ),
    ({"lines": ()}, "lines", "lines"),
    ({"lines": LINES[::-1]}, "lines", "lines"),
    ({"outcome": "partly_granted"}, "lines", "lines"),
    ({"lines": (replace(LINES[0], outcome="refused"),)}, "lines", "lines"),
    ({"outcome": "refused"}, "R5", "refusal_grounds"),
    ({"refusal_grounds": ("art15_a",)}, "R5", "refusal_grounds"),
    ({"refusal_grounds": ("art15_a", "art15_a")}, "unique", "refusal_grounds"),
    ({"outcome": "granted_with_conditions"}, "R5", "conditions"),
    ({"outcome": "withdrawn", "conditions": ("other",)}, "R5", "conditions"),
    ({"value": None}, "R12", "value"),
    ({"authorisation_type": "global"}, "R12", "value_basis"),
    ({"value": Money(currency="EUR", minor=201)}, "R11", "value"),
    ({"value": Money(currency="GBP", minor=200)}, "R11", "lines.value"),
    ({"lines": (LINES[0], replace(LINES[1], value=None))}, "R11", "lines.value"),
    ({"authorisation_type": "sondage"}, "sondage", "outcome"),
    ({"outcome": "sondage_positive"}, "sondage", "outcome"),
    (
        {"disclosure": Disclosure(rule="withhold", rule_id="r1")},
        "disclosure",
        "disclosure.grounds",
    ),
    (
        {"disclosure": Disclosure(rule="disclose", rule_id="r1", grounds=("x",))},
        "disclosure",
        "disclosure.grounds",
    ),
    (
        {
            "disclosure": Disclosure(
                rule="disclose", rule_id="r1", embargo_until=date(2025, 1, 1)
            )
        },
        "disclosure",
        "disclosure.embargo_until",
    ),
    ({"value_band": "up_to_1m"}, "R12", "value_band"),
    ({"value": None, "value_basis": "banded"}, "R12", "value_band"),
    ({"decided_on": date(2020, 12, 17)}, "R2", "framework_applies"),
    (
        {"lines": (replace(LINES[0], list_id="NL_SEMICON"),)},
        "R2",
        "lines.list_id",
    ),
    (
        {"lines": (replace(LINES[0], list_version="2022-03-05"),)},
        "R2",
        "lines.list_version",
    ),
    ({"weighing": None}, "weighing", "weighing"),
    ({"weighing_status": "not_published"}, "weighing", "weighing"),
    ({"framework_applies": False}, "R3", "weighing.goals"),
    ({"weighing": replace(weighing(), goals=())}, "R3", "weighing.goals"),
    ({"weighing": replace(weighing(), summary=None)}, "R3", "weighing.summary"),
    ({"weighing": replace(weighing(), criteria=())}, "R4", "weighing.criteria"),
    (
        {"weighing": replace(weighing(), art15=(criterion("art15_a"),))},
        "R4",
        "weighing.art15",
    ),
    (
        {"weighing": replace(weighing(), goals=weighing().goals * 2)},
        "unique",
        "weighing.goals",
    ),
    ({"weighing": GRAVE}, "R6", "weighing.override"),
    (
        {"weighing": replace(weighing(), override=OVERRIDE)},
        "R6",
        "weighing.override",
    ),
    (
        {"weighing": replace(GRAVE, override=replace(OVERRIDE, by="cdiu_mandate"))},
        "R6",
        "weighing.override.by",
    ),
    (
        {"weighing": replace(GRAVE, override=replace(OVERRIDE, reason=Text()))},
        "text",
        "weighing.override.reason",
    ),
]


@pytest.mark.parametrize(("change", "rule", "field"), DECISION_CASES)
def test_a_decision_that_breaks_a_rule_is_named_by_rule_and_field(
    change: dict[str, Any], rule: str, field: str
) -> None:
    assert (rule, field) in rules_broken(replace(decision(), **change))


def test_a_minister_can_override_an_unacceptable_finding_with_a_reason() -> None:
    check_record(replace(decision(), weighing=replace(GRAVE, override=OVERRIDE)))


def test_an_unacceptable_finding_with_a_refusal_needs_no_override() -> None:
    refused = replace(
        decision(), outcome="refused", refusal_grounds=("art15_d",), weighing=GRAVE
    )
    check_record(refused)


def test_a_sondage_may_end_without_an_answer() -> None:
    check_record(replace(decision(), authorisation_type="sondage", outcome="withdrawn"))


def test_a_decision_after_export_needs_a_reason_to_be_retrospective() -> None:
    late = replace(decision(), valid_from=date(2022, 1, 1), retrospective="emergency")
    check_record(late)


WHOLE_CASES = [
    ({"application_received_on": date(2022, 2, 1)}, "R1", "application_received_on"),
    ({"complete_on": date(2022, 1, 9)}, "period", "complete_on"),
    ({"clock_stopped_days": 9}, "period", "clock_stopped_days"),
    ({"clock_stops": (STOP, STOP)}, "period", "clock_stops"),
    (
        {"clock_stops": (replace(STOP, last=date(2022, 1, 1)),)},
        "period",
        "clock_stops.last",
    ),
    (
        {"officers": Officers(case_officer="o1", countersigner="o1")},
        "R13",
        "officers.countersigner",
    ),
    (
        {"denial_check": DenialCheck(consulted=1, hits=1, outcome="none")},
        "denial_check",
        "denial_check.outcome",
    ),
    (
        {"denial_check": DenialCheck(consulted=1, hits=1, outcome="overridden")},
        "denial_check",
        "denial_check.reason",
    ),
    ({"conditions": ("other",)}, "R5", "condition_texts"),
]


@pytest.mark.parametrize(("change", "rule", "field"), WHOLE_CASES)
def test_rules_hold_for_what_is_confidential_too(
    change: dict[str, Any], rule: str, field: str
) -> None:
    changed = replace(whole_decision(), **change)
    assert (rule, field) in {(b.rule, b.field) for b in content_breaches(changed)}


USE = Use(first=date(2023, 1, 1), last=date(2023, 3, 31))
MOVED = Reclassification(new_rule="disclose", old_rule="aggregate", rule_id="r2")

EVENT_CASES = [
    ({"result": "ok"}, "R8", "result"),
    ({"event_type": "end_use_check"}, "R8", "result"),
    ({"event_type": "end_use_check", "result": "upheld"}, "R8", "result"),
    ({"reason": None}, "R8", "reason"),
    ({"reason": Text()}, "text", "reason"),
    ({"effective_on": None}, "R8", "effective_on"),
    ({"event_type": "revoked_in_part"}, "R8", "lines"),
    ({"lines": (1,)}, "R8", "lines"),
    ({"event_type": "modified"}, "R8", "changed_fields"),
    ({"event_type": "renewed"}, "R8", "replacement"),
    ({"event_type": "suspended", "until": date(2022, 1, 1)}, "period", "until"),
    ({"event_type": "correction"}, "R8", "correction_reason"),
    ({"event_type": "correction"}, "R8", "corrected"),
    ({"correction_reason": "data_entry"}, "R8", "correction_reason"),
    (
        {
            "event_type": "correction",
            "corrected": replace(decision(), decision_ref="other"),
        },
        "R8",
        "corrected.decision_ref",
    ),
    ({"event_type": "correction", "corrected": decision()}, "R8", "changed_fields"),
    (
        {"event_type": "correction", "corrected": replace(decision(), value=None)},
        "R12",
        "corrected.value",
    ),
    ({"channel": "DUeS"}, "R8", "channel"),
    ({"due_on": date(2026, 1, 1)}, "R8", "due_on"),
    ({"ecli": "ECLI:NL:RBDHA:2023:1"}, "R8", "ecli"),
    ({"materiality": "affects_totals"}, "R8", "materiality"),
    ({"use": USE}, "R8", "use"),
    ({"event_type": "use_reported"}, "R8", "use"),
    (
        {"event_type": "use_reported", "use": replace(USE, last=date(2022, 1, 1))},
        "period",
        "use.last",
    ),
    ({"event_type": "parliament_notified"}, "R8", "parliament"),
    ({"event_type": "reclassified_disclosure"}, "R8", "reclassification"),
    (
        {
            "event_type": "reclassified_disclosure",
            "reclassification": replace(MOVED, grounds=("woo_5_1_2_a",)),
        },
        "disclosure",
        "reclassification.grounds",
    ),
    (
        {
            "event_type": "reclassified_disclosure",
            "reclassification": replace(MOVED, old_rule="disclose"),
        },
        "disclosure",
        "reclassification.new_rule",
    ),
    ({"changes": (FieldChange(field="valid_to"),)}, "R8", "changes"),
    (
        {"event_type": "expired", "final_assessment": Text(en="x")},
        "R8",
        "final_assessment",
    ),
    ({"final_assessment": Text()}, "text", "final_assessment"),
]


@pytest.mark.parametrize(("change", "rule", "field"), EVENT_CASES)
def test_an_event_that_breaks_a_rule_is_named_by_rule_and_field(
    change: dict[str, Any], rule: str, field: str
) -> None:
    assert (rule, field) in rules_broken(replace(event(), **change))


def test_a_framework_version_after_the_first_says_why_it_changed() -> None:
    assert ("R2", "change_reason") in rules_broken(replace(framework(), version=2))


def test_a_framework_is_not_in_force_before_it_is_adopted() -> None:
    early = replace(framework(), valid_from=date(2020, 12, 17))
    assert ("period", "valid_from") in rules_broken(early)


def test_the_applications_of_a_month_add_up() -> None:
    books = manifest().applications
    assert books is not None
    lost = replace(manifest(), applications=replace(books, received=10))
    assert ("R14", "applications") in rules_broken(lost)


@pytest.mark.parametrize(
    ("counts", "rule", "field"),
    [
        ((EntryCount(entries=1, kind="decision_event"),) * 2, "unique", "counts"),
        (
            (EntryCount(entries=1, kind="decision_event", rule="withhold"),),
            "disclosure",
            "counts.rule",
        ),
    ],
)
def test_a_manifest_counts_each_group_once_and_rules_for_decisions_only(
    counts: tuple[EntryCount, ...], rule: str, field: str
) -> None:
    broken = rules_broken(replace(manifest(), counts=counts))
    assert (rule, field) in broken


def test_the_error_names_record_field_and_rule() -> None:
    with pytest.raises(RecordError) as caught:
        check_record(replace(decision(), outcome="refused"))
    assert (caught.value.record, caught.value.field, caught.value.rule) == (
        "NL-2022-0001",
        "refusal_grounds",
        "R5",
    )
    assert LEAF not in str(caught.value)
