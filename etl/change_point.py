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
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import binomtest

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

_CELLS: Final = 1 << 17
"""Counts that a processor's cache holds."""

Integers = NDArray[np.integer]
Floats = NDArray[np.float64]


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
    for first, found in (workers or Workers(1)).map(_shuffled, pieces):
        part = largest[first : first + len(found)]
        np.maximum(part, found, out=part)
    return tuple(one.changes(largest) for one in sums)


class _Piece(NamedTuple):
    """Some of the shuffles of a history, told apart by number."""

    counts: "_Counts"
    history: int
    shuffles: range
    seed: int


def _pieces(sums: Sequence["_Sums"], shuffles: int, seed: int) -> Iterator[_Piece]:
    for number, one in enumerate(sums):
        if not one.splits.any():
            continue
        step = max(1, _PIECE // len(one.counts.months))
        for first in range(0, shuffles, step):
            some = range(first, min(first + step, shuffles))
            yield _Piece(one.counts, number, some, seed)


def _shuffled(piece: _Piece) -> tuple[int, Floats]:
    """Return the number of the first shuffle, and the largest statistic of each."""
    found = [
        piece.counts.shuffled(np.random.default_rng([piece.seed, piece.history, one]))
        for one in piece.shuffles
    ]
    return piece.shuffles.start, np.array(found)


def _by_stratum(history: History) -> History:
    """Return a history with the decisions of each stratum side by side."""
    order = np.argsort(history.strata, kind="stable")
    return History(
        months=history.months[order],
        strata=history.strata[order],
        levels=history.levels[order],
        series=history.series,
    )


class _Joint(NamedTuple):
    """Some aspects at a time as one number for each decision.

    Counting the combinations of a few aspects, and adding these up, is several times
    quicker than counting each aspect: there are far fewer combinations than decisions.

    Attributes:
        places: For each decision the place of its combination, times the months.
        members: For each series (row) and combination (column) how many of the
            aspects say yes to it.
    """

    places: Integers
    members: csr_array


def _joint(levels: Integers, series: int, months: int) -> Iterator[_Joint]:
    """Yield all aspects, some at a time."""
    cells = min(_CELLS, 4 * len(levels))
    members = np.zeros((series + 1, 1))
    codes: Integers = np.zeros(len(levels), dtype=np.int32)
    for column in levels.T % (series + 1):
        own, own_members = _numbered(column, np.eye(series + 1))
        width = own_members.shape[1]
        if members.shape[1] * width * months > cells and members.any():
            yield _Joint(codes * months, csr_array(members[:-1]))
            codes, members = own, own_members
            continue
        both = np.repeat(members, width, axis=1) + np.tile(
            own_members, members.shape[1]
        )
        codes, members = _numbered(codes * width + own, both)
    yield _Joint(codes * months, csr_array(members[:-1]))


def _numbered(codes: Integers, members: Floats) -> tuple[Integers, Floats]:
    """Number the codes that there are, from 0 without gaps, and keep their columns."""
    found = np.bincount(codes, minlength=members.shape[1]) > 0
    numbers = (np.cumsum(found) - 1).astype(np.int32)
    return numbers[codes], members[:, found]


def _table(rows: Integers, columns: Integers, shape: tuple[int, int]) -> Floats:
    """Count how often each row and column occur together."""
    places = np.ravel_multi_index((rows, columns), shape)
    counts = np.bincount(places, minlength=shape[0] * shape[1])
    return counts.reshape(shape).astype(np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Counts:
    """What is counted of a history, in whatever order its months stand.

    Attributes:
        months: For each decision, the place of its month; strata side by side.
        ends: Where each stratum ends.
        joint: What the decisions say.
        expected: How many are expected to say yes before each split, by series.
        deviation: The standard deviation of that number; infinite where there may be
            no split.
    """

    months: Integers
    ends: tuple[int, ...]
    joint: tuple[_Joint, ...]
    expected: Floats
    deviation: Floats

    def counted(self, months: Integers) -> Floats:
        """Return how many say yes before each split, by series."""
        series, splits = self.expected.shape
        by_month = np.zeros((series, splits + 1))
        cell = np.empty(len(months), dtype=np.int64)
        for places, members in self.joint:
            np.add(places, months, out=cell)
            cells = np.bincount(cell, minlength=members.shape[1] * (splits + 1))
            by_month += members @ cells.reshape(-1, splits + 1)
        return by_month.cumsum(axis=1)[:, :-1]

    def statistics(self, counted: Floats) -> Floats:
        """Return the statistic of each split, by series; 0 where it may not be."""
        return np.abs(counted - self.expected) / self.deviation

    def shuffled(self, draw: np.random.Generator) -> float:
        """Return the largest statistic after one shuffle within strata."""
        months = self.months.astype(np.int64)  # which is shuffled fastest
        for start, end in pairwise((0, *self.ends)):
            draw.shuffle(months[start:end])
        return float(self.statistics(self.counted(months)).max())


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
        self.counts = _Counts(
            months=history.months,
            ends=tuple(np.cumsum(whole, dtype=int).tolist()),
            joint=tuple(_joint(history.levels, history.series, months)),
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
