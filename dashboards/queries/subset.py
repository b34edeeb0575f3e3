"""From a subset of decisions to SQL."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from collections.abc import Iterator

from dashboards.queries.alike import like_one, went
from dashboards.queries.selection import LEDGER, Parameters
from dashboards.subset import (
    NO_DEPARTURE,
    NO_GOAL,
    NO_GROUP,
    Subset,
    parts_of_aspect,
)


def subset_parts(subset: Subset, condition: str) -> Iterator[tuple[str, Parameters]]:
    """Yield the conditions of a subset on rows of ``decision``, with parameters.

    Args:
        subset: What is asked.
        condition: The selection, within which like decisions are compared.
    """
    yield from _own(subset)
    yield from _aspects(subset)
    own = f"SELECT entry_index FROM {{}} WHERE {LEDGER}"
    if subset.conditions:
        part = f"{own.format('condition')} AND list_contains($kinds, condition_type)"
        yield f"entry_index IN ({part})", {"kinds": list(subset.conditions)}
    if subset.departures:
        part = own.format("departure")
        part += " AND list_contains($departures, coalesce(departure, $no_departure))"
        values: Parameters = {"departures": list(subset.departures)}
        yield f"entry_index IN ({part})", values | {"no_departure": NO_DEPARTURE}
    if subset.like:
        yield like_one(subset.like)
    if subset.ways:
        yield went(subset.ways, condition), {}


def _own(subset: Subset) -> Iterator[tuple[str, Parameters]]:
    """Yield the conditions on a decision's own columns."""
    if subset.framework:
        framework, _, version = subset.framework.rpartition(".")
        part = "framework_id = $framework AND framework_version = $framework_version"
        yield part, {"framework": framework, "framework_version": int(version)}
    if subset.together:
        goals = [] if subset.together == NO_GOAL else subset.together.split("+")
        part = "framework_applies AND list_sort(decisive_goals) = $together"
        yield part, {"together": sorted(goals)}
    if subset.override:
        yield "override_by IS NOT NULL", {}
    if subset.weighing:
        yield "weighing_status = $weighing", {"weighing": subset.weighing}
    if subset.applies:
        yield "framework_applies = $applies", {"applies": subset.applies == "yes"}
    if subset.class_set:
        yield "class_set = $class_set", {"class_set": subset.class_set}
    if subset.groups:
        part = "list_contains($groups, coalesce(destination_group, $no_group))"
        yield part, {"groups": list(subset.groups), "no_group": NO_GROUP}
    if subset.since is not None:
        yield "decided_first >= $since", {"since": subset.since}
    if subset.until is not None:
        yield "decided_last <= $until", {"until": subset.until}


def _aspects(subset: Subset) -> Iterator[tuple[str, Parameters]]:
    own = f"SELECT entry_index FROM finding WHERE {LEDGER}"
    for number, aspect in enumerate(subset.aspects):
        code, finding, weight = parts_of_aspect(aspect)
        parts = [f"code = $aspect_{number}"]
        values: Parameters = {f"aspect_{number}": code}
        for name, value in (("finding", finding), ("weight", weight)):
            if value:
                parts.append(f"{name} = ${name}_{number}")
                values[f"{name}_{number}"] = value
        yield f"entry_index IN ({own} AND {' AND '.join(parts)})", values
