"""On which grounds decisions were refused."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.cells import cells
from dashboards.queries.selection import selected
from etl.warehouse.connection import Connection


class GroundCount(NamedTuple):
    """Decisions that name one refusal ground."""

    ground: str
    decisions: int


class RefusalGrounds(NamedTuple):
    """Grounds, most frequent first, out of the decisions that name any.

    Attributes:
        grounds: A decision on two grounds counts once for each.
        refused: Decisions that name a ground: refused, partly granted, or a
            negative answer to a sondage.
    """

    grounds: tuple[GroundCount, ...]
    refused: int


def refusal_grounds(connection: Connection, filters: Filters) -> RefusalGrounds:
    """Return refusal grounds with the number of decisions that name them."""
    condition, parameters = selected(filters)
    rows = connection.execute(
        "SELECT ground, CAST(sum(decisions) AS BIGINT) AS decisions"
        f" FROM {cells('ground', filters)} WHERE {condition}"
        " GROUP BY ground ORDER BY decisions DESC, ground",
        parameters,
    ).fetchall()
    total = connection.execute(
        "SELECT CAST(coalesce(sum(decisions), 0) AS BIGINT)"
        f" FROM {cells('decision', filters, 'has_ground')}"
        f" WHERE {condition} AND has_ground",
        parameters,
    ).fetchall()
    counts = tuple(GroundCount._make(row) for row in rows)
    return RefusalGrounds(grounds=counts, refused=int(total[0][0]))
