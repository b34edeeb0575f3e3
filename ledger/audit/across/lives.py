"""The lives of all decisions: events joined to what they name, part by part."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from ledger.audit.across.account import Account
from ledger.audit.across.facts import (
    DECISION,
    ENTRY,
    EVENT,
    EVENT_WORDS,
    KIND_WORDS,
    NONE,
    REPLACEMENT,
    RESULT_WORDS,
    Facts,
)
from ledger.audit.across.life import (
    Denial,
    Happened,
    denials,
    impossible,
    open_suspension,
)
from ledger.audit.across.shelves import PARTS, Shelves
from ledger.audit.finding import Finding
from ledger.records.terms import OUTCOMES, Outcome

_REVIEW_DAYS: Final = 3 * 365 + 1
"""Three years, after which a notified denial must have been reviewed (R10)."""


_REFUSED: Final = OUTCOMES.index("refused")

Corrected = Callable[[int, list[int]], None]


class _Decision(NamedTuple):
    entry_index: int
    reference: bytes
    first: int
    last: int
    lines: int
    outcome: int


class _Event(NamedTuple):
    entry_index: int
    reference: bytes
    day: int
    until: int
    line: int
    event_type: int
    result: int
    outcome: int
    first: int

    @property
    def happened(self) -> Happened:
        return Happened(
            day=self.day,
            entry_index=self.entry_index,
            event_type=EVENT_WORDS[self.event_type],
            result=None if self.result == NONE else RESULT_WORDS[self.result],
            until=self.until,
        )


@dataclass(slots=True)
class _Story:
    """A decision and its events, those that name it rightly."""

    decision: _Decision
    events: list[_Event]

    @property
    def corrections(self) -> list[int]:
        return sorted(
            event.entry_index for event in self.events if event.outcome != NONE
        )

    @property
    def outcomes(self) -> list[Outcome]:
        """The outcome as first recorded, and as corrections have it."""
        words = [event.outcome for event in self.events if event.outcome != NONE]
        return [
            OUTCOMES[word] for word in dict.fromkeys([self.decision.outcome, *words])
        ]

    @property
    def first(self) -> int:
        """The earliest day on which it can have been taken."""
        corrected = [event.first for event in self.events if event.outcome != NONE]
        return min([self.decision.first, *corrected])


class Lives:
    """Keeps decisions and events as rows, and judges each life at the end."""

    def __init__(self, account: Account, denial_days: int) -> None:
        self._account = account
        self._denial_days = denial_days
        self._decisions = Shelves(DECISION)
        self._entries = Shelves(ENTRY)
        self._events = Shelves(EVENT)
        self._replacements = Shelves(REPLACEMENT)
        self._replaced: dict[int, int | None] = {}
        self._overdue: list[Finding] = []
        self._ever_notified = False

    def take(self, facts: Facts) -> None:
        """Take in a run of entries."""
        self._decisions.put(facts.decisions)
        self._entries.put(facts.entries)
        self._events.put(facts.events)
        self._replacements.put(facts.replacements)

    def finish(self, corrected: Corrected) -> None:
        """Judge every life.

        Args:
            corrected: Told of each corrected decision and its corrections in order.
        """
        for number in range(PARTS):
            self._account.findings += self._targets(number)
        for number in range(PARTS):
            self._account.findings += self._part(number, corrected)
        if self._ever_notified:  # some authorities publish no notifications
            self._account.findings += self._overdue

    def _targets(self, number: int) -> Iterator[Finding]:
        """Find the decisions that events name as replacements."""
        wanted: dict[bytes, list[int]] = defaultdict(list)
        for leaf, index in self._replacements.part(number):
            wanted[leaf].append(index)
        if not wanted:
            return
        there = {row[0]: row[1] for row in self._decisions.part(number)}
        others = {row[0]: row for row in self._entries.part(number)}
        for leaf, indices in wanted.items():
            for index in indices:
                self._replaced[index] = there.get(leaf)
                if leaf in there:
                    continue
                if leaf in others:
                    _, place, kind = others[leaf]
                    name = f"entry {place}, a {KIND_WORDS[kind]}"
                else:
                    name = leaf.hex()
                message = f"names {name} as the decision that replaces it"
                finding = Finding("replacement_unknown", message, index=index)
                if leaf in others:
                    yield finding
                else:
                    self._account.unseen(finding)

    def _part(self, number: int, corrected: Corrected) -> Iterator[Finding]:
        events: dict[bytes, list[_Event]] = defaultdict(list)
        for leaf, *rest in self._events.part(number):
            events[leaf].append(_Event(*rest))
        for leaf, *rest in self._decisions.part(number):
            if leaf not in events and rest[-1] != _REFUSED:
                continue  # most decisions: nothing happened to them
            story = _Story(_Decision(*rest), events.pop(leaf, []))
            yield from self._judge(story)
            if story.corrections:
                corrected(story.decision.entry_index, story.corrections)
        if not events:
            return
        others = {row[0]: (row[1], row[2]) for row in self._entries.part(number)}
        for leaf, lost in events.items():
            for event in lost:
                if leaf in others:
                    index, kind = others[leaf]
                    message = f"names entry {index}, a {KIND_WORDS[kind]}"
                    yield Finding("event_misplaced", message, index=event.entry_index)
                else:
                    message = f"names {leaf.hex()}, which is no entry before it"
                    finding = Finding("event_unknown", message, index=event.entry_index)
                    self._account.unseen(finding)

    def _judge(self, story: _Story) -> Iterator[Finding]:
        decision = story.decision
        events = sorted(event.happened for event in story.events)
        yield from self._single(story)
        if events and not self._account.damaged:
            walks = [list(impossible(outcome, events)) for outcome in story.outcomes]
            for event, reason in min(walks, key=len):
                where = f"(decision: entry {decision.entry_index})"
                message = f"{reason} {where}"
                yield Finding("life_impossible", message, index=event.entry_index)
        outcome = story.outcomes[-1]
        yield from self._suspension(outcome, events)
        yield from self._denials(decision, outcome, events)

    def _single(self, story: _Story) -> Iterator[Finding]:
        """Judge what each event says by itself about its decision."""
        decision = story.decision
        for event in story.events:
            index = event.entry_index
            if event.reference != decision.reference:
                message = (
                    f"names another reference than entry {decision.entry_index} has"
                )
                yield Finding("event_reference_differs", message, index=index)
            if event.day < story.first:
                day, taken = date.fromordinal(event.day), date.fromordinal(story.first)
                message = f"is dated {day}; the decision was taken on {taken}"
                yield Finding("event_too_early", message, index=index)
            if event.line > decision.lines and event.outcome == NONE:
                message = f"names line {event.line} of a decision of {decision.lines}"
                yield Finding("event_misplaced", message, index=index)
            replaced = self._replaced.get(index)
            if replaced is not None and replaced <= decision.entry_index:
                message = (
                    f"names entry {replaced}, which is not after the decision itself"
                )
                yield Finding("replacement_backwards", message, index=index)

    def _suspension(
        self, outcome: Outcome, events: Sequence[Happened]
    ) -> Iterator[Finding]:
        last = open_suspension(outcome, events)
        if last is not None and 0 < last.until < self._account.last_day:
            until = date.fromordinal(last.until)
            message = f"was to end by {until}; nothing says how it ended"
            yield Finding("suspension_open", message, index=last.entry_index)

    def _denials(
        self, decision: _Decision, outcome: Outcome, events: Sequence[Happened]
    ) -> Iterator[Finding]:
        today = self._account.last_day
        notices = [event for event in events if event.event_type == "denial_notified"]
        reviews = [event for event in events if event.event_type == "denial_reviewed"]
        self._ever_notified |= bool(notices)
        first = Denial(decision.entry_index, decision.last)
        for denial in denials(first, outcome, events):
            # Only the month of a notification is public: it may have been on the first.
            told = [
                _month_begins(notice.day)
                for notice in notices
                if notice.day >= denial.day
            ]
            days = min(told, default=today) - denial.day
            if days > self._denial_days:
                how = "not notified for" if not told else "notified after"
                message = f"a denial was {how} {days} days"
                index = denial.entry_index
                finding = Finding("denial_not_notified", message, index=index)
                self._overdue.append(finding)
        for notice in notices:
            later = [review for review in reviews if review.day >= notice.day]
            if today > notice.day + _REVIEW_DAYS and not later:
                on = date.fromordinal(notice.day)
                message = f"was notified on {on} and has not been reviewed"
                yield Finding("denial_not_reviewed", message, index=notice.entry_index)


def _month_begins(day: int) -> int:
    return date.fromordinal(day).replace(day=1).toordinal()
