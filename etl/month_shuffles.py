"""Counts of what decisions say, by series and month, after their months are shuffled.

Apart from what is made of them (``etl.change_point``), which takes a library that is
slow to load: processes of their own shuffle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

_CELLS: Final = 1 << 17
"""Counts that a processor's cache holds."""

Integers = NDArray[np.integer]
Floats = NDArray[np.float64]


class Joint(NamedTuple):
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


def joint_codes(levels: Integers, series: int, months: int) -> Iterator[Joint]:
    """Yield all aspects, some at a time."""
    cells = min(_CELLS, 4 * len(levels))
    members = np.zeros((series + 1, 1))
    codes: Integers = np.zeros(len(levels), dtype=np.int32)
    for column in levels.T % (series + 1):
        own, own_members = _numbered(column, np.eye(series + 1))
        width = own_members.shape[1]
        if members.shape[1] * width * months > cells and members.any():
            yield Joint(codes * months, csr_array(members[:-1]))
            codes, members = own, own_members
            continue
        both = np.repeat(members, width, axis=1) + np.tile(
            own_members, members.shape[1]
        )
        codes, members = _numbered(codes * width + own, both)
    yield Joint(codes * months, csr_array(members[:-1]))


def _numbered(codes: Integers, members: Floats) -> tuple[Integers, Floats]:
    """Number the codes that there are, from 0 without gaps, and keep their columns."""
    found = np.bincount(codes, minlength=members.shape[1]) > 0
    numbers = (np.cumsum(found) - 1).astype(np.int32)
    return numbers[codes], members[:, found]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
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
    joint: tuple[Joint, ...]
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


class Shuffles(NamedTuple):
    """Some of the shuffles of a history, told apart by number."""

    counts: Counts
    history: int
    shuffles: range
    seed: int


def shuffled(piece: Shuffles) -> tuple[int, Floats]:
    """Return the number of the first shuffle, and the largest statistic of each."""
    found = [
        piece.counts.shuffled(np.random.default_rng([piece.seed, piece.history, one]))
        for one in piece.shuffles
    ]
    return piece.shuffles.start, np.array(found)
