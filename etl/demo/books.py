"""The books of the invented authority: what waits, what was recorded, each month."""

from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

import msgspec

from etl.demo.applications import FIRST, Plan, months, received
from etl.demo.life import Happening
from ledger.records.control_list import ControlListVersion
from ledger.records.decision import LicenceDecision
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.framework import FrameworkVersion
from ledger.records.manifest_count import Group, entry_counts, group_of
from ledger.records.publication import (
    ApplicationCount,
    PublicationManifest,
)
from ledger.records.record import Record
from ledger.records.terms import Outcome

Waiting = Record | Happening | Callable[[], Record]
"""A record, an event that names an earlier one, or what makes one when it is due."""


Follow = Callable[[LicenceDecision, str], object]
"""Told of a decision that waited, and of its leaf hash, once it is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A record and when it was recorded."""

    record: Record
    recorded_at: datetime


def at(day: date, hour: int) -> datetime:
    """Return an hour of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


class Books:
    """What waits to be recorded, what was recorded last, and the counts of a month.

    Attributes:
        frameworks: Leaf hashes of framework versions, by id and number.
        latest: When the last record was recorded.
    """

    def __init__(self, plan: Plan, follow: Follow) -> None:
        self.frameworks: dict[tuple[str, int], str] = {}
        self.latest = at(FIRST, 0)
        self._follow = follow
        self._lists: dict[str, str] = {}
        self._order = count()
        self._waiting: list[tuple[datetime, int, Waiting]] = []
        self._named: dict[str, str] = {}
        self._entries: Counter[Group] = Counter({("authority", None, ()): 1})
        self._rules = ""
        self._closed: Counter[tuple[str, str]] = Counter()
        self._received = received(plan)
        first = f"{FIRST:%Y-%m}"
        self._pending = sum(n for month, n in self._received.items() if month < first)
        for month in months(plan):
            end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            self.wait(at(end, 23), _closing(self, f"{month:%Y-%m}"))

    def wait(self, when: datetime, record: Waiting) -> None:
        """Keep a record until its time has come."""
        heappush(self._waiting, (when, next(self._order), record))

    def close(self, day: date, outcome: Outcome) -> None:
        """Note that an application was closed, in the books of its month."""
        closed = outcome if outcome in {"not_processed", "withdrawn"} else "decided"
        self._closed[f"{day:%Y-%m}", closed] += 1

    def recorded(self, record: Record, when: datetime) -> Dated:
        """Note that a record is recorded now."""
        self.latest = when
        if not isinstance(record, PublicationManifest):
            self._entries[group_of(record)] += 1
        return Dated(record=record, recorded_at=when)

    def due(self, until: datetime) -> Generator[Dated, str, None]:
        """Yield what is to be recorded before a time; be sent each leaf hash."""
        while self._waiting and self._waiting[0][0] < until:
            when, _, waiting = heappop(self._waiting)
            record = self._resolved(waiting)
            leaf = yield self.recorded(record, max(when, self.latest))
            if isinstance(waiting, Happening) and waiting.is_named:
                self._named[waiting.event.event_ref] = leaf
            if isinstance(record, FrameworkVersion):
                self.frameworks[record.framework_id, record.version] = leaf
            if isinstance(record, ControlListVersion):
                self._lists[record.list_id] = leaf
            if isinstance(record, DisclosureRuleVersion):
                self._rules = leaf
            if isinstance(record, LicenceDecision):
                self._follow(record, leaf)

    def manifest(self, month: str) -> PublicationManifest:
        """Return the manifest of a month that is over, and open the next."""
        books = self._applications(month)
        entries, self._entries = self._entries, Counter()
        return PublicationManifest(
            applications=books,
            counts=entry_counts(entries),
            manifest_ref=f"manifest-{month}",
            period=month,
        )

    def _applications(self, month: str) -> ApplicationCount:
        came = self._received[month]
        decided, withdrawn, left = (
            self._closed.pop((month, closed), 0)
            for closed in ("decided", "withdrawn", "not_processed")
        )
        before = self._pending
        self._pending = before + came - decided - withdrawn - left
        return ApplicationCount(
            decided=decided,
            not_processed=left,
            pending_after=self._pending,
            pending_before=before,
            received=came,
            withdrawn=withdrawn,
        )

    def _resolved(self, waiting: Waiting) -> Record:
        if isinstance(waiting, Happening):
            if waiting.about is None:
                return waiting.event
            about = self._named.pop(waiting.about)
            return msgspec.structs.replace(waiting.event, about=about)
        record = waiting() if callable(waiting) else waiting
        return self._superseding(record)

    def _superseding(self, record: Record) -> Record:
        """Let a new version name the one before it by its leaf hash."""
        before = None
        if isinstance(record, FrameworkVersion):
            before = self.frameworks.get((record.framework_id, record.version - 1))
        elif isinstance(record, ControlListVersion):
            before = self._lists.get(record.list_id)
        elif isinstance(record, DisclosureRuleVersion):
            before = self._rules or None
        if before is None:
            return record
        return msgspec.structs.replace(record, supersedes=before)


def _closing(books: Books, month: str) -> Callable[[], Record]:
    return lambda: books.manifest(month)
