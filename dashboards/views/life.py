"""What happened after the decisions; it is never taken off the outcomes."""

from collections import defaultdict
from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.ranking import ranked_bars
from dashboards.figures.timeline import Series
from dashboards.queries import events_over_time
from dashboards.scene import Scene
from dashboards.views import counted, heading
from dashboards.views.view import Shown, View, table_of
from dashboards.words import Words

_HEADINGS: Final = (
    heading.YEAR,
    Words("gebeurtenis", "event"),
    Words("aantal", "number"),
)
_SUMMARY: Final = Words(
    "{n:gebeurtenis|gebeurtenissen} na het besluit; zij staan naast de uitkomsten en"
    " worden er niet van afgetrokken.",
    "{n:event|events} after the decision, shown beside the outcomes and not subtracted"
    " from them.",
)

_NO_EVENTS: Final = Words(
    "Na deze besluiten is geen gebeurtenis vastgelegd.",
    "No event after these decisions is recorded.",
)


def _show(scene: Scene) -> Shown:
    counts = events_over_time(scene.connection, scene.filters, "year")
    language = scene.language
    by_type: dict[str, int] = defaultdict(int)
    for row in counts:
        by_type[row.event_type] += row.events
    ranked = sorted(by_type, key=lambda kind: (-by_type[kind], kind))
    names = [scene.labels.term("event_type", kind) for kind in ranked]
    series = [
        Series(
            name=language.say(_HEADINGS[2]),
            colour=palette(dark=scene.dark).bar,
            counts=tuple(by_type[kind] for kind in ranked),
        )
    ]
    rows = tuple(
        (
            str(row.period.year),
            scene.labels.term("event_type", row.event_type),
            row.events,
        )
        for row in counts
    )
    texts = [language.number(by_type[kind]) for kind in ranked]
    figure = ranked_bars(names, series, dark=scene.dark, texts=texts)
    return Shown(
        figure=figure if rows else None,
        summary=language.say(
            _SUMMARY if rows else _NO_EVENTS, n=language.number(sum(by_type.values()))
        ),
        table=table_of(language, _HEADINGS, rows),
    )


LIFE: Final = View(
    name="events",
    version=2,
    title=Words("Wat er na de besluiten gebeurde", "What happened after the decisions"),
    show=_show,
    how_counted=counted.EVENTS,
)
