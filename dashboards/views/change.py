"""Before and after a framework version: as it was, and on one mix of cases."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from dashboards.analyses.standardisation import (
    Compared,
    Counted,
    Sides,
    as_counted,
    counterparts,
    standardised,
)
from dashboards.analyses.windows import Windows, windows
from dashboards.filters import Filters
from dashboards.queries import (
    Framework,
    Window,
    WindowCount,
    WindowScope,
    window_counts,
    window_scope,
)
from dashboards.scene import Scene
from dashboards.views.aspects import aspect_names

USUAL: Final = 12
"""Months in a window, when the reader does not say."""

Stratum = tuple[str | None, str]
"""A group of destinations, None when not published, and a set of product classes."""

Measure = tuple[str, str]
"""``refused``, or a kind of aspect and its code: how often it was decisive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Two versions of one framework, the windows, and what was decided in them.

    Attributes:
        version_before: The version before.
        version_after: The version that the reader chose.
        windows: The days before and after.
        scopes: The decisions of both windows.
        strata: For each measure, the counts of both windows by stratum.
    """

    version_before: Framework
    version_after: Framework
    windows: Windows
    scopes: tuple[WindowScope, WindowScope]
    strata: Mapping[Measure, Mapping[Stratum, Sides]]

    def compared(self) -> dict[Measure, tuple[Compared, Compared]]:
        """Return every measure as it was, and on one mix, in the order of weighing."""
        return {
            measure: (as_counted(own), standardised(own))
            for measure, own in self.strata.items()
        }

    def mix(self) -> dict[Stratum, tuple[int, int]]:
        """Return how many decisions on the merits each window has of each stratum."""
        own = self.strata.get(("refused", ""), {})
        return {key: (one.before.whole, one.after.whole) for key, one in own.items()}

    def shared(self) -> Sides:
        """Return how many decisions on the merits have a counterpart in the other."""
        own = self.strata.get(("refused", ""), {})
        found = counterparts(own)
        return Sides(
            Counted(
                sum(one.before.whole for one in found.values()),
                sum(one.before.whole for one in own.values()),
            ),
            Counted(
                sum(one.after.whole for one in found.values()),
                sum(one.after.whole for one in own.values()),
            ),
        )


def changes(scene: Scene) -> tuple[tuple[Framework, Framework], ...]:
    """Return every version that has one before it, with that one, newest first."""
    found = []
    previous: dict[str, Framework] = {}
    for one in scene.frameworks():
        if one.framework_id in previous:
            found.append((previous[one.framework_id], one))
        previous[one.framework_id] = one
    with_goals = scene.framework_ids_with_goals()
    return tuple(
        sorted(
            found,
            key=lambda pair: (
                pair[1].framework_id not in with_goals,
                -pair[1].valid_from.toordinal(),
            ),
        )
    )


def key_of(framework: Framework) -> str:
    """Return how an address names a framework version."""
    return f"{framework.framework_id}.{framework.version}"


def chosen(scene: Scene) -> tuple[Framework, Framework] | None:
    """Return the version that the address asks for, or the newest, and the one before.

    None when no framework has a second version.
    """
    known = changes(scene)
    asked = [pair for pair in known if key_of(pair[1]) == scene.state.version]
    return next(iter(asked or known), None)


def change_of(scene: Scene) -> Change | None:
    """Return what was decided before and after the chosen version; None for none."""
    pair, stamp = chosen(scene), scene.stamp
    if pair is None or stamp.first_decided is None or stamp.last_decided is None:
        return None
    before, after = pair
    span = windows(
        after.valid_from,
        scene.state.window or USUAL,
        previous_start=before.valid_from,
        last_day=after.valid_to,
        data_first=stamp.first_decided,
        data_last=stamp.last_decided,
    )
    sides = (
        Window(
            before.framework_id, before.version, span.first_before, span.last_before
        ),
        Window(after.framework_id, after.version, span.first_after, span.last_after),
    )
    filters = filters_of(scene)
    counts = [window_counts(scene.connection, filters, side) for side in sides]
    scope_before, scope_after = (
        window_scope(scene.connection, filters, side) for side in sides
    )
    return Change(
        version_before=before,
        version_after=after,
        windows=span,
        scopes=(scope_before, scope_after),
        strata=_strata(counts[0], counts[1], list(aspect_names(scene))),
    )


def filters_of(scene: Scene) -> Filters:
    """Return the selection without its years: the windows take their place."""
    return replace(scene.filters, first_month=None, last_month=None)


def _strata(
    before: tuple[WindowCount, ...],
    after: tuple[WindowCount, ...],
    order: list[str],
) -> dict[Measure, dict[Stratum, Sides]]:
    found: dict[Measure, dict[Stratum, list[Counted]]] = defaultdict(dict)
    for place, counts in enumerate((before, after)):
        for row in counts:
            measure = found[row.measure, row.code]
            key = (row.destination_group, row.class_set)
            sides = measure.setdefault(key, [Counted(0, 0), Counted(0, 0)])
            sides[place] = Counted(row.hits, row.decisions)
    ranks = {"refused": 0, "criterion": 1, "art15": 2, "goal": 3}
    return {
        measure: {key: Sides(*sides) for key, sides in found[measure].items()}
        for measure in sorted(
            found,
            key=lambda one: (
                ranks[one[0]],
                order.index(one[1]) if one[1] in order else len(order),
                one[1],
            ),
        )
    }
