"""Where shares changed within histories, by permuted cumulative sums.

The method: for each series of yes-or-no counts by month, and each month at which it
can be split, the decisions before the split that say yes are held against what is
expected of them when each stratum (say, each destination) kept its own share
throughout: Cochran's and Mantel and Haenszel's sum of (observed - expected) over
strata, divided by its exact standard deviation. The largest absolute value over all
splits is the series' statistic (Worsley, "The power of likelihood ratio and
cumulative sum tests for a change in a binomial probability", Biometrika 70, 1983).
Its chance under no change comes from shuffling months among the decisions of each
stratum, the same shuffle for all series of a history, and from the largest statistic
among all of them (Westfall and Young, "Resampling-Based Multiple Testing", 1993). So
the chance of any false alarm in a ledger in which nothing changed is at most
``ALPHA``, however the series hang together, and a change in what is asked for from
one stratum to another is no alarm.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import binomtest

from etl.month_shuffles import (
    Counts,
    Floats,
    Integers,
    Shuffles,
    joint_codes,
    shuffled,
)
from ledger.processes import Workers

ALPHA: Final = 0.05
"""Chance of any false alarm in a ledger in which nothing changed, at most."""

SHUFFLES: Final = 999
SEED: Final = 22054
"""The same for every build, so that a build is a function of its ledgers."""

LEAST_DECISIONS: Final = 30
"""Decisions on either side of a split."""

LEAST_VARIANCE: Final = 3.0
"""Variance of the number before a split below which nothing can be told there."""

_PIECE: Final = 20_000_000
"""Decisions that a process shuffles at a time, of all its shuffles together."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """Decisions that were weighed alike, say under one framework version.

    Attributes:
        months: For each decision, the place of its month, from 0 without gaps.
        strata: For each decision, the number of its stratum, from 0.
        levels: For each decision (row) and aspect (column), the number of the series
            that it says yes to, from 0; -1 for none.
        series: How many series there are.
    """

    months: Integers
    strata: Integers
    levels: Integers
    series: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share n/N with its interval (Wilson, 95%)."""

    n: int
    of: int
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The largest change of one series.

    Attributes:
        month: Place of the first month after it.
        before: The share in all months before.
        after: The share from that month on.
        statistic: Standard deviations that it is away from no change.
        p: Chance that a ledger without change shows any as large, adjusted for all
            series.
    """

    month: int
    before: Share
    after: Share
    statistic: float
    p: float

    @property
    def is_alarm(self) -> bool:
        """Whether it is told as a change."""
        return self.p <= ALPHA


def share(n: int, of: int) -> Share:
    """Return a share with its interval."""
    bounds = binomtest(n, of).proportion_ci(0.95, method="wilson")
    return Share(n=n, of=of, low=float(bounds.low), high=float(bounds.high))


def changes(
    histories: Sequence[History],
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
    workers: Workers | None = None,
) -> tuple[tuple[Change | None, ...], ...]:
    """Return the largest change of each series of each history.

    None stands for a series of which nothing can be told, because too few decisions
    say yes, or no, to it.

    Args:
        histories: Decisions by framework version.
        shuffles: How often the months are shuffled.
        seed: What the shuffles follow from.
        workers: Who shuffles; the result is the same whoever does.
    """
    sums = [_Sums(history) for history in histories]
    largest = np.zeros(shuffles)
    pieces = _pieces(sums, shuffles, seed)
    for first, found in (workers or Workers(1)).map(shuffled, pieces):
        part = largest[first : first + len(found)]
        np.maximum(part, found, out=part)
    return tuple(one.changes(largest) for one in sums)


def _pieces(sums: Sequence["_Sums"], shuffles: int, seed: int) -> Iterator[Shuffles]:
    for number, one in enumerate(sums):
        if not one.splits.any():
            continue
        step = max(1, _PIECE // len(one.counts.months))
        for first in range(0, shuffles, step):
            some = range(first, min(first + step, shuffles))
            yield Shuffles(one.counts, number, some, seed)


def _by_stratum(history: History) -> History:
    """Return a history with the decisions of each stratum side by side."""
    order = np.argsort(history.strata, kind="stable")
    return History(
        months=history.months[order],
        strata=history.strata[order],
        levels=history.levels[order],
        series=history.series,
    )


def _table(rows: Integers, columns: Integers, shape: tuple[int, int]) -> Floats:
    """Count how often each row and column occur together."""
    places = np.ravel_multi_index((rows, columns), shape)
    counts = np.bincount(places, minlength=shape[0] * shape[1])
    return counts.reshape(shape).astype(np.float64)


class _Sums:
    """The cumulative sums of one history, and what is expected of them."""

    def __init__(self, given: History) -> None:
        history = self._history = _by_stratum(given)
        months = int(history.months.max(initial=-1)) + 1
        strata = int(history.strata.max(initial=-1)) + 1
        # What follows is the same for every shuffle within strata.
        sizes = _table(history.strata, history.months, (strata, months))
        before = sizes.cumsum(axis=1)[:, :-1]
        whole = sizes.sum(axis=1, keepdims=True)
        width = history.series + 1
        yes = np.zeros((strata, width))
        for column in history.levels.T % width:
            yes += _table(history.strata, column, yes.shape)
        yes = yes[:, :-1]  # without those of -1
        self.decided = before.sum(axis=0)
        spread = before * (whole - before) / (whole**2 * np.maximum(whole - 1, 1))
        variance = (yes * (whole - yes)).T @ spread
        total = len(history.months)
        enough = np.minimum(self.decided, total - self.decided) >= LEAST_DECISIONS
        self.splits = enough & (variance >= LEAST_VARIANCE)
        self.counts = Counts(
            months=history.months,
            ends=tuple(np.cumsum(whole, dtype=int).tolist()),
            joint=tuple(joint_codes(history.levels, history.series, months)),
            expected=(yes / whole).T @ before,
            deviation=np.sqrt(np.where(self.splits, variance, np.inf)),
        )

    def changes(self, largest: Floats) -> tuple[Change | None, ...]:
        """Return the largest change of each series, held against the shuffles."""
        months = self._history.months
        counted = self.counts.counted(months)
        statistics = self.counts.statistics(counted)
        every = np.bincount(
            self._history.levels.ravel() % (self._history.series + 1),
            minlength=self._history.series + 1,
        )
        found: list[Change | None] = []
        for series in range(self._history.series):
            if not self.splits[series].any():
                found.append(None)
                continue
            split = int(statistics[series].argmax())
            statistic = float(statistics[series, split])
            # A little is taken off, or rounding would tell equal values apart.
            as_large = int((largest >= statistic - 1e-9).sum())
            n, of = int(counted[series, split]), int(self.decided[split])
            found.append(
                Change(
                    month=split + 1,
                    before=share(n, of),
                    after=share(int(every[series]) - n, len(months) - of),
                    statistic=statistic,
                    p=(1 + as_large) / (1 + len(largest)),
                )
            )
        return tuple(found)
