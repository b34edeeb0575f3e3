"""What weights the goals lean to, and the one drift that is planted.

Within a framework version nothing changes, except that from ``DRIFT_FROM`` on, under
the third way of weighing, one goal weighs more, with no new version to say so.
"""

from datetime import date
from typing import Final

from etl.demo.weighing import GOAL_LEANINGS, Leaning
from ledger.records.framework import FrameworkVersion

DRIFT_FROM: Final = date(2025, 7, 1)
DRIFT_METHOD: Final = 3
DRIFT_GOAL: Final = 1
"""Place of the goal among the goals, from 0."""

DRIFT_LEANING: Final[Leaning] = (52, 34, 11, 3)


def leanings_on(framework: FrameworkVersion, day: date) -> tuple[Leaning, ...]:
    """Return what weights each goal of a framework version leans to on a day."""
    method = framework.method_version
    leanings = GOAL_LEANINGS[method]
    if method != DRIFT_METHOD or day < DRIFT_FROM:
        return leanings
    return (*leanings[:DRIFT_GOAL], DRIFT_LEANING, *leanings[DRIFT_GOAL + 1 :])
