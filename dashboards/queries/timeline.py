"""What stands along a time axis: framework and list versions, context events."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import NamedTuple

from dashboards.queries.selection import LEDGER
from etl.warehouse.connection import Connection


class Framework(NamedTuple):
    """One framework version and the days on which it holds.

    Attributes:
        framework_id: Which framework.
        version: Number of the version.
        title_nl: Its name in Dutch, when given.
        title_en: Its name in English, when given.
        valid_from: First day.
        valid_to: Last day: its own, or the day before the next version; None when
            it still holds.
        method_version: Version of the way of weighing.
        change_reason_nl: Why it replaced the version before.
        change_reason_en: The same in English.
        entry_index: Index of its entry.
        leaf_hash: Hexadecimal leaf hash, by which decisions name it.
    """

    framework_id: str
    version: int
    title_nl: str | None
    title_en: str | None
    valid_from: date
    valid_to: date | None
    method_version: int
    change_reason_nl: str | None
    change_reason_en: str | None
    entry_index: int
    leaf_hash: str


class ControlList(NamedTuple):
    """One control-list version and the days on which it was in force.

    Attributes:
        list_id: Which list.
        version: Label of the version.
        title_nl: Its name in Dutch, when given.
        title_en: Its name in English, when given.
        valid_from: First day.
        valid_to: Last day: its own, or the day before the next version; None when
            it is still in force.
        legal_ref: Where it was published.
        publication_default: What happens by default to decisions on its items.
        entries: Number of its items in the ledger.
        entry_index: Index of its entry.
    """

    list_id: str
    version: str
    title_nl: str | None
    title_en: str | None
    valid_from: date
    valid_to: date | None
    legal_ref: str
    publication_default: str
    entries: int
    entry_index: int


class ContextMark(NamedTuple):
    """One context event; that it came before something is no claim of cause."""

    event_ref: str
    context_kind: str
    jurisdiction: str
    first: date
    last: date
    effective_on: date | None
    title_nl: str | None
    title_en: str | None
    summary_nl: str | None
    summary_en: str | None
    source_title: str | None
    source_url: str | None
    entry_index: int


def frameworks(connection: Connection, ledger: int) -> tuple[Framework, ...]:
    """Return the framework versions of a ledger, oldest first."""
    rows = connection.execute(
        "SELECT framework_id, version, title_nl, title_en, valid_from, effective_to,"
        " method_version, change_reason_nl, change_reason_en, entry_index, leaf_hash"
        f" FROM framework WHERE {LEDGER} ORDER BY valid_from, framework_id, version",
        {"ledger": ledger},
    ).fetchall()
    return tuple(Framework._make(row) for row in rows)


def control_lists(connection: Connection, ledger: int) -> tuple[ControlList, ...]:
    """Return the control-list versions of a ledger, oldest first."""
    rows = connection.execute(
        "SELECT list_id, version, title_nl, title_en, valid_from, effective_to,"
        " legal_ref, publication_default, entries, entry_index"
        f" FROM control_list WHERE {LEDGER} ORDER BY valid_from, list_id, version",
        {"ledger": ledger},
    ).fetchall()
    return tuple(ControlList._make(row) for row in rows)


def context_events(connection: Connection, ledger: int) -> tuple[ContextMark, ...]:
    """Return the context events of a ledger, oldest first."""
    rows = connection.execute(
        "SELECT event_ref, context_kind, jurisdiction, occurred_first, occurred_last,"
        " effective_on, title_nl, title_en, summary_nl, summary_en, source_title,"
        f" source_url, entry_index FROM context_event WHERE {LEDGER}"
        " ORDER BY occurred_first, entry_index",
        {"ledger": ledger},
    ).fetchall()
    return tuple(ContextMark._make(row) for row in rows)
