"""What a reader knows, as linear equations: each row adds leaves up to a number."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from etl.disclosure_control.case import Cell, Leaf, cells_above

Matrix = Any
"""A sparse matrix of scipy, which ships no types: rows by leaves, ones and zeros."""

Vector = NDArray[np.float64]
"""A number for each leaf, or for each row."""


class Row(NamedTuple):
    """A sum of leaves: a cell, from one vintage to another.

    A cell of the first release is from vintage 0 to 0, one of the second from 0 to 1,
    and the difference between the two releases is from 1 to 1.
    """

    cell: Cell
    first: int
    last: int


def matrix_of(rows: Sequence[Row], leaves: Sequence[Leaf]) -> Matrix:
    """Return which leaves each row adds up."""
    wanted = {row.cell for row in rows}
    inside: dict[Cell, list[int]] = {cell: [] for cell in wanted}
    for place, leaf in enumerate(leaves):
        for cell in cells_above(leaf):
            if cell in wanted:
                inside[cell].append(place)
    places: list[int] = []
    starts = [0]
    for row in rows:
        places += [
            place
            for place in inside[row.cell]
            if row.first <= leaves[place].vintage <= row.last
        ]
        starts.append(len(places))
    shape = (len(rows), len(leaves))
    return csr_array(
        (np.ones(len(places)), np.array(places, dtype=np.int32), np.array(starts)),
        shape=shape,
    )


def vector_of(values: Mapping[Leaf, int], leaves: Sequence[Leaf]) -> Vector:
    """Return what is at each leaf."""
    return np.array([values.get(leaf, 0) for leaf in leaves], dtype=np.float64)
