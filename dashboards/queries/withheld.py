"""Withheld decisions: how many, on what ground, by which rule, and as declared."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import Any, NamedTuple

from dashboards.filters import Filters, Grain
from dashboards.queries.selection import LEDGER, month_condition
from etl.warehouse.connection import Connection

Grounds = tuple[str, ...]
"""The grounds (Woo) on which decisions are withheld, all together and in order."""


class WithheldCount(NamedTuple):
    """Withheld decisions on the same grounds."""

    grounds: Grounds
    decisions: int


class WithheldPeriodCount(NamedTuple):
    """Withheld decisions of one period on the same grounds."""

    period: date
    grounds: Grounds
    decisions: int


class Declared(NamedTuple):
    """What the manifest of a month says is withheld, and what the ledger holds.

    Attributes:
        month: The month of the manifest.
        entry_index: Index of its entry.
        grounds: The grounds; empty when neither has any withheld decision.
        said: How many the manifest counts.
        held: How many stand in the ledger since the manifest before it.
    """

    month: date
    entry_index: int
    grounds: Grounds
    said: int
    held: int


class RuleStood(NamedTuple):
    """What one version of the rules said of a list, and what came of it.

    Attributes:
        rule_id: The version.
        title_nl: Its name in Dutch.
        title_en: Its name in English.
        summary_nl: What it says, in Dutch.
        summary_en: What it says, in English.
        valid_from: First day.
        effective_to: Last day; None when it still stands.
        entry_index: Index of its entry.
        list_id: The control list; None when it names none.
        authorisation_types: Kinds of authorisation that it is limited to.
        rule: What may be published; ``disclose`` when it names no list.
        grounds: On what grounds not all is.
        disclosed: Decisions disclosed under the version.
        in_totals: Decisions under it that are published in totals only.
        withheld: Decisions withheld under it.
    """

    rule_id: str
    title_nl: str | None
    title_en: str | None
    summary_nl: str | None
    summary_en: str | None
    valid_from: date
    effective_to: date | None
    entry_index: int
    list_id: str | None
    authorisation_types: tuple[str, ...]
    rule: str
    grounds: Grounds
    disclosed: int
    in_totals: int
    withheld: int


def withheld_counts(
    connection: Connection, filters: Filters
) -> tuple[WithheldCount, ...]:
    """Return the withheld decisions of the asked months, by their grounds.

    Only the months of the filters count: what else is asked for is not known of a
    decision that is withheld.
    """
    condition, parameters = month_condition(filters)
    rows = connection.execute(
        f"SELECT grounds, count(*) FROM withheld_decision WHERE {condition}"
        " GROUP BY grounds ORDER BY count(*) DESC, grounds",
        parameters,
    ).fetchall()
    return tuple(WithheldCount(tuple(grounds), number) for grounds, number in rows)


def withheld_over_time(
    connection: Connection, filters: Filters, grain: Grain
) -> tuple[WithheldPeriodCount, ...]:
    """Return the withheld decisions of the asked months by period and grounds."""
    condition, parameters = month_condition(filters)
    rows = connection.execute(
        "SELECT CAST(date_trunc($grain, month) AS DATE) AS period, grounds, count(*)"
        f" FROM withheld_decision WHERE {condition}"
        " GROUP BY period, grounds ORDER BY period, grounds",
        {**parameters, "grain": grain},
    ).fetchall()
    return tuple(
        WithheldPeriodCount(period, tuple(grounds), number)
        for period, grounds, number in rows
    )


def withheld_destinations(
    connection: Connection, filters: Filters
) -> dict[str, int] | None:
    """Return the withheld decisions by destination; None when that is not known.

    A build for the committee has the table ``opened_field``, with what was sealed and
    opened. Of one decision that stays closed no destination is known: then of none.
    """
    is_opened = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE table_name = 'opened_field'"
    ).fetchall()
    if not is_opened:
        return None
    condition, parameters = month_condition(filters)
    rows = connection.execute(
        "SELECT json_extract_string(value, '$.destination') AS destination, count(*)"
        f" FROM (FROM withheld_decision WHERE {condition}) w"
        " LEFT JOIN (FROM opened_field WHERE field = 'decision') o"
        " ON o.ledger_id = w.ledger_id AND o.entry_index = w.entry_index"
        " GROUP BY destination ORDER BY destination",
        parameters,
    ).fetchall()
    found: dict[str, int] = {}
    for destination, number in rows:
        if destination is None:
            return None
        found[destination] = number
    return found


def withheld_span(connection: Connection, filters: Filters) -> tuple[date, date] | None:
    """Return the first and the last month with a withheld decision, if there are."""
    condition, parameters = month_condition(filters)
    rows = connection.execute(
        f"SELECT min(month), max(month) FROM withheld_decision WHERE {condition}",
        parameters,
    ).fetchall()
    first, last = rows[0]
    return None if first is None else (first, last)


def declared(connection: Connection, ledger: int) -> tuple[Declared, ...]:
    """Return what every manifest declares as withheld beside the ledger's own count.

    A manifest counts the entries between the manifest before it and itself.
    """
    rows = connection.execute(
        f"""
        WITH own AS (
            SELECT entry_index, month,
                lag(entry_index, 1, 0) OVER (ORDER BY entry_index) AS before
            FROM publication_manifest WHERE {LEDGER}
        ),
        said AS (
            SELECT entry_index, grounds, CAST(sum(entries) AS BIGINT) AS said
            FROM manifest_count WHERE {LEDGER} AND kind = 'withheld_decision'
            GROUP BY ALL
        ),
        held AS (
            SELECT o.entry_index, w.grounds, count(*) AS held
            FROM own o JOIN withheld_decision w
                ON w.entry_index > o.before AND w.entry_index < o.entry_index
            WHERE {LEDGER} GROUP BY ALL
        ),
        compared AS (
            SELECT entry_index, grounds, coalesce(said, 0) AS said,
                coalesce(held, 0) AS held
            FROM said FULL JOIN held USING (entry_index, grounds)
        )
        SELECT month, entry_index, coalesce(grounds, []), coalesce(said, 0),
            coalesce(held, 0)
        FROM own LEFT JOIN compared USING (entry_index) ORDER BY entry_index, grounds
        """,
        {"ledger": ledger},
    ).fetchall()
    return tuple(
        Declared(month, index, tuple(grounds), said, held)
        for month, index, grounds, said, held in rows
    )


def rules_stood(connection: Connection, ledger: int) -> tuple[RuleStood, ...]:
    """Return the versions of the rules of disclosure, oldest first, list by list."""
    rows = connection.execute(
        f"""
        WITH own AS (FROM disclosure_rule_version WHERE {LEDGER}),
        lists AS (FROM disclosure_rule WHERE {LEDGER}),
        published AS (
            SELECT disclosure_rule_id AS rule_id,
                count(*) FILTER (disclosure_rule = 'disclose') AS disclosed,
                count(*) FILTER (disclosure_rule = 'aggregate') AS in_totals
            FROM decision WHERE {LEDGER} GROUP BY ALL
        ),
        kept AS (
            SELECT disclosure_rule_id AS rule_id, count(*) AS withheld
            FROM withheld_decision WHERE {LEDGER} GROUP BY ALL
        )
        SELECT o.rule_id, o.title_nl, o.title_en, o.summary_nl, o.summary_en,
            o.valid_from, o.effective_to, o.entry_index, l.list_id,
            coalesce(l.authorisation_types, []), coalesce(l.rule, 'disclose'),
            coalesce(l.grounds, []), coalesce(disclosed, 0), coalesce(in_totals, 0),
            coalesce(withheld, 0)
        FROM own o LEFT JOIN lists l USING (entry_index)
        LEFT JOIN published p ON p.rule_id = o.rule_id
        LEFT JOIN kept k ON k.rule_id = o.rule_id
        ORDER BY o.valid_from, o.entry_index, l.position
        """,
        {"ledger": ledger},
    ).fetchall()
    return tuple(_stood(row) for row in rows)


def _stood(row: tuple[Any, ...]) -> RuleStood:
    read = RuleStood._make(row)
    kinds, grounds = tuple(read.authorisation_types), tuple(read.grounds)
    return read._replace(authorisation_types=kinds, grounds=grounds)
