"""One withheld decision, as everyone may know it."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.detail import EntryProof
from dashboards.queries.selection import LEDGER, month_condition
from etl.warehouse.connection import Connection


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
    """

    decision_ref: str
    month: date
    rule_id: str
    grounds: tuple[str, ...]
    rule_nl: str | None
    rule_en: str | None
    entry: EntryProof


class WithheldRow(NamedTuple):
    """One withheld decision in a list of them."""

    decision_ref: str
    month: date
    grounds: tuple[str, ...]
    entry_index: int


def withheld_detail(
    connection: Connection, ledger: str, ref: str
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
        {"slug": ledger, "ref": ref},
    ).fetchall()
    for reference, month, rule, grounds, rule_nl, rule_en, *own in rows:
        proof = EntryProof._make(own)
        said = tuple(grounds)
        return WithheldDetail(reference, month, rule, said, rule_nl, rule_en, proof)
    return None


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
