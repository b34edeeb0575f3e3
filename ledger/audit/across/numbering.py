"""Gaps in running numbers, such as the last part of ``NL-2024-000123`` (R14).

Where a digest of content is the reference there is no numbering: numbers count as
running when at least half of those from the lowest to the highest are there.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import Final

from ledger.audit.across.account import Account
from ledger.audit.across.facts import Facts
from ledger.audit.finding import Finding

_FEWEST: Final = 10
"""References of one prefix below which nothing is said about their numbers."""

_GAP: Final = re.compile(b"\0+")

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
    low, high = min(numbers), max(numbers)
    half = (high - low) // 2
    if len(numbers) < _FEWEST or high - low + 1 - len(numbers) > half:
        return
    there = bytearray(high - low + 1)  # a byte each, where a sorted list takes forty
    for number in numbers:
        there[number - low] = 1
    missing = there.count(0)
    if not missing or missing > half:
        return
    spans = [(low + one.start(), low + one.end() - 1) for one in _GAP.finditer(there)]
    ranges = [
        f"{first}" if first == last else f"{first}-{last}" for first, last in spans
    ]
    shown = ", ".join(ranges[:_SHOWN])
    if len(ranges) > _SHOWN:
        shown = f"{shown} and {len(ranges) - _SHOWN} more ranges"
    message = (
        f"of the numbers {low} to {high} after {prefix!r}, {missing} missing: {shown}"
    )
    yield Finding("numbers_missing", message)
