"""The twenty questions: each one statement, that says all of what it counts.

The statements stand in ``questions/q01.sql`` to ``q20.sql``; what is asked stands in
``questions.toml``. A column whose name ends in ``_of`` is what the column before it is
a share of; one that begins with ``all_`` is for the sentence, not for the table.
"""

from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple

import msgspec

from etl.warehouse.connection import Connection
from ledger.records.values import Value

Tier = Literal["auditor", "committee", "public"]
Answered = Literal["in_part", "no", "whole"]


class Said(Value, frozen=True, kw_only=True):
    """A text in both languages."""

    en: str
    nl: str


class Link(Value, frozen=True, kw_only=True):
    """A page, and the selection on it, that shows more."""

    page: str
    query: str


class Question(Value, frozen=True, kw_only=True):
    """One of the twenty questions.

    Attributes:
        answered: How far the public ledger answers it.
        asked_in: Where it was really asked, when it was.
        asks: The question.
        links: Pages that show more.
        note: What a reader must know, and what the public ledger cannot say.
        number: 1 to 20.
        said: The answer as a sentence over its rows.
        tier: Whom the whole answer is for.
        words: What the codes in its rows are called.
    """

    answered: Answered
    asked_in: Said | None = None
    asks: Said
    links: tuple[Link, ...]
    note: Said
    number: int
    said: Said
    tier: Tier
    words: dict[str, Said] = msgspec.field(default_factory=dict)


class Answer(NamedTuple):
    """The rows of an answer, under the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class _Questions(Value, frozen=True, kw_only=True):
    questions: tuple[Question, ...]


_DIRECTORY: Final = files(__package__ or "").joinpath("questions")


@cache
def questions() -> tuple[Question, ...]:
    """Return the twenty questions, in order."""
    text = _DIRECTORY.joinpath("questions.toml").read_bytes()
    return msgspec.toml.decode(text, type=_Questions).questions


def statement(number: int) -> str:
    """Return the statement that answers a question, with its ledger as ``$slug``."""
    return _DIRECTORY.joinpath(f"q{number:02}.sql").read_text("utf-8")


def answer(connection: Connection, slug: str, number: int) -> Answer:
    """Return the answer to a question from one ledger."""
    found = connection.execute(statement(number), {"slug": slug})
    columns = tuple(column[0] for column in found.description or ())
    return Answer(columns, tuple(tuple(row) for row in found.fetchall()))
