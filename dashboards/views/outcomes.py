"""Decisions over time by outcome: the headline trend."""

from collections import defaultdict
from datetime import date
from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.timeline import Series, bars_over_time
from dashboards.queries import (
    Totals,
    outcomes_over_time,
    totals,
)
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.absent_outcomes import absent_notes
from dashboards.views.time_axis import time_axis
from dashboards.views.view import Shown, View, nothing, table_of
from dashboards.views.withheld_note import (
    AS_SERIES,
    is_narrowed,
    withheld_notes,
    withheld_periods,
    withheld_words,
)
from dashboards.words import Words
from ledger.records.terms import OUTCOME_GROUPS, outcome_group
from ledger.records.terms import OUTCOMES as ALL_OUTCOMES

_SUMMARY: Final = Words(
    "{all:besluit|besluiten}: {granted} verleend, {refused} geweigerd,"
    " {other} anders afgedaan.",
    "{all:decision|decisions}: {granted} granted, {refused} refused, {other} closed"
    " otherwise.",
)


def _show(scene: Scene) -> Shown:
    grain = scene.state.grain
    counts = outcomes_over_time(scene.connection, scene.filters, grain)
    withheld = {} if is_narrowed(scene) else withheld_periods(scene)
    language, labels = scene.language, scene.labels
    used = [code for code in ALL_OUTCOMES if any(row.outcome == code for row in counts)]
    names = [labels.term("outcome", code) for code in used]
    headings = (
        heading.PERIOD,
        heading.DECISIONS,
        *(Words(name, name) for name in names),
        *((heading.WITHHELD,) if withheld else ()),
    )
    if not counts and not withheld:
        return nothing(scene, headings)
    cells: dict[date, dict[str, int]] = defaultdict(dict)
    for row in counts:
        cells[row.period][row.outcome] = row.decisions
    axis = time_axis(scene, [*cells, *withheld], grain)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            language.period(day, grain),
            sum(cells[day].values()) if day in cells else 0,
            *(cells[day].get(code, 0) if day in cells else 0 for code in used),
            *((withheld.get(day, 0),) if withheld else ()),
        )
        for day in axis.periods
    )
    colours = palette(dark=scene.dark)
    series = [
        Series(
            name=labels.term("outcome_group", group),
            colour=colours.groups[group],
            counts=tuple(
                sum(
                    n
                    for code, n in cells.get(day, {}).items()
                    if outcome_group(code) == group
                )
                for day in axis.periods
            ),
        )
        for group in OUTCOME_GROUPS
    ]
    if withheld:
        hidden = tuple(withheld.get(day, 0) for day in axis.periods)
        name = language.say(heading.WITHHELD)
        series.append(Series(name=name, colour=colours.withheld[0], counts=hidden))
    found = totals(scene.connection, scene.filters)
    return Shown(
        figure=bars_over_time(axis, series, dark=scene.dark),
        summary=language.say(
            _SUMMARY,
            all=language.number(found.decisions),
            granted=language.share(found.granted, found.decisions),
            refused=language.share(found.refused, found.decisions),
            other=language.share(found.other, found.decisions),
        ),
        table=table_of(language, headings, rows),
        notes=(
            *_beside(scene, is_series=bool(withheld)),
            *absent_notes(scene),
            *left_out(scene, found),
        ),
    )


def _beside(scene: Scene, *, is_series: bool) -> tuple[str, ...]:
    if not is_series:
        return withheld_notes(scene)
    return (scene.language.say(AS_SERIES, counts=withheld_words(scene)),)


def left_out(scene: Scene, found: Totals) -> tuple[str, ...]:
    """Say which decisions have no place on the axis or in the counts."""
    language = scene.language
    without = {
        "month": found.without_month,
        "quarter": found.without_quarter,
        "year": found.without_year,
    }[scene.state.grain]
    pairs = (
        (
            without,
            Words(
                "Niet op de tijdas, want zonder dag binnen één periode:"
                " {n:besluit|besluiten}.",
                "Not on the axis, being without a day within one period:"
                " {n:decision|decisions}.",
            ),
        ),
        (
            found.straddling,
            Words(
                "Niet geteld, want binnen of buiten de gekozen jaren:"
                " {n:besluit|besluiten}.",
                "Not counted, being in or outside the chosen years:"
                " {n:decision|decisions}.",
            ),
        ),
        (
            found.excluded,
            Words(
                "{n:besluit telt|besluiten tellen} met een reden niet mee in de"
                " statistiek.",
                "{n:decision is|decisions are} left out of statistics, with a reason.",
            ),
        ),
    )
    return tuple(
        language.say(words, n=language.number(number))
        for number, words in pairs
        if number
    )


OUTCOMES: Final = View(
    name="outcomes",
    version=2,
    title=Words(
        "Besluiten in de tijd, naar uitkomst", "Decisions over time, by outcome"
    ),
    show=_show,
    how_counted=counted.DECISIONS,
)
