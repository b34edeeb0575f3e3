"""Decisions that are withheld as a whole, and the rules that say which are."""

from datetime import UTC, date, datetime
from secrets import token_bytes

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger.entry import Entry
from ledger.errors import ProofError, RecordError
from ledger.records.confidential import Party, SealedSource
from ledger.records.decision import Disclosure, LicenceDecision
from ledger.records.disclosure_rule import (
    DisclosureRuleVersion,
    ListRule,
    ruled_disclosure,
    rules_on,
)
from ledger.records.rules import content_breaches, record_breaches
from ledger.records.sealable import SEAL_COUNTS
from ledger.records.values import Interval, Text
from ledger.records.withheld_decision import WithheldDecision
from ledger.sealing import public_part, seal, unseal
from ledger.tree import EMPTY_ROOT
from tests.ledger.records.sample_records import decision

INNER = replace(
    decision(),
    decided_on=date(2024, 3, 4),
    decision_ref="W-1",
    disclosure=None,
    exporter=Party(country="NL", name="Verzonnen Optiek B.V."),
    valid_from=None,
    valid_to=None,
    withholding=(),
)
WHOLE = WithheldDecision(
    decided_in="2024-03",
    decision=INNER,
    decision_ref="W-1",
    disclosure=Disclosure(grounds=("woo_5_1_1_c",), rule="withhold", rule_id="rules_1"),
)


def raw_of(record: WithheldDecision) -> bytes:
    when = datetime(2024, 3, 31, 22, tzinfo=UTC)
    return Entry(previous=EMPTY_ROOT, record=record, recorded_at=when).format()


def sealed(record: WithheldDecision) -> WithheldDecision:
    found = seal(record, token_bytes).record
    assert isinstance(found, WithheldDecision)
    return found


def test_a_withheld_decision_is_sealed_whole_and_opens_to_what_it_was() -> None:
    made = seal(WHOLE, token_bytes)
    assert isinstance(made.record, WithheldDecision)
    assert made.record.decision is None
    assert list(record_breaches(made.record)) == []
    raw = raw_of(made.record)
    assert Entry.parse(raw).record == made.record
    for text in (b'"TW"', b'"3B001"', b'"granted"', b"Verzonnen ", b"2024-03-04"):
        assert text not in raw
    opened = unseal(made.record, [one for _, one in made.disclosures])
    assert isinstance(opened, WithheldDecision)
    assert opened.decision is not None
    assert list(content_breaches(opened)) == []
    inner = replace(opened.decision, digests=())
    assert replace(opened, decision=inner, digests=()) == WHOLE


def test_the_decision_can_be_shown_without_what_is_confidential_in_it() -> None:
    made = seal(WHOLE, token_bytes)
    own = {one.name: one for _, one in made.disclosures}
    assert own.keys() == {"decision", "exporter"}
    assert "Verzonnen" not in str(own["decision"].value)
    shown = unseal(made.record, [own["decision"]])
    assert isinstance(shown, WithheldDecision)
    assert shown.decision is not None
    assert len(shown.decision.digests) == SEAL_COUNTS[LicenceDecision]
    assert own["exporter"].digest in shown.decision.digests
    assert public_part(shown.decision) == public_part(INNER)


def test_what_is_in_the_decision_does_not_open_without_it() -> None:
    made = seal(WHOLE, token_bytes)
    own = {one.name: one for _, one in made.disclosures}
    with pytest.raises(ProofError, match="that of exporter"):
        unseal(made.record, [own["exporter"]])


def test_what_would_be_published_with_the_decision_is_not_sealed_in_vain() -> None:
    """For the decision may be shown one day, and with it all its public texts."""
    said = INNER.weighing
    assert said is not None
    weighing = replace(said, summary=Text(nl="Voor Verzonnen Optiek B.V. te Delft."))
    with pytest.raises(RecordError, match="in vain"):
        seal(replace(WHOLE, decision=replace(INNER, weighing=weighing)), token_bytes)


def test_withheld_decisions_look_alike_whatever_is_in_them() -> None:
    more = replace(
        WHOLE,
        classified_sources=(SealedSource(commitment="cd" * 32, handle="register-1"),),
        decision=replace(INNER, destination="JP", exporter=None),
    )
    one, other = (msgspec.to_builtins(sealed(each)) for each in (WHOLE, more))
    assert one.keys() == other.keys()
    assert len(one.pop("_sd")) == len(other.pop("_sd")) == 4
    assert one == other


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (
            replace(WHOLE, disclosure=Disclosure(rule="disclose", rule_id="r")),
            "disclosure.rule",
        ),
        (
            replace(WHOLE, disclosure=Disclosure(rule="withhold", rule_id="r")),
            "disclosure.grounds",
        ),
        (replace(WHOLE, decision_ref="W-2"), "decision.decision_ref"),
        (replace(WHOLE, decided_in="2024-04"), "decision.decided_on"),
        (
            replace(WHOLE, decision=replace(INNER, disclosure=WHOLE.disclosure)),
            "decision.disclosure",
        ),
        (replace(WHOLE, decision=replace(INNER, lines=())), "decision.lines"),
        (
            replace(
                WHOLE,
                decision=replace(
                    INNER,
                    classified_sources=(
                        SealedSource(commitment="ab" * 32, handle="register-1"),
                    ),
                ),
            ),
            "decision.classified_sources",
        ),
    ],
)
def test_what_is_withheld_keeps_the_rules_before_it_is_sealed(
    wrong: WithheldDecision, field: str
) -> None:
    assert field in [breach.field for breach in content_breaches(wrong)]
    with pytest.raises(RecordError):
        seal(wrong, token_bytes)


def test_without_a_seal_or_with_nothing_to_seal_it_is_refused() -> None:
    empty = replace(WHOLE, decision=None)
    assert [breach.rule for breach in record_breaches(empty)] == ["seal"]
    assert "visibility" in [breach.rule for breach in record_breaches(WHOLE)]
    with pytest.raises(RecordError, match="sealed whole"):
        seal(empty, token_bytes)


RULES = (
    DisclosureRuleVersion(
        rule_id="all",
        summary=Text(nl="Alles."),
        title=Text(nl="Alles"),
        valid_from=date(2018, 1, 1),
    ),
    DisclosureRuleVersion(
        lists=(
            ListRule(
                authorisation_types=("individual",),
                grounds=("woo_5_1_1_c",),
                list_id="NL",
                rule="withhold",
            ),
            ListRule(grounds=("woo_5_1_2_f",), list_id="NL", rule="aggregate"),
        ),
        rule_id="less",
        summary=Text(nl="Minder."),
        title=Text(nl="Minder"),
        valid_from=date(2023, 9, 1),
    ),
)


def on(day: date | Interval, *lists: str, kind: str = "individual") -> LicenceDecision:
    line = INNER.lines[0]
    lines = tuple(
        replace(line, line_no=number, list_id=list_id)
        for number, list_id in enumerate(lists, start=1)
    )
    return replace(INNER, authorisation_type=kind, decided_on=day, lines=lines)


@pytest.mark.parametrize(
    ("decided", "rule", "rule_id", "grounds"),
    [
        (on(date(2023, 8, 31), "NL"), "disclose", "all", ()),
        (on(date(2023, 9, 1), "EU"), "disclose", "less", ()),
        (on(date(2023, 9, 1), "NL"), "withhold", "less", ("woo_5_1_1_c",)),
        (on(date(2023, 9, 1), "EU", "NL"), "withhold", "less", ("woo_5_1_1_c",)),
        (
            on(date(2023, 9, 1), "NL", kind="global"),
            "aggregate",
            "less",
            ("woo_5_1_2_f",),
        ),
        (
            on(Interval(first=date(2023, 8, 1), last=date(2023, 9, 30)), "NL"),
            "disclose",
            "all",
            (),
        ),
    ],
)
def test_the_strictest_rule_of_its_lists_on_its_day_holds(
    decided: LicenceDecision, rule: str, rule_id: str, grounds: tuple[str, ...]
) -> None:
    said = ruled_disclosure(RULES, decided)
    assert said is not None
    assert (said.rule, said.rule_id, said.grounds) == (rule, rule_id, grounds)


def test_before_any_rule_and_after_the_last_nothing_is_said() -> None:
    assert ruled_disclosure(RULES, on(date(2017, 12, 31), "NL")) is None
    ended = replace(RULES[1], valid_to=date(2024, 1, 1))
    assert rules_on((RULES[0], ended), date(2024, 1, 2)) is None
    assert rules_on((RULES[0], ended), date(2024, 1, 1)) == ended


@pytest.mark.parametrize(
    "wrong",
    [
        replace(RULES[1], lists=(ListRule(list_id="NL", rule="withhold"),)),
        replace(
            RULES[1],
            lists=(ListRule(grounds=("woo_5_1_1_c",), list_id="NL", rule="disclose"),),
        ),
        replace(RULES[1], lists=RULES[1].lists[1:] * 2),
        replace(RULES[1], valid_to=date(2020, 1, 1)),
        replace(RULES[1], title=Text()),
    ],
)
def test_rules_that_do_not_make_sense_are_refused(wrong: DisclosureRuleVersion) -> None:
    assert list(record_breaches(wrong))


@given(st.lists(st.sampled_from(["EU", "NL", "other"]), max_size=5))
def test_the_order_of_the_lists_of_a_decision_does_not_matter(lists: list[str]) -> None:
    version = RULES[1]
    said = version.disclosure(lists, "individual")
    assert said == version.disclosure(reversed(lists), "individual")
    assert (said.rule == "withhold") == ("NL" in lists)
