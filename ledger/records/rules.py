"""The invariants that a single record can show, checked before it is appended.

Rule names R1 to R16 are those of the project's rule list; the others are words.
What needs other entries to see is the business of the audit.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ledger.errors import RecordError
from ledger.records.access import Access
from ledger.records.authority import Authority
from ledger.records.breach import (
    Breach,
    interval_breaches,
    order_breaches,
    repeat_breaches,
    text_breaches,
)
from ledger.records.confidential_rules import exposed_breaches
from ledger.records.context import ContextEvent
from ledger.records.control_list import ControlListVersion
from ledger.records.decision import LicenceDecision
from ledger.records.decision_rules import DECISION_RULES, decision_breaches
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.erasure import Erasure
from ledger.records.erasure_rules import erasure_breaches
from ledger.records.event import DecisionEvent
from ledger.records.event_rules import event_breaches
from ledger.records.framework import FrameworkVersion
from ledger.records.ingest_rules import ingest_breaches
from ledger.records.ingest_run import IngestRun
from ledger.records.publication import PublicationManifest
from ledger.records.record import Record, reference_of
from ledger.records.sealable import seal_breaches
from ledger.records.table_release import TableRelease
from ledger.records.table_release_rules import table_release_breaches
from ledger.records.withheld_decision import WithheldDecision
from ledger.records.withheld_publication import WithheldPublication
from ledger.records.withheld_publication_rules import withheld_publication_breaches
from ledger.records.withholding_rules import (
    disclosure_rule_breaches,
    withheld_breaches,
)

_WITH_RULE: Final = frozenset({"licence_decision", "withheld_decision"})


def record_breaches(record: Record) -> Iterator[Breach]:
    """Yield every rule that a record breaks by itself, as it would be recorded."""
    yield from exposed_breaches(record)
    yield from seal_breaches(record)
    yield from content_breaches(record)


def content_breaches(record: Record) -> Iterator[Breach]:
    """Yield every rule that the content breaks, what is confidential included."""
    match record:
        case LicenceDecision():
            yield from decision_breaches(record)
        case DecisionEvent():
            yield from event_breaches(record)
        case WithheldDecision():
            yield from withheld_breaches(record)
        case WithheldPublication():
            yield from withheld_publication_breaches(record)
        case Erasure():
            yield from erasure_breaches(record)
        case IngestRun():
            yield from ingest_breaches(record)
        case PublicationManifest():
            yield from _manifest_breaches(record)
        case TableRelease():
            yield from table_release_breaches(record)
        case Access():
            yield from _access_breaches(record)
        case _:
            yield from _rule_breaches(record)


def _rule_breaches(
    record: Authority
    | ContextEvent
    | ControlListVersion
    | DisclosureRuleVersion
    | FrameworkVersion,
) -> Iterator[Breach]:
    """Yield what is wrong with what decisions are read by."""
    match record:
        case ContextEvent():
            yield from _context_breaches(record)
        case FrameworkVersion():
            yield from _framework_breaches(record)
        case ControlListVersion():
            yield from _control_list_breaches(record)
        case DisclosureRuleVersion():
            yield from disclosure_rule_breaches(record)
        case Authority():
            yield from text_breaches("office", record.office)
            yield from text_breaches("notice", record.notice)


def check_record(record: Record) -> None:
    """Check a record against every rule that it can show by itself.

    Raises:
        RecordError: The record breaks a rule; the first one found is named.
    """
    for breach in record_breaches(record):
        raise _error(record, breach)


def check_clear(decisions: Sequence[LicenceDecision]) -> None:
    """Check decisions that are known to hold nothing confidential in clear.

    Raises:
        RecordError: One breaks a rule; the first one found is named.
    """
    # One rule asked of all is faster than all rules asked of one, one after the other.
    rules = (seal_breaches, *DECISION_RULES)
    if not any(any(map(rule, decisions)) for rule in rules):
        return
    for decision in decisions:
        for breach in (*seal_breaches(decision), *decision_breaches(decision)):
            raise _error(decision, breach)


def _error(record: Record, breach: Breach) -> RecordError:
    return RecordError(reference_of(record), breach.field, breach.rule, breach.reason)


def _access_breaches(record: Access) -> Iterator[Breach]:
    if not record.address.startswith("/"):
        yield Breach("address", "access", "must be a path")
    if record.opened and record.role is None:
        yield Breach("opened", "access", "must be absent when nothing was answered")
    yield from repeat_breaches("opened", [one.entry for one in record.opened])


def _context_breaches(record: ContextEvent) -> Iterator[Breach]:
    yield from interval_breaches("occurred_on", record.occurred_on)
    yield from text_breaches("title", record.title)
    yield from text_breaches("summary", record.summary)


def _framework_breaches(record: FrameworkVersion) -> Iterator[Breach]:
    yield from order_breaches(
        "adopted_on", record.adopted_on, "valid_from", record.valid_from
    )
    yield from order_breaches(
        "valid_from", record.valid_from, "valid_to", record.valid_to
    )
    yield from text_breaches("title", record.title)
    yield from text_breaches("change_reason", record.change_reason)
    for field, aspects in (
        ("criteria", record.criteria),
        ("factors", record.factors),
        ("goals", record.goals),
    ):
        yield from repeat_breaches(field, [aspect.code for aspect in aspects])
        for aspect in aspects:
            yield from text_breaches(f"{field}.{aspect.code}", aspect.label)
    if record.version > 1 and record.change_reason is None:
        yield Breach("change_reason", "R2", "must say why the version replaces another")


def _control_list_breaches(record: ControlListVersion) -> Iterator[Breach]:
    yield from order_breaches(
        "valid_from", record.valid_from, "valid_to", record.valid_to
    )
    yield from text_breaches("title", record.title)
    yield from repeat_breaches("entries", [entry.code for entry in record.entries])
    for entry in record.entries:
        yield from text_breaches(f"entries.{entry.code}", entry.text)


def _manifest_breaches(record: PublicationManifest) -> Iterator[Breach]:
    groups = [
        " ".join([count.kind, count.rule or "", *count.grounds]).strip()
        for count in record.counts
    ]
    yield from repeat_breaches("counts", groups)
    for count in record.counts:
        if count.rule is not None and count.kind not in _WITH_RULE:
            reason = f"must be absent for {count.kind}"
            yield Breach("counts.rule", "disclosure", reason)
        if bool(count.grounds) != (count.kind == "withheld_decision"):
            reason = "must be named for withheld decisions, and for these only"
            yield Breach("counts.grounds", "withholding", reason)
    books = record.applications
    if books is None:
        return
    came = books.pending_before + books.received
    went = books.decided + books.withdrawn + books.not_processed + books.pending_after
    if came != went:
        reason = f"do not add up: {came} open or received, {went} closed or still open"
        yield Breach("applications", "R14", reason)
