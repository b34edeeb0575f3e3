"""What differs between two versions that the reader picks."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dashboards.queries import Version, version_record, versions
from dashboards.scene import Scene
from dashboards.views import counted, heading
from dashboards.views.version_name import first_words, version_label
from dashboards.views.view import Shown, View, table_of
from dashboards.words import Words
from ledger.records.control_list import ControlListVersion
from ledger.records.framework import FrameworkVersion
from ledger.records.values import Text
from ledger.records.version_diff import PartChange, framework_changes, list_changes

CHANGES: Final = {
    "added": Words("toegevoegd", "added"),
    "changed": Words("gewijzigd", "changed"),
    "moved": Words("verplaatst", "moved"),
    "removed": Words("verwijderd", "removed"),
}
PARTS: Final = {
    "change_reason": Words("reden van de wijziging", "reason for the change"),
    "criterion": Words("criterium", "criterion"),
    "entry": Words("product", "item"),
    "factor": Words("factor", "factor"),
    "goal": heading.GOAL,
    "method_version": Words(
        "versie van de wijze van afweging", "version of the way of weighing"
    ),
    "starting_point": Words("vertrekpunt", "starting point"),
    "title": Words("titel", "title"),
}
_HEADINGS: Final = (
    Words("verandering", "change"),
    Words("onderdeel", "part"),
    heading.CODE,
    Words("was", "before"),
    Words("is", "after"),
)
_NOTHING: Final = Words("niets", "nothing")
_SAME: Final = Words(
    "{before} en {after}: in wat openbaar is, verschilt niets.",
    "{before} and {after}: nothing differs in what is public.",
)
_DIFFERS: Final = Words(
    "Van {before} naar {after}: {n:verschil|verschillen}.",
    "From {before} to {after}: {n:difference|differences}.",
)
_UNLIKE: Final = Words(
    "{before} en {after} zijn geen versies van hetzelfde; kies er twee van één kader of"
    " één lijst.",
    "{before} and {after} are not versions of the same; choose two of one framework or"
    " one list.",
)
_NONE: Final = Words(
    "Dit grootboek heeft van elk kader en elke lijst maar één versie; er is geen"
    " verschil te tonen.",
    "This ledger has only one version of each framework and list, so there is no"
    " difference to show.",
)
_PUBLIC: Final = Words(
    "Van het kader zijn de doelen, criteria en factoren openbaar; de volledige tekst is"
    " voor de commissie en wordt hier niet vergeleken.",
    "Of the framework the goals, criteria and factors are public; its full text is for"
    " the committee and is not compared here.",
)
_PART: Final = Words(
    "Minstens één van beide is in het grootboek niet volledig: een product dat"
    " ontbreekt, kan toch op de lijst staan.",
    "At least one of the two is not whole in the ledger: an item that is missing may be"
    " on the list all the same.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two versions, and what differs; nothing when they are not of the same."""

    before: Version
    after: Version
    changes: tuple[PartChange, ...]
    alike: bool
    notes: tuple[Words, ...] = ()


def chosen(scene: Scene) -> tuple[Version, Version] | None:
    """Return the two versions of the address, or the newest two of one framework.

    Without a choice it is the framework with strategic goals, if it has two versions,
    and else whatever has two. A choice of only one goes with its predecessor.
    """
    every = versions(scene.connection, scene.stamp.ledger_id)
    named = {one.name: one for one in every}
    pairs = [
        (before, after) for before, after in pairwise(every) if before.of == after.of
    ]
    before = named.get(scene.state.before)
    after = named.get(scene.state.after)
    if before is not None and after is not None:
        return before, after
    either = [pair for pair in pairs if pair[1] == after or pair[0] == before]
    with_goals = scene.framework_ids_with_goals()
    first = [pair for pair in pairs if pair[1].of in with_goals]
    return next(iter([*either, *first[::-1], *pairs[::-1]]), None)


def compare(scene: Scene) -> Comparison | None:
    """Compare the chosen versions; None when there are no two."""
    pair = chosen(scene)
    if pair is None:
        return None
    ledger = scene.stamp.ledger_id
    before, after = pair
    old, new = (version_record(scene.connection, ledger, one) for one in pair)
    notes: tuple[Words, ...] = ()
    changes: tuple[PartChange, ...] = ()
    alike = before.of == after.of
    match old, new:
        case FrameworkVersion(), FrameworkVersion() if alike:
            changes = framework_changes(old, new)
            if "committee" in {old.full_text, new.full_text}:
                notes = (_PUBLIC,)
        case ControlListVersion(), ControlListVersion() if alike:
            changes = list_changes(old, new)
            if not (old.is_complete and new.is_complete):
                notes = (_PART,)
        case _:
            alike = False
    return Comparison(
        before=before, after=after, changes=changes, alike=alike, notes=notes
    )


def name_of(scene: Scene, one: Version) -> str:
    """Return what a version is called in a list to choose from: the version first."""
    title = scene.language.either(one.title_nl, one.title_en)
    return f"{version_label(one.version)} · {title}"


def _named(scene: Scene, one: Version) -> str:
    """Return what a version is called in a sentence."""
    title = first_words(scene.language.either(one.title_nl, one.title_en)) or one.of
    return f"{title} {version_label(one.version)}"


def text_of(scene: Scene, text: Text | None) -> str:
    """Return a text of a record in the language of the page."""
    return "" if text is None else scene.language.either(text.nl, text.en)


def _show(scene: Scene) -> Shown:
    language = scene.language
    found = compare(scene)
    if found is None:
        table = table_of(language, _HEADINGS, ())
        return Shown(figure=None, summary=language.say(_NONE), table=table)
    nothing = language.say(_NOTHING)
    rows = tuple(
        (
            language.say(CHANGES[one.change]),
            language.say(PARTS[one.part]),
            one.code,
            text_of(scene, one.before) or nothing,
            text_of(scene, one.after) or nothing,
        )
        for one in found.changes
    )
    words = (_DIFFERS if rows else _SAME) if found.alike else _UNLIKE
    label = version_label(found.before.version)
    common = _named(scene, found.before).removesuffix(label)
    summary = language.say(
        words,
        before=_named(scene, found.before),
        after=_named(scene, found.after).removeprefix(common),
        n=language.number(len(rows)),
    )
    return Shown(
        figure=None,
        summary=summary,
        table=table_of(language, _HEADINGS, rows),
        notes=tuple(language.say(note) for note in found.notes),
    )


VERSION_DIFF: Final = View(
    name="version-diff",
    version=2,
    title=Words("Verschil tussen twee versies", "Difference between two versions"),
    show=_show,
    how_counted=counted.DIFFERENCE,
)
