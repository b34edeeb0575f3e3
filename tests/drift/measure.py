"""How often drift is told where there is none, and how often it is found.

Writes docs/DRIFT.md: ``python -m tests.drift.measure``.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from etl.change_point import (
    ALPHA,
    LEAST_DECISIONS,
    LEAST_VARIANCE,
    SHUFFLES,
    History,
    changes,
    share,
)
from tests.drift.histories import (
    ASPECTS,
    DESTINATIONS,
    FINDINGS,
    MONTHS,
    WEIGHTS,
    Plan,
    history,
)

SHUFFLED: Final = 199
"""Shuffles for each measured history: fewer than in a build, and as valid."""

MONTHLY: Final = (20, 50, 100)
SHIFTS: Final = (5, 10, 15, 20, 30)
NEAR: Final = 2
"""Months within which a change counts as placed."""

_PAGE: Final = Path(__file__).parents[2] / "docs" / "DRIFT.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told of one history.

    Attributes:
        found: Whether the aspect that may change has an alarm.
        placed: Whether its largest alarm is within two months of the change.
        false: Whether any other aspect has an alarm.
    """

    found: bool
    placed: bool
    false: bool


def told(one: History, seed: int) -> Told:
    """Look for drift in a history."""
    (found,) = changes([one], shuffles=SHUFFLED, seed=seed)
    own = range(len(WEIGHTS) + len(FINDINGS))  # aspect 0 has the first series
    alarms = [(n, c) for n, c in enumerate(found) if c is not None and c.is_alarm]
    mine = [change for n, change in alarms if n in own]
    largest = max(mine, key=lambda change: change.statistic, default=None)
    return Told(
        found=bool(mine),
        placed=largest is not None and abs(largest.month - MONTHS // 2) <= NEAR,
        false=any(n not in own for n, _ in alarms),
    )


def run(plan: Plan, number: int, *, blind: bool = False) -> list[Told]:
    """Look for drift in a number of histories of one plan.

    Args:
        plan: The plan.
        number: How many histories.
        blind: Take all destinations together, to see what that would do.
    """
    found = []
    for seed in range(number):
        one = history(plan, np.random.default_rng([seed, plan.monthly, plan.shift]))
        if blind:
            one = replace(one, strata=np.zeros_like(one.strata))
        found.append(told(one, seed))
    return found


def shown(n: int, of: int) -> str:
    """Return a share with its interval."""
    found = share(n, of)
    return f"{n}/{of} ({found.low:.1%} to {found.high:.1%})"


def page(quiet: int, changed: int) -> Iterator[str]:
    """Yield the lines of the page.

    Args:
        quiet: Histories without a change, of each kind.
        changed: Histories with a change, of each kind.
    """
    yield from _introduction()
    yield "| decisions a month | destinations | histories with a false alarm |"
    yield "|---|---|---|"
    for plan in (*(Plan(monthly=n) for n in MONTHLY), Plan(monthly=50, mix=True)):
        result = run(plan, quiet)
        alarms = sum(one.found or one.false for one in result)
        mix = "half move halfway" if plan.mix else "stay"
        yield f"| {plan.monthly} | {mix} | {shown(alarms, quiet)} |"
    blind = run(Plan(monthly=50, mix=True), quiet, blind=True)
    alarms = sum(one.found or one.false for one in blind)
    words = "half move halfway, and are not told apart"
    yield f"| 50 | {words} | {shown(alarms, quiet)} |"
    yield ""
    yield "## Histories in which one aspect changed"
    yield ""
    yield (
        f"Halfway, the share of decisions in which one of {ASPECTS} aspects is"
        " decisive grows by so many points. *Placed* is the month told within two"
        " months of the change, of those found. *False* are histories in which"
        " another aspect is told as well."
    )
    yield ""
    yield "| decisions a month | growth in points | found | placed | false |"
    yield "|---|---|---|---|---|"
    for monthly in MONTHLY:
        for shift in SHIFTS:
            result = run(Plan(monthly=monthly, shift=shift), changed)
            found = sum(one.found for one in result)
            placed = sum(one.placed for one in result)
            false = sum(one.false for one in result)
            yield (
                f"| {monthly} | {shift} | {shown(found, changed)} | {placed}/{found} |"
                f" {false}/{changed} |"
            )
            sys.stderr.write(f"{monthly} a month, {shift} points: {found}\n")


def _introduction() -> Iterator[str]:
    yield "# How far drift can be trusted"
    yield ""
    yield "Written by `python -m tests.drift.measure`; a test runs a small part of it."
    yield ""
    yield (
        "Drift is looked for in every framework version by itself: whether the share of"
        " decisions with some weight of, or finding on, some aspect changed at some"
        " month. The method is a cumulative sum for a change in a binomial"
        " probability (Worsley 1983), taken within destinations (Cochran, Mantel and"
        " Haenszel), with the largest value over all series and months held against"
        " shuffles of months within destinations (Westfall and Young 1993):"
        f" {SHUFFLES} shuffles in a build, {SHUFFLED} here. A change is told when its"
        f" adjusted p is at most {ALPHA}. A"
        f" month can be a change point when at least {LEAST_DECISIONS} decisions lie on"
        f" either side and the variance of the count is at least {LEAST_VARIANCE:g}."
    )
    yield ""
    yield (
        f"Each history here has {MONTHS} months, {ASPECTS} aspects with"
        f" {len(WEIGHTS)} weights and {len(FINDINGS)} findings, so"
        f" {ASPECTS * (len(WEIGHTS) + len(FINDINGS))} series, and {DESTINATIONS}"
        " destinations, each with shares of its own. Intervals are Wilson's, 95%."
    )
    yield ""
    yield (
        "What it does not say: why anything changed. It knows destinations, not what"
        " else about the applications changed. It tells the largest change of a series"
        " only, and slow growth as if it were one step. Decisions that copy an earlier"
        " one are not independent, and make alarms more frequent than is measured"
        " here."
    )
    yield ""
    yield "## Histories in which nothing changed"
    yield ""


if __name__ == "__main__":
    _PAGE.write_text("\n".join(page(quiet=200, changed=50)) + "\n", "utf-8")
