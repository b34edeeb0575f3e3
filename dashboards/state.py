"""The state of a page, and the address that holds all of it.

Keys are English in every language, so that an address can be handed on. What an
address holds beyond this is not passed over in silence: the page says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final, Literal, get_args
from urllib.parse import parse_qsl, quote_plus

from dashboards import subset
from dashboards.filters import (
    GRAINS,
    SORTS,
    TERM_WORDS,
    Filters,
    Grain,
    Search,
    Sort,
)
from dashboards.subset import Subset
from ledger.records.terms import OUTCOMES, WEIGHTS

Dimension = Literal["destination", "class", "period", "framework", "ledger"]
"""In what two sides of a comparison differ."""

_MANY: Final = (
    "destination",
    "class",
    "outcome",
    "weight",
    "status",
    "ground",
    "authorisation",
    "term",
)
_ONE: Final = (
    "ledger",
    "asof",
    "from",
    "to",
    "grain",
    "q",
    "sort",
    "order",
    "page",
    "ref",
    "version",
    "window",
    "codes",
    "before",
    "after",
    "list",
    "question",
    "by",
    "one",
    "other",
    "seen",
)
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200
_MAX_TEXT: Final = 120
WINDOWS: Final = (3, 6, 12, 18, 24)
"""Lengths of the windows before and after a framework version, in months."""
_QUESTIONS: Final = tuple(str(number) for number in range(1, 21))
DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)
_SEEN: Final = re.compile(r"[1-9][0-9]{0,15}(?:\.[A-Za-z0-9_-]{43})?", re.ASCII)
"""A size of the ledger and, in base64url, the root that it had then."""
_MOST_VALUES: Final = 60
"""Values of one key that are applied: more than any page offers to choose."""

_MOST_FIELDS: Final = 1_000
"""Fields of an address that are read at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """Everything that decides what a page shows.

    Attributes:
        ledger: Slug of the ledger; empty for the first one.
        as_of: Show what was known at the end of this day; None for the latest.
        first_year: First year of the selection.
        last_year: Last year, included.
        destinations: ISO 3166-1 codes.
        classes: Product classes or categories.
        outcomes: Outcomes as decided.
        weights: Weights of which some goal must have one.
        statuses: What became of the decision.
        grounds: Refusal grounds.
        authorisations: Kinds of authorisation.
        terms: Within the norm of eight weeks, or over it.
        grain: Width of a period on time axes.
        text: Words to search for.
        sort: What the table of decisions is ordered by.
        ascending: Order from low to high.
        page: Page of the table, from 1.
        ref: Reference of the decision to show.
        version: Framework version to compare with the one before, ``id.version``.
        window: Months before and after it; None for the usual.
        subset: The decisions behind a number on another page.
        mapped: Show items under the codes that they have now, not as decided.
        before: The version that the reader compares with, as ``name@version``.
        after: The version that is compared with it, likewise.
        list_version: The control-list version whose items are shown, likewise.
        question: Number of the question to answer; None for none.
        by: In what the two sides of a comparison differ; None for no comparison.
        one: What is compared: a code, years, or ``id.version`` of a framework; empty
            when ledgers are compared, for then it is that of the page.
        other: With what it is compared, likewise; or the slug of another ledger.
        seen: Up to where the reader has seen the ledger: its size and, behind a dot,
            the root that it had then; empty for not at all.
        unknown: What the address holds that is none of these.
    """

    ledger: str = ""
    as_of: date | None = None
    first_year: int | None = None
    last_year: int | None = None
    destinations: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    authorisations: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    grain: Grain = "quarter"
    text: str = ""
    sort: Sort = "decided"
    ascending: bool = False
    page: int = 1
    ref: str = ""
    version: str = ""
    window: int | None = None
    subset: Subset = field(default_factory=Subset)
    mapped: bool = False
    before: str = ""
    after: str = ""
    list_version: str = ""
    question: int | None = None
    by: Dimension | None = None
    one: str = ""
    other: str = ""
    seen: str = ""
    unknown: tuple[str, ...] = ()

    def filters(self, ledger: int) -> Filters:
        """Return the selection of decisions of one ledger."""
        return Filters(
            ledger=ledger,
            first_month=None
            if self.first_year is None
            else date(self.first_year, 1, 1),
            last_month=None if self.last_year is None else date(self.last_year, 12, 1),
            destinations=self.destinations,
            product_classes=self.classes,
            outcomes=self.outcomes,
        )

    def search(self) -> Search:
        """Return what narrows the table of decisions further."""
        return Search(
            text=self.text,
            weights=self.weights,
            statuses=self.statuses,
            grounds=self.grounds,
            authorisation_types=self.authorisations,
            terms=self.terms,
            subset=self.subset,
        )

    def query(self) -> str:
        """Write the state as the query of an address, shortest and always alike."""
        return "&".join(map(written, self._pairs()))

    def _pairs(self) -> Iterator[tuple[str, str]]:
        ones = (
            ("ledger", self.ledger),
            ("asof", "" if self.as_of is None else self.as_of.isoformat()),
            ("from", "" if self.first_year is None else str(self.first_year)),
            ("to", "" if self.last_year is None else str(self.last_year)),
            ("grain", "" if self.grain == "quarter" else self.grain),
            ("q", self.text),
            ("sort", "" if self.sort == "decided" else self.sort),
            ("order", "asc" if self.ascending else ""),
            ("page", "" if self.page == 1 else str(self.page)),
            ("ref", self.ref),
            ("version", self.version),
            ("window", "" if self.window is None else str(self.window)),
            ("codes", "current" if self.mapped else ""),
            ("before", self.before),
            ("after", self.after),
            ("list", self.list_version),
            ("question", "" if self.question is None else str(self.question)),
            ("by", self.by or ""),
            ("one", self.one),
            ("other", self.other),
            ("seen", self.seen),
        )
        yield from ((key, value) for key, value in ones if value)
        many = (
            self.destinations,
            self.classes,
            self.outcomes,
            self.weights,
            self.statuses,
            self.grounds,
            self.authorisations,
            self.terms,
        )
        for key, values in zip(_MANY, many, strict=True):
            yield from ((key, value) for value in values)
        yield from self.subset.pairs()

    def whole(self, slug: str) -> str:
        """Write what a whole ledger is asked as of, as the query of an address."""
        return _whole(slug, self.as_of)

    def but(self, **changes: object) -> "ViewState":
        """Return the state with changes, from its first page of the table."""
        return replace(self, **{"page": 1, "unknown": (), **changes})  # type: ignore[arg-type] # the fields' own types


@lru_cache(maxsize=64)
def _whole(slug: str, as_of: date | None) -> str:
    return ViewState(ledger=slug, as_of=as_of).query()


def written(pair: tuple[str, str]) -> str:
    """Return a key and its value as they stand in an address."""
    key, value = pair
    plain = value.isascii() and value.isalnum()  # as most are
    return f"{key}={value if plain else quote_plus(value)}"


def parse_state(query: str) -> ViewState:
    """Read a state out of the query of an address.

    Whatever cannot be understood stands in ``unknown`` and has no effect.
    """
    ones: dict[str, str] = {}
    many: dict[str, list[str]] = {key: [] for key in _MANY}
    parts: list[tuple[str, str]] = []
    unknown: list[str] = []
    if query.count("&") >= _MOST_FIELDS:
        return ViewState(unknown=(f"{query[:_MAX_TEXT]}…",))
    for key, value in parse_qsl(query.removeprefix("?"), keep_blank_values=False):
        good = _good(key, value)
        if good and len(many.get(key, ())) < _MOST_VALUES and _is_new(many, key, value):
            many[key].append(value)
        elif good and key in _ONE and key not in ones:
            ones[key] = value
        elif _joins(parts, key, value):
            parts.append((key, value))
        else:
            unknown.append(f"{key}={value}"[:_MAX_TEXT])
    first, last = _year(ones.get("from")), _year(ones.get("to"))
    if first is not None and last is not None and last < first:
        unknown.append(f"to={last}")
        last = None
    return ViewState(
        ledger=ones.get("ledger", ""),
        as_of=_day(ones.get("asof", "")),
        first_year=first,
        last_year=last,
        destinations=tuple(many["destination"]),
        classes=tuple(many["class"]),
        outcomes=tuple(many["outcome"]),
        weights=tuple(many["weight"]),
        statuses=tuple(many["status"]),
        grounds=tuple(many["ground"]),
        authorisations=tuple(many["authorisation"]),
        terms=tuple(many["term"]),
        grain=ones.get("grain", "quarter"),  # type: ignore[arg-type] # checked
        text=ones.get("q", ""),
        sort=ones.get("sort", "decided"),  # type: ignore[arg-type] # checked
        ascending=ones.get("order") == "asc",
        page=int(ones.get("page", "1")),
        ref=ones.get("ref", ""),
        version=ones.get("version", ""),
        window=int(ones["window"]) if "window" in ones else None,
        subset=subset.subset_of(parts),
        mapped="codes" in ones,
        before=ones.get("before", ""),
        after=ones.get("after", ""),
        list_version=ones.get("list", ""),
        question=int(ones["question"]) if "question" in ones else None,
        by=ones.get("by"),  # type: ignore[arg-type] # checked
        one=ones.get("one", ""),
        other=ones.get("other", ""),
        seen=ones.get("seen", ""),
        unknown=tuple(unknown),
    )


def _is_new(many: dict[str, list[str]], key: str, value: str) -> bool:
    return key in many and value not in many[key]


def _good(key: str, value: str) -> bool:
    words = {"grain": GRAINS, "sort": SORTS, "order": ("asc",), "outcome": OUTCOMES}
    words |= {"weight": WEIGHTS, "codes": ("current",), "question": _QUESTIONS}
    words |= {"term": TERM_WORDS, "by": DIMENSIONS}
    words["window"] = tuple(map(str, WINDOWS))
    if key in words:
        return value in words[key]
    if key == "asof":
        return _day(value) is not None
    if key in {"from", "to"}:
        return _year(value) is not None
    if key == "seen":
        return _SEEN.fullmatch(value) is not None
    if key == "page":
        return value.isascii() and value.isdecimal() and 1 <= int(value[:7]) < 10**6
    return len(value) <= _MAX_TEXT and value.isprintable()


def _joins(parts: list[tuple[str, str]], key: str, value: str) -> bool:
    """Whether a pair adds to a subset that has some pairs already."""
    if not subset.is_part(key, value) or (key, value) in parts:
        return False
    return key in subset.MANY or all(key != name for name, _ in parts)


def _year(text: str | None) -> int | None:
    if text is None or not (text.isascii() and text.isdecimal()) or len(text) != 4:  # noqa: PLR2004 - digits
        return None
    return int(text) if _FIRST_YEAR <= int(text) <= _LAST_YEAR else None


def _day(text: str) -> date | None:
    """Return a day that is written as YYYY-MM-DD, between the years that can be."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    usual = day.isoformat() == text and _FIRST_YEAR <= day.year <= _LAST_YEAR
    return day if usual else None
