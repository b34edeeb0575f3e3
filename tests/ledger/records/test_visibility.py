from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec import inspect
from msgspec.structs import replace

from ledger.errors import RecordError
from ledger.records.confidential import SealedSource
from ledger.records.decision import Withheld
from ledger.records.record import KINDS
from ledger.records.rules import check_record, content_breaches, record_breaches
from ledger.records.terms import CONFIDENTIAL_EVENTS
from ledger.records.visibility import (
    exposed_fields,
    field_visibilities,
    structs_below,
    visibility_map,
)
from ledger.records.weighing import GoalFinding
from tests.ledger.records.sample_records import (
    LEAF,
    confidential_part,
    criterion,
    decision,
    event,
    weighing,
    whole_decision,
)

DECISION = visibility_map(KINDS["licence_decision"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_has_a_visibility(kind: str) -> None:
    struct = KINDS[kind]
    listed = {one.field for one in field_visibilities(struct) if "." not in one.path}
    assert listed == set(struct.__struct_encode_fields__)


@pytest.mark.parametrize("field", confidential_part())
def test_each_confidential_field_is_refused_in_clear_by_name(field: str) -> None:
    record = replace(decision(), **{field: confidential_part()[field]})
    with pytest.raises(RecordError) as caught:
        check_record(record)
    assert (caught.value.record, caught.value.field, caught.value.rule) == (
        "NL-2022-0001",
        field,
        "visibility",
    )


def test_the_sample_of_confidential_fields_leaves_none_out() -> None:
    marked = {
        path
        for path, visibility in DECISION.items()
        if visibility != "public" and "." not in path
    }
    assert marked == confidential_part().keys()


NOTED = replace(criterion("end_user"), note="A reason.")
SEALED = replace(
    criterion("end_user"),
    classified_note=SealedSource(commitment=LEAF, handle="REG-00000001"),
)
FACTOR = GoalFinding(code="F1_security", finding="neutral", weight="material")
GOAL = GoalFinding(code="G1", finding="neutral", rationale="Why.", weight="none")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"criteria": (NOTED,)}, "weighing.criteria.0.note"),
        ({"art15": (SEALED,)}, "weighing.art15.0.classified_note"),
        ({"factors": (FACTOR,)}, "weighing.factors"),
        ({"goals": (GOAL,)}, "weighing.goals.0.rationale"),
        ({"summary_full": "All of it."}, "weighing.summary_full"),
    ],
)
def test_confidential_parts_of_a_weighing_are_found_where_they_stand(
    change: dict[str, Any], field: str
) -> None:
    record = replace(decision(), weighing=replace(weighing(), **change))
    assert [path for path, _ in exposed_fields(record)] == [field]


def test_quantities_and_descriptions_of_lines_are_confidential() -> None:
    first, second = decision().lines
    lines = (first, replace(second, description="x", quantity=2, unit="piece"))
    found = {path for path, _ in exposed_fields(replace(decision(), lines=lines))}
    assert found == {"lines.1.description", "lines.1.quantity", "lines.1.unit"}


def test_a_correction_cannot_carry_what_a_decision_cannot() -> None:
    corrected = replace(decision(), exporter=confidential_part()["exporter"])
    record = replace(
        event(),
        event_type="correction",
        corrected=corrected,
        correction_reason="data_entry",
        changed_fields=("value",),
    )
    assert [path for path, _ in exposed_fields(record)] == ["corrected.exporter"]


@pytest.mark.parametrize(
    "change", [{"notified_on": date(2023, 1, 1)}, {"reason_full": "x"}]
)
def test_confidential_fields_of_an_event_are_refused(change: dict[str, Any]) -> None:
    rules = {breach.rule for breach in record_breaches(replace(event(), **change))}
    assert "visibility" in rules


@pytest.mark.parametrize("kind", sorted(CONFIDENTIAL_EVENTS))
def test_that_another_state_was_undercut_is_confidential_as_a_whole(kind: Any) -> None:
    record = replace(event(), event_type=kind)
    found = {(b.rule, b.field) for b in record_breaches(record)}
    assert ("visibility", "event_type") in found


def test_what_is_confidential_can_be_checked_before_it_is_sealed() -> None:
    assert list(content_breaches(whole_decision())) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_classified_field_has_no_room_for_free_text(kind: str) -> None:
    for one in field_visibilities(KINDS[kind]):
        if one.visibility == "classified":
            bare = one.type
            assert list(structs_below(bare)) == [SealedSource] or (
                isinstance(bare, inspect.StrType) and bare.pattern is not None
            )


@pytest.mark.parametrize("text", ["a source says so", "short", "x" * 65, "naam_1234"])
def test_a_handle_is_opaque(text: str) -> None:
    raw = msgspec.json.encode({"commitment": LEAF, "handle": text})
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(raw, type=SealedSource)


@pytest.mark.parametrize(
    ("withheld", "field"),
    [
        ((Withheld(field="price", grounds=("woo_5_1_1_c",)),), "withholding.field"),
        ((Withheld(field="outcome", grounds=("woo_5_1_1_c",)),), "withholding.field"),
        ((Withheld(field="exporter", grounds=()),), "withholding.grounds"),
        ((Withheld(field="exporter", grounds=("x",)),) * 2, "withholding"),
    ],
)
def test_what_is_declared_withheld_is_a_field_that_is_not_given(
    withheld: tuple[Withheld, ...], field: str
) -> None:
    record = replace(decision(), withholding=withheld)
    assert field in {breach.field for breach in record_breaches(record)}


def test_a_withheld_field_is_declared_with_its_ground() -> None:
    withheld = (Withheld(field="exporter", grounds=("woo_5_1_1_c",)),)
    check_record(replace(decision(), withholding=withheld))
