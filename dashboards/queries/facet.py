"""How many decisions each choice beside the table would show."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal, NamedTuple, get_args

from dashboards.filters import Filters, Search
from dashboards.queries.cells import cells
from dashboards.queries.narrowing import narrowed
from dashboards.queries.selection import Parameters
from etl.warehouse.connection import Connection

Facet = Literal[
    "authorisation_type",
    "destination",
    "end_use",
    "ground",
    "outcome",
    "product_class",
    "status",
    "weighing_status",
    "weight",
]
"""A property of decisions that the table can be narrowed by."""

FACETS: Final[tuple[Facet, ...]] = get_args(Facet)


class FacetCount(NamedTuple):
    """Decisions with one value of a facet, under all choices but the facet's own."""

    facet: Facet
    value: str
    decisions: int


def facets(
    connection: Connection, filters: Filters, search: Search
) -> tuple[FacetCount, ...]:
    """Return the values of every facet, most decisions first.

    Each facet is counted under all choices except its own, so that a reader sees
    what adding a value would bring. A decision with several grounds, classes or
    goal weights counts once for each of these values. A value that is not
    published is no value and has no row, except in ``weighing_status``.
    """
    found: dict[Facet, list[FacetCount]] = {}
    columns: dict[str, _Together] = {}
    by_filters = search == Search()
    for facet in FACETS:
        own, more = _without(facet, filters, search)
        condition, parameters = narrowed(own, more)
        if facet in _COLUMNS:
            table = _table(facet, own) if by_filters else "decision"
            alike = f"{table} {condition} {parameters}"
            columns.setdefault(
                alike, _Together([], table, condition, parameters)
            ).facets.append(facet)
            continue
        if facet == "weight" and search.goal is not None:
            parameters["goal"] = search.goal
        if by_filters:
            cube, summed = _CELLS[facet]
            statement = summed.format(cells=cells(cube, own), condition=condition)
        else:
            statement = _statement(facet, condition, one_goal=search.goal is not None)
        rows = connection.execute(statement, parameters).fetchall()
        found[facet] = [FacetCount(facet, value, n) for value, n in rows]
    for together in columns.values():
        found |= _at_once(connection, together)
    return tuple(one for facet in FACETS for one in found[facet])


_COLUMNS: Final[frozenset[Facet]] = frozenset(
    (
        "authorisation_type",
        "destination",
        "end_use",
        "outcome",
        "status",
        "weighing_status",
    )
)
"""What a decision has one of, in a column of its own."""

_COLUMNS_OF_CUBES: Final[Mapping[Facet, str]] = {
    "authorisation_type": "term",
    "destination": "decision",
    "end_use": "term",
    "outcome": "decision",
    "weighing_status": "decision",
}
"""The cube that has the column too."""

_KINDS: Final[tuple[Facet, ...]] = ("authorisation_type", "end_use")
"""What is read at once, for one margin has both."""


class _Together(NamedTuple):
    """Facets that are columns of one table, under the same choices."""

    facets: list[Facet]
    table: str
    condition: str
    parameters: Parameters


def _table(facet: Facet, filters: Filters) -> str:
    """Return the table that a column is read from where only filters narrow."""
    if facet == "status":
        # What became of decisions is counted by destination, or by classes.
        if filters.destinations and filters.product_classes:
            return "decision"
        by = "destination" if filters.destinations else "class_set"
        return f"(FROM cube_status WHERE {by} IS NOT NULL)"
    keys = _KINDS if facet in _KINDS else (facet,)
    return cells(_COLUMNS_OF_CUBES[facet], filters, *keys)


def _at_once(
    connection: Connection, together: _Together
) -> dict[Facet, list[FacetCount]]:
    """Return the counts of columns under the same choices, which are read once."""
    facets, table, condition, parameters = together
    measure = "count(*)" if table == "decision" else "sum(decisions)"
    sets = ", ".join(f"({facet})" for facet in facets)
    rows = connection.execute(
        f"SELECT {', '.join(facets)}, CAST({measure} AS BIGINT) FROM {table}"
        f" WHERE {condition} GROUP BY GROUPING SETS ({sets})",
        parameters,
    ).fetchall()
    found: dict[Facet, list[FacetCount]] = {facet: [] for facet in facets}
    for *values, decisions in rows:
        for facet, value in zip(facets, values, strict=True):
            if value is not None:  # of the other sets, or not published
                found[facet].append(FacetCount(facet, value, decisions))
    for counts in found.values():
        counts.sort(key=lambda one: (-one.decisions, one.value))
    return found


def _summed(column: str, source: str) -> str:
    return (
        f"SELECT {column} AS value, CAST(sum(decisions) AS BIGINT) AS decisions"
        f" FROM {source} GROUP BY value ORDER BY decisions DESC, value"
    )


_CELLS: Final[Mapping[Facet, tuple[str, str]]] = {
    "ground": ("ground", _summed("ground", "{cells} WHERE {condition}")),
    "product_class": ("class", _summed("product_class", "{cells} WHERE {condition}")),
    "weight": (
        "weighing",
        _summed(
            "value",
            "(SELECT unnest(goal_weights) AS value, decisions FROM {cells}"
            " WHERE {condition})",
        ),
    ),
}
"""Where nothing but the filters narrows the table: which cubes have the counts."""


def _without(facet: Facet, filters: Filters, search: Search) -> tuple[Filters, Search]:
    match facet:
        case "destination":
            filters = replace(filters, destinations=())
        case "outcome":
            filters = replace(filters, outcomes=())
        case "product_class":
            filters = replace(filters, product_classes=())
        case "authorisation_type":
            search = replace(search, authorisation_types=())
        case "end_use":
            search = replace(search, end_uses=())
        case "ground":
            search = replace(search, grounds=())
        case "status":
            search = replace(search, statuses=())
        case "weighing_status":
            search = replace(search, weighing_statuses=())
        case "weight":
            search = replace(search, weights=())
    return filters, search


def _statement(facet: Facet, condition: str, *, one_goal: bool) -> str:
    chosen = f"SELECT ledger_id, entry_index, class_set FROM decision WHERE {condition}"
    order = "GROUP BY value ORDER BY decisions DESC, value"
    match facet:
        case "ground":
            column, source = "ground", "refusal_ground"
        case "weight":
            goal = " AND code = $goal" if one_goal else ""
            column = "weight"
            source = f"(SELECT * FROM finding WHERE aspect_kind = 'goal'{goal})"
        case _:
            return (
                f"SELECT product_class AS value, count(*) AS decisions FROM ({chosen})"
                f" JOIN class_set USING (class_set) {order}"
            )
    return (
        f"SELECT {column} AS value, count(DISTINCT entry_index) AS decisions"
        f" FROM {source} SEMI JOIN ({chosen}) USING (ledger_id, entry_index) {order}"
    )
