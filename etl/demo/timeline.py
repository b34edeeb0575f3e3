"""Everything that the invented authority recorded, in the order of recording.

Memory stays flat: a month of decisions is drawn at a time, and what happens
later waits until its time has come.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Final

import msgspec

from etl.demo.case import decide
from etl.demo.life import life_of
from etl.demo.market import Market
from ledger.records.control_list import ControlListVersion
from ledger.records.framework import FrameworkVersion
from ledger.records.record import Record
from ledger.records.values import Value, last_day

FIRST: Final = date(2018, 1, 1)
"""First day of the demo."""

_GROWTH: Final = 0.055
_SEASON: Final = (0.92, 0.95, 1.08, 1.0, 0.97, 1.1, 0.86, 0.72, 1.06, 1.08, 1.1, 1.16)


class Plan(Value, frozen=True, kw_only=True):
    """What to make: the same plan always makes the same records.

    Attributes:
        decisions: Number of decisions.
        seed: Where chance starts.
        until: First day that is no longer part of the demo; first of a month.
    """

    decisions: int
    seed: int
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A record and when it was recorded."""

    record: Record
    recorded_at: datetime


def opening_at() -> datetime:
    """Return when the ledger of the demo was opened."""
    return _at(FIRST, 0)


def timeline(market: Market, plan: Plan) -> Generator[Dated, str, None]:
    """Yield every record; be sent the leaf hash of each, in hexadecimal.

    On each day what became known before is recorded in the morning, decisions
    from nine o'clock on, and events at six in the evening.
    """
    draw = Random(f"weegboek demo {plan.seed}")
    books = _Books()
    for day, record in _reference(market):
        if day < plan.until:
            books.wait(_at(max(day, FIRST), 6), record)
    last = plan.until - timedelta(days=1)
    for number, day in enumerate(_days(draw, plan), start=1):
        opens = _at(day, 9)
        yield from books.due(opens)
        ref = f"NL-{day.year}-{number:06d}"
        decision = decide(draw, market, books.frameworks, ref, day)
        when = max(opens, books.latest) + timedelta(seconds=draw.randrange(1, 9))
        leaf = yield books.recorded(decision, when)
        for event in life_of(draw, decision, leaf, last):
            books.wait(_at(event.occurred_on, 18), event)
    yield from books.due(_at(plan.until, 0))


class _Books:
    """What waits to be recorded, and what was recorded last."""

    def __init__(self) -> None:
        self.frameworks: dict[tuple[str, int], str] = {}
        self.latest = opening_at()
        self._lists: dict[str, str] = {}
        self._order = count()
        self._waiting: list[tuple[datetime, int, Record]] = []

    def wait(self, when: datetime, record: Record) -> None:
        """Keep a record until its time has come."""
        heappush(self._waiting, (when, next(self._order), record))

    def recorded(self, record: Record, when: datetime) -> Dated:
        """Note that a record is recorded now."""
        self.latest = when
        return Dated(record=record, recorded_at=when)

    def due(self, until: datetime) -> Generator[Dated, str, None]:
        """Yield what is to be recorded before a time."""
        while self._waiting and self._waiting[0][0] < until:
            when, _, record = heappop(self._waiting)
            record = self._superseding(record)
            leaf = yield self.recorded(record, max(when, self.latest))
            if isinstance(record, FrameworkVersion):
                self.frameworks[record.framework_id, record.version] = leaf
            if isinstance(record, ControlListVersion):
                self._lists[record.list_id] = leaf

    def _superseding(self, record: Record) -> Record:
        """Let a new version name the one before it by its leaf hash."""
        before = None
        if isinstance(record, FrameworkVersion):
            before = self.frameworks.get((record.framework_id, record.version - 1))
        elif isinstance(record, ControlListVersion):
            before = self._lists.get(record.list_id)
        if before is None:
            return record
        return msgspec.structs.replace(record, supersedes=before)


def _reference(market: Market) -> Iterator[tuple[date, Record]]:
    for framework in market.frameworks:
        yield framework.valid_from, framework
    for version in market.lists:
        yield version.valid_from, version
    for event in market.context:
        yield last_day(event.occurred_on), event


def _days(draw: Random, plan: Plan) -> Iterator[date]:
    """Yield the day of each decision, in order: working days, more each year."""
    months = []
    month = FIRST
    while month < plan.until:
        months.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    shares = [
        (1 + _GROWTH) ** (month.year - FIRST.year) * _SEASON[month.month - 1]
        for month in months
    ]
    done, share_so_far, whole = 0, 0.0, sum(shares)
    for month, share in zip(months, shares, strict=True):
        share_so_far += share
        upto = round(plan.decisions * share_so_far / whole)
        days = _working_days(month)
        yield from sorted(draw.choice(days) for _ in range(upto - done))
        done = upto


def _working_days(month: date) -> list[date]:
    days = (month + timedelta(days=number) for number in range(31))
    return [day for day in days if day.month == month.month and day.weekday() < 5]


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
