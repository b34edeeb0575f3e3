"""Which product classes and items the decisions were about."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.cells import cells
from dashboards.queries.selection import GROUPS, asked_classes, selected
from etl.warehouse.connection import Connection


class ClassCount(NamedTuple):
    """Decisions with a line in one product class; the last three add up."""

    category: str
    product_class: str
    decisions: int
    granted: int
    refused: int
    other: int


class ItemCount(NamedTuple):
    """Decisions with a line on one item; the last three add up."""

    code: str
    product_class: str
    decisions: int
    granted: int
    refused: int
    other: int


def classes(connection: Connection, filters: Filters) -> tuple[ClassCount, ...]:
    """Return decisions by product class, in the order of the classes.

    A decision with lines in two classes counts once in each, so the rows can add
    up to more than the decisions. Only the asked classes are shown.
    """
    condition, parameters = selected(filters)
    rows = connection.execute(
        f"SELECT category, product_class, {GROUPS} FROM {cells('class', filters)}"
        f" WHERE {condition} AND {asked_classes(filters)}"
        " GROUP BY category, product_class ORDER BY category, product_class",
        parameters,
    ).fetchall()
    return tuple(ClassCount._make(row) for row in rows)


def items(connection: Connection, filters: Filters) -> tuple[ItemCount, ...]:
    """Return decisions by item code, most decisions first.

    A decision with lines on two items counts once for each, so the rows can add
    up to more than the decisions. Only items of the asked classes are shown.
    """
    condition, parameters = selected(filters)
    rows = connection.execute(
        f"SELECT code, product_class, {GROUPS} FROM {cells('item', filters)}"
        f" WHERE {condition} AND {asked_classes(filters)}"
        " GROUP BY code, product_class ORDER BY decisions DESC, code",
        parameters,
    ).fetchall()
    return tuple(ItemCount._make(row) for row in rows)
