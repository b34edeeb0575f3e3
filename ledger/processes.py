"""Work shared among processes, its results in the order of what was asked.

Processes are started only when there is enough to do, and kept for the next time. They
are started anew (spawn), not forked: whoever asks may show progress from a thread. Each
has pipes of its own, in which the next piece waits while it does one. No thread stands
between: in Python it would take turns with the very work that it is to speed up.
"""

import fcntl
import gc
import os
import pickle
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from select import POLLIN, POLLOUT, poll
from struct import Struct
from typing import Any, Final, NamedTuple, TypeVar

from ledger.closing import Closing
from ledger.errors import ProcessError
from ledger.heap import keep_freed

Given = TypeVar("Given")
Made = TypeVar("Made")

WORTH: Final = 64
"""Pieces of work from which starting processes costs less than it saves."""

_AHEAD: Final = 3
"""Pieces for each process that may be ahead, so that memory stays flat."""

_EACH: Final = 2
"""Pieces that a process has: the one that it works on, and the next."""

_PIPE: Final = 1 << 20
"""Bytes that a pipe is to hold, so that a piece is there when it is asked for."""

_LENGTH: Final = Struct("!i")
"""How long a message is, as ``multiprocessing.connection`` sends it."""

_YOUNG: Final = 50_000
"""Objects after which a process looks for cycles: pieces are many objects, and none."""


class _Answer(NamedTuple):
    made: Any = None
    error: Exception | None = None


class _Process:
    """A process that does one piece of work after the other."""

    def __init__(self) -> None:
        context = get_context("spawn")
        theirs, self.pieces = context.Pipe(duplex=False)
        self.answers, their_answers = context.Pipe(duplex=False)
        for pipe in (self.pieces, self.answers):
            _widen(pipe)
        os.set_blocking(self.pieces.fileno(), False)
        self._process = context.Process(
            target=_work, args=(theirs, their_answers), daemon=True
        )
        self._process.start()
        theirs.close()  # so that the pipes end when the process does
        their_answers.close()
        self.count = 0  # of the pieces that it has
        self.unsent: list[memoryview] = []

    def give(self, place: int, work: Callable[[Any], Any], piece: object) -> None:
        """Give it the piece at a place.

        Raises:
            ProcessError: It has ended.
        """
        data = pickle.dumps((place, work, piece), pickle.HIGHEST_PROTOCOL)
        self.count += 1
        self.unsent += memoryview(_LENGTH.pack(len(data))), memoryview(data)
        self.send()

    def send(self) -> None:
        """Send as much as its pipe has room for: never wait, for it may wait for us.

        Raises:
            ProcessError: It has ended.
        """
        try:
            while self.unsent:
                first = self.unsent[0]
                rest = first[os.write(self.pieces.fileno(), first) :]
                self.unsent[:1] = [rest] if rest else []
        except BlockingIOError:
            return
        except OSError as error:
            raise self._ended() from error

    def take(self) -> tuple[int, _Answer]:
        """Return the place of a piece, and what became of it.

        Raises:
            ProcessError: It ended before.
        """
        try:
            data = self.answers.recv_bytes()
        except (OSError, EOFError) as error:
            raise self._ended() from error
        self.count -= 1
        place, answer = pickle.loads(data)  # noqa: S301 - our own process wrote it
        return place, answer

    def close(self) -> None:
        """Let it end when it is done with the piece that it works on."""
        self.pieces.close()
        self.answers.close()
        self._process.join()

    def _ended(self) -> ProcessError:
        self._process.join()
        code = self._process.exitcode
        return ProcessError(f"a process ended with {code} before its work was done")


class Workers(Closing):
    """Processes that do pieces of work; with one, everything is done here."""

    def __init__(self, processes: int, *, worth: int = WORTH) -> None:
        self._count = processes
        self._worth = worth
        self._processes: list[_Process] = []

    def start(self) -> None:
        """Start the processes now, where it is known that there is enough to do."""
        if not self._processes and self._count > 1:
            keep_freed()  # for what comes back out of them
            self._processes = [_Process() for _ in range(self._count)]

    def map(
        self, work: Callable[[Given], Made], pieces: Iterable[Given]
    ) -> Iterator[Made]:
        """Yield what becomes of each piece, in order.

        Args:
            work: What to do; a function of a module, as it may go to a process.
            pieces: What to do it with; taken only as far as there is room.

        Raises:
            ProcessError: A process ended before its work was done.
        """
        left = iter(pieces)
        if not self._processes:
            first = list(islice(left, self._worth))
            if len(first) == self._worth:
                self.start()
            left = chain(first, left)
        if not self._processes:
            yield from map(work, left)
            return
        done = False
        try:
            yield from self._shared(work, left)
            done = True
        finally:
            if not done:  # somewhere in a piece, perhaps in the middle of an answer
                self.close()

    def _shared(
        self, work: Callable[[Given], Made], left: Iterator[Given]
    ) -> Iterator[Made]:
        """Yield what the processes make, while they make the next ones."""
        answers: dict[int, _Answer] = {}
        given = turn = 0
        while True:
            # Take whatever is there, so that no process waits for its next piece.
            answers.update(self._taken(wait=turn not in answers))
            for process in self._with_room():
                if given < turn + self._count * _AHEAD:
                    for piece in islice(left, 1):
                        process.give(given, work, piece)
                        given += 1
            if turn in answers:
                answer = answers.pop(turn)
                turn += 1
                if answer.error is not None:
                    raise answer.error
                yield answer.made
            elif turn == given:
                return

    def _with_room(self) -> list[_Process]:
        """Return the processes that can have a piece more, those without one first."""
        processes = self._processes
        return [one for some in range(_EACH) for one in processes if one.count <= some]

    def _taken(self, *, wait: bool) -> Iterator[tuple[int, _Answer]]:
        """Yield the answers that are there, and send on what there is room for.

        Args:
            wait: Whether to wait for either, if any process has a piece.
        """
        waiting = poll()
        busy = {one.answers.fileno(): one for one in self._processes if one.count}
        full = {one.pieces.fileno(): one for one in busy.values() if one.unsent}
        for pipe in busy:
            waiting.register(pipe, POLLIN)
        for pipe in full:
            waiting.register(pipe, POLLOUT)
        for pipe, _ in waiting.poll(None if wait and busy else 0):
            if pipe in full:
                full[pipe].send()
            else:
                yield busy[pipe].take()

    def close(self) -> None:
        """End the processes; what they have not begun is left."""
        for process in self._processes:
            process.close()
        self._processes = []


def _widen(pipe: Connection) -> None:
    """Let a pipe hold more, where that can be: a narrow one only waits more often."""
    size = getattr(fcntl, "F_SETPIPE_SZ", None)  # Linux has it
    if size is not None:
        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), size, _PIPE)


def _work(pieces: Connection, answers: Connection) -> None:
    """Do pieces of work until they end, as they do with whoever asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends when who asked does
    gc.set_threshold(_YOUNG)
    keep_freed()
    with suppress(EOFError, OSError):  # a pipe has ended
        while True:
            asked = pickle.loads(pieces.recv_bytes())  # noqa: S301 - likewise
            answers.send_bytes(_answered(*asked))


def _answered(place: int, work: Callable[[Any], Any], piece: object) -> bytes:
    """Return the bytes of what becomes of the piece at a place."""
    try:
        return pickle.dumps((place, _Answer(work(piece))), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - it is raised where the result would be
        error.add_note(f"in a process of its own:\n{traceback.format_exc()}")
        try:
            data = pickle.dumps((place, _Answer(error=error)))
            pickle.loads(data)  # noqa: S301 - likewise
        except Exception:  # noqa: BLE001 - whatever keeps it from being sent
            told = ProcessError(f"{type(error).__name__}: {error}")
            data = pickle.dumps((place, _Answer(error=told)))
        return data
