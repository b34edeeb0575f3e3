"""Table releases: counts and values of withheld decisions, with cells suppressed.

What is withheld one by one is released in tables. A cell by which too few exporters
could be known is suppressed, and so are others that would give it back. A release is
an entry, so that it can neither be changed nor be forgotten: what an earlier release
told is what the next one must reckon with.
"""

from typing import Annotated

from msgspec import Meta

from ledger.records.terms import PeriodKind, TableDimension
from ledger.records.values import (
    Code,
    Count,
    LeafHash,
    Line,
    Month,
    Positive,
    Reference,
    Value,
)

Period = Annotated[str, Meta(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$(?!\n)")]
"""A year, a quarter or a month: ``2024``, ``2024-Q1``, ``2024-01``."""

Percent = Annotated[int, Meta(ge=1, le=100)]

Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?!\n)")]


class TableLayout(Value, frozen=True, kw_only=True):
    """One table: periods of one kind by some dimensions, with all its totals."""

    dimensions: tuple[TableDimension, ...]
    periods: PeriodKind


class DisclosureControl(Value, frozen=True, kw_only=True):
    """The parameters of statistical disclosure control, one version of them.

    Attributes:
        currency: The currency that values are released in.
        dominance_contributors: The n of the (n,k) rule.
        dominance_percent: The k of the (n,k) rule: so much of a value may the n
            largest contributors have at most.
        min_contributors: Exporters that a cell must have at least.
        min_decisions: Decisions that a cell must have at least.
        p_percent: The p of the p% rule: nobody may estimate the value of another
            closer than this.
        tables: The tables that are released.
        version: Number of the version, from 1.
    """

    currency: Currency
    dominance_contributors: Positive
    dominance_percent: Percent
    min_contributors: Positive
    min_decisions: Positive
    p_percent: Percent
    tables: tuple[TableLayout, ...]
    version: Positive


class ReleasedCell(Value, frozen=True, kw_only=True):
    """One cell of a table. It shows its count, or is suppressed.

    Attributes:
        count: Decisions; absent when that is suppressed.
        destination: Country, ``other``, or ``all``.
        outcome: Group of outcomes, or ``all``.
        period: Year, quarter or month.
        product_class: Product class, ``several``, or ``all``.
        value: Licensed value in the minor unit; only of what was granted, and absent
            when it is suppressed.
    """

    count: Count | None = None
    destination: Code
    outcome: Code
    period: Period
    product_class: Code
    value: Count | None = None


class TableRelease(Value, frozen=True, kw_only=True):
    """One release of tables on the withheld decisions of a year, up to a month.

    A release too large for one entry stands in several, its parts. A cell of the
    layout that is in none of them is nil: no decision, and no value.

    Attributes:
        cells: The cells that are not nil, in order.
        code_version: Version of the software.
        control: The parameters.
        destinations: The destinations of the tables besides ``other``.
        part: Number of this part, from 1.
        parts: How many there are.
        product_classes: The product classes of the tables.
        release_ref: Reference, unique in the ledger.
        root_before: Merkle root over the entries that were counted, in hexadecimal.
        size_before: How many entries those are.
        through: The last month that is counted; the first is January of its year.
    """

    cells: tuple[ReleasedCell, ...]
    code_version: Line
    control: DisclosureControl
    destinations: tuple[Code, ...]
    part: Positive
    parts: Positive
    product_classes: tuple[Code, ...]
    release_ref: Reference
    root_before: LeafHash
    size_before: Positive
    through: Month
