"""From one entry that is no decision to rows of the warehouse's tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from etl.errors import WarehouseError
from etl.warehouse.columns import Row, TableRow, money_columns, text_columns
from etl.warehouse.disclosure_rows import (
    disclosure_rule_rows,
    publication_row,
    table_release_rows,
    withheld_row,
)
from etl.warehouse.reference_rows import (
    context_row,
    control_list_rows,
    framework_rows,
    manifest_rows,
)
from ledger.entry import Entry
from ledger.records.access import Access
from ledger.records.authority import Authority
from ledger.records.context import ContextEvent
from ledger.records.control_list import ControlListVersion
from ledger.records.decision import LicenceDecision
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.erasure import Erasure
from ledger.records.event import DecisionEvent
from ledger.records.framework import FrameworkVersion
from ledger.records.ingest_run import IngestRun
from ledger.records.publication import PublicationManifest
from ledger.records.table_release import TableRelease
from ledger.records.withheld_decision import WithheldDecision
from ledger.records.withheld_publication import WithheldPublication


@dataclass(frozen=True, slots=True)
class NamedDecisions:
    """The decisions that events name.

    Attributes:
        decisions: Their index and reference, by leaf hash in hexadecimal.
    """

    decisions: Mapping[str, tuple[int, str]]

    def decision(self, leaf: str, index: int) -> tuple[int, str]:
        """Return index and reference of the decision that an entry names.

        Raises:
            WarehouseError: There is none before the entry at ``index``.
        """
        found = self.decisions.get(leaf)
        if found is None or found[0] >= index:
            raise WarehouseError(
                f"entry {index} names a decision that is not before it"
            )
        return found


def other_rows(  # noqa: C901 - one case for each kind
    index: int, leaf: bytes, entry: Entry, named: NamedDecisions
) -> Iterator[TableRow]:
    """Yield the rows of what an entry says when it is no decision.

    Those of a correction's new reading are left out.

    Raises:
        WarehouseError: The entry names one that is not in the ledger before it.
    """
    match entry.record:
        case DecisionEvent() as event:
            yield "decision_event", _event_row(index, leaf, entry, event, named)
            yield from _change_rows(index, event)
        case FrameworkVersion() as framework:
            yield from framework_rows(index, leaf, framework)
        case ControlListVersion() as control_list:
            yield from control_list_rows(index, control_list)
        case ContextEvent() as context:
            yield "context_event", context_row(index, context)
        case PublicationManifest() as manifest:
            yield from manifest_rows(index, manifest)
        case LicenceDecision():
            raise TypeError(entry.record)  # its rows are those of readings.sql
        case DisclosureRuleVersion() as rules:
            yield from disclosure_rule_rows(index, rules)
        case TableRelease() as release:
            yield from table_release_rows(index, release)
        case WithheldDecision() as withheld:
            yield "withheld_decision", withheld_row(index, withheld)
        case WithheldPublication() as publication:
            yield "withheld_publication", publication_row(index, publication)
        case Access() | Authority() | Erasure() | IngestRun():
            pass  # the ledger's own row; and what no view shows yet


def _event_row(
    index: int, leaf: bytes, entry: Entry, event: DecisionEvent, named: NamedDecisions
) -> Row:
    replacement = (
        None if event.replacement is None else named.decision(event.replacement, index)
    )
    return {
        "entry_index": index,
        "leaf_hash": leaf.hex(),
        "recorded_at": entry.recorded_at.replace(tzinfo=None),
        "event_ref": event.event_ref,
        "event_type": event.event_type,
        "decision_index": named.decision(event.decision, index)[0],
        "decision_ref": event.decision_ref,
        "occurred_on": event.occurred_on,
        "effective_on": event.effective_on,
        "until_on": event.until,
        "result": event.result,
        "court": event.court,
        "legal_ref": event.legal_ref,
        **text_columns("reason", event.reason),
        "correction_reason": event.correction_reason,
        "materiality": event.materiality,
        "changed_fields": event.changed_fields,
        "lines": event.lines,
        "grounds": event.grounds,
        "about_hash": event.about,
        "actor_role": event.actor_role,
        "channel": event.channel,
        "due_on": event.due_on,
        "ecli": event.ecli,
        **text_columns("final_assessment", event.final_assessment),
        **_public_parts(event),
        "replacement_index": replacement and replacement[0],
        "replacement_ref": replacement and replacement[1],
    }


def _public_parts(event: DecisionEvent) -> Row:
    paper, moved, use = event.parliament, event.reclassification, event.use
    value = money_columns(None if use is None else use.value)
    return {
        "paper": paper and paper.paper,
        "paper_confidential": paper and paper.is_confidential,
        "old_rule": moved and moved.old_rule,
        "new_rule": moved and moved.new_rule,
        "used_first": use and use.first,
        "used_last": use and use.last,
        **{f"used_{name}": known for name, known in value.items()},
    }


def _change_rows(index: int, event: DecisionEvent) -> Iterator[TableRow]:
    for place, change in enumerate(event.changes, start=1):
        row = {"entry_index": index, "position": place, "field": change.field}
        yield "event_change", {**row, "before": change.before, "after": change.after}
