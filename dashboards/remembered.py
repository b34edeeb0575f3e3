"""Answers of the warehouse, remembered: a build never changes, so neither do they."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, cast

from etl.warehouse.connection import Connection

MOST_CELLS: Final = 1_000_000
"""Cells kept in all, those asked for last: tens of megabytes."""

_LARGEST: Final = 50_000
"""Cells of the largest answer that is kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What DuckDB's own answer is, as far as questions read it.

    Attributes:
        description: A tuple for each column, its name first.
        rows: The rows.
    """

    description: tuple[tuple[Any, ...], ...]
    rows: tuple[tuple[Any, ...], ...]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return every row."""
        return list(self.rows)

    @property
    def cells(self) -> int:
        """How much room it takes; a list takes that of what is in it."""
        lists = [
            place
            for place, value in enumerate(self.rows[0] if self.rows else ())
            if isinstance(value, list)
        ]
        inside = sum(len(row[place] or ()) for row in self.rows for place in lists)
        return 1 + len(self.rows) * len(self.description) + inside


class Memory:
    """The answers to questions that were asked of one build, for all threads."""

    def __init__(self, most: int = MOST_CELLS) -> None:
        self._most = most
        self._cells = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Answer | None:
        """Return what was answered before, if it is still known."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Remember an answer, and forget the oldest where there is no room."""
        if answer.cells > min(_LARGEST, self._most):
            return
        with self._lock:
            if key in self._answers:
                return
            self._answers[key] = answer
            self._cells += answer.cells
            while self._cells > self._most:
                _, oldest = self._answers.popitem(last=False)
                self._cells -= oldest.cells


class _Remembering:
    def __init__(self, connection: Connection, memory: Memory) -> None:
        self._connection = connection
        self._memory = memory

    def execute(
        self, statement: str, parameters: Mapping[str, Any] | Sequence[Any] = ()
    ) -> Answer:
        """Return the answer to a question, from memory if it was asked before."""
        key = (statement, repr(parameters))
        known = self._memory.get(key)
        if known is not None:
            return known
        found = self._connection.execute(statement, parameters)
        columns = tuple(map(tuple, found.description or ()))
        answer = Answer(columns, tuple(found.fetchall()))
        self._memory.put(key, answer)
        return answer


def remembering(connection: Connection, memory: Memory) -> Connection:
    """Return a connection that asks the warehouse only what is new."""
    # Questions execute and fetch all rows; they use nothing else of a connection.
    return cast("Connection", _Remembering(connection, memory))
