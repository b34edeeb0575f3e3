"""What was found on each aspect, and how often was refused with it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from dashboards.analyses.interval import ENOUGH
from dashboards.figures.rates import Rate, rate_grid
from dashboards.queries import AspectCount, aspect_counts
from dashboards.scene import Scene
from dashboards.subset import Subset
from dashboards.tables import Cell
from dashboards.views import heading
from dashboards.views.aspects import (
    KINDS,
    TITLES,
    aspect_names,
    finding_name,
    short,
    spelled,
)
from dashboards.views.behind import behind
from dashboards.views.none_of import none_of
from dashboards.views.rate import INTERVAL, rate
from dashboards.views.view import HowCounted, Shown, View, table_of
from dashboards.views.weighing import GROUPS, LEFT_OUT, UNIT, of_group, unpublished
from dashboards.words import Words

_FINDINGS: Final = (
    "no_concern",
    "concern_mitigated",
    "not_assessable",
    "concern",
    "unacceptable",
)
_GOAL_FINDINGS: Final = (
    "supports_grant",
    "neutral",
    "not_engaged",
    "supports_refusal",
    "unacceptable",
)


def _show_findings(scene: Scene) -> Shown:
    headings = (
        heading.KIND,
        heading.ASPECT,
        heading.FINDING,
        heading.DECISIONS,
        heading.GRANTED,
        heading.REFUSED,
        heading.OTHER,
        heading.REFUSED_INTERVAL,
    )
    counts = aspect_counts(scene.connection, scene.filters)
    if not counts:
        return none_of(scene, headings, heading.UNWEIGHED)
    language, names = scene.language, aspect_names(scene)
    cells: dict[tuple[str, str, str], list[AspectCount]] = defaultdict(list)
    for row in counts:
        cells[row.aspect_kind, row.code, row.finding].append(row)
    rows, links = _rows(scene, cells, names)
    against = sum(row.granted for row in counts if row.finding == "unacceptable")
    codes = list(dict.fromkeys(row.code for row in counts))
    return Shown(
        figure=None,
        summary=language.say(
            Words(
                "Hoe vaak is geweigerd bij elke bevinding. {n} keer is een"
                " onaanvaardbare bevinding in een verleend besluit vastgelegd.",
                "How often decisions were refused with each finding. An unacceptable"
                " finding was"
                " recorded {n:time|times} in a decision that granted.",
            ),
            n=language.number(against),
        ),
        table=table_of(language, headings, rows, links),
        notes=(unpublished(scene), language.say(_EMPTY), spelled(codes, names)),
        parts=_finding_figures(scene, cells, names),
    )


_EMPTY: Final = Words(
    "Leeg: geen verleend of geweigerd besluit had deze bevinding.",
    "Empty: no decision granted or refused had this finding.",
)


def _rows(
    scene: Scene,
    cells: Mapping[tuple[str, str, str], Sequence[AspectCount]],
    names: Mapping[str, str],
) -> tuple[tuple[tuple[Cell, ...], ...], dict[tuple[int, int], str]]:
    """Return the rows of the table, and where their numbers lead to."""
    language = scene.language
    rows: list[tuple[Cell, ...]] = []
    links: dict[tuple[int, int], str] = {}
    for (kind, code, finding), own in cells.items():
        numbers = [sum(of_group(row, group) for row in own) for group in GROUPS]
        subset = Subset(aspects=(f"{code}.{finding}.",))
        links[len(rows), 3] = behind(scene, subset)
        links |= {
            (len(rows), 4 + place): behind(scene, subset, groups=(group,))
            for place, group in enumerate(GROUPS)
            if numbers[place]
        }
        rows.append(
            (
                language.say(KINDS[kind]),
                names.get(code, code),
                finding_name(scene, kind, finding),
                sum(numbers),
                *numbers,
                rate(language, numbers[1], numbers[0] + numbers[1]),
            )
        )
    return tuple(rows), links


def _finding_figures(
    scene: Scene,
    cells: Mapping[tuple[str, str, str], Sequence[AspectCount]],
    names: Mapping[str, str],
) -> tuple[tuple[str, dict[str, object]], ...]:
    figures = []
    for kind, title in TITLES.items():
        codes = list(
            dict.fromkeys(code for of_kind, code, _ in cells if of_kind == kind)
        )
        asked = _GOAL_FINDINGS if kind == "goal" else _FINDINGS
        used = [one for one in asked if any(f == one for k, _, f in cells if k == kind)]
        rates = {}
        for row, code in enumerate(codes):
            for column, finding in enumerate(used):
                own = cells.get((kind, code, finding), ())
                refused = sum(one.refused for one in own)
                whole = refused + sum(one.granted for one in own)
                if whole:
                    rates[row, column] = _cell(scene, refused, whole)
        if codes:
            figure = rate_grid(
                [short(code, names.get(code, code)) for code in codes],
                [finding_name(scene, kind, finding) for finding in used],
                rates,
                dark=scene.dark,
            )
            figures.append((scene.language.say(title), figure))
    return tuple(figures)


def _cell(scene: Scene, refused: int, whole: int) -> Rate:
    language = scene.language
    of = f"{language.number(refused)}/{language.number(whole)}"
    if whole < ENOUGH:
        return Rate(None, of)
    share = refused / whole
    return Rate(share, f"{language.percent(share)}<br>{of}")


FINDINGS_BY_OUTCOME: Final = View(
    name="weighing-findings",
    version=2,
    title=Words("Bevindingen en uitkomst", "Findings and outcome"),
    show=_show_findings,
    how_counted=HowCounted(
        unit=UNIT,
        denominator=Words(
            "N is het aantal verleende en geweigerde besluiten met die bevinding op dat"
            " aspect. Anders afgedane besluiten staan ernaast.",
            "N is the number of decisions granted or refused with that finding on that"
            " aspect. Decisions closed otherwise stand beside them.",
        ),
        left_out=LEFT_OUT,
        method=INTERVAL,
    ),
)
