"""When applications came in and when they were decided, before anything else.

The books of a month count what came in, and much of that is decided later, some of
it after the demo ends. So the days are drawn by themselves: they can be run through
once to count, and once more to decide.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Final, NamedTuple

from ledger.records.values import Positive, Value

FIRST: Final = date(2018, 1, 1)
"""First day of the demo."""

_GROWTH: Final = 0.055
_SEASON: Final = (0.92, 0.95, 1.08, 1.0, 0.97, 1.1, 0.86, 0.72, 1.06, 1.08, 1.1, 1.16)
_LONGEST: Final = 360
"""No application takes longer, in days."""


class Plan(Value, frozen=True, kw_only=True):
    """What to make: the same plan always makes the same records.

    Attributes:
        decisions: Number of decisions.
        sealed: Whether what is confidential is made too, and sealed in a vault.
        seed: Where chance starts.
        until: First day that is no longer part of the demo; first of a month.
    """

    decisions: Positive
    sealed: bool = False
    seed: int
    until: date


class Slot(NamedTuple):
    """One application: when it was decided, and how many days that took.

    Attributes:
        number: 1, 2, 3 ... in the order of decision.
        day: Day of the decision.
        days: Calendar days from receipt to decision.
    """

    number: int
    day: date
    days: int

    @property
    def received_in(self) -> str:
        """The month in which it came in, ``YYYY-MM``."""
        return f"{self.day - timedelta(days=self.days):%Y-%m}"


def slots(plan: Plan, *, beyond: bool = False) -> Iterator[Slot]:
    """Yield every application in the order of decision.

    Args:
        plan: What is made.
        beyond: Also those that came in during the demo, or after it, and are decided
            up to a year after it.
    """
    draw = Random(f"weegboek applications {plan.seed}")
    numbers = count(1)
    whole = sum(_share(month) for month in _months(FIRST, plan.until))
    end = plan.until + timedelta(days=_LONGEST + 31 if beyond else 0)
    done, so_far = 0, 0.0
    for month in _months(FIRST, end):
        so_far += _share(month)
        upto = round(plan.decisions * so_far / whole)
        days = _working_days(month)
        for day in sorted(draw.choice(days) for _ in range(upto - done)):
            taken = round(draw.lognormvariate(3.7, 0.55))
            yield Slot(next(numbers), day, min(max(taken, 4), _LONGEST))
        done = upto


def received(plan: Plan) -> Counter[str]:
    """Return how many applications came in in each month, decided yet or not."""
    return Counter(slot.received_in for slot in slots(plan, beyond=True))


def _months(first: date, end: date) -> Iterator[date]:
    month = first
    while month < end:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def months(plan: Plan) -> Iterator[date]:
    """Yield the first day of each month of the demo."""
    yield from _months(FIRST, plan.until)


def _share(month: date) -> float:
    growth: float = (1 + _GROWTH) ** (month.year - FIRST.year)
    return growth * _SEASON[month.month - 1]


def _working_days(month: date) -> list[date]:
    days = (month + timedelta(days=number) for number in range(31))
    return [day for day in days if day.month == month.month and day.weekday() < 5]
