"""The life of one decision as a machine of states (R8 to R10), as data and a walk.

The states are those of the licence, or of the application when there is none. Events
that change no state, such as an objection, are allowed where they make sense.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from ledger.records.terms import (
    GRANTS,
    OUTCOMES,
    REFUSALS,
    REFUSED_WHOLE,
    EventResult,
    EventType,
    Outcome,
)

State = Literal[
    "annulled",
    "closed",
    "ended",
    "expired",
    "granted",
    "refused",
    "revoked",
    "suspended",
]


STARTS: Final[Mapping[Outcome, State]] = {
    outcome: "granted"
    if outcome in GRANTS
    else "refused"
    if outcome in REFUSED_WHOLE
    else "closed"
    for outcome in OUTCOMES
}
"""The state in which a decision begins."""

MOVES: Final[Mapping[State, Mapping[EventType, State]]] = {
    "annulled": {},
    "closed": {},
    "ended": {"annulled": "annulled", "expired": "expired", "renewed": "ended"},
    "expired": {"annulled": "annulled", "renewed": "expired"},
    "granted": {
        "annulled": "annulled",
        "cancelled": "ended",
        "exhausted": "ended",
        "expired": "expired",
        "modified": "granted",
        "renewed": "granted",
        "revoked": "revoked",
        "revoked_in_part": "granted",
        "surrendered": "ended",
        "suspended": "suspended",
    },
    "refused": {},
    "revoked": {},
    "suspended": {
        "annulled": "annulled",
        "modified": "granted",
        "reinstated": "granted",
        "revoked": "revoked",
    },
}
"""What may follow in each state, and what it leads to.

A suspension ends by reinstatement, revocation or modification; what is annulled or
revoked stays so, save for what a court or an objection brings back.
"""

AFTER_REVIEW: Final[frozenset[EventType]] = frozenset({"modified", "reinstated"})
"""What may bring back what was annulled or revoked, once that was found unlawful."""

MOVING: Final[frozenset[EventType]] = AFTER_REVIEW.union(*MOVES.values())
"""Every type of event that changes a state; others never make a life impossible."""

ANYWHERE: Final[frozenset[EventType]] = frozenset(
    {
        "appeal_lodged",
        "correction",
        "objection_lodged",
        "parliament_notified",
        "reclassified_disclosure",
        "undercut_notice_received",
        "undercut_notice_sent",
    }
)
"""What may happen to any decision at any time."""

OF_LICENCES: Final[frozenset[EventType]] = frozenset({"end_use_check", "use_reported"})
"""What may happen wherever a licence stood once."""

DENIALS: Final[frozenset[EventType]] = frozenset(
    {"annulled", "modified", "revoked", "revoked_in_part", "suspended"}
)
"""What other Member States are told of, besides refusals (Article 16)."""

AFTER_DENIAL: Final[frozenset[EventType]] = frozenset(
    {"denial_notified", "denial_reviewed"}
)
"""What follows a denial only."""

OPENED_BY: Final[Mapping[EventType, EventType]] = {
    "appeal_decided": "appeal_lodged",
    "objection_decided": "objection_lodged",
}
"""What must have been lodged before it can be decided."""


class Happened(NamedTuple):
    """One event of a life; the order of its fields is the order of events.

    Attributes:
        day: The day, as an ordinal.
        entry_index: Index of the event.
        event_type: What happened.
        result: How it ended, when it is something that ends.
        until: Planned last day of a suspension, or 0.
    """

    day: int
    entry_index: int
    event_type: EventType
    result: EventResult | None = None
    until: int = 0

    @property
    def words(self) -> str:
        """What happened and when."""
        return f"{self.event_type} on {date.fromordinal(self.day)}"


@dataclass(slots=True)
class Walk:
    """Where a life has got to.

    Attributes:
        state: The state.
        by: The event that led to it, if one did.
        overturned: Whether an objection or an appeal was upheld.
    """

    state: State
    by: Happened | None = None
    overturned: bool = False

    def review(self, happened: Happened) -> None:
        """Note an objection or an appeal that was upheld."""
        upheld = happened.result in {"upheld", "upheld_in_part"}
        self.overturned |= upheld and happened.event_type in OPENED_BY

    def step(self, happened: Happened) -> bool:
        """Go on by one event that changes states; say whether that was possible."""
        moves = MOVES[self.state]
        kind = happened.event_type
        back = self.overturned and self.state in {"annulled", "revoked"}
        if kind in moves:
            self.state = moves[kind]
        elif back and kind in AFTER_REVIEW:
            self.state = "granted"
        else:
            return False
        self.by = happened
        return True


def impossible(
    outcome: Outcome, events: Sequence[Happened]
) -> Iterator[tuple[Happened, str]]:
    """Yield each event that cannot follow what came before it, and why.

    Args:
        outcome: How the application was decided.
        events: The events in the order in which they happened.
    """
    walk = Walk(STARTS[outcome])
    kinds = {event.event_type for event in events}
    lodged: Counter[EventType] = Counter()
    for event in events:
        kind = event.event_type
        lodged[kind] += 1
        if kind in OPENED_BY:
            walk.review(event)
            if lodged[kind] > lodged[OPENED_BY[kind]]:
                yield event, f"nothing was lodged that {event.words} could decide"
        elif kind in AFTER_DENIAL:
            if not (outcome in REFUSALS or kinds & DENIALS):
                yield event, f"{event.words}, but nothing was denied"
        elif kind in OF_LICENCES:
            if walk.state in {"closed", "refused"}:
                yield event, f"{event.words}, but nothing was licensed"
        elif kind in MOVING and not walk.step(event):
            before = walk.by.words if walk.by else f"a decision with outcome {outcome}"
            yield event, f"{event.words} cannot follow {before}"


def open_suspension(outcome: Outcome, events: Sequence[Happened]) -> Happened | None:
    """Return the suspension in which a life stands now, if it does."""
    walk = Walk(STARTS[outcome])
    for event in events:
        walk.review(event)
        walk.step(event)
    return walk.by if walk.state == "suspended" else None


class Denial(NamedTuple):
    """What other Member States are to be told of: where it stands, and when."""

    entry_index: int
    day: int


def denials(
    decision: Denial, outcome: Outcome, events: Sequence[Happened]
) -> Iterator[Denial]:
    """Yield what is to be notified: refusals, and what undoes a licence (R9)."""
    if outcome == "refused":
        yield decision
    for event in events:
        if event.event_type in {"annulled", "revoked", "suspended"}:
            yield Denial(event.entry_index, event.day)
