"""How a page shows the opened fields of a decision."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dashboards.committee.opened import OpenedField, SealedEntry, SealedName
from dashboards.scene import Scene
from dashboards.ui import html
from dashboards.ui.card import section
from dashboards.words import Words
from ledger.records.erasure import Erasure
from ledger.records.sealable import WITHHELD

MARK: Final = Words("commissie", "committee")
TITLE: Final = Words("Vertrouwelijke gegevens", "Confidential fields")
AS_OF: Final = Words(
    "Vertrouwelijke gegevens worden alleen bij de laatste stand getoond.",
    "Confidential fields are shown with the latest state only.",
)
_NONE: Final = Words(
    "De regels over dit besluit bevatten niets dat is verzegeld.",
    "The entries about this decision hold nothing that is sealed.",
)
_CLOSED: Final = Words(
    "Hiervan is voor de commissie niets te openen: er was niets vertrouwelijk, het is"
    " vernietigd, of het is niet voor de commissie verzegeld. De digests zeggen niet"
    " welk van de drie.",
    "Nothing of this can be opened for the committee: nothing was confidential, it was"
    " destroyed, or it is not sealed to the committee. The digests do not tell which.",
)
_HELD: Final = Words(
    "{n} geopend; de digest van elk staat in deze regel. De regel heeft {all} digests;"
    " hoeveel daarvan loos zijn, is niet te zien.",
    "{n} opened; the digest of each stands in this entry. The entry holds {all}"
    " digests; how many of them are decoys cannot be told.",
)
_HELD_WITHIN: Final = Words(
    "{n} geopend, het besluit zelf meegeteld. De digest van het besluit staat in deze"
    " regel, die van de andere in het besluit. De regel heeft {all} digests; hoeveel"
    " daarvan loos zijn, is niet te zien.",
    "{n} opened, the decision itself included. The digest of it stands in this"
    " entry, those of the others in the decision. The entry holds {all} digests; how"
    " many of them are decoys cannot be told.",
)
_FOREIGN: Final = Words(
    "Niet getoond: de regel bevat hiervan geen digest. De gegevens van deze pagina zijn"
    " veranderd.",
    "Not shown: the entry holds no digest of this. The data behind this page was"
    " changed.",
)
_OWN: Final = Words(
    "Uit het besluit, regel {index}", "From the decision, entry {index}"
)
_LATER: Final = Words("Uit een latere regel, {index}", "From a later entry, {index}")
_ERASED: Final = Words(
    "Op {day} vernietigd: {what}. Grond: {ground}.",
    "Destroyed on {day}: {what}. Ground: {ground}.",
)
_ALL: Final = Words("alles", "everything")


def opened_section(
    scene: Scene,
    index: int,
    entries: Sequence[SealedEntry],
    names: Mapping[str, SealedName],
) -> html.Section:
    """Return the section of what the committee may see of a decision.

    Args:
        scene: The question.
        index: Index of the decision's entry.
        entries: The entries about it that hold digests.
        names: What sealed fields are called.
    """
    language = scene.language
    title = language.say(TITLE)
    if scene.state.as_of is not None:
        return section(title, html.P(language.say(AS_OF), className="absent"))
    if not entries:
        return section(title, html.P(language.say(_NONE), className="absent"))
    values = _Values(scene, names)
    parts = [part for one in entries for part in _of_entry(values, index, one)]
    return section(title, *parts)


def withheld_fields(
    scene: Scene, one: SealedEntry, names: Mapping[str, SealedName]
) -> html.Section:
    """Return the section of the confidential fields of an opened withheld decision.

    The decision itself is left out: it has the page, unless its digest is not there.
    """
    content = _opened(_Values(scene, names), one)
    return section(scene.language.say(TITLE), *content)


def _of_entry(values: "_Values", index: int, one: SealedEntry) -> Iterator[Any]:
    language = values.scene.language
    heading = _OWN if one.entry_index == index else _LATER
    yield html.H3(
        language.say(heading, index=language.number(one.entry_index)),
        className="small-title",
    )
    yield html.P(html.Code(one.leaf_hash), className="provenance")
    yield from _opened(values, one)


def _opened(values: "_Values", one: SealedEntry) -> Iterator[Any]:
    language = values.scene.language
    for erasure in one.erasures:
        yield html.P(_erased(values, erasure), className="notice")
    if not one.fields:
        yield html.P(language.say(_CLOSED), className="absent")
        return
    sound = sum(field.holds for field in one.fields)
    shown = [
        field for field in one.fields if field.field != WITHHELD or not field.holds
    ]
    if shown:
        rows = [_row(values, field) for field in shown]
        yield html.Dl(rows, className="facts committee")
    is_whole = any(field.field == WITHHELD for field in one.fields)
    said = {"n": language.number(sound), "all": language.number(one.digests)}
    words = _HELD_WITHIN if is_whole else _HELD
    yield html.P(language.say(words, **said), className="absent")


def _row(values: "_Values", field: OpenedField) -> html.Div:
    language = values.scene.language
    mark = html.Span(language.say(MARK), className="tier")
    if not field.holds:
        said: list[Any] = [html.Strong(language.say(_FOREIGN))]
    else:
        said = [html.P(line) for line in values.lines(field)]
    return html.Div([html.Dt([values.name(field.field), " ", mark]), html.Dd(said)])


def _erased(values: "_Values", erasure: Erasure) -> str:
    language = values.scene.language
    what = ", ".join(map(values.name, erasure.fields)) or language.say(_ALL)
    ground = "; ".join(filter(None, (erasure.selection_category, erasure.article)))
    day = language.day(erasure.erased_on)
    return language.say(_ERASED, day=day, what=what, ground=ground)


@dataclass(frozen=True, slots=True)
class _Values:
    """Says values in the language of a page."""

    scene: Scene
    names: Mapping[str, SealedName]

    def name(self, path: str) -> str:
        """Return what a field is called; else its path."""
        found = self.names.get(path)
        return path if found is None else self.scene.language.either(found.nl, found.en)

    def lines(self, field: OpenedField) -> Iterator[str]:
        """Yield what a field holds, one line for each of its items."""
        if not isinstance(field.value, list):
            yield self._said(field.field, field.value)
            return
        for place, value in enumerate(field.value):
            if value is None:
                continue  # this item of the list has none
            said = self._said(field.field, value)
            item = field.items[place] if place < len(field.items) else ""
            yield f"{self._aspect(item)}: {said}" if item else said

    def _aspect(self, code: str) -> str:
        named = {**self.scene.goals(), **self.scene.criteria()}
        return named.get(code, code)

    def _said(self, path: str, value: Any) -> str:  # noqa: ANN401 - JSON
        if isinstance(value, list):
            return "; ".join(self._said(path, one) for one in value)
        shape = self.names[path].shape if path in self.names else "plain"
        if isinstance(value, dict):
            return self._of_parts(path, shape, value)
        return self._plain(path, shape, value)

    def _of_parts(self, path: str, shape: str, value: Mapping[str, Any]) -> str:
        language = self.scene.language
        if shape == "money":
            return language.money(value["currency"], value["minor"])
        if shape == "text":
            return language.either(value.get("nl"), value.get("en"))
        if shape == "days":
            first, last = map(date.fromisoformat, (value["first"], value["last"]))
            return language.days(first, last)
        return "; ".join(
            f"{self.name(f'{path}.{name}')}: {self._said(f'{path}.{name}', part)}"
            for name, part in value.items()
        )

    def _plain(self, path: str, shape: str, value: Any) -> str:  # noqa: ANN401 - JSON
        language, labels = self.scene.language, self.scene.labels
        match shape:
            case "country":
                return labels.country(value)
            case "day":
                return language.day(date.fromisoformat(value))
            case "yes_no":
                return language.yes_no(value)
            case "whole":
                return language.number(value)
            case "plain" if path.endswith(".code"):
                return self._aspect(value)
            case _:
                return labels.term(shape, str(value))
