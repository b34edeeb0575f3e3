"""What changed since an earlier day: corrections, events, late decisions."""

from typing import Final

from dashboards.queries import Revision, revisions
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.link import decision_link
from dashboards.views.view import Shown, View, table_of
from dashboards.words import Words

_HEADINGS: Final = (
    heading.DECISION,
    heading.WHAT,
    Words("gebeurd of besloten op", "happened or decided on"),
    Words("vastgelegd op", "recorded on"),
    Words("gewijzigde velden", "changed fields"),
    heading.ENTRY,
)
_LATE: Final = Words("besluit, laat vastgelegd", "decision, recorded late")
_SUMMARY: Final = Words(
    "Sinds {day} {n:kwam er # regel bij|kwamen er # regels bij} over wat toen al"
    " besloten was: {corrections:correctie|correcties},"
    " {events:gebeurtenis|gebeurtenissen} en {late} besluiten die later zijn"
    " vastgelegd.",
    "Since {day} {n:entry|entries} came about what was decided by then: {corrections}"
    " corrections, {events:event|events} and"
    " {late:decision that was|decisions that were} recorded later.",
)
_LATEST: Final = Words(
    "Dit is de laatste stand. Kies een eerdere dag om te zien wat toen bekend was.",
    "This is the latest. Choose an earlier day to see what was known then.",
)
_EVENTS_COUNT: Final = Words(
    "Een correctie verandert cijfers van toen; een gebeurtenis alleen wat van een"
    " besluit geworden is. Besluiten van na die dag staan er niet bij.",
    "A correction changes figures of then; an event only what became of a decision."
    " Decisions taken after that day are not among these.",
)


def _show(scene: Scene) -> Shown:
    language, day = scene.language, scene.state.as_of
    if day is None:
        return Shown(
            figure=None,
            summary=language.say(_LATEST),
            table=table_of(language, _HEADINGS, ()),
        )
    found = revisions(scene.connection, scene.stamp.ledger_id)
    kinds = [row.kind for row in found]
    return Shown(
        figure=None,
        summary=language.say(
            _SUMMARY,
            day=language.day(day),
            n=language.number(len(found)),
            corrections=language.number(kinds.count("correction")),
            events=language.number(kinds.count("event")),
            late=language.number(kinds.count("late")),
        ),
        table=table_of(language, _HEADINGS, tuple(_row(scene, row) for row in found)),
        notes=(language.say(_EVENTS_COUNT),),
    )


def _row(scene: Scene, row: Revision) -> tuple[Cell, ...]:
    language, labels = scene.language, scene.labels
    what = language.say(_LATE)
    if row.event_type is not None:
        what = labels.term("event_type", row.event_type)
    # A decision that was recorded later is not in the ledger as of then.
    late = row.kind == "late"
    return (
        row.decision_ref if late else decision_link(scene, row.decision_ref),
        what,
        language.day(row.occurred_on),
        language.day(row.recorded_at.date()),
        ", ".join(labels.term("decision_field", name) for name in row.changed_fields),
        row.entry_index,
    )


REVISIONS: Final = View(
    name="revisions",
    needs_choice=True,
    title=Words("Wat sindsdien veranderde", "What changed since"),
    show=_show,
    how_counted=counted.REVISIONS,
)
