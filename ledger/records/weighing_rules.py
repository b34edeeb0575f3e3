"""Rules on a published weighing (R3, R4, R6)."""

from collections.abc import Iterator, Sequence
from typing import Final

from ledger.records.breach import Breach, Breaches, repeat_breaches, text_breaches
from ledger.records.decision import LicenceDecision
from ledger.records.terms import GRANTS
from ledger.records.weighing import (
    CriterionFinding,
    GoalFinding,
    Override,
    Weighing,
)

BASE_CRITERIA: Final = frozenset(
    {"applicability", "destination", "end_user", "product_properties"}
)
"""What every application is assessed on (Kamerstuk 22 054, nr. 376)."""

ARTICLE_15: Final = frozenset({"art15_a", "art15_b", "art15_c", "art15_d"})
"""The considerations of Article 15(1)(a) to (d) of Regulation (EU) 2021/821."""


def weighing_breaches(decision: LicenceDecision) -> Breaches:
    """Return what is wrong with a decision's weighing, or with its absence."""
    weighing = decision.weighing
    missing: Breaches = ()
    if (weighing is not None) != (decision.weighing_status == "published"):
        reason = "must be there exactly when weighing_status is published"
        missing = (Breach("weighing", "weighing", reason),)
    if weighing is None:
        return missing
    return (
        *missing,
        *_complete("weighing.criteria", weighing.criteria, BASE_CRITERIA),
        *_complete("weighing.art15", weighing.art15, ARTICLE_15),
        *repeat_breaches("weighing.goals", [goal.code for goal in weighing.goals]),
        *_framework(decision, weighing),
        *_override(decision, weighing),
        *text_breaches("weighing.summary", weighing.summary),
    )


def _complete(
    field: str, findings: Sequence[CriterionFinding], wanted: frozenset[str]
) -> Breaches:
    codes = [finding.code for finding in findings]
    covered = set(codes) == wanted
    if covered and len(codes) == len(wanted):
        return ()
    found = repeat_breaches(field, codes)
    if covered:
        return found
    reason = f"must cover exactly {', '.join(sorted(wanted))}"
    return (*found, Breach(field, "R4", reason))


def _framework(decision: LicenceDecision, weighing: Weighing) -> Breaches:
    if not decision.framework_applies:
        if not weighing.goals:
            return ()
        reason = "must be empty when the framework does not apply"
        return (Breach("weighing.goals", "R3", reason),)
    found: list[Breach] = []
    if not weighing.goals:
        reason = "must hold a finding on every goal when the framework applies"
        found.append(Breach("weighing.goals", "R3", reason))
    if weighing.summary is None:
        reason = "must be there when the framework applies"
        found.append(Breach("weighing.summary", "R3", reason))
    return tuple(found)


def _override(decision: LicenceDecision, weighing: Weighing) -> Breaches:
    aspects: tuple[CriterionFinding | GoalFinding, ...] = (
        *weighing.art15,
        *weighing.criteria,
        *weighing.goals,
    )
    unacceptable = [one.code for one in aspects if one.finding == "unacceptable"]
    if not unacceptable and weighing.override is None:
        return ()
    return tuple(_override_breaches(decision, weighing.override, unacceptable))


def _override_breaches(
    decision: LicenceDecision, override: Override | None, unacceptable: Sequence[str]
) -> Iterator[Breach]:
    needed = bool(unacceptable) and decision.outcome in GRANTS
    if needed and override is None:
        reason = f"must name who overrode the unacceptable finding on {unacceptable[0]}"
        yield Breach("weighing.override", "R6", reason)
    if not needed and override is not None:
        reason = "must be absent: no grant stands against an unacceptable finding"
        yield Breach("weighing.override", "R6", reason)
    if override is not None:
        if override.by not in {"minister", "ministerraad"}:
            reason = "must be by the minister or the council of ministers"
            yield Breach("weighing.override.by", "R6", reason)
        yield from text_breaches("weighing.override.reason", override.reason)
