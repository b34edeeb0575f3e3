"""Where the items were to go."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.cells import cells
from dashboards.queries.selection import GROUPS, asked_classes, selected
from etl.warehouse.connection import Connection


class DestinationCount(NamedTuple):
    """Decisions for one country of destination; the last three add up."""

    country: str
    decisions: int
    granted: int
    refused: int
    other: int


class DestinationClassCount(NamedTuple):
    """Decisions for one destination with a line in one product class."""

    country: str
    product_class: str
    decisions: int


def destinations(
    connection: Connection, filters: Filters
) -> tuple[DestinationCount, ...]:
    """Return decisions by country of destination, most decisions first."""
    condition, parameters = selected(filters)
    rows = connection.execute(
        f"SELECT destination, {GROUPS} FROM {cells('decision', filters, 'destination')}"
        f" WHERE {condition} GROUP BY destination ORDER BY decisions DESC, destination",
        parameters,
    ).fetchall()
    return tuple(DestinationCount._make(row) for row in rows)


def destination_by_class(
    connection: Connection, filters: Filters
) -> tuple[DestinationClassCount, ...]:
    """Return decisions by destination and product class.

    A decision with lines in two classes counts once in each, so the classes of
    one destination can add up to more than its decisions. Only the asked classes
    are shown.
    """
    condition, parameters = selected(filters)
    rows = connection.execute(
        "SELECT destination, product_class, CAST(sum(decisions) AS BIGINT)"
        f" FROM cube_class WHERE {condition} AND {asked_classes(filters)}"
        " GROUP BY destination, product_class ORDER BY destination, product_class",
        parameters,
    ).fetchall()
    return tuple(DestinationClassCount._make(row) for row in rows)
