"""How each aspect weighed, by outcome."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboards.figures.palette import palette
from dashboards.figures.shares import share_bars
from dashboards.figures.timeline import Series
from dashboards.queries import AspectCount, aspect_counts
from dashboards.scene import Scene
from dashboards.subset import Subset
from dashboards.tables import Cell
from dashboards.views import heading
from dashboards.views.aspects import KINDS, TITLES, aspect_names, short, spelled
from dashboards.views.behind import behind
from dashboards.views.none_of import none_of
from dashboards.views.rate import INTERVAL, rate
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.views.weighing import (
    GROUPS,
    LEFT_OUT,
    ORDINAL,
    UNIT,
    by_aspect,
    of_group,
    unpublished,
)
from dashboards.words import Words
from ledger.records.terms import WEIGHTS

_DRAWN: Final = ("granted", "refused")


def _show_weights(scene: Scene) -> Shown:
    headings = (
        heading.KIND,
        heading.ASPECT,
        heading.OUTCOME,
        heading.WEIGHT,
        heading.DECISIONS,
        heading.SHARE_INTERVAL,
    )
    counts = aspect_counts(scene.connection, scene.filters)
    if not counts:
        return none_of(scene, headings, heading.UNWEIGHED)
    language, names = scene.language, aspect_names(scene)
    rows, links = _rows(scene, counts, names)
    codes = list(dict.fromkeys(row.code for row in counts))
    return Shown(
        figure=None,
        summary=_most_decisive(scene, counts, names),
        table=table_of(language, headings, rows, links),
        notes=(unpublished(scene), language.say(ORDINAL), spelled(codes, names)),
        parts=_weight_figures(scene, counts, names),
    )


def _rows(
    scene: Scene, counts: Sequence[AspectCount], names: Mapping[str, str]
) -> tuple[tuple[tuple[Cell, ...], ...], dict[tuple[int, int], str]]:
    """Return the rows of the table, and where their numbers lead to."""
    language, labels = scene.language, scene.labels
    rows: list[tuple[Cell, ...]] = []
    links: dict[tuple[int, int], str] = {}
    for (kind, code), own in by_aspect(counts).items():
        for group in GROUPS:
            by_weight = {
                weight: sum(of_group(row, group) for row in own if row.weight == weight)
                for weight in WEIGHTS
            }
            whole = sum(by_weight.values())
            for weight, number in by_weight.items() if whole else ():
                if number:
                    subset = Subset(aspects=(f"{code}..{weight}",))
                    links[len(rows), 4] = behind(scene, subset, groups=(group,))
                rows.append(
                    (
                        language.say(KINDS[kind]),
                        names.get(code, code),
                        labels.term("outcome_group", group),
                        labels.term("weight", weight),
                        number,
                        rate(language, number, whole),
                    )
                )
    return tuple(rows), links


def _most_decisive(
    scene: Scene, counts: Sequence[AspectCount], names: Mapping[str, str]
) -> str:
    """Say which aspect was decisive most often in refusals."""
    words = Words(
        "Bij weigeringen was het vaakst doorslaggevend: {aspect}, in {share}.",
        "In refusals most often decisive: {aspect}, in {share}.",
    )
    found = []
    for (_, code), own in by_aspect(counts).items():
        decisive = sum(row.refused for row in own if row.weight == "decisive")
        found.append((decisive, sum(row.refused for row in own), code))
    decisive, whole, code = max(found, key=lambda one: (one[0], one[2]))
    share = scene.language.share(decisive, whole)
    return scene.language.say(words, aspect=names.get(code, code), share=share)


def _weight_figures(
    scene: Scene, counts: Sequence[AspectCount], names: Mapping[str, str]
) -> tuple[tuple[str, dict[str, object]], ...]:
    language, labels = scene.language, scene.labels
    colours = palette(dark=scene.dark)
    grouped = by_aspect(counts)
    figures = []
    for kind, title in TITLES.items():
        bars = [
            (code, group, own)
            for (of_kind, code), own in grouped.items()
            if of_kind == kind
            for group in _DRAWN
            if any(of_group(row, group) for row in own)
        ]
        series = [
            Series(
                name=labels.term("weight", weight),
                colour=colours.weights[weight],
                counts=tuple(
                    sum(of_group(row, group) for row in own if row.weight == weight)
                    for _, group, own in bars
                ),
            )
            for weight in WEIGHTS
        ]
        wholes = [sum(of_group(row, group) for row in own) for _, group, own in bars]
        if bars:
            figure = share_bars(
                [_bar(scene, names.get(code, code), code, g) for code, g, _ in bars],
                series,
                dark=scene.dark,
                texts=[f"N={language.number(whole)}" for whole in wholes],
            )
            figures.append((language.say(title), figure))
    return tuple(figures)


def _bar(scene: Scene, name: str, code: str, group: str) -> str:
    """Name a bar, shortly: goals and Article 15 by their letters."""
    name = short(code, name)
    return f"{name} · {scene.labels.term('outcome_group', group)}"


WEIGHTS_BY_OUTCOME: Final = View(
    name="weighing-weights",
    version=2,
    title=Words("Gewicht van elk aspect, naar uitkomst", "Weight of each aspect"),
    show=_show_weights,
    how_counted=HowCounted(
        unit=UNIT,
        denominator=Words(
            "N is het aantal besluiten met die uitkomst waarin het aspect is gewogen.",
            "N is the number of decisions of that outcome in which the aspect was"
            " weighed.",
        ),
        left_out=LEFT_OUT,
        method=INTERVAL,
    ),
)
