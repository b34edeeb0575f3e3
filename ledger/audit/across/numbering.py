"""Gaps in running numbers, such as the last part of ``NL-2024-000123`` (R14).

Where a digest of content is the reference there is no numbering: numbers count as
running when at least half of those from the lowest to the highest are there.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ledger.audit.across.account import Account
from ledger.audit.across.facts import Facts
from ledger.audit.finding import Finding

_FEWEST: Final = 10
"""References of one prefix below which nothing is said about their numbers."""

_SHOWN: Final = 20
"""Ranges that one remark names; it says how many there are in all."""


class Numbering:
    """Keeps the running numbers of decisions, eight bytes for each."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._numbers: dict[str, array[int]] = {}

    def take(self, facts: Facts) -> None:
        """Take in a run of entries."""
        for prefix, numbers in facts.numbers.items():
            self._numbers.setdefault(prefix, array("Q")).extend(numbers)

    def finish(self) -> None:
        """Tell which numbers are missing."""
        if not self._account.whole:
            long = [n for n in self._numbers.values() if len(n) >= _FEWEST]
            self._account.not_judged += len(long)
            return
        for prefix, numbers in sorted(self._numbers.items()):
            self._account.findings += _gaps(prefix, numbers)


def _gaps(prefix: str, numbers: Sequence[int]) -> Iterator[Finding]:
    there = sorted(numbers)
    steps = [(low, high) for low, high in pairwise(there) if high > low + 1]
    missing = sum(high - low - 1 for low, high in steps)
    if len(there) < _FEWEST or not missing or missing > (there[-1] - there[0]) // 2:
        return
    ranges = [
        f"{low + 1}" if high == low + 2 else f"{low + 1}-{high - 1}"
        for low, high in steps
    ]
    shown = ", ".join(ranges[:_SHOWN])
    if len(ranges) > _SHOWN:
        shown = f"{shown} and {len(ranges) - _SHOWN} more ranges"
    message = (
        f"of the numbers {there[0]} to {there[-1]} after {prefix!r}, {missing} are not"
        f" there: {shown}"
    )
    yield Finding("numbers_missing", message)
