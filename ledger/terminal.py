"""How commands speak: results on stdout, talk on stderr, one exit status each."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ledger.durable import described
from ledger.errors import FormatError, LedgerError, ProofError, RecordError

T = TypeVar("T")

FINDINGS = 1
"""Exit status: something is wrong with what was checked or read."""

USAGE = 2
"""Exit status: the command was called wrongly."""

COULD_NOT = 3
"""Exit status: it could not be done or checked."""


# Control characters, those that turn the direction of writing or hide, and halves of
# characters. Neither a terminal nor a reader may be led by a text that is audited.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Return a text in which nothing can lead a terminal or its reader astray.

    What could is spelled as JSON spells it, so that JSON stays what it is.
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say(text: str) -> None:
    """Talk to the person at the terminal, on stderr."""
    sys.stderr.write(f"{visible(text)}\n")


def counted(count: int, one: str, many: str) -> str:
    """Return a number and what it counts, in the right form: ``1 entry``."""
    return f"{count} {one if count == 1 else many}"


def show(text: str) -> None:
    """Give a result, on stdout."""
    sys.stdout.write(f"{visible(text)}\n")


def fail(message: str, status: int) -> NoReturn:
    """Say in one line what is wrong and end with an exit status."""
    say(f"weegboek: {message}")
    raise typer.Exit(status)


def proved(check: Callable[[], T]) -> T:
    """Do a check of evidence; what it does not prove is a finding, not a failure."""
    try:
        return check()
    except ProofError as error:
        fail(f"NOT verified: {error}", FINDINGS)


@contextmanager
def reported() -> Iterator[None]:
    """Turn the errors of the ledger into one clear line and an exit status.

    What is wrong with input ends with 1, what could not be done with 3.
    """
    try:
        yield
    except (FormatError, RecordError) as error:
        fail(str(error), FINDINGS)
    except LedgerError as error:
        fail(str(error), COULD_NOT)
    except OSError as error:
        fail(described(error), COULD_NOT)


class _Rate(ProgressColumn):
    """How many are done a second; empty until that is known."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f}/s", style="progress.data")


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """Show on stderr how far tasks are, at what rate, and how long they still take.

    Gives what to tell it: task, done, total.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def told(task: str, done: int, total: int) -> None:
            if task not in tasks:
                tasks[task] = bars.add_task(task, total=None)
            bars.update(tasks[task], completed=done, total=total)

        yield told


@contextmanager
def progress_bar(task: str) -> Iterator[Callable[[int, int], None]]:
    """Show on stderr how far one task is; gives what to tell it: done, total."""
    with progress_bars() as told:
        yield partial(told, task)
