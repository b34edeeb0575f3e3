"""Decisions counted by the days that they took, and what these counts say of terms.

A quantile that DuckDB finds by itself keeps every day of every decision: more memory
than pages may take, at ten million decisions. There are some hundreds of different
numbers of days, so it counts decisions by them and looks where the counts reach a half.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final, NamedTuple

from dashboards.queries.selection import Parameters, decisions_where
from etl.warehouse.connection import Connection


class Terms(NamedTuple):
    """How long some decisions took.

    Attributes:
        decisions: How many decisions there are.
        known: How many of these have a published term; all else is about them.
        gross_median: Days from receipt to decision that half of them kept within.
        gross_p90: Days that nine in ten kept within.
        net_median: The same with the days left out on which the term stood still.
        net_p90: Likewise.
        within: Decided within eight weeks, net.
        stopped: Of which the term stood still for a time.
    """

    decisions: int
    known: int
    gross_median: int | None
    gross_p90: int | None
    net_median: int | None
    net_p90: int | None
    within: int
    stopped: int


Days = dict[int | None, int]
"""How many decisions took so many days; None is not published."""


@dataclass(frozen=True, slots=True)
class TermDays:
    """Decisions by days.

    Attributes:
        gross: From receipt to decision.
        net: Without the days on which the term stood still.
        within: Decided within eight weeks, net.
        stopped: Of which the term stood still for a time.
    """

    gross: Days
    net: Days
    within: int
    stopped: int

    def terms(self) -> Terms:
        """Return what these counts say."""
        decisions = sum(self.gross.values())
        return Terms(
            decisions,
            decisions - self.gross.get(None, 0),
            *_kept_within(self.gross),
            *_kept_within(self.net),
            self.within,
            self.stopped,
        )


NONE: Final = TermDays({}, {}, 0, 0)
"""No decision."""

Parts = dict[Any, TermDays]
"""Decisions by the value that those of a part have; None is not published."""


def term_days(
    connection: Connection, source: str, parameters: Parameters, *keys: str
) -> dict[str, Parts]:
    """Return the decisions in cells of terms by days, for several keys at once.

    Args:
        connection: A cursor on the warehouse.
        source: The cells.
        parameters: The values that it names.
        keys: Columns of them, and ``""`` for all decisions together.

    Returns:
        The parts by the values of each key; all together are under None.
    """
    names = "".join(f"{key}, " for key in keys if key)
    cells = f"{names}processing_days, net_days, within_norm, is_stopped"
    # Of several keys, cells that differ in nothing else are first put together.
    measure, grouped = (
        ("decisions", "")
        if len(keys) == 1
        else (f"{_SUM} AS decisions", "GROUP BY ALL")
    )
    days = " UNION ALL ".join(
        f"""
        SELECT '{key}' AS key, {key or "NULL"} AS part, true AS is_gross,
            processing_days AS days, {_SUM} AS decisions,
            {decisions_where("within_norm")} AS within,
            {decisions_where("is_stopped")} AS stopped
        FROM cell GROUP BY ALL
        UNION ALL
        SELECT '{key}', {key or "NULL"}, false, net_days, {_SUM}, 0, 0
        FROM cell GROUP BY ALL"""
        for key in keys
    )
    rows = connection.execute(
        f"""
        WITH cell AS MATERIALIZED (SELECT {cells}, {measure} FROM {source} {grouped})
        SELECT key, part, is_gross, list(days), list(decisions),
            CAST(sum(within) AS BIGINT), CAST(sum(stopped) AS BIGINT)
        FROM ({days}) GROUP BY key, part, is_gross ORDER BY is_gross
        """,
        parameters,
    ).fetchall()
    found: dict[str, Parts] = {key: {} for key in keys}
    for key, part, is_gross, taken, decisions, within, stopped in rows:
        counts = dict(zip(taken, decisions, strict=True))
        if is_gross:
            net = found[key][part].net
            found[key][part] = TermDays(counts, net, within, stopped)
        else:
            found[key][part] = TermDays({}, counts, 0, 0)
    return found


_SUM: Final = "CAST(sum(decisions) AS BIGINT)"


def _kept_within(counts: Days) -> tuple[int | None, int | None]:
    """Return the days that half of the decisions kept within, and nine in ten."""
    known = sorted((days, n) for days, n in counts.items() if days is not None)
    upto = list(accumulate(n for _, n in known))
    if not upto:
        return None, None
    whole = upto[-1]
    half = bisect_left(upto, (whole + 1) // 2)
    most = bisect_left(upto, (9 * whole + 9) // 10)
    return known[half][0], known[most][0]
