"""One decision, whole: its fields, its weighing, its life and its entry."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date, datetime
from typing import Any, NamedTuple

from dashboards.queries.selection import LEDGER, Parameters
from etl.warehouse.connection import Connection


class Line(NamedTuple):
    """One item of the decision; ``current`` is where it stands in the lists now."""

    line_no: int
    code: str
    product_class: str
    list_id: str
    list_version: str | None
    outcome: str | None
    item_class: str | None
    process_step: str | None
    item_count: int | None
    currency: str | None
    minor: int | None
    regime: str | None
    is_illustrative: bool | None
    current: list[str]


class Source(NamedTuple):
    """A public document that the decision rests on."""

    source_kind: str
    title: str
    published_on: date | None
    reference: str | None
    url: str | None


class WithheldField(NamedTuple):
    """A field that is declared to be kept from the public, and the ground."""

    field: str
    ground: str


class Change(NamedTuple):
    """What one field was before a modification, and what it is after it."""

    entry_index: int
    field: str
    before: str | None
    after: str | None


class AspectFinding(NamedTuple):
    """What was found on one aspect; labels from the framework it was weighed under.

    ``aspect_kind`` is ``criterion``, ``art15`` or ``goal``. Labels are None when
    the framework version does not name the aspect (Article 15 is not its part).
    """

    aspect_kind: str
    code: str
    finding: str
    weight: str
    considerations: list[str]
    label_nl: str | None
    label_en: str | None


class Event(NamedTuple):
    """One thing that happened to the decision afterwards."""

    entry_index: int
    leaf_hash: str
    recorded_at: datetime
    event_ref: str
    event_type: str
    occurred_on: date
    effective_on: date | None
    until_on: date | None
    result: str | None
    court: str | None
    legal_ref: str | None
    reason_nl: str | None
    reason_en: str | None
    correction_reason: str | None
    materiality: str | None
    changed_fields: list[str]
    lines: list[int]
    grounds: list[str]
    channel: str | None
    due_on: date | None
    ecli: str | None
    final_assessment_nl: str | None
    final_assessment_en: str | None
    paper: str | None
    paper_confidential: bool | None
    old_rule: str | None
    new_rule: str | None
    used_first: date | None
    used_last: date | None
    used_currency: str | None
    used_minor: int | None
    replacement_ref: str | None


class Override(NamedTuple):
    """A grant in spite of an unacceptable finding: by whom, when and why."""

    by: str
    on: date
    reason_nl: str | None
    reason_en: str | None


class EntryProof(NamedTuple):
    """The entry itself: where it stands and the hashes that hold it there.

    Attributes:
        entry_index: Position in the ledger, from 0.
        leaf_hash: Hexadecimal RFC 6962 leaf hash.
        previous_hash: Leaf hash of the entry before.
        recorded_at: When it was recorded (UTC).
        source_batch: The batch of input that it came from.
        source_key: Its key in that input.
        source_system: The system that gave the input.
        raw: The canonical bytes of the entry, as text.
    """

    entry_index: int
    leaf_hash: str
    previous_hash: str
    recorded_at: datetime
    source_batch: str | None
    source_key: str | None
    source_system: str | None
    raw: str


class DecisionFields(NamedTuple):
    """The decision's own fields, in their latest reading; None: not published."""

    decision_ref: str
    decided_first: date
    decided_last: date
    outcome: str
    outcome_group: str
    status: str
    destination: str
    destination_group: str | None
    end_use_country: str | None
    origin_country: str | None
    transit_countries: list[str]
    authorisation_type: str | None
    transfer_kind: str | None
    export_mode: str | None
    end_use: str | None
    end_user_type: str | None
    application_received_in: str | None
    processing_days: int | None
    clock_stopped_days: int | None
    net_days: int | None
    within_norm: bool | None
    handled_by: str | None
    decided_by: str | None
    countersigned: bool | None
    denial_checked_on: date | None
    valid_from: date | None
    valid_to: date | None
    currency: str | None
    minor: int | None
    value_basis: str
    value_band: str | None
    disclosure_rule: str | None
    disclosure_rule_id: str | None
    embargo_until: date | None
    disclosure_grounds: list[str]
    excluded_from_statistics: str | None
    retrospective: str | None
    legal_basis: list[str]
    annex_commitment: str | None
    weighing_status: str
    framework_applies: bool | None
    framework_id: str | None
    framework_version: int | None
    method_version: int | None
    summary_nl: str | None
    summary_en: str | None
    reading_index: int


class DecisionDetail(NamedTuple):
    """Everything that is public about one decision.

    Attributes:
        fields: Its latest reading.
        original: Its reading as decided, when a correction changed it.
        lines: Its items.
        findings: Its weighing: criteria, Article 15 and goals, as published.
        override: Present only when an unacceptable finding did not stop a grant.
        grounds: Its refusal grounds.
        conditions: The kinds of its conditions.
        sources: The public documents that it rests on.
        withheld: What is declared to be kept from the public.
        changes: What its modifications changed.
        events: What happened to it, in the order of happening.
        entry: Its entry and hashes.
    """

    fields: DecisionFields
    original: DecisionFields | None
    lines: tuple[Line, ...]
    findings: tuple[AspectFinding, ...]
    override: Override | None
    grounds: tuple[str, ...]
    conditions: tuple[str, ...]
    sources: tuple[Source, ...]
    withheld: tuple[WithheldField, ...]
    changes: tuple[Change, ...]
    events: tuple[Event, ...]
    entry: EntryProof


_THIS = f"{LEDGER} AND entry_index = $entry_index"


def decision(connection: Connection, ledger: int, ref: str) -> DecisionDetail | None:
    """Return one decision by its reference, or None when the ledger has no such."""
    columns = ", ".join(DecisionFields._fields)
    found = connection.execute(
        f"SELECT entry_index, override_by, override_on, override_reason_nl,"
        f" override_reason_en, {columns} FROM decision"
        f" WHERE {LEDGER} AND decision_ref = $ref",
        {"ledger": ledger, "ref": ref},
    ).fetchall()
    if not found:
        return None
    entry_index, by, on, reason_nl, reason_en, *values = found[0]
    this = {"ledger": ledger, "entry_index": entry_index}
    override = None if by is None else Override(by, on, reason_nl, reason_en)
    return DecisionDetail(
        fields=DecisionFields._make(values),
        original=_original(connection, columns, this),
        lines=_lines(connection, this),
        findings=_findings(connection, this),
        override=override,
        grounds=_column(connection, "refusal_ground", "ground", this),
        conditions=_column(connection, "condition", "condition_type", this),
        sources=_sources(connection, this),
        withheld=_withheld(connection, this),
        changes=_changes(connection, this),
        events=_events(connection, this),
        entry=_entry(connection, this),
    )


def _original(
    connection: Connection, columns: str, this: Parameters
) -> DecisionFields | None:
    rows = connection.execute(
        f"SELECT {columns} FROM decision_original WHERE {_THIS}",
        this,
    ).fetchall()
    return DecisionFields._make(rows[0]) if rows else None


def _lines(connection: Connection, this: Parameters) -> tuple[Line, ...]:
    joined = {"current", "is_illustrative", "regime"}
    own = ", ".join(f"l.{name}" for name in Line._fields if name not in joined)
    rows = connection.execute(
        f"""
        WITH l AS (SELECT * FROM decision_line WHERE {_THIS})
        SELECT {own}, c.regime, c.is_illustrative, list(
            concat_ws(' ', c.current_list_id, c.current_code)
            ORDER BY c.current_list_id, c.current_code
        ) FILTER (c.relation IS NOT NULL) AS current
        FROM l LEFT JOIN concordance c USING (ledger_id, list_id, code)
        GROUP BY ALL ORDER BY l.line_no
        """,
        this,
    ).fetchall()
    return tuple(Line._make((*rest, current or [])) for *rest, current in rows)


def _sources(connection: Connection, this: Parameters) -> tuple[Source, ...]:
    rows = connection.execute(
        f"SELECT {', '.join(Source._fields)} FROM decision_source"
        f" WHERE {_THIS} ORDER BY position",
        this,
    ).fetchall()
    return tuple(Source._make(row) for row in rows)


def _withheld(connection: Connection, this: Parameters) -> tuple[WithheldField, ...]:
    rows = connection.execute(
        f"SELECT field, ground FROM withheld_field WHERE {_THIS} ORDER BY ALL", this
    ).fetchall()
    return tuple(WithheldField._make(row) for row in rows)


def _changes(connection: Connection, this: Parameters) -> tuple[Change, ...]:
    rows = connection.execute(
        "SELECT c.entry_index, c.field, c.before, c.after"
        " FROM event_change c JOIN decision_event e USING (ledger_id, entry_index)"
        f" WHERE c.{LEDGER} AND e.decision_index = $entry_index"
        " ORDER BY c.entry_index, c.position",
        this,
    ).fetchall()
    return tuple(Change._make(row) for row in rows)


def _findings(connection: Connection, this: Parameters) -> tuple[AspectFinding, ...]:
    rows = connection.execute(
        f"""
        WITH own AS (SELECT * FROM finding WHERE {_THIS}),
        weighed AS (SELECT framework_index FROM decision WHERE {_THIS})
        SELECT own.aspect_kind, own.code, finding, weight, considerations,
            label_nl, label_en
        FROM own CROSS JOIN weighed LEFT JOIN framework_aspect a
            ON a.ledger_id = own.ledger_id AND a.entry_index = framework_index
            AND a.aspect_kind = own.aspect_kind AND a.code = own.code
        ORDER BY own.aspect_kind, own.position
        """,
        this,
    ).fetchall()
    return tuple(AspectFinding._make(row) for row in rows)


def _column(
    connection: Connection, table: str, column: str, this: Parameters
) -> tuple[str, ...]:
    rows = connection.execute(
        f"SELECT {column} FROM {table} WHERE {_THIS} ORDER BY position",
        this,
    ).fetchall()
    return tuple(value for (value,) in rows)


def _events(connection: Connection, this: Parameters) -> tuple[Event, ...]:
    columns = ", ".join(Event._fields)
    rows = connection.execute(
        f"SELECT {columns} FROM decision_event"
        f" WHERE {LEDGER} AND decision_index = $entry_index"
        " ORDER BY occurred_on, entry_index",
        this,
    ).fetchall()
    return tuple(Event._make(row) for row in rows)


def _entry(connection: Connection, this: Parameters) -> EntryProof:
    columns = ", ".join(EntryProof._fields)
    rows: list[tuple[Any, ...]] = connection.execute(
        f"SELECT {columns} FROM entry WHERE {_THIS}",
        this,
    ).fetchall()
    return EntryProof._make(rows[0])
