"""Items of the control lists: their text, where they stand now, and their decisions.

A code as decided is mapped to the place of its item in the newest lists. An item that
was split has several places; a decision on it counts once at each.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.product_class import ClassCount, ItemCount
from dashboards.queries.selection import GROUPS, LEDGER, asked_classes, selected
from etl.warehouse.connection import Connection


class ListItem(NamedTuple):
    """One item of one list version."""

    code: str
    product_class: str
    text_nl: str | None
    text_en: str | None
    process_step: str | None
    regime: str | None
    is_illustrative: bool


class Passage(NamedTuple):
    """Where an item of one list stands now, when that is elsewhere.

    Attributes:
        list_id: List of the code as decided.
        code: The code as decided.
        text_nl: What the item is, in Dutch.
        text_en: What the item is, in English.
        current_list: List in which it stands now.
        current_version: Newest version of that list that has it.
        current_code: Its code there.
        relation: What the item there is to this one.
        is_illustrative: Whether a step to it only illustrates.
        decisions: Decisions with a line on the code as decided, in this list.
    """

    list_id: str
    code: str
    text_nl: str | None
    text_en: str | None
    current_list: str
    current_version: str | None
    current_code: str
    relation: str
    is_illustrative: bool
    decisions: int


class Moved(NamedTuple):
    """Of the selected decisions, those with an item that stands elsewhere now."""

    moved: int
    illustrative: int


def list_items(
    connection: Connection, ledger: int, list_id: str, version: str
) -> tuple[ListItem, ...]:
    """Return the items of a list version, in its order."""
    rows = connection.execute(
        "SELECT code, product_class, text_nl, text_en, process_step, regime,"
        f" is_illustrative FROM control_list_entry WHERE {LEDGER}"
        " AND list_id = $list_id AND version = $version ORDER BY position",
        {"ledger": ledger, "list_id": list_id, "version": version},
    ).fetchall()
    return tuple(ListItem._make(row) for row in rows)


def passages(connection: Connection, ledger: int) -> tuple[Passage, ...]:
    """Return every item that stands in another list or under another code now."""
    rows = connection.execute(
        f"""
        WITH word AS (
            SELECT list_id, code, arg_max(text_nl, entry_index) AS text_nl,
                arg_max(text_en, entry_index) AS text_en
            FROM control_list_entry WHERE {LEDGER} GROUP BY ALL
        ), line AS (
            SELECT list_id, code, count(DISTINCT entry_index) AS decisions
            FROM decision_line WHERE {LEDGER} GROUP BY ALL
        )
        SELECT c.list_id, c.code, text_nl, text_en, current_list_id, current_version,
            current_code, relation, is_illustrative, coalesce(decisions, 0)
        FROM concordance c LEFT JOIN word USING (list_id, code)
            LEFT JOIN line USING (list_id, code)
        WHERE c.{LEDGER} AND relation IS NOT NULL
        ORDER BY c.list_id, c.code, current_list_id, current_code
        """,
        {"ledger": ledger},
    ).fetchall()
    return tuple(Passage._make(row) for row in rows)


_LINES = """
    SELECT DISTINCT d.entry_index, d.outcome_group, 1 AS decisions,
        coalesce(p.category, c.current_class) AS category,
        c.current_class AS product_class, c.current_code AS code,
        c.relation IS NOT NULL AS moved, c.is_illustrative
    FROM (SELECT * FROM decision WHERE {condition}) d
    JOIN decision_line l USING (ledger_id, entry_index)
    JOIN concordance c USING (ledger_id, list_id, code)
    LEFT JOIN product_class p ON p.code = c.current_class
"""


def current_classes(connection: Connection, filters: Filters) -> tuple[ClassCount, ...]:
    """Return decisions by the product class in which their items stand now."""
    condition, parameters = selected(filters)
    rows = connection.execute(
        f"SELECT category, product_class, {GROUPS} FROM (SELECT DISTINCT entry_index,"
        f" outcome_group, decisions, category, product_class"
        f" FROM ({_LINES.format(condition=condition)}))"
        f" WHERE {asked_classes(filters)} GROUP BY ALL ORDER BY ALL",
        parameters,
    ).fetchall()
    return tuple(ClassCount._make(row) for row in rows)


def current_items(connection: Connection, filters: Filters) -> tuple[ItemCount, ...]:
    """Return decisions by the code that their items have now, most decisions first."""
    condition, parameters = selected(filters)
    rows = connection.execute(
        f"SELECT code, product_class, {GROUPS} FROM (SELECT DISTINCT entry_index,"
        f" outcome_group, decisions, category, product_class, code"
        f" FROM ({_LINES.format(condition=condition)}))"
        f" WHERE {asked_classes(filters)} GROUP BY code, product_class"
        " ORDER BY decisions DESC, code",
        parameters,
    ).fetchall()
    return tuple(ItemCount._make(row) for row in rows)


def moved(connection: Connection, filters: Filters) -> Moved:
    """Return how many selected decisions have an item that stands elsewhere now."""
    condition, parameters = selected(filters)
    rows = connection.execute(
        "SELECT count(DISTINCT entry_index) FILTER (moved),"
        " count(DISTINCT entry_index) FILTER (moved AND is_illustrative)"
        f" FROM ({_LINES.format(condition=condition)})",
        parameters,
    ).fetchall()
    return Moved._make(rows[0])
