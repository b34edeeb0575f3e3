"""Which strategic goals were decisive together: counted, never summed."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboards.figures.overlap import overlap_bars
from dashboards.figures.palette import palette
from dashboards.figures.timeline import Series
from dashboards.queries import GoalCombination, goal_combinations
from dashboards.scene import Scene
from dashboards.subset import NO_GOAL, Subset
from dashboards.tables import Cell
from dashboards.views import heading
from dashboards.views.aspects import short, spelled
from dashboards.views.behind import behind
from dashboards.views.rate import INTERVAL, rate
from dashboards.views.view import HowCounted, Shown, View, nothing, table_of
from dashboards.views.weighing import GROUPS, LEFT_OUT
from dashboards.words import Words

_HEADINGS: Final = (
    Words("doorslaggevend samen", "decisive together"),
    heading.DECISIONS,
    heading.GRANTED,
    heading.REFUSED,
    heading.OTHER,
    Words("aandeel van de gewogen besluiten (n/N)", "share of those weighed (n/N)"),
    heading.REFUSED_INTERVAL,
)
_NONE: Final = Words("geen doel doorslaggevend", "no goal decisive")
_UNKNOWN: Final[Mapping[str, Words]] = {
    "no_framework": Words(
        "kader niet van toepassing: geen doelen", "framework does not apply: no goals"
    ),
    "not_published": Words("weging niet gepubliceerd", "weighing not published"),
}
_SUMMARY: Final = Words(
    "In {several} van de besluiten waarin doelen zijn gewogen, was meer dan één doel"
    " doorslaggevend; in {none} geen enkel.",
    "In {several} of the decisions in which goals were weighed, more than one goal was"
    " decisive; in {none} none was.",
)
_MOST: Final = 16
_TOP_NOTE: Final = Words(
    "De figuur toont de {n} meest voorkomende combinaties; de tabel toont alle.",
    "The figure shows the {n} most frequent combinations; the table shows all.",
)


def _show(scene: Scene) -> Shown:
    found = goal_combinations(scene.connection, scene.filters)
    if not found:
        return nothing(scene, _HEADINGS)
    language, names = scene.language, scene.goals()
    weighed = [one for one in found if one.known == "weighed"]
    whole = sum(one.decisions for one in weighed)
    several = sum(one.decisions for one in weighed if len(one.goals) > 1)
    none = sum(one.decisions for one in weighed if not one.goals)
    every = language.number(sum(one.decisions for one in found))
    summary = language.say(heading.NO_GOALS, n=every)
    if whole:
        summary = language.say(
            _SUMMARY,
            several=language.share(several, whole),
            none=language.share(none, whole),
        )
    notes: tuple[str, ...] = (spelled(tuple(names), names),)
    if len(weighed) > _MOST:
        notes = (*notes, language.say(_TOP_NOTE, n=_MOST))
    rows, links = _rows(scene, found, whole)
    return Shown(
        figure=_figure(scene, weighed[:_MOST]) if whole else None,
        summary=summary,
        table=table_of(language, _HEADINGS, rows, links),
        notes=notes,
    )


def _rows(
    scene: Scene, found: Sequence[GoalCombination], whole: int
) -> tuple[tuple[tuple[Cell, ...], ...], dict[tuple[int, int], str]]:
    language, names = scene.language, scene.goals()
    rows: list[tuple[Cell, ...]] = []
    links: dict[tuple[int, int], str] = {}
    for one in found:
        name = " + ".join(names.get(goal, goal) for goal in one.goals)
        if one.known != "weighed":
            name = language.say(_UNKNOWN[one.known])
        numbers = (one.granted, one.refused, one.other)
        links[len(rows), 1] = behind(scene, _subset(one))
        links |= {
            (len(rows), 2 + place): behind(scene, _subset(one), groups=(group,))
            for place, group in enumerate(GROUPS)
            if numbers[place]
        }
        share = language.share(one.decisions, whole) if one.known == "weighed" else "–"
        rows.append(
            (
                name or language.say(_NONE),
                one.decisions,
                *numbers,
                share,
                rate(language, one.refused, one.granted + one.refused),
            )
        )
    return tuple(rows), links


def _subset(one: GoalCombination) -> Subset:
    if one.known == "not_published":
        return Subset(weighing="not_published")
    if one.known == "no_framework":
        return Subset(weighing="published", applies="no")
    return Subset(together="+".join(one.goals) or NO_GOAL, weighing="published")


def _figure(scene: Scene, weighed: Sequence[GoalCombination]) -> dict[str, object]:
    names = scene.goals()
    codes = [*names, *sorted({g for one in weighed for g in one.goals} - set(names))]
    colours = palette(dark=scene.dark)
    counts = {
        "granted": tuple(one.granted for one in weighed),
        "other": tuple(one.other for one in weighed),
        "refused": tuple(one.refused for one in weighed),
    }
    series = [
        Series(
            name=scene.labels.term("outcome_group", group),
            colour=colours.groups[group],
            counts=counts[group],
        )
        for group in counts
    ]
    return overlap_bars(
        [short(code, names.get(code, code)) for code in codes],
        [frozenset(codes.index(goal) for goal in one.goals) for one in weighed],
        series,
        dark=scene.dark,
        texts=[scene.language.number(one.decisions) for one in weighed],
    )


COMBINATIONS: Final = View(
    name="goal-combinations",
    version=2,
    title=Words(
        "Welke doelen samen doorslaggevend waren", "Which goals were decisive together"
    ),
    show=_show,
    how_counted=HowCounted(
        unit=Words(
            "Besluiten. Elk besluit telt één keer, bij precies de doelen die erin"
            " doorslaggevend waren.",
            "Decisions. Each decision counts once, under exactly the goals that were"
            " decisive in it.",
        ),
        denominator=Words(
            "N is het aantal besluiten waarin doelen zijn gewogen; bij geweigerd het"
            " aantal verleende en geweigerde besluiten in de rij.",
            "N is the number of decisions in which goals were weighed; for refused, the"
            " number of decisions in the row that were granted or refused.",
        ),
        left_out=LEFT_OUT,
        method=INTERVAL,
    ),
)
