"""Records that break no rule, for tests to change one thing in."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from ledger.records.confidential import (
    Advice,
    ClockStop,
    ConditionText,
    ConfidentialSource,
    DenialCheck,
    MemberStateConsultation,
    Officers,
    Party,
    SealedSource,
)
from ledger.records.decision import DecisionLine, LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.framework import Aspect, FrameworkVersion
from ledger.records.publication import (
    ApplicationCount,
    EntryCount,
    PublicationManifest,
)
from ledger.records.values import Money, Text
from ledger.records.weighing import CriterionFinding, GoalFinding, Weighing

LEAF = "ab" * 32


def criterion(code: str, finding: str = "no_concern") -> CriterionFinding:
    return CriterionFinding(code=code, finding=finding, weight="considered")  # type: ignore[arg-type] # tests pass any word


def weighing() -> Weighing:
    return Weighing(
        art15=tuple(criterion(f"art15_{letter}") for letter in "abcd"),
        criteria=(
            criterion("product_properties"),
            criterion("applicability"),
            criterion("end_user"),
            criterion("destination"),
        ),
        framework=LEAF,
        goals=(
            GoalFinding(code="G1_end_use", finding="neutral", weight="decisive"),
            GoalFinding(code="G2", finding="not_engaged", weight="none"),
        ),
        method_version=1,
        summary=Text(nl="De afnemer is bekend."),
    )


def decision() -> LicenceDecision:
    return LicenceDecision(
        authorisation_type="individual",
        decided_on=date(2022, 3, 4),
        decision_ref="NL-2022-0001",
        destination="TW",
        framework_applies=True,
        lines=(
            DecisionLine(
                code="3B001",
                line_no=1,
                list_id="EU_ANNEX_I",
                value=Money(currency="EUR", minor=150),
            ),
            DecisionLine(
                code="3E001",
                line_no=2,
                list_id="EU_ANNEX_I",
                value=Money(currency="EUR", minor=50),
            ),
        ),
        outcome="granted",
        valid_from=date(2022, 3, 4),
        valid_to=date(2024, 3, 3),
        value=Money(currency="EUR", minor=200),
        value_basis="maximum",
        weighing=weighing(),
        weighing_status="published",
    )


def confidential_part() -> dict[str, Any]:
    """Every confidential and classified field of a decision, filled in."""
    party = Party(country="TW", name="Invented Foundry", party_type="commercial")
    return {
        "advice": (
            Advice(advice="refuse", body="ezk", dissent=True, on=date(2022, 2, 1)),
        ),
        "application_received_on": date(2022, 1, 10),
        "application_ref": "A-17",
        "classified_sources": (SealedSource(commitment=LEAF, handle="REG-00000001"),),
        "clock_stops": (
            ClockStop(
                first=date(2022, 1, 20),
                last=date(2022, 1, 29),
                reason="applicant_information",
            ),
        ),
        "complete_on": date(2022, 1, 12),
        "condition_texts": (
            ConditionText(condition_type="end_use_check", text="Once a year."),
        ),
        "confidential_sources": (
            ConfidentialSource(kind="exporter", title="Contract"),
        ),
        "consignee": party,
        "denial_check": DenialCheck(consulted=0, hits=0, outcome="none"),
        "end_use_statement": "Logic chips.",
        "end_user": party,
        "exporter": party,
        "extraterritorial_overlap": "none",
        "member_state_consultation": MemberStateConsultation(required=False),
        "officers": Officers(case_officer="o1", countersigner="o2"),
        "personal_data_key": "KEY-00000001",
        "third_parties": (party,),
        "ultimate_end_user": party,
        "undesired_effects": ("diversion",),
    }


def whole_decision() -> LicenceDecision:
    """A decision with its confidential part, as it is before it is sealed."""
    return replace(
        decision(),
        application_received_in="2022-01",
        clock_stopped_days=10,
        conditions=("end_use_check",),
        outcome="granted_with_conditions",
        **confidential_part(),
    )


def event() -> DecisionEvent:
    return DecisionEvent(
        decision=LEAF,
        decision_ref="NL-2022-0001",
        effective_on=date(2023, 1, 2),
        event_ref="NL-2022-0001/1",
        event_type="revoked",
        occurred_on=date(2023, 1, 1),
        reason=Text(en="The end user changed."),
    )


def framework() -> FrameworkVersion:
    return FrameworkVersion(
        adopted_by="ministerraad",
        adopted_on=date(2020, 12, 18),
        criteria=tuple(
            Aspect(code=criterion.code, label=Text(nl=criterion.code))
            for criterion in weighing().criteria
        ),
        framework_id="semiconductor_supplementary",
        full_text="committee",
        goals=(
            Aspect(code="G1_end_use", label=Text(nl="doel", en="goal")),
            Aspect(code="G2", label=Text(nl="tweede doel")),
        ),
        method_version=1,
        title=Text(nl="Kader"),
        valid_from=date(2020, 12, 18),
        version=1,
    )


def manifest() -> PublicationManifest:
    return PublicationManifest(
        applications=ApplicationCount(
            decided=5,
            not_processed=1,
            pending_after=4,
            pending_before=3,
            received=9,
            withdrawn=2,
        ),
        counts=(
            EntryCount(entries=5, kind="licence_decision", rule="disclose"),
            EntryCount(entries=1, kind="licence_decision", rule="withhold"),
            EntryCount(entries=2, kind="decision_event"),
        ),
        manifest_ref="manifest-2022-03",
        period="2022-03",
    )
