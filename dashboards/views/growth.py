"""What stands in the ledger: entries by kind, and by month of recording."""

from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.timeline import Axis, Series, bars_over_time
from dashboards.queries import entries_over_time, entry_counts
from dashboards.scene import Scene
from dashboards.views import counted, heading
from dashboards.views.time_axis import STEPS, periods_between
from dashboards.views.view import Shown, View, table_of
from dashboards.words import Words

_ENTRIES: Final = Words("regels in het grootboek", "entries")
_GREW: Final = Words(
    "In {month} {n:kwam er # regel bij|kwamen er # regels bij}; de meeste, {most},"
    " kwamen in {best}.",
    "In {month}, {n:entry|entries} came in; the most, {most}, in {best}.",
)
_SUMMARY: Final = Words(
    "Het grootboek telt {n:regel|regels}.", "The ledger has {n:entry|entries}."
)


def _show_kinds(scene: Scene) -> Shown:
    counts = entry_counts(scene.connection, scene.stamp.ledger_id)
    rows = tuple((scene.labels.term("kind", row.kind), row.entries) for row in counts)
    size = scene.language.number(sum(row.entries for row in counts))
    return Shown(
        figure=None,
        summary=scene.language.say(_SUMMARY, n=size),
        table=table_of(scene.language, (heading.KIND, _ENTRIES), rows),
    )


def _show_growth(scene: Scene) -> Shown:
    counts = entries_over_time(scene.connection, scene.stamp.ledger_id)
    language = scene.language
    months = sorted({row.month for row in counts})
    every = periods_between(months[0], months[-1], "month")
    cells: dict[object, int] = {}
    for row in counts:
        cells[row.month] = cells.get(row.month, 0) + row.entries
    axis = Axis(
        periods=every,
        step=STEPS["month"],
        names=tuple(language.period(day, "month") for day in every),
        incomplete=False,
        bands=(),
        marks=(),
        incomplete_text="",
    )
    series = [
        Series(
            name=language.say(_ENTRIES),
            colour=palette(dark=scene.dark).bar,
            counts=tuple(cells.get(day, 0) for day in every),
        )
    ]
    best = max(every, key=lambda day: cells.get(day, 0))
    rows = tuple((language.period(day, "month"), cells.get(day, 0)) for day in every)
    return Shown(
        figure=bars_over_time(axis, series, dark=scene.dark, height=260),
        summary=language.say(
            _GREW,
            month=language.month(f"{every[-1]:%Y-%m}"),
            n=language.number(cells.get(every[-1], 0)),
            most=language.number(cells[best]),
            best=language.month(f"{best:%Y-%m}"),
        ),
        table=table_of(
            language,
            (Words("maand van vastlegging", "month of recording"), _ENTRIES),
            rows,
        ),
    )


KINDS: Final = View(
    name="kinds",
    title=Words("Regels naar soort", "Entries by kind"),
    show=_show_kinds,
    how_counted=counted.ENTRIES,
)
GROWTH: Final = View(
    name="growth",
    version=2,
    title=Words("Groei van het grootboek", "Growth of the ledger"),
    show=_show_growth,
    how_counted=counted.ENTRIES,
)
