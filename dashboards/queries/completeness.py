"""Whether anything is missing: books, numbers, quiet days, late entries."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date, datetime
from typing import Final, NamedTuple

from dashboards.queries.selection import LEDGER
from etl.warehouse.connection import Connection

LATE_DAYS: Final = 30
"""Days between a decision and its entry above which it is late (R15)."""

FEWEST_NUMBERS: Final = 10
"""References of one prefix below which nothing is said about their numbers."""

_LONGEST: Final = 50
"""Runs of quiet days that are told one by one."""


class Books(NamedTuple):
    """The applications of one month, as its manifest says and as the ledger holds.

    Attributes:
        month: The month.
        has_manifest: Whether there is a manifest of it.
        received: Applications that came in; None when not counted.
        decided: Closed by a decision on the merits.
        withdrawn: Withdrawn by the applicant.
        not_processed: Closed without being processed.
        pending_before: Open at the beginning.
        pending_after: Open at the end.
        ended_before: Open at the end of the month before, as its manifest says.
        held: Public decisions of the month in the ledger, of every outcome.
        withheld: Decisions of the month that are withheld.
    """

    month: date
    has_manifest: bool
    received: int | None
    decided: int | None
    withdrawn: int | None
    not_processed: int | None
    pending_before: int | None
    pending_after: int | None
    ended_before: int | None
    held: int
    withheld: int

    @property
    def closed(self) -> int | None:
        """How many applications were closed, as the manifest says."""
        if None in {self.decided, self.withdrawn, self.not_processed}:
            return None
        return (self.decided or 0) + (self.withdrawn or 0) + (self.not_processed or 0)

    @property
    def adds_up(self) -> bool | None:
        """Whether the month goes on from the one before and its sums are right."""
        closed = self.closed
        if closed is None or self.pending_before is None:
            return None
        after = self.pending_before + (self.received or 0) - closed
        goes_on = self.ended_before in {None, self.pending_before}
        return (
            after == self.pending_after
            and goes_on
            and closed == self.held + self.withheld
        )


class NumberGap(NamedTuple):
    """Running numbers that no decision has.

    Attributes:
        prefix: What precedes the number in a reference.
        after: Reference of the decision before the gap.
        before: Reference of the decision after it.
        first: First number that is missing.
        last: Last one.
    """

    prefix: str
    after: str
    before: str
    first: int
    last: int

    @property
    def missing(self) -> int:
        """How many numbers are missing."""
        return self.last - self.first + 1


class Numbering(NamedTuple):
    """What running numbers tell.

    Attributes:
        gaps: The gaps, in the order of the references.
        numbered: Decisions whose reference has a number that runs on.
        decisions: All decisions.
    """

    gaps: tuple[NumberGap, ...]
    numbered: int
    decisions: int


class QuietRun(NamedTuple):
    """Working days in a row on which nothing was recorded."""

    first: date
    last: date
    days: int


class QuietDays(NamedTuple):
    """Working days without an entry.

    Attributes:
        quiet: How many working days have no entry.
        working_days: How many there are from the first entry to the last.
        runs: The longest runs of quiet days, longest first.
    """

    quiet: int
    working_days: int
    runs: tuple[QuietRun, ...]


class LateEntry(NamedTuple):
    """A decision that was recorded long after it was taken."""

    ref: str
    decided_on: date
    recorded_at: datetime
    days: int


class Lateness(NamedTuple):
    """How long after their day decisions were recorded.

    Attributes:
        within: Decisions recorded within a day, a week, thirty days, and later.
        entries: The late ones, most days first.
    """

    within: tuple[int, int, int, int]
    entries: tuple[LateEntry, ...]


class Repeat(NamedTuple):
    """Decisions that share a reference, or all of their public content.

    Attributes:
        refs: Their references.
        entry_indexes: Indexes of their entries.
        same_reference: Whether they share the reference; else only all else.
    """

    refs: list[str]
    entry_indexes: list[int]
    same_reference: bool


class Exclusion(NamedTuple):
    """A decision that statistics leave out, and why."""

    ref: str
    reason: str
    decided_first: date
    outcome: str


def books(connection: Connection, ledger: int) -> tuple[Books, ...]:
    """Return the books of every month from the first manifest, oldest first.

    A month without a manifest is there too, up to the last month whose manifest is
    due: that of a month may be written at any time in the month after it. A
    decision whose day is not known within a month is in none.
    """
    rows = connection.execute(
        f"""
        WITH own AS (FROM publication_manifest WHERE {LEDGER}),
        due AS (
            SELECT CAST(date_trunc('month', checkpoint_at) AS DATE)
                - INTERVAL 2 MONTH AS month
            FROM ledger WHERE ledger_id = $ledger
        ),
        promised AS (
            SELECT min(CAST(raw::JSON->>'$.record.manifest_from' || '-01' AS DATE))
                AS month
            FROM entry WHERE {LEDGER} AND kind = 'authority'
        ),
        every AS (
            SELECT CAST(unnest(generate_series(
                least((SELECT min(month) FROM own), (SELECT month FROM promised)),
                greatest((SELECT max(month) FROM own), (SELECT month FROM due)),
                INTERVAL 1 MONTH
            )) AS DATE) AS month
        ),
        held AS (
            SELECT month_first AS month, count(*) AS decisions FROM decision
            WHERE {LEDGER} AND month_first = month_last GROUP BY ALL
        ),
        hidden AS (
            SELECT month, count(*) AS decisions FROM withheld_decision
            WHERE {LEDGER} GROUP BY ALL
        ),
        first_of_month AS (
            FROM own QUALIFY row_number() OVER (
                PARTITION BY month ORDER BY entry_index
            ) = 1
        )
        SELECT e.month, m.manifest_ref IS NOT NULL, m.received, m.decided,
            m.withdrawn, m.not_processed, m.pending_before, m.pending_after,
            lag(m.pending_after) OVER (ORDER BY e.month), coalesce(h.decisions, 0),
            coalesce(w.decisions, 0)
        FROM every e LEFT JOIN first_of_month m USING (month)
        LEFT JOIN held h USING (month) LEFT JOIN hidden w USING (month)
        ORDER BY e.month
        """,
        {"ledger": ledger},
    ).fetchall()
    return tuple(Books._make(row) for row in rows)


def numbering(connection: Connection, ledger: int) -> Numbering:
    """Return the gaps in the running numbers of decisions.

    Numbers run on when there are at least ten with the same text before them, and
    at least half of those from the lowest to the highest are there.
    """
    # The last digits of a reference are its number. They are cut off, not sought by a
    # pattern: that takes ten times as long.
    numbers = f"""
        WITH parts AS (
            SELECT decision_ref, rtrim(decision_ref, '0123456789') AS prefix,
                TRY_CAST(substr(decision_ref, length(prefix) + 1) AS BIGINT) AS number
            FROM decision WHERE {LEDGER}
        ),
        series AS (
            SELECT prefix, count(DISTINCT number) AS numbered FROM parts
            WHERE number IS NOT NULL GROUP BY prefix
            HAVING numbered >= {FEWEST_NUMBERS}
                AND 2 * numbered > max(number) - min(number)
        )
    """
    rows = connection.execute(
        f"""
        {numbers}, steps AS (
            SELECT prefix, decision_ref AS after, number,
                lead(decision_ref) OVER own AS before, lead(number) OVER own AS next
            FROM parts SEMI JOIN series USING (prefix) WHERE number IS NOT NULL
            WINDOW own AS (PARTITION BY prefix ORDER BY number, decision_ref)
        )
        SELECT prefix, after, before, number + 1, next - 1 FROM steps
        WHERE next > number + 1 ORDER BY prefix, number
        """,
        {"ledger": ledger},
    ).fetchall()
    counts = connection.execute(
        f"{numbers} SELECT (SELECT CAST(coalesce(sum(numbered), 0) AS BIGINT)"
        f" FROM series), (SELECT count(*) FROM decision WHERE {LEDGER})",
        {"ledger": ledger},
    ).fetchall()
    gaps = tuple(NumberGap._make(row) for row in rows)
    return Numbering(gaps=gaps, numbered=counts[0][0], decisions=counts[0][1])


def quiet_days(connection: Connection, ledger: int) -> QuietDays:
    """Return the working days (Monday to Friday, UTC) on which nothing was recorded.

    Public holidays are not left out: which days these are, no record says.
    """
    rows = connection.execute(
        f"""
        WITH busy AS (
            SELECT DISTINCT CAST(recorded_at AS DATE) AS day FROM entry WHERE {LEDGER}
        ),
        working AS (
            SELECT CAST(day AS DATE) AS day, row_number() OVER (ORDER BY day) AS place
            FROM (SELECT unnest(generate_series(
                (SELECT min(day) FROM busy), (SELECT max(day) FROM busy),
                INTERVAL 1 DAY
            )) AS day) WHERE isodow(day) <= 5
        ),
        quiet AS (
            SELECT day, place - row_number() OVER (ORDER BY day) AS run
            FROM working ANTI JOIN busy USING (day)
        )
        SELECT min(day), max(day), count(*), (SELECT count(*) FROM working)
        FROM quiet GROUP BY run ORDER BY count(*) DESC, min(day)
        """,
        {"ledger": ledger},
    ).fetchall()
    total = connection.execute(
        "SELECT count(*) FROM (SELECT unnest(generate_series(min(recorded_at)::DATE,"
        " max(recorded_at)::DATE, INTERVAL 1 DAY)) AS day"
        f" FROM entry WHERE {LEDGER}) WHERE isodow(day) <= 5",
        {"ledger": ledger},
    ).fetchall()
    runs = tuple(QuietRun(first, last, days) for first, last, days, _ in rows)
    return QuietDays(
        quiet=sum(run.days for run in runs),
        working_days=total[0][0],
        runs=runs[:_LONGEST],
    )


def lateness(connection: Connection, ledger: int) -> Lateness:
    """Return how long after their day decisions were recorded (R15).

    Of a day that is only known within an interval, the last day counts.
    """
    own = f"""
        SELECT decision_ref, decided_last, recorded_at,
            CAST(recorded_at AS DATE) - decided_last AS days
        FROM decision JOIN entry USING (ledger_id, entry_index) WHERE {LEDGER}
    """
    counts = connection.execute(
        "SELECT count(*) FILTER (days <= 1), count(*) FILTER (days BETWEEN 2 AND 7),"
        f" count(*) FILTER (days BETWEEN 8 AND {LATE_DAYS}),"
        f" count(*) FILTER (days > {LATE_DAYS}) FROM ({own})",
        {"ledger": ledger},
    ).fetchall()
    rows = connection.execute(
        f"FROM ({own}) WHERE days > {LATE_DAYS} ORDER BY days DESC, decision_ref",
        {"ledger": ledger},
    ).fetchall()
    return Lateness(
        within=counts[0], entries=tuple(LateEntry._make(row) for row in rows)
    )


def repeats(connection: Connection, ledger: int) -> tuple[Repeat, ...]:
    """Return decisions that share a reference, or all content but the reference.

    The content is compared as it was recorded, without what the source called it.
    """
    rows = connection.execute(
        f"""
        WITH own AS (
            SELECT entry_index, d.decision_ref, e.content_hash
            FROM decision d JOIN entry e USING (ledger_id, entry_index)
            WHERE {LEDGER}
        ),
        same_ref AS (
            SELECT decision_ref FROM own GROUP BY decision_ref HAVING count(*) > 1
        ),
        same_content AS (
            SELECT content_hash FROM own GROUP BY content_hash HAVING count(*) > 1
        )
        SELECT list(decision_ref ORDER BY entry_index),
            list(entry_index ORDER BY entry_index), true
        FROM own SEMI JOIN same_ref USING (decision_ref) GROUP BY decision_ref
        UNION ALL
        SELECT list(decision_ref ORDER BY entry_index),
            list(entry_index ORDER BY entry_index), false
        FROM own SEMI JOIN same_content USING (content_hash)
        GROUP BY content_hash HAVING count(DISTINCT decision_ref) > 1
        ORDER BY 2
        """,
        {"ledger": ledger},
    ).fetchall()
    return tuple(Repeat._make(row) for row in rows)


def exclusions(connection: Connection, ledger: int) -> tuple[Exclusion, ...]:
    """Return the decisions that statistics leave out, with the reason (R16)."""
    rows = connection.execute(
        "SELECT decision_ref, excluded_from_statistics, decided_first, outcome"
        f" FROM decision WHERE {LEDGER} AND NOT counted"
        " ORDER BY excluded_from_statistics, decided_first, decision_ref",
        {"ledger": ledger},
    ).fetchall()
    return tuple(Exclusion._make(row) for row in rows)
