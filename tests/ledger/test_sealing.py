"""Sealing: what is confidential leaves the record, and only its disclosure returns."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace as changed
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import count
from typing import Any

import msgspec
import pytest
import rfc8785
from msgspec.structs import replace

from ledger.disclosure import Disclosure
from ledger.entry import Entry, parse_entries
from ledger.errors import FormatError, ProofError, RecordError
from ledger.records.confidential import SealedSource
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent, Use
from ledger.records.record import Record
from ledger.records.rules import check_record, record_breaches
from ledger.records.sealable import SEAL_COUNTS, sealable_fields
from ledger.records.values import Text
from ledger.records.visibility import exposed_fields, visibility_map
from ledger.records.weighing import GoalFinding
from ledger.sealing import check_seal, seal, unseal
from tests.ledger.records.sample_records import (
    decision,
    event,
    framework,
    manifest,
    weighing,
    whole_decision,
)


def drawn() -> Callable[[int], bytes]:
    """Return bytes that repeat from run to run, and never within one."""
    numbers: Iterator[int] = count()

    def random(size: int) -> bytes:
        return sha256(next(numbers).to_bytes(8, "big")).digest()[:size]

    return random


def deep_decision() -> LicenceDecision:
    """A decision with confidential fields in its lines and its weighing as well."""
    base = whole_decision()
    found = weighing()
    noted = replace(found.criteria[1], note="The maker is known to the office.")
    return replace(
        base,
        classified_sources=(SealedSource(commitment="cd" * 32, handle="REG-00000001"),),
        lines=(
            base.lines[0],
            replace(base.lines[1], quantity=7, unit="piece"),
        ),
        weighing=replace(
            found,
            criteria=(found.criteria[0], noted, *found.criteria[2:]),
            factors=(GoalFinding(code="F1", finding="neutral", weight="considered"),),
            summary_full="All of it, in confidence.",
        ),
    )


def corrected_event() -> DecisionEvent:
    return replace(
        event(),
        changed_fields=("lines",),
        corrected=deep_decision(),
        correction_reason="data_entry",
        effective_on=None,
        event_type="correction",
        materiality="no_effect_on_totals",
        reason=Text(en="A number was wrong."),
        reason_full="The clerk misread the form of the exporter.",
    )


WHOLE = [
    deep_decision(),
    decision(),
    corrected_event(),
    replace(framework(), weighing_method="By hand, and twice."),
]


@pytest.mark.parametrize("record", WHOLE)
def test_sealing_and_opening_gives_the_record_back(record: Any) -> None:
    sealed = seal(record, drawn())
    opened = unseal(sealed.record, [one for _, one in sealed.disclosures])
    assert without_digests(opened) == record


def without_digests(record: Any) -> Any:
    inner = getattr(record, "corrected", None)
    if inner is not None:
        record = replace(record, corrected=replace(inner, digests=()))
    return replace(record, digests=())


@pytest.mark.parametrize("record", WHOLE)
def test_nothing_confidential_is_left_in_what_is_sealed(record: Any) -> None:
    sealed = seal(record, drawn()).record
    assert list(exposed_fields(sealed)) == []
    check_record(sealed)
    raw = msgspec.json.encode(sealed).decode()
    for word in ("Invented Foundry", "in confidence", "known to the", "misread"):
        assert word not in raw


@pytest.mark.parametrize("record", WHOLE)
def test_the_number_of_digests_tells_nothing(record: Any) -> None:
    sealed: Any = seal(record, drawn()).record
    assert len(sealed.digests) == SEAL_COUNTS[type(record)]
    assert list(sealed.digests) == sorted(sealed.digests)


@pytest.mark.parametrize("kind", SEAL_COUNTS, ids=lambda kind: kind.__name__)
def test_every_marked_field_of_a_kind_has_room(kind: Any) -> None:
    assert len(sealable_fields(kind)) <= SEAL_COUNTS[kind]
    marked = {path for path, tier in visibility_map(kind).items() if tier != "public"}
    roots = tuple(f"{path}." for path in sealable_fields(kind))
    left = {path for path in marked if not path.startswith(("corrected.", *roots))}
    assert left == set(sealable_fields(kind))


def test_a_kind_without_marked_fields_stays_as_it_is() -> None:
    sealed = seal(manifest(), drawn())
    assert sealed.record == manifest()
    assert sealed.disclosures == ()


def test_digests_come_first_in_canonical_json_and_the_chain_before_all() -> None:
    entry = Entry(
        previous=bytes(32),
        record=seal(deep_decision(), drawn()).record,
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    raw = entry.format()
    assert raw.startswith(b'{"_prev":"' + b"0" * 64 + b'","kind":')
    assert b'"record":{"_sd":["' in raw
    assert raw == rfc8785.dumps(json.loads(raw))
    assert Entry.parse(raw) == entry
    assert parse_entries([raw])[0].format() == raw


def test_a_correction_seals_its_decision_apart_with_fresh_salts() -> None:
    random = drawn()
    first, second = seal(deep_decision(), random), seal(corrected_event(), random)
    assert isinstance(second.record, DecisionEvent)
    assert second.record.corrected is not None
    assert not set(second.record.corrected.digests) & set(first.record.digests)  # type: ignore[union-attr] # decisions have digests


@pytest.mark.parametrize(
    "path", [path for path, tier in visibility_map(LicenceDecision).items()
             if tier == "classified" and path in sealable_fields(LicenceDecision)]
)  # fmt: skip
def test_a_classified_field_is_disclosed_to_the_cleared_only(path: str) -> None:
    tiers = {one.name: tier for tier, one in seal(classified(), drawn()).disclosures}
    assert tiers[path] == "classified"


def classified() -> LicenceDecision:
    base = deep_decision()
    found = weighing()
    source = base.classified_sources[0]
    criteria = tuple(replace(one, classified_note=source) for one in found.criteria)
    art15 = tuple(replace(one, classified_note=source) for one in found.art15)
    return replace(base, weighing=replace(found, criteria=criteria, art15=art15))


def test_a_disclosure_that_no_digest_stands_for_is_refused() -> None:
    sealed = seal(deep_decision(), drawn()).record
    other = Disclosure.make(b"x" * 16, "application_ref", "A-18")
    with pytest.raises(ProofError, match="no digest in the record"):
        unseal(sealed, [other])


def test_a_disclosure_given_twice_is_refused() -> None:
    sealed = seal(deep_decision(), drawn())
    one = sealed.disclosures[0][1]
    with pytest.raises(ProofError, match="twice"):
        unseal(sealed.record, [one, one])


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("destination", "RU", ProofError),
        ("weighing", {}, ProofError),
        ("lines.quantity", [1], ProofError),
        ("lines.quantity", 1, ProofError),
        ("lines.quantity", [0, 1], FormatError),
        ("clock_stops", "none", FormatError),
        ("classified_sources", ["what they said"], FormatError),
    ],
)
def test_a_digest_of_what_its_field_cannot_hold_is_refused(
    name: str, value: Any, error: type[Exception]
) -> None:
    """An authority can digest anything; that alone makes it no field of the record."""
    made = Disclosure.make(b"x" * 16, name, value)
    sealed: Any = seal(decision(), drawn()).record
    digests = tuple(sorted([*sealed.digests[1:], made.digest]))
    with pytest.raises(error):
        unseal(replace(sealed, digests=digests), [made])


def test_what_is_in_clear_cannot_be_disclosed_as_another_value() -> None:
    made = Disclosure.make(b"x" * 16, "application_ref", "A-18")
    clear = replace(decision(), application_ref="A-17", digests=(made.digest,))
    with pytest.raises(ProofError, match="stands in it in clear"):
        unseal(clear, [made])


# The linter


def test_a_reused_salt_is_refused() -> None:
    with pytest.raises(RecordError, match="salt used before"):
        seal(deep_decision(), bytes)


def test_a_salt_that_can_be_guessed_is_refused() -> None:
    sealed = seal(deep_decision(), drawn())
    weak = changed(sealed.disclosures[0][1], salt="c2FsdA")
    assert isinstance(sealed.record, LicenceDecision)
    with pytest.raises(RecordError, match="can be guessed"):
        check_seal(sealed.record, [weak])


def test_a_confidential_text_that_is_also_public_is_refused() -> None:
    told = replace(
        deep_decision(),
        weighing=replace(
            weighing(), summary=Text(en="For Invented Foundry, as asked.")
        ),
    )
    with pytest.raises(RecordError, match="sealed in vain") as caught:
        seal(told, drawn())
    assert caught.value.rule == "seal"


def test_words_of_closed_vocabularies_may_stand_in_both() -> None:
    record = deep_decision()
    assert record.condition_texts[0].condition_type in record.conditions
    seal(record, drawn())


def test_what_breaks_a_rule_is_not_sealed() -> None:
    late = replace(deep_decision(), complete_on=date(2021, 1, 1))
    with pytest.raises(RecordError, match="complete_on"):
        seal(late, drawn())


def test_what_is_sealed_is_not_sealed_again() -> None:
    sealed = seal(decision(), drawn()).record
    with pytest.raises(RecordError, match="sealed already"):
        seal(sealed, drawn())


# The rule on digests


def breaches(record: Record) -> list[tuple[str, str]]:
    return [(one.field, one.rule) for one in record_breaches(record)]


def test_another_number_of_digests_breaks_a_rule() -> None:
    sealed: Any = seal(decision(), drawn()).record
    assert breaches(replace(sealed, digests=sealed.digests[1:])) == [("_sd", "seal")]


def test_digests_out_of_order_break_a_rule() -> None:
    sealed: Any = seal(decision(), drawn()).record
    turned = (sealed.digests[1], sealed.digests[0], *sealed.digests[2:])
    assert breaches(replace(sealed, digests=turned)) == [("_sd", "seal")]


def test_one_digest_in_two_places_breaks_a_rule() -> None:
    sealed: Any = seal(corrected_event(), drawn()).record
    digests = tuple(sorted([*sealed.digests[1:], sealed.corrected.digests[0]]))
    assert breaches(replace(sealed, digests=digests)) == [("_sd", "seal")]


@pytest.mark.parametrize("text", ["", "A" * 42, "A" * 44, "A" * 42 + "B", "+" * 43])
def test_a_digest_has_one_spelling(text: str) -> None:
    sealed: Any = seal(decision(), drawn()).record
    raw = msgspec.json.encode(sealed).replace(sealed.digests[0].encode(), text.encode())
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(raw, type=LicenceDecision)


def test_the_quantities_of_a_use_are_sealed_too() -> None:
    used = Use(first=date(2023, 1, 1), last=date(2023, 3, 31), quantity=3, unit="piece")
    shape = replace(event(), event_type="use_reported", use=used, effective_on=None)
    sealed = seal(replace(shape, reason=None), drawn())
    assert [one.name for _, one in sealed.disclosures] == ["use.quantity", "use.unit"]
