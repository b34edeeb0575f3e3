"""Rules on one licence decision (R1, R5, R11, R12, R16 and its plain sense)."""

from collections.abc import Iterator

from ledger.records.breach import (
    Breach,
    interval_breaches,
    order_breaches,
    repeat_breaches,
)
from ledger.records.confidential_rules import (
    confidential_breaches,
    withholding_breaches,
)
from ledger.records.decision import LicenceDecision
from ledger.records.law_rules import law_breaches
from ledger.records.terms import GRANTS, OPEN_TYPES, REFUSALS
from ledger.records.values import first_day, last_day
from ledger.records.weighing_rules import weighing_breaches


def decision_breaches(decision: LicenceDecision) -> Iterator[Breach]:
    """Yield every rule that a decision breaks."""
    yield from _dates(decision)
    yield from _lines(decision)
    yield from _grounds(decision)
    yield from _value(decision)
    yield from _sondage(decision)
    yield from _disclosure(decision)
    yield from law_breaches(decision)
    yield from confidential_breaches(decision)
    yield from withholding_breaches(decision, decision.withholding)
    yield from weighing_breaches(decision)


def _dates(decision: LicenceDecision) -> Iterator[Breach]:
    yield from interval_breaches("decided_on", decision.decided_on)
    yield from order_breaches(
        "valid_from", decision.valid_from, "valid_to", decision.valid_to
    )
    decided = first_day(decision.decided_on)
    before = decision.valid_from is not None and decision.valid_from < decided
    if before and decision.retrospective is None:
        reason = f"lies before the decision of {decided}, with no retrospective reason"
        yield Breach("valid_from", "R1", reason)
    received = decision.application_received_in
    if received is not None and received > last_day(decision.decided_on).isoformat():
        reason = f"lies after the decision of {decided}"
        yield Breach("application_received_in", "R1", reason)


def _lines(decision: LicenceDecision) -> Iterator[Breach]:
    numbers = [line.line_no for line in decision.lines]
    if not numbers:
        yield Breach("lines", "lines", "must hold at least one line")
    if numbers != list(range(1, len(numbers) + 1)):
        yield Breach("lines", "lines", "must be numbered 1, 2, 3 ... in order")
    outcomes = {line.outcome for line in decision.lines}
    if decision.outcome == "partly_granted":
        if outcomes != {"granted", "refused"}:
            reason = "must each be granted or refused, and not all alike"
            yield Breach("lines", "lines", reason)
    elif outcomes - {None}:
        reason = "carry an outcome of their own only in a partly granted decision"
        yield Breach("lines", "lines", reason)


def _grounds(decision: LicenceDecision) -> Iterator[Breach]:
    yield from repeat_breaches("refusal_grounds", list(decision.refusal_grounds))
    if decision.outcome in REFUSALS and not decision.refusal_grounds:
        reason = f"must hold at least one ground when the outcome is {decision.outcome}"
        yield Breach("refusal_grounds", "R5", reason)
    if decision.outcome not in REFUSALS and decision.refusal_grounds:
        reason = f"must be empty when the outcome is {decision.outcome}"
        yield Breach("refusal_grounds", "R5", reason)
    if decision.outcome not in GRANTS and decision.conditions:
        yield Breach("conditions", "R5", "belong to a licence that was granted")
    if decision.outcome == "granted_with_conditions" and not decision.conditions:
        yield Breach("conditions", "R5", "must hold at least one condition")


def _value(decision: LicenceDecision) -> Iterator[Breach]:
    stated = decision.value_basis in {"estimated", "maximum"}
    if stated != (decision.value is not None):
        reason = f"does not fit value_basis {decision.value_basis}"
        yield Breach("value", "R12", reason)
    if (decision.value_basis == "banded") != (decision.value_band is not None):
        reason = f"does not fit value_basis {decision.value_basis}"
        yield Breach("value_band", "R12", reason)
    open_type = decision.authorisation_type in OPEN_TYPES
    if open_type and decision.value_basis != "not_applicable":
        reason = "must be not_applicable for a global or general authorisation"
        yield Breach("value_basis", "R12", reason)
    values = [line.value for line in decision.lines if line.value is not None]
    if not values:
        return
    if decision.value is None or len(values) != len(decision.lines):
        reason = "must be given for all lines and the decision, or for none of them"
        yield Breach("lines.value", "R11", reason)
        return
    if {value.currency for value in values} != {decision.value.currency}:
        yield Breach("lines.value", "R11", "must be in the decision's currency")
    elif sum(value.minor for value in values) != decision.value.minor:
        yield Breach("value", "R11", "differs from the sum of its lines")


def _sondage(decision: LicenceDecision) -> Iterator[Breach]:
    answered = decision.outcome in {"sondage_negative", "sondage_positive"}
    closed = decision.outcome in {"not_processed", "withdrawn"}
    asked = decision.authorisation_type == "sondage"
    if answered != asked and not (asked and closed):
        reason = f"does not fit authorisation_type {decision.authorisation_type}"
        yield Breach("outcome", "sondage", reason)


def _disclosure(decision: LicenceDecision) -> Iterator[Breach]:
    disclosure = decision.disclosure
    if disclosure is None:
        return
    disclosed = disclosure.rule == "disclose"
    if disclosed == bool(disclosure.grounds):
        reason = "must name a ground exactly when the rule is not disclose"
        yield Breach("disclosure.grounds", "disclosure", reason)
    if disclosed and disclosure.embargo_until is not None:
        reason = "must be absent when the rule is disclose"
        yield Breach("disclosure.embargo_until", "disclosure", reason)
