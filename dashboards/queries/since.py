"""What came into a ledger since some size of it."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date, datetime
from typing import Final, NamedTuple

from dashboards.queries.selection import LEDGER
from etl.warehouse.connection import Connection

NEWS: Final = (
    "licence_decision",
    "withheld_decision",
    "withheld_publication",
    "correction",
    "ended",
    "decision_event",
    "framework_version",
    "control_list_version",
    "disclosure_rule_version",
    "context_event",
    "table_release",
    "publication_manifest",
    "erasure",
    "ingest_run",
    "authority",
    "access",
)
"""The sorts of news, in order: every kind of entry, corrections apart, and decisions
whose licence was revoked, suspended, cancelled or annulled."""

_ADDED: Final = f"""
    SELECT entry_index, e.recorded_at, e.kind AS kind,
        CASE WHEN v.event_type = 'correction' THEN 'correction'
            WHEN v.event_type IN
                ('revoked', 'revoked_in_part', 'suspended', 'cancelled', 'annulled')
            THEN 'ended' ELSE e.kind END AS news,
        coalesce(d.decision_ref, v.decision_ref, w.decision_ref) AS ref,
        d.outcome, d.destination, v.event_type, v.changed_fields, w.grounds,
        coalesce(f.title_nl, l.title_nl, c.title_nl, r.title_nl, t.release_ref)
            AS title_nl,
        coalesce(f.title_en, l.title_en, c.title_en, r.title_en, t.release_ref)
            AS title_en,
        coalesce(d.decided_first, v.occurred_on, f.valid_from, l.valid_from,
            c.occurred_first, w.month, r.valid_from) AS first_on,
        coalesce(d.decided_last, v.occurred_on, f.valid_from, l.valid_from,
            c.occurred_last, last_day(w.month), r.valid_from) AS last_on
    FROM (SELECT * FROM entry WHERE {LEDGER} AND entry_index >= $seen) e
    LEFT JOIN decision d USING (ledger_id, entry_index)
    LEFT JOIN decision_event v USING (ledger_id, entry_index)
    LEFT JOIN framework f USING (ledger_id, entry_index)
    LEFT JOIN control_list l USING (ledger_id, entry_index)
    LEFT JOIN context_event c USING (ledger_id, entry_index)
    LEFT JOIN withheld_decision w USING (ledger_id, entry_index)
    LEFT JOIN disclosure_rule_version r USING (ledger_id, entry_index)
    LEFT JOIN table_release t USING (ledger_id, entry_index)
"""


class News(NamedTuple):
    """One entry that came later.

    Attributes:
        entry_index: Its index.
        recorded_at: When it was recorded (UTC).
        kind: Kind of the entry.
        news: Sort of news, of ``NEWS``.
        ref: The decision that it is or is about; None for another entry.
        outcome: Outcome of a decision.
        destination: Destination of a decision.
        event_type: What happened to a decision.
        changed_fields: What a correction or a modification changed.
        grounds: The grounds (Woo) on which a decision is withheld.
        title_nl: Title of a version of a framework, a list or the rules of disclosure,
            or of a context event, in Dutch; reference of a release of tables.
        title_en: The same in English.
        first_on: When it was decided, happened or came into force: the first day.
        last_on: The last day that can have been.
    """

    entry_index: int
    recorded_at: datetime
    kind: str
    news: str
    ref: str | None
    outcome: str | None
    destination: str | None
    event_type: str | None
    changed_fields: list[str] | None
    grounds: list[str] | None
    title_nl: str | None
    title_en: str | None
    first_on: date | None
    last_on: date | None


def news_since(
    connection: Connection, ledger: int, seen: int, most: int
) -> tuple[News, ...]:
    """Return what came since a size, by sort of news, each the newest first.

    Args:
        connection: A cursor on the warehouse.
        ledger: Slug of the ledger.
        seen: The size that is known already.
        most: How many entries to return.
    """
    rows = connection.execute(
        f"SELECT * FROM ({_ADDED})"
        " ORDER BY list_position($news, news), entry_index DESC"
        " LIMIT $most",
        {"ledger": ledger, "seen": seen, "news": list(NEWS), "most": most},
    ).fetchall()
    return tuple(News._make(row) for row in rows)


def news_counts(connection: Connection, ledger: int, seen: int) -> dict[str, int]:
    """Return how many entries came since a size, by sort of news, in order."""
    rows = connection.execute(
        f"SELECT news, count(*) FROM ({_ADDED}) GROUP BY news"
        " ORDER BY list_position($news, news)",
        {"ledger": ledger, "seen": seen, "news": list(NEWS)},
    ).fetchall()
    return dict(rows)


def recorded_until(connection: Connection, ledger: int, seen: int) -> date | None:
    """Return the day (UTC) on which the last entry of a size was recorded."""
    rows = connection.execute(
        f"SELECT recorded_at FROM entry WHERE {LEDGER} AND entry_index = $last",
        {"ledger": ledger, "last": seen - 1},
    ).fetchall()
    return rows[0][0].date() if rows else None
