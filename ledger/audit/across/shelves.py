"""Rows of fixed size put away by their first byte, and taken out part by part.

What two kinds of row have in common begins both, a hash or a digest, so rows that
belong together lie in the same part: to join them, one part at a time is enough.
"""

from collections.abc import Iterator
from struct import Struct
from typing import Any, Final

PARTS: Final = 64
"""Parts, so that one of a million rows is small."""


class Shelves:
    """Rows of one form."""

    def __init__(self, form: Struct) -> None:
        self._form = form
        self._parts = [bytearray() for _ in range(PARTS)]

    def put(self, packed: bytes | bytearray) -> None:
        """Put rows away."""
        size = self._form.size
        for place in range(0, len(packed), size):
            self._parts[packed[place] % PARTS] += packed[place : place + size]

    def part(self, number: int) -> Iterator[tuple[Any, ...]]:
        """Return the rows of one part, in the order in which they came."""
        return self._form.iter_unpack(self._parts[number])
