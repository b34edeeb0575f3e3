"""From one entry of a ledger to rows of the warehouse's tables: pure functions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from etl.code_lists import class_of, countries, product_classes
from etl.errors import WarehouseError
from etl.warehouse.columns import Row, TableRow, money_columns, text_columns
from etl.warehouse.disclosure_rows import (
    disclosure_rule_rows,
    table_release_rows,
    withheld_row,
)
from etl.warehouse.folding import fold
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
from ledger.records.item_code import annex_i_code
from ledger.records.publication import PublicationManifest
from ledger.records.table_release import TableRelease
from ledger.records.terms import outcome_group
from ledger.records.values import first_day, last_day
from ledger.records.weighing import CriterionFinding, GoalFinding, direction_of
from ledger.records.withheld_decision import WithheldDecision

NORM_DAYS: Final = 56
"""The term of decision: eight weeks, clock stops left out."""

_STATUS: Final = {"granted": "in_force", "refused": "refused", "other": "closed"}


FrameworkKey = tuple[int, str, int]
"""Index, id and number of a framework version."""


@dataclass(slots=True)
class Known:
    """What other entries of a ledger say that an entry refers to.

    Attributes:
        frameworks: Framework versions, by leaf hash in hexadecimal.
        decisions: Index and reference of decisions, by leaf hash in hexadecimal.
    """

    frameworks: dict[str, FrameworkKey] = field(default_factory=dict)
    decisions: dict[str, tuple[int, str]] = field(default_factory=dict)

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


def entry_row(index: int, entry: Entry, raw: bytes, leaf: bytes) -> Row:
    """Return the row of an entry itself."""
    source = entry.source
    return {
        "entry_index": index,
        "kind": entry.kind,
        "leaf_hash": leaf.hex(),
        "previous_hash": entry.previous.hex(),
        "recorded_at": entry.recorded_at.replace(tzinfo=None),
        "source_batch": source and source.batch,
        "source_key": source and source.key,
        "source_system": source and source.system,
        "raw": raw.decode(),
    }


def framework_key(index: int, framework: FrameworkVersion) -> FrameworkKey:
    """Return what decisions that name a framework version are told of it."""
    return index, framework.framework_id, framework.version


def other_rows(  # noqa: C901 - one case for each kind
    index: int, leaf: bytes, entry: Entry, known: Known
) -> Iterator[TableRow]:
    """Yield the rows of what an entry says when it is no decision.

    Those of a correction's new reading are left out.

    Raises:
        WarehouseError: The entry names one that is not in the ledger before it.
    """
    match entry.record:
        case DecisionEvent() as event:
            yield "decision_event", _event_row(index, leaf, entry, event, known)
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
            raise TypeError(entry.record)  # its rows are those of decision_rows
        case DisclosureRuleVersion() as rules:
            yield from disclosure_rule_rows(index, rules)
        case TableRelease() as release:
            yield from table_release_rows(index, release)
        case WithheldDecision() as withheld:
            yield "withheld_decision", withheld_row(index, withheld)
        case Access() | Authority() | Erasure() | IngestRun():
            pass  # the ledger's own row; and what no view shows yet


def decision_rows(
    index: int, reading: int, decision: LicenceDecision, known: Known
) -> Iterator[TableRow]:
    """Yield the rows of one reading of a decision.

    Args:
        index: Index of the decision's entry.
        reading: Index of the entry that the reading comes from.
        decision: The decision as it reads there.
        known: What earlier entries said.
    """
    yield "decision", _decision_row(index, reading, decision, known)
    yield from _line_rows(index, decision)
    for place, ground in enumerate(decision.refusal_grounds, start=1):
        row = {"entry_index": index, "position": place, "ground": ground}
        yield "refusal_ground", row
    for place, condition in enumerate(decision.conditions, start=1):
        row = {"entry_index": index, "position": place, "condition_type": condition}
        yield "condition", row
    for place, source in enumerate(decision.sources, start=1):
        own = {"entry_index": index, "position": place, "source_kind": source.kind}
        shown = {"title": source.title, "published_on": source.published_on}
        where = {"reference": source.reference, "url": source.url}
        yield "decision_source", {**own, **shown, **where}
    for one in decision.withholding:
        for ground in one.grounds:
            row = {"entry_index": index, "field": one.field, "ground": ground}
            yield "withheld_field", row
    yield from _finding_rows(index, decision)


def _finding_rows(index: int, decision: LicenceDecision) -> Iterator[TableRow]:
    weighing = decision.weighing
    if weighing is not None:
        aspects: tuple[tuple[str, Sequence[CriterionFinding | GoalFinding]], ...] = (
            ("criterion", weighing.criteria),
            ("art15", weighing.art15),
            ("goal", weighing.goals),
        )
        for kind, findings in aspects:
            for place, finding in enumerate(findings, start=1):
                yield (
                    "finding",
                    {
                        "entry_index": index,
                        "aspect_kind": kind,
                        "position": place,
                        "code": finding.code,
                        "finding": finding.finding,
                        "weight": finding.weight,
                        "direction": direction_of(finding.finding),
                        "considerations": finding.considerations
                        if isinstance(finding, CriterionFinding)
                        else (),
                    },
                )


def _line_rows(index: int, decision: LicenceDecision) -> Iterator[TableRow]:
    for line in decision.lines:
        product_class, category, group = _item(line.code, line.list_id)
        yield (
            "decision_line",
            {
                "entry_index": index,
                "line_no": line.line_no,
                "code": line.code,
                "product_class": product_class,
                "category": category,
                "item_group": group,
                "list_id": line.list_id,
                "list_version": line.list_version,
                "outcome": line.outcome,
                "item_class": line.item_class,
                "process_step": line.process_step,
                "item_count": line.count,
                **money_columns(line.value),
            },
        )


@lru_cache(maxsize=10_000)
def _item(code: str, list_id: str) -> tuple[str, str, str | None]:
    """Return product class, category and group letter of an item code."""
    parts = annex_i_code(code)
    return *class_of(code, list_id), None if parts is None else parts.group


def _decision_row(
    index: int, reading: int, decision: LicenceDecision, known: Known
) -> Row:
    group = outcome_group(decision.outcome)
    first, last = first_day(decision.decided_on), last_day(decision.decided_on)
    classes = _ordered({_item(line.code, line.list_id)[0] for line in decision.lines})
    codes = list(dict.fromkeys(line.code for line in decision.lines))
    disclosure = decision.disclosure
    return {
        "entry_index": index,
        "reading_index": reading,
        "decision_ref": decision.decision_ref,
        "decided_first": first,
        "decided_last": last,
        "month_first": first.replace(day=1),
        "month_last": last.replace(day=1),
        "outcome": decision.outcome,
        "outcome_group": group,
        "status": _STATUS[group],
        "counted": decision.excluded_from_statistics is None,
        "destination": decision.destination,
        "class_set": ",".join(classes),
        "product_classes": classes,
        "codes": codes,
        "destination_group": decision.destination_group,
        "end_use_country": decision.end_use_country,
        "origin_country": decision.origin_country,
        "transit_countries": decision.transit_countries,
        "authorisation_type": decision.authorisation_type,
        "transfer_kind": decision.transfer_kind,
        "export_mode": decision.export_mode,
        "end_use": decision.end_use,
        "end_user_type": decision.end_user_type,
        "application_received_in": decision.application_received_in,
        "processing_days": decision.processing_days,
        "clock_stopped_days": decision.clock_stopped_days,
        **_term(decision),
        "handled_by": decision.handled_by,
        "decided_by": decision.decided_by,
        "countersigned": decision.countersigned,
        "denial_checked_on": decision.denial_checked_on,
        "valid_from": decision.valid_from,
        "valid_to": decision.valid_to,
        **money_columns(decision.value),
        "value_basis": decision.value_basis,
        "value_band": decision.value_band,
        "disclosure_rule": disclosure and disclosure.rule,
        "disclosure_rule_id": disclosure and disclosure.rule_id,
        "embargo_until": disclosure and disclosure.embargo_until,
        "disclosure_grounds": disclosure.grounds if disclosure else (),
        "excluded_from_statistics": decision.excluded_from_statistics,
        "retrospective": decision.retrospective,
        "legal_basis": decision.legal_basis,
        "annex_commitment": decision.annex_commitment,
        "withheld_fields": [one.field for one in decision.withholding],
        "has_ground": bool(decision.refusal_grounds),
        "weighing_status": decision.weighing_status,
        "framework_applies": decision.framework_applies,
        **_weighing(reading, decision, known),
        "events": 0,
        "search_text": _search_text(decision, codes),
    }


def _term(decision: LicenceDecision) -> Row:
    """Return how long it took without clock stops, and whether within eight weeks."""
    if decision.processing_days is None:
        return {"net_days": None, "within_norm": None}
    net = decision.processing_days - (decision.clock_stopped_days or 0)
    return {"net_days": net, "within_norm": net <= NORM_DAYS}


def _weighing(reading: int, decision: LicenceDecision, known: Known) -> Row:
    weighing = decision.weighing
    if weighing is None:
        return {"decisive_goals": ()}
    framework = known.frameworks.get(weighing.framework)
    if framework is None or framework[0] >= reading:
        raise WarehouseError(f"entry {reading} names a framework that is not before it")
    override = weighing.override
    return {
        "framework_index": framework[0],
        "framework_id": framework[1],
        "framework_version": framework[2],
        "method_version": weighing.method_version,
        "decisive_goals": [g.code for g in weighing.goals if g.weight == "decisive"],
        **text_columns("summary", weighing.summary),
        "override_by": override and override.by,
        "override_on": override and override.on,
        **text_columns(
            "override_reason", None if override is None else override.reason
        ),
    }


def _search_text(decision: LicenceDecision, codes: list[str]) -> str:
    words = [decision.decision_ref, *codes, *_names_of(decision.destination)]
    if decision.weighing is not None and decision.weighing.summary is not None:
        summary = decision.weighing.summary
        words += filter(None, (summary.nl, summary.en))
    return fold(" ".join(words))


_NAMES: Final = {country.iso2: (country.nl, country.en) for country in countries()}
_POSITIONS: Final = {item.code: item.position for item in product_classes()}


def _names_of(country: str) -> tuple[str, ...]:
    return (country, *_NAMES.get(country, ()))


def _ordered(classes: set[str]) -> list[str]:
    return sorted(classes, key=_POSITIONS.__getitem__)


def _event_row(
    index: int, leaf: bytes, entry: Entry, event: DecisionEvent, known: Known
) -> Row:
    replacement = (
        None if event.replacement is None else known.decision(event.replacement, index)
    )
    return {
        "entry_index": index,
        "leaf_hash": leaf.hex(),
        "recorded_at": entry.recorded_at.replace(tzinfo=None),
        "event_ref": event.event_ref,
        "event_type": event.event_type,
        "decision_index": known.decision(event.decision, index)[0],
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
