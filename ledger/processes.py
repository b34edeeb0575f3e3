"""Work shared among processes, its results in the order of what was asked.

Processes are started only when there is enough to do, and kept for the next time. They
are started anew (spawn), not forked: whoever asks may show progress from a thread.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import Final, TypeVar

from ledger.closing import Closing

Given = TypeVar("Given")
Made = TypeVar("Made")

WORTH: Final = 64
"""Pieces of work from which starting processes costs less than it saves."""

_AHEAD: Final = 3
"""Pieces that wait for each process, so that memory stays flat."""


class Workers(Closing):
    """Processes that do pieces of work; with one, everything is done here."""

    def __init__(self, processes: int, *, worth: int = WORTH) -> None:
        self._processes = processes
        self._worth = worth
        self._executor: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Start the processes now, where it is known that there is enough to do."""
        if self._executor is None and self._processes > 1:
            context = get_context("spawn")
            self._executor = ProcessPoolExecutor(self._processes, mp_context=context)

    def map(
        self, work: Callable[[Given], Made], pieces: Iterable[Given]
    ) -> Iterator[Made]:
        """Yield what becomes of each piece, in order.

        Args:
            work: What to do; a function of a module, as it may go to a process.
            pieces: What to do it with; taken only as far as there is room.
        """
        left = iter(pieces)
        if self._executor is None:
            first = list(islice(left, self._worth))
            if len(first) == self._worth:
                self.start()
            left = chain(first, left)
        executor = self._executor
        if executor is None:
            yield from map(work, left)
            return
        waiting: deque[Future[Made]] = deque()
        for piece in left:
            waiting.append(executor.submit(work, piece))
            if len(waiting) > self._processes * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def close(self) -> None:
        """End the processes; what they have not begun is left."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None
