"""Licences that their holders ask to be renewed before they run out."""

from dataclasses import dataclass
from datetime import date, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from etl.demo.applications import Slot
from etl.demo.case import Case
from etl.demo.life import Happening
from etl.demo.market import Item, Market
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent

_ASKED_BEFORE = timedelta(days=45)
_ENDINGS = frozenset({"annulled", "exhausted", "revoked", "surrendered"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A licence that is to be renewed.

    Attributes:
        case: How it came to be.
        decision_ref: Its reference.
        leaf: Leaf hash of its entry, hexadecimal.
        until: Last day on which it may be used.
    """

    case: Case
    decision_ref: str
    leaf: str
    until: date

    def renewed(self, day: date, replacement: str) -> DecisionEvent:
        """Return that another decision renews it."""
        return DecisionEvent(
            decision=self.leaf,
            decision_ref=self.decision_ref,
            event_ref=f"{self.decision_ref}/renewed",
            event_type="renewed",
            occurred_on=day,
            replacement=replacement,
        )


class Renewals:
    """Licences that are to be renewed, the first to run out first."""

    def __init__(self) -> None:
        self._order = count()
        self._waiting: list[tuple[date, int, Asked]] = []

    def note(
        self,
        draw: Random,
        case: Case,
        decision: LicenceDecision,
        leaf: str,
        life: list[Happening],
    ) -> None:
        """Let the holder of a licence want it renewed, one time in twenty."""
        until = decision.valid_to
        ended = any(one.event.event_type in _ENDINGS for one in life)
        kind = decision.authorisation_type
        if until is None or ended or kind != "individual" or draw.random() >= 0.05:
            return
        asked = Asked(
            case=case, decision_ref=decision.decision_ref, leaf=leaf, until=until
        )
        heappush(self._waiting, (until, next(self._order), asked))

    def due(self, slot: Slot, market: Market) -> tuple[Asked, tuple[Item, ...]] | None:
        """Return a licence that a slot renews, and its items as they are listed now."""
        waiting = self._waiting
        while waiting and waiting[0][0] - _ASKED_BEFORE <= slot.day:
            _, _, asked = heappop(waiting)
            listed = {
                (item.list_id, item.entry.code): item
                for item in market.items_on(slot.day)[0]
            }
            items = tuple(
                listed[item.list_id, item.entry.code]
                for item in asked.case.items
                if (item.list_id, item.entry.code) in listed
            )
            if slot.day <= asked.until and len(items) == len(asked.case.items):
                return asked, items
        return None
