"""Frameworks and control lists over time, with what happened around them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from textwrap import wrap
from typing import Final

from dashboards.figures.spans import Moment, Span, spans_over_time
from dashboards.queries import ContextMark, ControlList, Framework, list_items
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.version_name import first_words
from dashboards.views.view import Shown, View, nothing, table_of
from dashboards.words import Words

_HEADINGS: Final = (
    heading.KIND,
    Words("naam", "name"),
    heading.VERSION,
    Words("van", "from"),
    Words("tot en met", "until"),
    Words("vindplaats", "reference"),
    Words("producten", "items"),
    Words("waarvan illustratief (n/N)", "of which illustrative (n/N)"),
    heading.ENTRY,
)
_SUMMARY: Final = Words(
    "{frameworks:versie|versies} van kaders, {lists:versie|versies} van"
    " controlelijsten en {events:gebeurtenis|gebeurtenissen} eromheen.",
    "{frameworks:version|versions} of frameworks, {lists:version|versions} of control"
    " lists and {events:context event|context events}.",
)
_NEITHER: Final = Words(
    "Dit grootboek heeft geen kader en geen controlelijst.",
    "This ledger has no framework and no control list.",
)
_CONTEXT: Final = Words(
    "Gebeurtenissen staan erbij als context; een oorzaak wordt niet beweerd.",
    "Events are shown as context; no cause is claimed.",
)
_HATCHED: Final = Words(
    "Gearceerd: van deze versie zijn de codes alleen een illustratie; zij geven de wet"
    " niet weer. De overige geven de codes van de officiële lijst, al hoeft het"
    " grootboek niet de hele lijst te bevatten.",
    "Hatched: the codes of this version only illustrate; they do not state the law."
    " The others have the codes of the official list, of which the ledger need not"
    " hold all.",
)
_FRAMEWORK: Final = Words("kader", "framework")
_LIST: Final = Words("controlelijst", "control list")
_EVENT: Final = Words("gebeurtenis", "context event")
_NOT_SAID: Final = Words("niet van toepassing", "not applicable")
_MARGIN: Final = timedelta(days=120)
_LINE: Final = 26
"""Characters to a line of the name of a row: what a phone leaves room for."""


def illustrative(scene: Scene, one: ControlList) -> int:
    """Return how many items of a list version only illustrate."""
    items = list_items(
        scene.connection, scene.stamp.ledger_id, one.list_id, one.version
    )
    return sum(item.is_illustrative for item in items)


def _id(one: Framework | ControlList) -> str:
    return one.framework_id if isinstance(one, Framework) else one.list_id


def _row_names(
    scene: Scene, versions: Sequence[Framework | ControlList]
) -> Mapping[str, str]:
    """Return what each framework and list is called beside its row.

    That is how the title of its first version begins, up to what is said of that
    version in particular; the id when two begin alike.
    """
    names: dict[str, str] = {}
    for one in sorted(versions, key=lambda one: one.valid_from):
        title = scene.language.either(one.title_nl, one.title_en)
        names.setdefault(_id(one), first_words(title) or _id(one))
    alike = Counter(names.values())
    return {
        key: "<br>".join(wrap(name if alike[name] == 1 else key, _LINE))
        for key, name in names.items()
    }


def _span(
    scene: Scene,
    one: Framework | ControlList,
    names: Mapping[str, str],
    *,
    hatched: bool,
) -> Span:
    label = f"v{one.version}" if isinstance(one, Framework) else one.version
    title = scene.language.either(one.title_nl, one.title_en)
    return Span(
        row=names[_id(one)],
        label=label,
        text=f"{title}<br>{' – '.join(_period(scene, one))}",
        first=one.valid_from,
        last=one.valid_to or date.max,
        hatched=hatched,
    )


def _period(scene: Scene, one: Framework | ControlList) -> tuple[str, str]:
    until = scene.language.say(heading.PRESENT)
    if one.valid_to is not None:
        until = scene.language.day(one.valid_to)
    return scene.language.day(one.valid_from), until


def _framework_row(scene: Scene, one: Framework) -> tuple[Cell, ...]:
    language = scene.language
    return (
        language.say(_FRAMEWORK),
        language.either(one.title_nl, one.title_en),
        str(one.version),
        *_period(scene, one),
        *[language.say(_NOT_SAID)] * 3,
        str(one.entry_index),
    )


def _list_row(scene: Scene, one: ControlList, illustrated: int) -> tuple[Cell, ...]:
    language = scene.language
    return (
        language.say(_LIST),
        language.either(one.title_nl, one.title_en),
        one.version,
        *_period(scene, one),
        one.legal_ref,
        language.number(one.entries),
        language.share(illustrated, one.entries),
        str(one.entry_index),
    )


def _event_row(scene: Scene, event: ContextMark) -> tuple[Cell, ...]:
    language = scene.language
    none = language.say(_NOT_SAID)
    return (
        language.say(_EVENT),
        language.either(event.title_nl, event.title_en),
        none,
        language.days(event.first, event.last),
        none,
        event.source_title or none,
        none,
        none,
        str(event.entry_index),
    )


def _moments(scene: Scene) -> list[Moment]:
    """Return the context events, those of one kind in a row."""
    language = scene.language
    events = scene.context_events()
    return [
        Moment(
            row=name,
            text=f"{language.days(event.first, event.last)} · {event.jurisdiction}<br>"
            f"{language.either(event.title_nl, event.title_en)}",
            day=event.first,
        )
        for kind, name in scene.labels.terms.get("context_kind", {}).items()
        for event in events
        if event.context_kind == kind
    ]


def _show(scene: Scene) -> Shown:
    language = scene.language
    events = scene.context_events()
    frameworks = sorted(scene.frameworks(), key=lambda one: one.framework_id)
    lists = sorted(scene.control_lists(), key=lambda one: one.list_id)
    if not frameworks and not lists:
        return nothing(scene, _HEADINGS, _NEITHER)
    marked = [illustrative(scene, one) for one in lists]
    names = _row_names(scene, [*frameworks, *lists])
    spans = [_span(scene, one, names, hatched=False) for one in frameworks]
    spans += [
        _span(scene, one, names, hatched=number > 0)
        for one, number in zip(lists, marked, strict=True)
    ]
    start = min(span.first for span in spans)
    figure = spans_over_time(
        spans,
        _moments(scene),
        first=max(start, scene.stamp.first_decided or start) - _MARGIN,
        last=scene.stamp.checkpoint_at.date() + _MARGIN,
        dark=scene.dark,
    )
    rows = (
        *[_framework_row(scene, one) for one in frameworks],
        *[_list_row(scene, *pair) for pair in zip(lists, marked, strict=True)],
        *[_event_row(scene, event) for event in events],
    )
    counts = {"frameworks": len(frameworks), "lists": len(lists), "events": len(events)}
    notes = [language.say(_CONTEXT)] if events else []
    if any(marked):
        notes.append(language.say(_HATCHED))
    return Shown(
        figure=figure,
        summary=language.say(_SUMMARY, **counts),
        table=table_of(language, _HEADINGS, rows),
        notes=tuple(notes),
    )


VERSIONS: Final = View(
    name="versions",
    title=Words("Kaders en lijsten in de tijd", "Frameworks and lists over time"),
    show=_show,
    version=3,
    how_counted=counted.VERSIONS,
)
