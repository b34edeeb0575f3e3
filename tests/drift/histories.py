"""Synthetic histories in which nothing changed, or exactly one thing did."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from etl.change_point import History

MONTHS: Final = 36
ASPECTS: Final = 11
DESTINATIONS: Final = 20
WEIGHTS: Final = (0.20, 0.36, 0.33, 0.11)
"""How often an aspect is decisive, material, considered, none, on the whole."""

FINDINGS: Final = (0.15, 0.35, 0.50)
CHANGED: Final = 0
"""The aspect that changes, when one does."""

_ALIKE: Final = 20
"""How much destinations are alike: the higher, the closer to the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One kind of history.

    Attributes:
        monthly: Decisions in each month.
        shift: By how much the share of ``decisive`` of one aspect grows halfway, in
            hundredths; it is taken from ``considered`` and ``material``.
        mix: Whether half of the applications move to other destinations halfway.
    """

    monthly: int
    shift: int = 0
    mix: bool = False


def history(plan: Plan, draw: np.random.Generator) -> History:
    """Return a history drawn by a plan."""
    months = np.repeat(np.arange(MONTHS), plan.monthly)
    late = months >= MONTHS // 2
    strata = _strata(plan, late, draw)
    columns, series = [], 0
    for aspect in range(ASPECTS):
        for base in (WEIGHTS, FINDINGS):
            shares = draw.dirichlet(np.array(base) * _ALIKE, size=DESTINATIONS)
            chances = shares[strata]
            if plan.shift and aspect == CHANGED and base is WEIGHTS:
                chances = np.where(
                    late[:, None], _shifted(chances, plan.shift), chances
                )
            cuts = chances.cumsum(axis=1)[:, :-1]
            drawn = (draw.random(len(months))[:, None] > cuts).sum(axis=1)
            columns.append(drawn + series)
            series += len(base)
    return History(
        months=months, strata=strata, levels=np.stack(columns, axis=1), series=series
    )


def _strata(plan: Plan, late: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    asked = draw.dirichlet(np.full(DESTINATIONS, 2.0))
    strata = draw.choice(DESTINATIONS, len(late), p=asked)
    if plan.mix:
        moved = draw.choice(DESTINATIONS, len(late), p=np.roll(np.sort(asked), 7))
        strata = np.where(late & (draw.random(len(late)) < 0.5), moved, strata)
    return np.unique(strata, return_inverse=True)[1]


def _shifted(chances: np.ndarray, shift: int) -> np.ndarray:
    """Move chance to the first level, from the third and then from the second."""
    more = np.full(len(chances), shift / 100)
    third = np.minimum(more, chances[:, 2])
    second = np.minimum(more - third, chances[:, 1])
    moved = chances.copy()
    moved[:, 0] += third + second
    moved[:, 1] -= second
    moved[:, 2] -= third
    return moved
