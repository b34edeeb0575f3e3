"""Two sides beside each other: the same questions, on the same axes and scales."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.shares import share_bars
from dashboards.figures.timeline import Axis, Series, bars_over_time, tallest
from dashboards.queries import OutcomeCount, side_over_time
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.behind import GROUPS
from dashboards.views.comparison_withheld import (
    APART,
    apart_link,
    side_notes,
    withheld_beside,
    withheld_series,
)
from dashboards.views.sides import Side, Sides, sides_of
from dashboards.views.time_axis import time_axis
from dashboards.views.view import Shown, View, table_of
from dashboards.words import Words
from ledger.records.terms import OUTCOME_GROUPS, outcome_group

_ONE: Final = Words("ene kant", "one side")
_OTHER: Final = Words("andere kant", "other side")
NO_CAUSE: Final = Words(
    "Wat aan de ene kant anders is dan aan de andere, heeft daarmee nog geen oorzaak:"
    " de kanten verschillen in meer dan waarop ze zijn gekozen.",
    "What differs between the sides does not thereby have a cause: the sides differ in"
    " more than what they were chosen by.",
)
_SIDES: Final = Words(
    "Beide kanten hebben verder dezelfde keuze, dezelfde assen en dezelfde schaal.",
    "Both sides otherwise have the same selection, the same axes and the same scale.",
)


def headed(sides: Sides | str, *headings: Words) -> tuple[Words, ...]:
    """Return headings in which the sides stand by name."""
    one, other = _ONE, _OTHER
    if not isinstance(sides, str):
        one, other = (Words(name, name) for name in sides.shorts)
    return tuple(
        Words(
            words.nl.format(one=one.nl, other=other.nl),
            words.en.format(one=one.en, other=other.en),
        )
        for words in headings
    )


def nothing_to_compare(scene: Scene, why: str, headings: tuple[Words, ...]) -> Shown:
    """Return the answer when there are no two sides, and why."""
    return Shown(figure=None, summary=why, table=table_of(scene.language, headings, ()))


_OUTCOME_HEADINGS: Final = (
    heading.SIDE,
    heading.DECISIONS,
    heading.GRANTED,
    heading.REFUSED,
    heading.OTHER,
)
_OUTCOME_SUMMARY: Final = Words(
    "{one}: {n_one:besluit|besluiten}, verleend {granted_one}, geweigerd {refused_one}."
    " {other}: {n_other:besluit|besluiten}, verleend {granted_other}, geweigerd"
    " {refused_other}.",
    "{one}: {n_one:decision|decisions}, granted {granted_one}, refused {refused_one}."
    " {other}: {n_other:decision|decisions}, granted {granted_other}, refused"
    " {refused_other}.",
)
_BESIDE_N: Final = Words("{n} · {withheld} onthouden", "{n} · {withheld} withheld")


def _show_outcomes(scene: Scene) -> Shown:
    sides, language = sides_of(scene), scene.language
    if isinstance(sides, str):
        return nothing_to_compare(scene, sides, _OUTCOME_HEADINGS)
    rows: list[tuple[Cell, ...]] = []
    said: dict[str, str] = {}
    withheld = withheld_beside(scene, sides)
    kept = [sum(periods.values()) for periods in withheld.sides]
    for place, (key, side, found) in enumerate(
        zip(("one", "other"), sides.both, sides.counts, strict=True)
    ):
        share = {
            group: language.share(getattr(found, group), found.decisions)
            for group in OUTCOME_GROUPS
        }
        rows.append(
            (
                side.name,
                found.decisions,
                *(
                    side.link(share[group], outcomes=_within(scene, group))
                    for group in ("granted", "refused", "other")
                ),
                *kept[place : place + 1],
            )
        )
        said |= {
            key: side.name,
            f"n_{key}": language.number(found.decisions),
            f"granted_{key}": share["granted"],
            f"refused_{key}": share["refused"],
        }
    colours = palette(dark=scene.dark)
    series = [
        Series(
            name=scene.labels.term("outcome_group", group),
            colour=colours.groups[group],
            counts=tuple(getattr(found, group) for found in sides.counts),
        )
        for group in OUTCOME_GROUPS
    ]
    links = {(row, 1): side.link("").address for row, side in enumerate(sides.both)}
    texts = [f"N={language.number(found.decisions)}" for found in sides.counts]
    headings: tuple[Words, ...] = _OUTCOME_HEADINGS
    if kept:
        headings = (*headings, heading.WITHHELD)
        texts = [
            language.say(_BESIDE_N, n=text, withheld=language.number(number))
            for text, number in zip(texts, kept, strict=True)
        ]
    if withheld.apart is not None:
        rows.append((apart_link(scene), sum(withheld.apart.values()), None, None, None))
    return Shown(
        figure=share_bars(sides.shorts, series, dark=scene.dark, texts=texts),
        summary=language.say(_OUTCOME_SUMMARY, **said),
        table=table_of(language, headings, tuple(rows), links),
        notes=(*side_notes(scene, sides), language.say(NO_CAUSE)),
    )


def _within(scene: Scene, group: str) -> tuple[str, ...]:
    """Return the outcomes of a group, as far as they are selected."""
    chosen = scene.state.outcomes
    kept = tuple(one for one in GROUPS[group] if not chosen or one in chosen)
    return kept or GROUPS[group]


_TIME_HEADINGS: Final = (
    heading.PERIOD,
    Words("{one}: besluiten", "{one}: decisions"),
    Words("{one}: verleend", "{one}: granted"),
    Words("{one}: geweigerd", "{one}: refused"),
    Words("{other}: besluiten", "{other}: decisions"),
    Words("{other}: verleend", "{other}: granted"),
    Words("{other}: geweigerd", "{other}: refused"),
)
_TIME_WITHHELD: Final = (
    Words("{one}: onthouden", "{one}: withheld"),
    Words("{other}: onthouden", "{other}: withheld"),
)
_TIME_SUMMARY: Final = Words(
    "In de tijd: {one} had de meeste besluiten in {when_one} ({n_one} van {all_one}),"
    " {other} in {when_other} ({n_other} van {all_other}).",
    "Over time: {one} had most decisions in {when_one} ({n_one} of {all_one}), {other}"
    " in {when_other} ({n_other} of {all_other}).",
)
_NOT_ON_AXIS: Final = Words(
    "Zonder dag binnen één periode: {n:besluit|besluiten} van {side}; niet op de"
    " tijdas.",
    "Without a day within one period: {n:decision|decisions} of {side}; not on the"
    " axis.",
)

_Cells = Mapping[date, Mapping[str, int]]


def _show_over_time(scene: Scene) -> Shown:
    sides, language = sides_of(scene), scene.language
    headings = headed(sides, *_TIME_HEADINGS)
    if isinstance(sides, str):
        return nothing_to_compare(scene, sides, headings)
    grain = scene.state.grain
    cells = [
        _by_group(
            side_over_time(side.scene.connection, side.filters, side.search, grain)
        )
        for side in sides.both
    ]
    withheld = withheld_beside(scene, sides)
    periods = {*cells[0], *cells[1], *withheld.periods()}
    axis = time_axis(scene, periods, grain)
    axes = [time_axis(side.scene, periods, grain) for side in sides.both]
    reached = [_reached(side, axis.periods) for side in sides.both]
    axes = [
        replace(along, incomplete=along.incomplete and axis.periods[-1] in own)
        for along, own in zip(axes, reached, strict=True)
    ]
    titles = [side.name for side in sides.both]
    series = [_series(scene, axis, one) for one in cells]
    columns = list(zip(withheld.sides, reached, strict=False))
    for own, counts in zip(series, withheld.sides, strict=False):
        own.append(withheld_series(scene, axis, counts))
    if withheld.sides:
        headings = (*headings, *headed(sides, *_TIME_WITHHELD))
    if withheld.apart is not None:
        titles.append(language.say(APART))
        axes.append(axis)
        series.append([withheld_series(scene, axis, withheld.apart)])
        columns.append((withheld.apart, frozenset(axis.periods)))
        headings = (*headings, APART)
    most = max(map(tallest, series))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            language.period(day, grain),
            *(
                number
                for one, own in zip(cells, reached, strict=True)
                for number in _numbers(one.get(day, {}), known=day in own)
            ),
            *(counts.get(day, 0) if day in own else None for counts, own in columns),
        )
        for day in axis.periods
    )
    notes = list(side_notes(scene, sides, is_series=bool(withheld.sides)))
    said: dict[str, str] = {}
    for key, side, one, found in zip(
        ("one", "other"), sides.both, cells, sides.counts, strict=True
    ):
        placed = sum(sum(groups.values()) for groups in one.values())
        if placed < found.decisions:
            n = language.number(found.decisions - placed)
            notes.append(language.say(_NOT_ON_AXIS, n=n, side=side.short))
        best = max(one, key=lambda day: (sum(one[day].values()), day), default=None)
        said |= {
            key: side.short,
            f"when_{key}": "–" if best is None else language.period(best, grain),
            f"n_{key}": language.number(0 if best is None else sum(one[best].values())),
            f"all_{key}": language.number(found.decisions),
        }
    return Shown(
        figure=None,
        summary=language.say(_TIME_SUMMARY, **said),
        table=table_of(language, headings, rows),
        notes=(language.say(_SIDES), *notes),
        parts=tuple(
            (
                title,
                bars_over_time(along, own, dark=scene.dark, height=260, most=most),
            )
            for title, along, own in zip(titles, axes, series, strict=True)
        ),
    )


def _reached(side: Side, periods: Sequence[date]) -> frozenset[date]:
    """Return the periods in which a side can have decisions.

    Before a ledger has its first decision, and after its last, there is no number of
    it, which is not zero.
    """
    first, last = side.scene.stamp.first_decided, side.scene.stamp.last_decided
    if first is None or last is None:
        return frozenset()
    start = max((day for day in periods if day <= first), default=first)
    return frozenset(day for day in periods if start <= day <= last)


def _numbers(groups: Mapping[str, int], *, known: bool) -> tuple[Cell, ...]:
    if not known:
        return (None, None, None)
    return sum(groups.values()), groups.get("granted", 0), groups.get("refused", 0)


def _by_group(counts: Sequence[OutcomeCount]) -> _Cells:
    found: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in counts:
        found[row.period][outcome_group(row.outcome)] += row.decisions
    return {day: dict(groups) for day, groups in found.items()}


def _series(scene: Scene, axis: Axis, cells: _Cells) -> list[Series]:
    colours = palette(dark=scene.dark)
    return [
        Series(
            name=scene.labels.term("outcome_group", group),
            colour=colours.groups[group],
            counts=tuple(cells.get(day, {}).get(group, 0) for day in axis.periods),
        )
        for group in OUTCOME_GROUPS
    ]


OUTCOMES: Final = View(
    name="compare-outcomes",
    needs_choice=True,
    version=3,
    title=Words("Uitkomsten naast elkaar", "Outcomes side by side"),
    show=_show_outcomes,
    how_counted=counted.DECISIONS,
)
OVER_TIME: Final = View(
    name="compare-over-time",
    needs_choice=True,
    version=3,
    title=Words(
        "Besluiten in de tijd naast elkaar", "Decisions over time, side by side"
    ),
    show=_show_over_time,
    how_counted=counted.DECISIONS,
)
