"""The two sides of a comparison, out of an address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dashboards.filters import Filters, Search
from dashboards.queries import LedgerStamp, SideTotals, ledgers, side_totals
from dashboards.scene import Scene
from dashboards.state import Dimension, ViewState, parse_state
from dashboards.subset import Subset
from dashboards.tables import Link
from dashboards.views.link import number_link
from dashboards.words import Words

_YEARS: Final = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?", re.ASCII)
NAMES: Final[Mapping[Dimension, Words]] = {
    "destination": Words("bestemmingen", "destinations"),
    "class": Words("productklassen", "product classes"),
    "period": Words("perioden", "periods"),
    "framework": Words("kaderversies", "framework versions"),
    "ledger": Words("autoriteiten", "authorities"),
}
"""What two of are compared."""

_CHOOSE: Final = Words(
    "Kies twee {what} om te vergelijken.", "Choose two {what} to compare."
)
_CHOOSE_DIMENSION: Final = Words(
    "Kies wat u wilt vergelijken.", "Choose what you want to compare."
)
_UNKNOWN: Final = Words(
    "„{value}” staat niet onder de {what} van dit grootboek; kies een ander.",
    "“{value}” is not among the {what} of this ledger; choose another.",
)
_NO_YEARS: Final = Words(
    "„{value}” is geen jaar of reeks van jaren, zoals 2021 of 2021-2023.",
    "“{value}” is not a year or a range of years, such as 2021 or 2021-2023.",
)
_EMPTY: Final = Words(
    "Voor {empty} zijn er in deze keuze geen besluiten; voor {full}"
    " {n:is het er #|zijn het er #}. Er is dus niets te vergelijken.",
    "For {empty} there are no decisions in this selection; for {full} there"
    " {n:is #|are #}. So there is nothing to compare.",
)
_BOTH_EMPTY: Final = Words(
    "Voor {one} en voor {other} zijn er in deze keuze geen besluiten.",
    "There are no decisions in this selection for {one}, nor for {other}.",
)
_CHOOSE_LEDGER: Final = Words(
    "Kies met welke andere autoriteit u {own} vergelijkt.",
    "Choose with which other authority to compare {own}.",
)
_UNVERIFIED: Final = Words(
    "Het grootboek van {other} is niet geverifieerd. Er staat dus geen cijfer van.",
    "The ledger of {other} is not verified. So no number of it is given.",
)
_AUTHORITIES: Final = Words(
    "Twee autoriteiten tellen ieder op hun eigen manier, onder hun eigen regels en"
    " lijsten, en leggen niet hetzelfde vast; ook daardoor kunnen aantallen"
    " verschillen. {spans}.",
    "Two authorities each count in their own way, under rules and lists of their own,"
    " and do not record the same; numbers can differ by that too. {spans}.",
)
_SPAN: Final = Words(
    "{side}: besluiten van {first} tot en met {last}",
    "{side}: decisions from {first} to {last}",
)
_SAME: Final = Words(
    "Aan beide kanten staat hetzelfde; kies twee verschillende.",
    "Both sides are the same; choose two that differ.",
)
_OVERLAP: Final = Words(
    "{n:besluit staat|besluiten staan} aan beide kanten. De kanten zijn dus niet los"
    " van elkaar, en bij verschillen staat geen interval.",
    "{n:decision is|decisions are} on both sides. So the sides are not apart from each"
    " other, and differences are given without an interval.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: a selection of decisions, and what it is called.

    Attributes:
        name: What it is called.
        short: What it is called where there is little room.
        scene: The question, narrowed to this side.
    """

    name: str
    short: str
    scene: Scene

    @property
    def filters(self) -> Filters:
        """The selection of decisions."""
        return self.scene.filters

    @property
    def search(self) -> Search:
        """What narrows them further: the framework version, when that is compared."""
        return Search(subset=self.scene.state.subset)

    def totals(self) -> SideTotals:
        """Return how many decisions it has, and how they came out."""
        return side_totals(self.scene.connection, self.filters, self.search)

    def link(self, text: str, *pairs: tuple[str, str], **changes: object) -> Link:
        """Return a number that leads to its decisions."""
        return number_link(self.scene, text, *pairs, **changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Two sides.

    Attributes:
        one: What is compared.
        other: With what.
        counts: How many decisions each has, and how they came out.
        overlap: Decisions that are on both sides.
    """

    one: Side
    other: Side
    counts: tuple[SideTotals, SideTotals]
    overlap: int

    @property
    def both(self) -> tuple[Side, Side]:
        """The sides in order."""
        return self.one, self.other

    @property
    def shorts(self) -> tuple[str, str]:
        """What the sides are called where there is little room."""
        return self.one.short, self.other.short

    def notes(self, scene: Scene) -> tuple[str, ...]:
        """Say what a reader must know of the sides."""
        spelled = "; ".join(
            f"{side.short}: {side.name}"
            for side in self.both
            if not side.name.startswith(side.short)
        )
        if scene.state.by == "ledger":
            spans = "; ".join(_span(side) for side in self.both)
            return (spelled, scene.language.say(_AUTHORITIES, spans=spans))
        if not self.overlap:
            return (spelled,)
        n = scene.language.number(self.overlap)
        return (spelled, scene.language.say(_OVERLAP, n=n))


def sides_of(scene: Scene) -> Sides | str:
    """Return the sides that the address asks for, or why there is nothing to compare.

    A side without decisions is no side: what lacks is then said in words.
    """
    say, state = scene.language.say, scene.state
    if state.by is None:
        return say(_CHOOSE_DIMENSION)
    if state.by == "ledger":
        return _ledgers(scene)
    if not state.one or not state.other:
        return say(_CHOOSE, what=say(NAMES[state.by]))
    if state.one == state.other:
        return say(_SAME)
    found = []
    for value in (state.one, state.other):
        side = _side(scene, state.by, value)
        if side is None:
            words = _NO_YEARS if state.by == "period" else _UNKNOWN
            return say(words, value=value, what=say(NAMES[state.by]))
        found.append(side)
    return _sides(scene, *found)


def _sides(scene: Scene, one: Side, other: Side) -> Sides | str:
    counts = one.totals(), other.totals()
    lacking = _lacking(scene, (one, other), counts)
    if lacking:
        return lacking
    overlap = _overlap(scene, one, other, counts)
    return Sides(one=one, other=other, counts=counts, overlap=overlap)


def _ledgers(scene: Scene) -> Sides | str:
    """Return the page's ledger and the other that is asked for."""
    say, state, labels = scene.language.say, scene.state, scene.labels
    own = scene.stamp
    if state.one and state.one != own.slug:
        return say(_UNKNOWN, value=state.one, what=say(NAMES["ledger"]))
    name = name_of(scene, "ledger", state.other)
    if state.other in {"", own.slug}:
        return say(_CHOOSE_LEDGER, own=authority_name(scene, own))
    if name is None:
        return say(_UNKNOWN, value=state.other, what=say(NAMES["ledger"]))
    if scene.beside is None:
        return say(_UNVERIFIED, other=name)
    alike = own.country == scene.beside.country
    one, other = (
        Side(
            name=authority_name(scene, stamp),
            short=stamp.slug if alike else labels.country(stamp.country),
            scene=replace(
                scene, stamp=stamp, state=_apart(state, ledger=stamp.slug), beside=None
            ),
        )
        for stamp in (own, scene.beside)
    )
    return _sides(scene, one, other)


def authority_name(scene: Scene, stamp: LedgerStamp) -> str:
    """Return what the authority of a ledger is called: its country and its office."""
    country = scene.labels.country(stamp.country)
    office = scene.language.either(stamp.office_nl, stamp.office_en)
    return f"{country} · {office}" if office else country


def _span(side: Side) -> str:
    """Say from when to when a ledger has decisions."""
    language, stamp = side.scene.language, side.scene.stamp
    first, last = stamp.first_decided, stamp.last_decided
    said = ("–" if day is None else language.day(day) for day in (first, last))
    return language.say(_SPAN, side=side.short, first=next(said), last=next(said))


def _lacking(
    scene: Scene, sides: tuple[Side, Side], counts: tuple[SideTotals, SideTotals]
) -> str:
    say = scene.language.say
    numbers = [count.decisions for count in counts]
    names = [side.name for side in sides]
    if all(numbers):
        return ""
    if not any(numbers):
        return say(_BOTH_EMPTY, one=names[0], other=names[1])
    full = 0 if numbers[0] else 1
    n = scene.language.number(numbers[full])
    return say(_EMPTY, empty=names[1 - full], full=names[full], n=n)


def _side(scene: Scene, by: Dimension, value: str) -> Side | None:
    name = name_of(scene, by, value)
    if name is None:
        return None
    changes: dict[str, object] = {"subset": Subset()}
    if by == "destination":
        changes["destinations"] = (value,)
    elif by == "class":
        changes["classes"] = (value,)
    elif by == "period":
        first, _, last = value.partition("-")
        changes |= {"first_year": int(first), "last_year": int(last or first)}
    else:
        changes["subset"] = Subset(framework=value)
    return Side(
        name=name,
        short=_short(scene, by, value, name),
        scene=replace(scene, state=_apart(scene.state, **changes)),
    )


def _short(scene: Scene, by: Dimension, value: str, name: str) -> str:
    if by == "class":
        return value
    asked = {one.rpartition(".")[0] for one in (scene.state.one, scene.state.other)}
    if by == "framework" and len(asked) == 1:
        version = value.rpartition(".")[2]
        return scene.language.say(Words("kader v{n}", "framework v{n}"), n=version)
    return name


def _apart(state: ViewState, **changes: object) -> ViewState:
    """Return the state of one side, which knows nothing of the other."""
    return state.but(by=None, one="", other="", ref="", seen="", **changes)


def name_of(scene: Scene, by: Dimension, value: str) -> str | None:
    """Return what a side is called; None when there is no such."""
    labels = scene.labels
    if by == "destination":
        return labels.country(value) if value in labels.countries else None
    if by == "class":
        return labels.product_class(value) if value in labels.classes else None
    if by == "period":
        return _years(value)
    if by == "ledger":
        every = {one.slug: one for one in ledgers(scene.connection)}
        stamp = every.get(value)
        return None if stamp is None else authority_name(scene, stamp)
    return framework_names(scene).get(value)


def framework_names(scene: Scene) -> Mapping[str, str]:
    """Return the framework versions of the ledger by ``id.version``."""
    words = Words("{title} (v{version})", "{title} (v{version})")
    return {
        f"{one.framework_id}.{one.version}": scene.language.say(
            words,
            title=scene.language.either(one.title_nl, one.title_en),
            version=one.version,
        )
        for one in scene.frameworks()
    }


def _years(value: str) -> str | None:
    found = _YEARS.fullmatch(value)
    if found is None:
        return None
    first, last = found[1], found[2] or found[1]
    # What an address may hold as its first and last year holds here too.
    if last < first or parse_state(f"from={first}&to={last}").unknown:
        return None
    return first if first == last else f"{first}–{last}"


def _overlap(
    scene: Scene, one: Side, other: Side, counts: tuple[SideTotals, SideTotals]
) -> int:
    """Return how many decisions are on both sides."""
    by, mine, theirs = scene.state.by, one.scene.state, other.scene.state
    if by == "class":
        either = replace(one.filters, product_classes=(*mine.classes, *theirs.classes))
        together = side_totals(scene.connection, either, one.search).decisions
        return sum(count.decisions for count in counts) - together
    if by == "period":
        first = max(mine.first_year or 0, theirs.first_year or 0)
        last = min(mine.last_year or 0, theirs.last_year or 0)
        if last < first:
            return 0
        shared = replace(
            one.filters, first_month=date(first, 1, 1), last_month=date(last, 12, 1)
        )
        return side_totals(scene.connection, shared, one.search).decisions
    return 0  # a decision has one destination, one version and one ledger
