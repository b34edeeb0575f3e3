"""Rules on one licence decision (R1, R5, R11, R12, R16 and its plain sense)."""

from collections.abc import Callable, Sequence
from typing import Final

from ledger.records.breach import (
    Breach,
    Breaches,
    interval_breaches,
    order_breaches,
    repeat_breaches,
)
from ledger.records.confidential_rules import (
    confidential_breaches,
    withholding_breaches,
)
from ledger.records.decision import DecisionLine, LicenceDecision
from ledger.records.law_rules import law_breaches
from ledger.records.terms import GRANTS, OPEN_TYPES, REFUSALS
from ledger.records.values import Interval, Money
from ledger.records.weighing_rules import weighing_breaches


def _dates(decision: LicenceDecision) -> Breaches:
    decided, begins = decision.decided_on, decision.valid_from
    found = order_breaches("valid_from", begins, "valid_to", decision.valid_to)
    if isinstance(decided, Interval):
        found = interval_breaches("decided_on", decided) + found
        first, last = decided.first, decided.last
    else:
        first = last = decided
    if begins is not None and begins < first and decision.retrospective is None:
        reason = f"lies before the decision of {first}, with no retrospective reason"
        found += (Breach("valid_from", "R1", reason),)
    received = decision.application_received_in
    if received is not None and received > last.isoformat():
        reason = f"lies after the decision of {first}"
        found += (Breach("application_received_in", "R1", reason),)
    return found


def _lines(decision: LicenceDecision) -> Breaches:
    lines = decision.lines
    found: Breaches = ()
    if not lines:
        found += (Breach("lines", "lines", "must hold at least one line"),)
    in_order, has_own = True, False
    for number, line in enumerate(lines, 1):
        in_order = in_order and line.line_no == number
        has_own = has_own or line.outcome is not None
    if not in_order:
        reason = "must be numbered 1, 2, 3 ... in order"
        found += (Breach("lines", "lines", reason),)
    if decision.outcome == "partly_granted":
        if {line.outcome for line in lines} != {"granted", "refused"}:
            reason = "must each be granted or refused, and not all alike"
            found += (Breach("lines", "lines", reason),)
    elif has_own:
        reason = "carry an outcome of their own only in a partly granted decision"
        found += (Breach("lines", "lines", reason),)
    return found


def _grounds(decision: LicenceDecision) -> Breaches:
    outcome, grounds = decision.outcome, decision.refusal_grounds
    found = repeat_breaches("refusal_grounds", grounds)
    if (outcome in REFUSALS) != bool(grounds):
        must = "be empty" if grounds else "hold at least one ground"
        reason = f"must {must} when the outcome is {outcome}"
        found += (Breach("refusal_grounds", "R5", reason),)
    if outcome not in GRANTS and decision.conditions:
        reason = "belong to a licence that was granted"
        found += (Breach("conditions", "R5", reason),)
    if outcome == "granted_with_conditions" and not decision.conditions:
        found += (Breach("conditions", "R5", "must hold at least one condition"),)
    return found


def _value(decision: LicenceDecision) -> Breaches:
    basis, whole = decision.value_basis, decision.value
    found: Breaches = ()
    if (basis in {"estimated", "maximum"}) != (whole is not None):
        reason = f"does not fit value_basis {basis}"
        found += (Breach("value", "R12", reason),)
    if (basis == "banded") != (decision.value_band is not None):
        reason = f"does not fit value_basis {basis}"
        found += (Breach("value_band", "R12", reason),)
    if decision.authorisation_type in OPEN_TYPES and basis != "not_applicable":
        reason = "must be not_applicable for a global or general authorisation"
        found += (Breach("value_basis", "R12", reason),)
    return found + _line_values(decision.lines, whole)


def _line_values(lines: Sequence[DecisionLine], whole: Money | None) -> Breaches:
    given = minor = 0
    in_currency = True
    for line in lines:
        value = line.value
        if value is not None and whole is not None:
            minor += value.minor
            in_currency = in_currency and value.currency == whole.currency
        given += value is not None
    if not given:
        return ()
    if whole is None or given < len(lines):
        reason = "must be given for all lines and the decision, or for none of them"
        return (Breach("lines.value", "R11", reason),)
    if not in_currency:
        reason = "must be in the decision's currency"
        return (Breach("lines.value", "R11", reason),)
    if minor != whole.minor:
        return (Breach("value", "R11", "differs from the sum of its lines"),)
    return ()


def _sondage(decision: LicenceDecision) -> Breaches:
    answered = decision.outcome in {"sondage_negative", "sondage_positive"}
    closed = decision.outcome in {"not_processed", "withdrawn"}
    asked = decision.authorisation_type == "sondage"
    if answered == asked or (asked and closed):
        return ()
    reason = f"does not fit authorisation_type {decision.authorisation_type}"
    return (Breach("outcome", "sondage", reason),)


def _disclosure(decision: LicenceDecision) -> Breaches:
    disclosure = decision.disclosure
    if disclosure is None:
        return ()
    found: Breaches = ()
    disclosed = disclosure.rule == "disclose"
    if disclosed == bool(disclosure.grounds):
        reason = "must name a ground exactly when the rule is not disclose"
        found += (Breach("disclosure.grounds", "disclosure", reason),)
    if disclosed and disclosure.embargo_until is not None:
        reason = "must be absent when the rule is disclose"
        found += (Breach("disclosure.embargo_until", "disclosure", reason),)
    return found


def _withholding(decision: LicenceDecision) -> Breaches:
    return withholding_breaches(decision, decision.withholding)


DECISION_RULES: Final[Sequence[Callable[[LicenceDecision], Breaches]]] = (
    _dates,
    _lines,
    _grounds,
    _value,
    _sondage,
    _disclosure,
    law_breaches,
    confidential_breaches,
    _withholding,
    weighing_breaches,
)
"""Each returns what is wrong with a decision in one respect."""


def decision_breaches(decision: LicenceDecision) -> Breaches:
    """Return every rule that a decision breaks."""
    found: Breaches = ()
    for rule in DECISION_RULES:
        found += rule(decision)
    return found
