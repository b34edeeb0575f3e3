"""The decisions behind a number on another page, as a part of an address.

A number links to the table of decisions with these keys, so that a reader sees
exactly the decisions that were counted. Several values of one key combine by *or*,
except aspects, which must all hold.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.records.terms import WEIGHTS
from ledger.records.values import CODE

MANY: Final = ("aspect", "condition", "departure", "group")
ONE: Final = (
    "framework",
    "together",
    "override",
    "weighing",
    "applies",
    "class-set",
    "like",
    "ways",
    "since",
    "until",
)
NO_GOAL: Final = "none"
"""Stands for decisions in which no goal was decisive."""

NO_DEPARTURE: Final = "none"
"""Stands for decisions that could depart from their findings and do not."""

NO_GROUP: Final = "unknown"
"""Stands for decisions whose group of destinations is not published."""

_CLOSED: Final[Mapping[str, tuple[str, ...]]] = {
    "applies": ("no", "yes"),
    "departure": (
        "granted_against_findings",
        "granted_with_override",
        NO_DEPARTURE,
        "refused_against_findings",
    ),
    "override": ("yes",),
    "ways": ("different", "same"),
    "weighing": ("not_published", "published"),
}
_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "aspect": re.compile(rf"{CODE}\.\w*\.(?:{'|'.join(WEIGHTS)})?", re.ASCII),
    "framework": re.compile(rf"{CODE}\.[1-9][0-9]{{0,5}}", re.ASCII),
    "since": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII),
    "until": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII),
}
_MAX_TEXT: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """What narrows decisions to those that a number counted.

    Attributes:
        aspects: ``code.finding.weight``; finding or weight may be empty for any. A
            decision must have them all.
        conditions: Kinds of conditions, of which it must have one.
        departures: How it departs from its own decisive findings; ``none`` when it
            could and does not.
        groups: Groups of destinations; ``unknown`` for none published.
        framework: ``id.version`` of the framework it was weighed under.
        together: The goals that were decisive together, joined by ``+``, and no
            others; ``none`` for no goal.
        override: ``yes`` when it was granted in spite of an unacceptable finding.
        weighing: Whether its weighing is published.
        applies: Whether the supplementary framework applies, ``yes`` or ``no``.
        class_set: Exactly its product classes, in order, joined by commas.
        like: Reference of a decision that it is alike to, or is.
        ways: Whether the selected decisions alike to it went ``different`` ways or
            the ``same``; decisions without a like one are in neither.
        since: First day on which it can have been taken.
        until: Last such day.
    """

    aspects: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    departures: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    framework: str = ""
    together: str = ""
    override: str = ""
    weighing: str = ""
    applies: str = ""
    class_set: str = ""
    like: str = ""
    ways: str = ""
    since: date | None = None
    until: date | None = None

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the keys and values of the address, always in one order."""
        many = (self.aspects, self.conditions, self.departures, self.groups)
        for key, values in zip(MANY, many, strict=True):
            yield from ((key, value) for value in values)
        ones = (
            self.framework,
            self.together,
            self.override,
            self.weighing,
            self.applies,
            self.class_set,
            self.like,
            self.ways,
            "" if self.since is None else self.since.isoformat(),
            "" if self.until is None else self.until.isoformat(),
        )
        yield from (pair for pair in zip(ONE, ones, strict=True) if pair[1])

    def without(self, key: str, value: str) -> "Subset":
        """Return the subset without one of its pairs."""
        left = [pair for pair in self.pairs() if pair != (key, value)]
        return subset_of(left)


def is_part(key: str, value: str) -> bool:
    """Whether a pair of an address can be part of a subset."""
    if key not in {*MANY, *ONE} or not value or len(value) > _MAX_TEXT:
        return False
    if key in _CLOSED:
        return value in _CLOSED[key]
    if key in _FORMS and not _FORMS[key].fullmatch(value):
        return False
    return _day(value) is not None if key in {"since", "until"} else value.isprintable()


def subset_of(pairs: Sequence[tuple[str, str]]) -> Subset:
    """Return the subset of pairs of which each ``is_part``."""
    ones = {key: value for key, value in pairs if key in ONE}

    def many(key: str) -> tuple[str, ...]:
        return tuple(value for name, value in pairs if name == key)

    return Subset(
        aspects=many("aspect"),
        conditions=many("condition"),
        departures=many("departure"),
        groups=many("group"),
        framework=ones.get("framework", ""),
        together=ones.get("together", ""),
        override=ones.get("override", ""),
        weighing=ones.get("weighing", ""),
        applies=ones.get("applies", ""),
        class_set=ones.get("class-set", ""),
        like=ones.get("like", ""),
        ways=ones.get("ways", ""),
        since=_day(ones.get("since", "")),
        until=_day(ones.get("until", "")),
    )


def parts_of_aspect(aspect: str) -> tuple[str, str, str]:
    """Return the code of an aspect, its finding and its weight, which can be empty."""
    code, finding, weight = aspect.rsplit(".", 2)
    return code, finding, weight


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
