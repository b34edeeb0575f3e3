"""Rules on a published weighing (R3, R4, R6)."""

from collections.abc import Iterator
from typing import Final

from ledger.records.breach import Breach, repeat_breaches, text_breaches
from ledger.records.decision import LicenceDecision
from ledger.records.terms import GRANTS
from ledger.records.weighing import Weighing

BASE_CRITERIA: Final = frozenset(
    {"applicability", "destination", "end_user", "product_properties"}
)
"""What every application is assessed on (Kamerstuk 22 054, nr. 376)."""

ARTICLE_15: Final = frozenset({"art15_a", "art15_b", "art15_c", "art15_d"})
"""The considerations of Article 15(1)(a) to (d) of Regulation (EU) 2021/821."""


def weighing_breaches(decision: LicenceDecision) -> Iterator[Breach]:
    """Yield what is wrong with a decision's weighing, or with its absence."""
    weighing = decision.weighing
    if (weighing is not None) != (decision.weighing_status == "published"):
        reason = "must be there exactly when weighing_status is published"
        yield Breach("weighing", "weighing", reason)
    if weighing is None:
        return
    yield from _completeness(weighing)
    yield from _framework(decision, weighing)
    yield from _override(decision, weighing)
    yield from text_breaches("weighing.summary", weighing.summary)


def _completeness(weighing: Weighing) -> Iterator[Breach]:
    for field, findings, wanted in (
        ("weighing.criteria", weighing.criteria, BASE_CRITERIA),
        ("weighing.art15", weighing.art15, ARTICLE_15),
    ):
        codes = [finding.code for finding in findings]
        yield from repeat_breaches(field, codes)
        if set(codes) != wanted:
            yield Breach(field, "R4", f"must cover exactly {', '.join(sorted(wanted))}")
    yield from repeat_breaches("weighing.goals", [goal.code for goal in weighing.goals])


def _framework(decision: LicenceDecision, weighing: Weighing) -> Iterator[Breach]:
    if decision.framework_applies:
        if not weighing.goals:
            reason = "must hold a finding on every goal when the framework applies"
            yield Breach("weighing.goals", "R3", reason)
        if weighing.summary is None:
            reason = "must be there when the framework applies"
            yield Breach("weighing.summary", "R3", reason)
    elif weighing.goals:
        reason = "must be empty when the framework does not apply"
        yield Breach("weighing.goals", "R3", reason)


def _override(decision: LicenceDecision, weighing: Weighing) -> Iterator[Breach]:
    considered = ((*weighing.art15, *weighing.criteria), weighing.goals)
    unacceptable = [
        finding.code
        for findings in considered
        for finding in findings
        if finding.finding == "unacceptable"
    ]
    needed = bool(unacceptable) and decision.outcome in GRANTS
    if needed and weighing.override is None:
        reason = f"must name who overrode the unacceptable finding on {unacceptable[0]}"
        yield Breach("weighing.override", "R6", reason)
    if not needed and weighing.override is not None:
        reason = "must be absent: no grant stands against an unacceptable finding"
        yield Breach("weighing.override", "R6", reason)
    if weighing.override is not None:
        if weighing.override.by not in {"minister", "ministerraad"}:
            reason = "must be by the minister or the council of ministers"
            yield Breach("weighing.override.by", "R6", reason)
        yield from text_breaches("weighing.override.reason", weighing.override.reason)
