"""Rules on one publication of a withheld decision."""

from collections.abc import Iterator

from ledger.records.breach import Breach, text_breaches
from ledger.records.decision_rules import decision_breaches
from ledger.records.sealable import seal_breaches
from ledger.records.withheld_publication import WithheldPublication


def withheld_publication_breaches(record: WithheldPublication) -> Iterator[Breach]:
    """Yield every rule that a publication breaks."""
    decision = record.published
    for breach in (*decision_breaches(decision), *seal_breaches(decision)):
        yield Breach(f"published.{breach.field}", breach.rule, breach.reason)
    if decision.decision_ref != record.decision_ref:
        reason = "must be the reference under which it was withheld"
        yield Breach("published.decision_ref", "withholding", reason)
    if record.reason is not None:
        yield from text_breaches("reason", record.reason)
