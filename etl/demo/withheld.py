"""Decisions of a month that are withheld, until they are recorded together.

Recorded one by one on their day, they would tell by their place between others when
they were taken. So they wait for the end of the month, and come in no order.
"""

from random import Random

from msgspec.structs import replace

from ledger.records.decision import LicenceDecision
from ledger.records.withheld_decision import WithheldDecision


class WithheldMonths:
    """The withheld decisions of each month, under numbers of their own."""

    def __init__(self, seed: int) -> None:
        self._draw = Random(f"weegboek withheld {seed}")
        self._waiting: dict[str, list[LicenceDecision]] = {}
        self._numbers: dict[str, int] = {}

    def keep(self, month: str, decision: LicenceDecision) -> None:
        """Keep a decision until its month ends."""
        self._waiting.setdefault(month, []).append(decision)

    def take(self, month: str) -> WithheldDecision:
        """Take any decision out of those of a month, withheld.

        Raises:
            ValueError: It says no rule by which it is withheld.
        """
        waiting = self._waiting[month]
        decision = waiting.pop(self._draw.randrange(len(waiting)))
        if decision.disclosure is None:
            raise ValueError(decision.decision_ref)
        number = self._numbers.get(month, 0) + 1
        self._numbers[month] = number
        reference = f"NL-W-{month}-{number:03d}"
        return WithheldDecision(
            decided_in=month,
            decision=replace(
                decision, decision_ref=reference, disclosure=None, withholding=()
            ),
            decision_ref=reference,
            disclosure=decision.disclosure,
        )
