"""How the strategic goals weighed: counted and compared, never averaged."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.ranking import ranked_bars
from dashboards.figures.timeline import Series, bars_over_time
from dashboards.queries import (
    WeighingCoverage,
    goal_findings_by_outcome,
    goal_weights_by_outcome,
    goal_weights_over_time,
    weighing_coverage,
)
from dashboards.scene import Scene
from dashboards.tables import Cell
from dashboards.views import counted, heading
from dashboards.views.none_of import none_of
from dashboards.views.time_axis import time_axis
from dashboards.views.view import Shown, View, nothing, table_of
from dashboards.views.weighing import ORDINAL
from dashboards.views.withheld_note import withheld_notes
from dashboards.words import Words
from ledger.records.terms import WEIGHTS

_DECISIVE: Final = Words("Doorslaggevend: {goals}.", "Decisive: {goals}.")
_GOAL: Final = Words("{goal}, in {share}", "{goal}, in {share}")


def _show_weights(scene: Scene) -> Shown:
    grain = scene.state.grain
    headings = (
        heading.PERIOD,
        heading.GOAL,
        heading.FRAMEWORK_VERSION,
        heading.WEIGHT,
        heading.DECISIONS,
        heading.SHARE,
    )
    counts = goal_weights_over_time(scene.connection, scene.filters, grain)
    if not counts:
        return none_of(scene, headings, heading.NO_GOALS)
    language, labels, names = scene.language, scene.labels, scene.goals()
    whole: dict[tuple[date, str, int], int] = defaultdict(int)
    for row in counts:
        whole[row.period, row.goal, row.framework_version] += row.decisions
    order = {goal: place for place, goal in enumerate(names)}
    ranked = {weight: place for place, weight in enumerate(WEIGHTS)}
    counts = tuple(
        sorted(
            counts,
            key=lambda row: (
                row.period,
                order.get(row.goal, len(order)),
                row.framework_version,
                ranked[row.weight],  # type: ignore[index] # words of Weight
            ),
        )
    )
    rows = tuple(
        (
            language.period(row.period, grain),
            names.get(row.goal, row.goal),
            row.framework_version,
            labels.term("weight", row.weight),
            row.decisions,
            language.share(
                row.decisions, whole[row.period, row.goal, row.framework_version]
            ),
        )
        for row in counts
    )
    return Shown(
        figure=None,
        summary=_decisive(scene, names),
        table=table_of(language, headings, rows),
        notes=(language.say(ORDINAL),),
        parts=tuple(
            (name, figure)
            for goal, name in names.items()
            if (figure := _goal_figure(scene, goal)) is not None
        ),
    )


def _decisive(scene: Scene, names: Mapping[str, str]) -> str:
    counts = goal_weights_by_outcome(scene.connection, scene.filters)
    language = scene.language
    parts = []
    for goal, name in names.items():
        own = [row for row in counts if row.goal == goal]
        decisive = sum(row.decisions for row in own if row.weight == "decisive")
        whole = sum(row.decisions for row in own)
        share = language.share(decisive, whole)
        parts.append(language.say(_GOAL, goal=name, share=share))
    return language.say(_DECISIVE, goals="; ".join(parts))


def _goal_figure(scene: Scene, goal: str) -> dict[str, object] | None:
    """Draw how one goal weighed over time."""
    grain = scene.state.grain
    counts = [
        row
        for row in goal_weights_over_time(scene.connection, scene.filters, grain)
        if row.goal == goal
    ]
    if not counts:
        return None
    cells: dict[tuple[date, str], int] = defaultdict(int)
    for row in counts:
        cells[row.period, row.weight] += row.decisions
    axis = time_axis(scene, (row.period for row in counts), grain)
    colours = palette(dark=scene.dark)
    series = [
        Series(
            name=scene.labels.term("weight", weight),
            colour=colours.weights[weight],
            counts=tuple(cells[day, weight] for day in axis.periods),
        )
        for weight in WEIGHTS
    ]
    return bars_over_time(axis, series, dark=scene.dark, height=290)


def _show_outcomes(scene: Scene) -> Shown:
    headings = (
        heading.GOAL,
        heading.OUTCOME,
        heading.WEIGHT,
        heading.DECISIONS,
        heading.SHARE,
    )
    counts = goal_weights_by_outcome(scene.connection, scene.filters)
    if not counts:
        return none_of(scene, headings, heading.NO_GOALS)
    language, labels, names = scene.language, scene.labels, scene.goals()
    cells = {(row.goal, row.outcome, row.weight): row.decisions for row in counts}
    outcomes = [
        code
        for code in labels.terms.get("outcome", {})
        if any(row.outcome == code for row in counts)
    ]
    pairs = [(goal, outcome) for goal in names for outcome in outcomes]
    whole = {
        (goal, outcome): sum(
            cells.get((goal, outcome, weight), 0) for weight in WEIGHTS
        )
        for goal, outcome in pairs
    }
    rows = tuple(
        (
            names[goal],
            labels.term("outcome", outcome),
            labels.term("weight", weight),
            cells.get((goal, outcome, weight), 0),
            language.share(cells.get((goal, outcome, weight), 0), whole[goal, outcome]),
        )
        for goal, outcome in pairs
        for weight in WEIGHTS
        if whole[goal, outcome]
    )
    colours = palette(dark=scene.dark)
    shown = [pair for pair in pairs if whole[pair]]
    series = [
        Series(
            name=labels.term("weight", weight),
            colour=colours.weights[weight],
            counts=tuple(cells.get((*pair, weight), 0) for pair in shown),
        )
        for weight in WEIGHTS
    ]
    titles = [
        f"{goal.partition('_')[0]} · {labels.term('outcome', o)}" for goal, o in shown
    ]
    return Shown(
        figure=ranked_bars(
            titles,
            series,
            dark=scene.dark,
            texts=[f"N={language.number(whole[pair])}" for pair in shown],
        ),
        summary=_decisive(scene, names),
        table=table_of(language, headings, rows),
        notes=(
            language.say(ORDINAL),
            "; ".join(
                f"{code.partition('_')[0]}: {name}" for code, name in names.items()
            ),
        ),
    )


def _show_findings(scene: Scene) -> Shown:
    headings = (
        heading.GOAL,
        heading.FINDING,
        heading.OUTCOME,
        heading.DECISIONS,
        heading.SHARE,
    )
    counts = goal_findings_by_outcome(scene.connection, scene.filters)
    if not counts:
        return none_of(scene, headings, heading.NO_GOALS)
    language, labels, names = scene.language, scene.labels, scene.goals()
    whole: dict[tuple[str, str], int] = defaultdict(int)
    for row in counts:
        whole[row.goal, row.finding] += row.decisions
    rows = tuple(
        (
            names.get(row.goal, row.goal),
            labels.term("goal_finding", row.finding),
            labels.term("outcome", row.outcome),
            row.decisions,
            language.share(row.decisions, whole[row.goal, row.finding]),
        )
        for row in counts
    )
    against = sum(n for (_, finding), n in whole.items() if finding == "unacceptable")
    return Shown(
        figure=None,
        summary=language.say(
            Words(
                "{n} keer is een bevinding op een doel onaanvaardbaar genoemd.",
                "A finding on a goal was called unacceptable {n:time|times}.",
            ),
            n=language.number(against),
        ),
        table=table_of(language, headings, rows),
    )


def _known(row: WeighingCoverage) -> int:
    """Return 0 for goals weighed, 1 for no framework, 2 for not published."""
    if row.status != "published":
        return 2
    return 0 if row.framework_applies else 1


def _show_coverage(scene: Scene) -> Shown:
    grain = scene.state.grain
    kinds = (
        Words("doelen gewogen", "goals weighed"),
        Words("kader niet van toepassing", "framework does not apply"),
        Words("weging niet gepubliceerd", "weighing not published"),
    )
    headings = (heading.PERIOD, heading.DECISIONS, *kinds)
    counts = weighing_coverage(scene.connection, scene.filters, grain)
    if not counts:
        return nothing(scene, headings)
    language = scene.language
    axis = time_axis(scene, (row.period for row in counts), grain)
    colours = palette(dark=scene.dark)
    paints = (colours.weights["material"], colours.groups["other"], colours.grid)
    series = [
        Series(
            name=language.say(words),
            colour=paint,
            counts=tuple(
                sum(
                    row.decisions
                    for row in counts
                    if row.period == day and _known(row) == place
                )
                for day in axis.periods
            ),
        )
        for place, (words, paint) in enumerate(zip(kinds, paints, strict=True))
    ]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            language.period(day, grain),
            sum(one.counts[place] for one in series),
            *(one.counts[place] for one in series),
        )
        for place, day in enumerate(axis.periods)
    )
    total = sum(row.decisions for row in counts)
    weighed = sum(series[0].counts)
    return Shown(
        figure=bars_over_time(axis, series, dark=scene.dark, height=300),
        summary=language.say(
            Words(
                "Van {share} van de besluiten is een weging van de strategische doelen"
                " gepubliceerd.",
                "For {share} of the decisions a weighing of the strategic goals is"
                " published.",
            ),
            share=language.share(weighed, total),
        ),
        table=table_of(language, headings, rows),
        notes=(
            *withheld_notes(scene),
            language.say(
                Words(
                    "Niet gepubliceerd is een waarde op zichzelf: het zegt niet dat er"
                    " geen weging was.",
                    "Not published is a value of its own: it does not say that there"
                    " was no weighing.",
                )
            ),
        ),
    )


GOAL_WEIGHTS: Final = View(
    name="goal-weights",
    version=2,
    title=Words("Gewicht van elk doel in de tijd", "Weight of each goal over time"),
    show=_show_weights,
    how_counted=counted.GOALS,
)
GOAL_OUTCOMES: Final = View(
    name="goal-outcomes",
    title=Words(
        "Gewicht van de doelen naar uitkomst", "Weight of the goals by outcome"
    ),
    show=_show_outcomes,
    how_counted=counted.GOALS,
)
GOAL_FINDINGS: Final = View(
    name="goal-findings",
    title=Words("Bevindingen op de doelen", "Findings on the goals"),
    show=_show_findings,
    how_counted=counted.GOALS,
)
COVERAGE: Final = View(
    name="weighing-coverage",
    version=2,
    title=Words("Waarvan de weging bekend is", "Where the weighing is known"),
    show=_show_coverage,
    how_counted=counted.COVERAGE,
)
