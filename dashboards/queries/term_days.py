"""Decisions counted by the days that they took, and what these counts say of terms.

DuckDB counts, for it would keep every day of every decision to find a quantile: more
memory than pages may take, at ten million decisions. There are some hundreds of
different numbers of days.
"""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final, NamedTuple

from dashboards.queries.selection import Parameters
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


@dataclass(slots=True)
class TermDays:
    """Decisions by days.

    Attributes:
        gross: How many took so many days; None is not published.
        net: The same, without the days on which the term stood still.
        within: Decided within eight weeks, net.
        stopped: Of which the term stood still for a time.
    """

    gross: dict[int | None, int]
    net: dict[int | None, int]
    within: int = 0
    stopped: int = 0

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


DayCount = tuple[Any, ...]
"""Decisions of one part that took so many days: what it is parted by, whether days are
gross (else net), the days (None is not published), how many, of these within eight
weeks net, and of these with a term that stood still for a time."""

_COUNTS: Final = """GROUPING(net_days), coalesce(processing_days, net_days), count(*),
    count(*) FILTER (within_norm), count(*) FILTER (clock_stopped_days > 0)"""


def day_counts(
    connection: Connection, source: str, parameters: Parameters, *parts: str
) -> list[DayCount]:
    """Return the decisions of a source by their days, for each of its parts."""
    names = ", ".join(parts)
    return connection.execute(
        f"SELECT {names}, {_COUNTS} FROM {source} GROUP BY GROUPING SETS"
        f" (({names}, processing_days), ({names}, net_days))",
        parameters,
    ).fetchall()


def merged(counts: Iterable[DayCount], place: int | None) -> dict[Any, TermDays]:
    """Return counts by the part at a place, or all together under None."""
    found: dict[Any, TermDays] = {}
    for *parts, is_gross, days, decisions, within, stopped in counts:
        part = None if place is None else parts[place]
        own = found.get(part)
        if own is None:
            own = found[part] = TermDays({}, {})
        if is_gross:
            own.gross[days] = own.gross.get(days, 0) + decisions
            own.within += within
            own.stopped += stopped
        else:
            own.net[days] = own.net.get(days, 0) + decisions
    return found


def _kept_within(counts: Mapping[int | None, int]) -> tuple[int | None, int | None]:
    """Return the days that half of the decisions kept within, and nine in ten."""
    known = sorted((days, n) for days, n in counts.items() if days is not None)
    upto = list(accumulate(n for _, n in known))
    if not upto:
        return None, None
    whole = upto[-1]
    half = bisect_left(upto, (whole + 1) // 2)
    most = bisect_left(upto, (9 * whole + 9) // 10)
    return known[half][0], known[most][0]
