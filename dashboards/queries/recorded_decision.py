"""A decision as its page shows it, read from a record that no table holds as its own.

So are read decisions that were withheld, where they were opened or published since.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from dashboards.queries.detail import (
    AspectFinding,
    DecisionDetail,
    DecisionFields,
    EntryProof,
    Line,
    Override,
    Source,
)
from dashboards.queries.selection import LEDGER
from dashboards.queries.withheld_detail import WithheldDetail
from etl.code_lists import class_of
from etl.warehouse.as_decided import NORM_DAYS, STATUSES
from etl.warehouse.connection import Connection
from ledger.records.decision import DecisionLine, Disclosure, LicenceDecision
from ledger.records.terms import outcome_group
from ledger.records.values import first_day, last_day
from ledger.records.weighing import CriterionFinding, GoalFinding


class _Framework(NamedTuple):
    framework_id: str
    version: int
    labels: Mapping[tuple[str, str], tuple[str | None, str | None]]


def recorded_decision(
    connection: Connection, ledger: int, decision: LicenceDecision, entry: EntryProof
) -> DecisionDetail:
    """Return a decision from its record, without what happened to it afterwards.

    Args:
        connection: The build, for what its framework and its lists say.
        ledger: The ledger.
        decision: The record.
        entry: The entry that shows that it was recorded.
    """
    framework = _framework(connection, ledger, decision)
    weighing = decision.weighing
    override = None
    if weighing is not None and weighing.override is not None:
        said = weighing.override
        override = Override(said.by, said.on, said.reason.nl, said.reason.en)
    return DecisionDetail(
        fields=_fields(decision, framework, entry.entry_index),
        original=None,
        lines=tuple(_line(connection, ledger, line) for line in decision.lines),
        findings=_findings(decision, framework),
        override=override,
        grounds=decision.refusal_grounds,
        conditions=decision.conditions,
        sources=tuple(
            Source(one.kind, one.title, one.published_on, one.reference, one.url)
            for one in decision.sources
        ),
        withheld=(),
        changes=(),
        events=(),
        entry=entry,
    )


def withheld_reading(
    connection: Connection,
    ledger: int,
    decision: LicenceDecision,
    found: WithheldDetail,
) -> DecisionDetail:
    """Return a decision that was withheld, with what its entry says of that.

    Args:
        connection: The build.
        ledger: The ledger.
        decision: The decision, as it was opened or published.
        found: What its entry says.
    """
    how = Disclosure(grounds=found.grounds, rule="withhold", rule_id=found.rule_id)
    whole = replace(decision, disclosure=how)
    return recorded_decision(connection, ledger, whole, found.entry)


def _fields(
    decision: LicenceDecision, framework: _Framework | None, reading: int
) -> DecisionFields:
    group = outcome_group(decision.outcome)
    weighing, value, days = decision.weighing, decision.value, decision.processing_days
    net = None if days is None else days - (decision.clock_stopped_days or 0)
    disclosure = decision.disclosure
    summary = None if weighing is None else weighing.summary
    derived: dict[str, Any] = {
        "decided_first": first_day(decision.decided_on),
        "decided_last": last_day(decision.decided_on),
        "outcome_group": group,
        "status": STATUSES[group],
        "net_days": net,
        "within_norm": None if net is None else net <= NORM_DAYS,
        "currency": value and value.currency,
        "minor": value and value.minor,
        "disclosure_rule": disclosure and disclosure.rule,
        "disclosure_rule_id": disclosure and disclosure.rule_id,
        "embargo_until": disclosure and disclosure.embargo_until,
        "disclosure_grounds": disclosure.grounds if disclosure else (),
        "framework_id": framework and framework.framework_id,
        "framework_version": framework and framework.version,
        "method_version": weighing and weighing.method_version,
        "summary_nl": summary and summary.nl,
        "summary_en": summary and summary.en,
        "reading_index": reading,
    }
    values = (
        derived[name] if name in derived else getattr(decision, name)
        for name in DecisionFields._fields
    )
    # As DuckDB gives them.
    return DecisionFields._make(
        list(value) if isinstance(value, tuple) else value for value in values
    )


def _line(connection: Connection, ledger: int, line: DecisionLine) -> Line:
    places = connection.execute(
        "SELECT regime, is_illustrative, relation IS NOT NULL,"
        " concat_ws(' ', current_list_id, current_code) FROM concordance"
        f" WHERE {LEDGER} AND list_id = $list AND code = $code ORDER BY ALL",
        {"ledger": ledger, "list": line.list_id, "code": line.code},
    ).fetchall()
    regime, is_illustrative = places[0][:2] if places else (None, None)
    value = line.value
    return Line(
        line_no=line.line_no,
        code=line.code,
        product_class=class_of(line.code, line.list_id)[0],
        list_id=line.list_id,
        list_version=line.list_version,
        outcome=line.outcome,
        item_class=line.item_class,
        process_step=line.process_step,
        item_count=line.count,
        currency=None if value is None else value.currency,
        minor=None if value is None else value.minor,
        regime=regime,
        is_illustrative=is_illustrative,
        current=sorted(place for _, _, moved, place in places if moved),
    )


def _findings(
    decision: LicenceDecision, framework: _Framework | None
) -> tuple[AspectFinding, ...]:
    weighing = decision.weighing
    if weighing is None:
        return ()
    labels = {} if framework is None else framework.labels
    aspects: tuple[tuple[str, tuple[CriterionFinding | GoalFinding, ...]], ...] = (
        ("art15", weighing.art15),
        ("criterion", weighing.criteria),
        ("goal", weighing.goals),
    )
    return tuple(
        AspectFinding(
            kind,
            one.code,
            one.finding,
            one.weight,
            list(one.considerations) if isinstance(one, CriterionFinding) else [],
            *labels.get((kind, one.code), (None, None)),
        )
        for kind, findings in aspects
        for one in findings
    )


def _framework(
    connection: Connection, ledger: int, decision: LicenceDecision
) -> _Framework | None:
    """Return the framework version that a decision names; None when there is none."""
    if decision.weighing is None:
        return None
    named = {"ledger": ledger, "leaf": decision.weighing.framework}
    rows = connection.execute(
        "SELECT framework_id, version, entry_index FROM framework"
        f" WHERE {LEDGER} AND leaf_hash = $leaf",
        named,
    ).fetchall()
    if not rows:
        return None
    framework_id, version, index = rows[0]
    labels = connection.execute(
        "SELECT aspect_kind, code, label_nl, label_en FROM framework_aspect"
        f" WHERE {LEDGER} AND entry_index = $index",
        {"ledger": ledger, "index": index},
    ).fetchall()
    said = {(kind, code): (nl, en) for kind, code, nl, en in labels}
    return _Framework(framework_id, version, said)
