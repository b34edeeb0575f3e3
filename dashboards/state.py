"""The state of a page, and the address that holds all of it.

Keys are English in every language, so that an address can be handed on. What an
address holds beyond this is not passed over in silence: the page says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import parse_qsl, urlencode

from dashboards.filters import GRAINS, SORTS, Filters, Grain, Search, Sort
from ledger.records.terms import OUTCOMES, WEIGHTS

_MANY: Final = ("destination", "class", "outcome", "weight", "status", "ground")
_ONE: Final = ("ledger", "from", "to", "grain", "q", "sort", "order", "page", "ref")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200
_MAX_TEXT: Final = 120
_MOST_VALUES: Final = 60
"""Values of one key that are applied: more than any page offers to choose."""

_MOST_FIELDS: Final = 1_000
"""Fields of an address that are read at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """Everything that decides what a page shows.

    Attributes:
        ledger: Slug of the ledger; empty for the first one.
        first_year: First year of the selection.
        last_year: Last year, included.
        destinations: ISO 3166-1 codes.
        classes: Product classes or categories.
        outcomes: Outcomes as decided.
        weights: Weights of which some goal must have one.
        statuses: What became of the decision.
        grounds: Refusal grounds.
        grain: Width of a period on time axes.
        text: Words to search for.
        sort: What the table of decisions is ordered by.
        ascending: Order from low to high.
        page: Page of the table, from 1.
        ref: Reference of the decision to show.
        unknown: What the address holds that is none of these.
    """

    ledger: str = ""
    first_year: int | None = None
    last_year: int | None = None
    destinations: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    grain: Grain = "quarter"
    text: str = ""
    sort: Sort = "decided"
    ascending: bool = False
    page: int = 1
    ref: str = ""
    unknown: tuple[str, ...] = ()

    def filters(self, slug: str) -> Filters:
        """Return the selection of decisions of one ledger."""
        return Filters(
            ledger=slug,
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
        )

    def query(self) -> str:
        """Write the state as the query of an address, shortest and always alike."""
        return urlencode(list(self._pairs()))

    def _pairs(self) -> Iterator[tuple[str, str]]:
        ones = (
            ("ledger", self.ledger),
            ("from", "" if self.first_year is None else str(self.first_year)),
            ("to", "" if self.last_year is None else str(self.last_year)),
            ("grain", "" if self.grain == "quarter" else self.grain),
            ("q", self.text),
            ("sort", "" if self.sort == "decided" else self.sort),
            ("order", "asc" if self.ascending else ""),
            ("page", "" if self.page == 1 else str(self.page)),
            ("ref", self.ref),
        )
        yield from ((key, value) for key, value in ones if value)
        many = (
            self.destinations,
            self.classes,
            self.outcomes,
            self.weights,
            self.statuses,
            self.grounds,
        )
        for key, values in zip(_MANY, many, strict=True):
            yield from ((key, value) for value in values)

    def but(self, **changes: object) -> "ViewState":
        """Return the state with changes, from its first page of the table."""
        return replace(self, **{"page": 1, "unknown": (), **changes})  # type: ignore[arg-type] # the fields' own types


def parse_state(query: str) -> ViewState:
    """Read a state out of the query of an address.

    Whatever cannot be understood stands in ``unknown`` and has no effect.
    """
    ones: dict[str, str] = {}
    many: dict[str, list[str]] = {key: [] for key in _MANY}
    unknown: list[str] = []
    if query.count("&") >= _MOST_FIELDS:
        return ViewState(unknown=(f"{query[:_MAX_TEXT]}…",))
    for key, value in parse_qsl(query.removeprefix("?"), keep_blank_values=False):
        good = _good(key, value)
        if good and len(many.get(key, ())) < _MOST_VALUES and _is_new(many, key, value):
            many[key].append(value)
        elif good and key in _ONE and key not in ones:
            ones[key] = value
        else:
            unknown.append(f"{key}={value}"[:_MAX_TEXT])
    first, last = _year(ones.get("from")), _year(ones.get("to"))
    if first is not None and last is not None and last < first:
        unknown.append(f"to={last}")
        last = None
    return ViewState(
        ledger=ones.get("ledger", ""),
        first_year=first,
        last_year=last,
        destinations=tuple(many["destination"]),
        classes=tuple(many["class"]),
        outcomes=tuple(many["outcome"]),
        weights=tuple(many["weight"]),
        statuses=tuple(many["status"]),
        grounds=tuple(many["ground"]),
        grain=ones.get("grain", "quarter"),  # type: ignore[arg-type] # checked
        text=ones.get("q", ""),
        sort=ones.get("sort", "decided"),  # type: ignore[arg-type] # checked
        ascending=ones.get("order") == "asc",
        page=int(ones.get("page", "1")),
        ref=ones.get("ref", ""),
        unknown=tuple(unknown),
    )


def _is_new(many: dict[str, list[str]], key: str, value: str) -> bool:
    return key in many and value not in many[key]


def _good(key: str, value: str) -> bool:
    words = {"grain": GRAINS, "sort": SORTS, "order": ("asc",), "outcome": OUTCOMES}
    words["weight"] = WEIGHTS
    if key in words:
        return value in words[key]
    if key in {"from", "to"}:
        return _year(value) is not None
    if key == "page":
        return value.isascii() and value.isdecimal() and 1 <= int(value[:7]) < 10**6
    return len(value) <= _MAX_TEXT and value.isprintable()


def _year(text: str | None) -> int | None:
    if text is None or not (text.isascii() and text.isdecimal()) or len(text) != 4:  # noqa: PLR2004 - digits
        return None
    return int(text) if _FIRST_YEAR <= int(text) <= _LAST_YEAR else None
