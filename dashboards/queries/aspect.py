"""What was found on each aspect of the weighings, how it weighed, and the outcome."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from collections.abc import Sequence
from typing import NamedTuple

from dashboards.filters import Filters
from dashboards.queries.cells import cells
from dashboards.queries.selection import GROUPS, LEDGER, selected
from etl.warehouse.connection import Connection


class AspectCount(NamedTuple):
    """Decisions with one finding of one weight on one aspect, by outcome group."""

    aspect_kind: str
    code: str
    finding: str
    weight: str
    granted: int
    refused: int
    other: int

    @property
    def decisions(self) -> int:
        """All of them."""
        return self.granted + self.refused + self.other


class AspectLabel(NamedTuple):
    """What the newest framework version that names an aspect calls it."""

    aspect_kind: str
    code: str
    label_nl: str | None
    label_en: str | None


def aspect_counts(connection: Connection, filters: Filters) -> tuple[AspectCount, ...]:
    """Return the findings of published weighings, in the order of the weighing."""
    condition, parameters = selected(filters)
    rows = connection.execute(
        f"""
        SELECT aspect_kind, code, finding, weight, {GROUPS}
        FROM {cells("aspect", filters)} WHERE {condition}
        GROUP BY aspect_kind, code, finding, weight
        ORDER BY array_position(['criterion', 'art15', 'goal'], aspect_kind),
            min(position), code, finding, weight
        """,
        parameters,
    ).fetchall()
    return tuple(
        AspectCount(kind, code, finding, weight, *groups)
        for kind, code, finding, weight, _, *groups in rows
    )


def aspect_labels(
    connection: Connection, ledger: int, kinds: Sequence[str] = ("criterion", "goal")
) -> tuple[AspectLabel, ...]:
    """Return the names of aspects of some kinds, each as the newest version has it."""
    rows = connection.execute(
        f"""
        SELECT aspect_kind, code, arg_max(label_nl, entry_index),
            arg_max(label_en, entry_index)
        FROM framework_aspect
        WHERE {LEDGER} AND list_contains($kinds, aspect_kind)
        GROUP BY aspect_kind, code ORDER BY aspect_kind, min(position), code
        """,
        {"ledger": ledger, "kinds": list(kinds)},
    ).fetchall()
    return tuple(AspectLabel._make(row) for row in rows)
