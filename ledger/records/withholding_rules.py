"""Rules on what is withheld as a whole, and on the rules that say so."""

from collections.abc import Iterator

from ledger.records.breach import Breach, order_breaches, repeat_breaches, text_breaches
from ledger.records.decision import LicenceDecision
from ledger.records.decision_rules import decision_breaches
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.sealable import seal_breaches
from ledger.records.values import first_day, last_day
from ledger.records.visibility import exposed_fields
from ledger.records.withheld_decision import WithheldDecision


def withheld_breaches(record: WithheldDecision) -> Iterator[Breach]:
    """Yield every rule that a withheld decision breaks, opened or sealed."""
    disclosure = record.disclosure
    if disclosure.rule != "withhold":
        reason = f"must be withhold; what is {disclosure.rule} is a licence_decision"
        yield Breach("disclosure.rule", "disclosure", reason)
    if not disclosure.grounds:
        reason = "must name a ground for what is withheld"
        yield Breach("disclosure.grounds", "withholding", reason)
    yield from repeat_breaches("disclosure.grounds", disclosure.grounds)
    if record.decision is not None:
        yield from _inner(record, record.decision)


def _inner(record: WithheldDecision, decision: LicenceDecision) -> Iterator[Breach]:
    for breach in decision_breaches(decision):
        yield Breach(f"decision.{breach.field}", breach.rule, breach.reason)
    if decision.decision_ref != record.decision_ref:
        reason = "must be the reference under which it is withheld"
        yield Breach("decision.decision_ref", "withholding", reason)
    days = (first_day(decision.decided_on), last_day(decision.decided_on))
    if {f"{day:%Y-%m}" for day in days} != {record.decided_in}:
        reason = f"does not lie in {record.decided_in}"
        yield Breach("decision.decided_on", "withholding", reason)
    if decision.disclosure is not None or decision.withholding:
        reason = "must be absent: the withheld decision says it for the whole"
        yield Breach("decision.disclosure", "withholding", reason)
    for breach in seal_breaches(decision):
        yield Breach(f"decision.{breach.field}", breach.rule, breach.reason)
    for field, visibility in exposed_fields(decision):
        if visibility == "classified":
            reason = "is classified: name its handle in classified_sources"
            yield Breach(f"decision.{field}", "visibility", reason)


def disclosure_rule_breaches(record: DisclosureRuleVersion) -> Iterator[Breach]:
    """Yield every rule that a version of the rules of disclosure breaks."""
    yield from order_breaches(
        "valid_from", record.valid_from, "valid_to", record.valid_to
    )
    yield from text_breaches("title", record.title)
    yield from text_breaches("summary", record.summary)
    places = [
        f"{one.list_id} {kind}".strip()
        for one in record.lists
        for kind in one.authorisation_types or ("",)
    ]
    yield from repeat_breaches("lists", places)
    for one in record.lists:
        if (one.rule == "disclose") == bool(one.grounds):
            reason = "must name a ground exactly when the rule is not disclose"
            yield Breach("lists.grounds", "disclosure", reason)
        yield from repeat_breaches("lists.grounds", one.grounds)
