"""One withheld decision, as everyone may know it."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.detail import EntryProof
from dashboards.queries.selection import LEDGER, month_condition
from etl.warehouse.connection import Connection


class Published(NamedTuple):
    """The publication of a withheld decision.

    Attributes:
        entry_index: Index of its entry.
        leaf_hash: Leaf hash of that entry.
        published_on: The day.
        reason_nl: Why, in Dutch.
        reason_en: Why, in English.
        raw: The canonical bytes of the entry, which holds the decision, as text.
    """

    entry_index: int
    leaf_hash: str
    published_on: date
    reason_nl: str | None
    reason_en: str | None
    raw: str


class WithheldDetail(NamedTuple):
    """What is public about one withheld decision.

    Attributes:
        decision_ref: Its reference.
        month: The month of the decision, as its first day.
        rule_id: Which version of the rules of disclosure says so.
        grounds: The grounds (Woo) on which it is withheld.
        rule_nl: What that version is called in Dutch.
        rule_en: What it is called in English.
        entry: Its entry and hashes.
        published: Its publication, when it was published since.
    """

    decision_ref: str
    month: date
    rule_id: str
    grounds: tuple[str, ...]
    rule_nl: str | None
    rule_en: str | None
    entry: EntryProof
    published: Published | None


class WithheldRow(NamedTuple):
    """One withheld decision in a list of them."""

    decision_ref: str
    month: date
    grounds: tuple[str, ...]
    entry_index: int


def withheld_detail(
    connection: Connection, ledger: int, ref: str
) -> WithheldDetail | None:
    """Return a withheld decision by its reference, or None when there is no such."""
    entry = ", ".join(f"e.{name}" for name in EntryProof._fields)
    rows = connection.execute(
        "SELECT w.decision_ref, month, disclosure_rule_id, grounds, title_nl,"
        f" title_en, {entry} FROM withheld_decision w"
        " JOIN entry e USING (ledger_id, entry_index)"
        " LEFT JOIN disclosure_rule_version v"
        " ON v.ledger_id = w.ledger_id AND v.rule_id = w.disclosure_rule_id"
        f" WHERE w.{LEDGER} AND w.decision_ref = $ref"
        " ORDER BY w.entry_index, v.entry_index DESC LIMIT 1",
        {"ledger": ledger, "ref": ref},
    ).fetchall()
    for reference, month, rule, grounds, rule_nl, rule_en, *own in rows:
        proof = EntryProof._make(own)
        return WithheldDetail(
            decision_ref=reference,
            month=month,
            rule_id=rule,
            grounds=tuple(grounds),
            rule_nl=rule_nl,
            rule_en=rule_en,
            entry=proof,
            published=_published(connection, ledger, proof.leaf_hash),
        )
    return None


def _published(connection: Connection, ledger: int, leaf: str) -> Published | None:
    """Return the first publication that names a withheld decision."""
    columns = ", ".join(Published._fields)
    rows = connection.execute(
        f"SELECT {columns} FROM withheld_publication"
        " JOIN entry USING (ledger_id, entry_index)"
        f" WHERE {LEDGER} AND withheld_leaf = $leaf ORDER BY entry_index LIMIT 1",
        {"ledger": ledger, "leaf": leaf},
    ).fetchall()
    return Published._make(rows[0]) if rows else None


def published_rows(connection: Connection, ledger: int) -> tuple[WithheldRow, ...]:
    """Return the withheld decisions that were published since, the last first."""
    rows = connection.execute(
        "SELECT DISTINCT w.decision_ref, month, grounds, w.entry_index"
        " FROM withheld_publication p"
        " JOIN entry e ON e.ledger_id = p.ledger_id AND e.leaf_hash = p.withheld_leaf"
        " JOIN withheld_decision w"
        " ON w.ledger_id = e.ledger_id AND w.entry_index = e.entry_index"
        f" WHERE p.{LEDGER} ORDER BY month DESC, w.decision_ref",
        {"ledger": ledger},
    ).fetchall()
    return tuple(
        WithheldRow(ref, month, tuple(grounds), index)
        for ref, month, grounds, index in rows
    )


def withheld_rows(
    connection: Connection, filters: Filters, most: int
) -> tuple[tuple[WithheldRow, ...], int]:
    """Return withheld decisions of the asked months, the last first, and how many.

    Args:
        connection: The build.
        filters: The months; nothing else of a withheld decision is known.
        most: How many are returned.
    """
    condition, parameters = month_condition(filters)
    rows = connection.execute(
        "SELECT decision_ref, month, grounds, entry_index, count(*) OVER ()"
        f" FROM withheld_decision WHERE {condition}"
        " ORDER BY month DESC, decision_ref LIMIT $most",
        {**parameters, "most": most},
    ).fetchall()
    found = tuple(
        WithheldRow(ref, month, tuple(grounds), index)
        for ref, month, grounds, index, _ in rows
    )
    return found, rows[0][-1] if rows else 0
