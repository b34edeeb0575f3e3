"""Rows of fixed size put away by their first byte, and taken out part by part.

What two kinds of row have in common begins both, a hash or a digest, so rows that
belong together lie in the same part: to join them, one part at a time is enough.

Beyond some ten thousand the rows lie in a file without a name, which is gone
when the audit is: they hold digests and numbers, nothing that a record says.
"""

from collections.abc import Iterator
from os import SEEK_END
from struct import Struct
from tempfile import SpooledTemporaryFile
from typing import Any, Final
from weakref import finalize

PARTS: Final = 64
"""Parts, so that one of a million rows is small."""

_BLOCK: Final = 64
"""Rows of a part that are put away together."""

_KEPT: Final = 500_000
"""Bytes of rows from which on all lie in a file."""


class Shelves:
    """Rows of one form."""

    def __init__(self, form: Struct) -> None:
        self._form = form
        self._open = [bytearray() for _ in range(PARTS)]
        self._full: list[list[int]] = [[] for _ in range(PARTS)]  # where blocks begin
        self._file = SpooledTemporaryFile[bytes](_KEPT)
        finalize(self, self._file.close)

    def put(self, packed: bytes | bytearray) -> None:
        """Put rows away.

        Raises:
            OSError: There is no room for them.
        """
        size = self._form.size
        for place in range(0, len(packed), size):
            number = packed[place] % PARTS
            rows = self._open[number]
            rows += packed[place : place + size]
            if len(rows) == size * _BLOCK:
                self._full[number].append(self._file.seek(0, SEEK_END))
                self._file.write(rows)
                rows.clear()

    def part(self, number: int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of one part, in the order in which they came.

        Raises:
            OSError: They cannot be read back.
        """
        for place in self._full[number]:
            self._file.seek(place)
            yield from self._form.iter_unpack(self._file.read(self._form.size * _BLOCK))
        yield from self._form.iter_unpack(self._open[number])
