"""Withheld decisions to release tables of: drawn at random, or one by one."""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Final

from etl.disclosure_control.case import Case, Leaf
from etl.disclosure_control.parameters import parameters
from etl.disclosure_control.release import Content
from etl.disclosure_control.released import Domain
from ledger.records.terms import OUTCOME_GROUPS

CONTROL: Final = parameters()
DOMAIN: Final = Domain(
    destinations=("CN", "TW", "KR", "JP"), product_classes=("3B", "3D", "several")
)
EXPORTERS: Final = ("asterion", "brandaris", "cassini", "dommel", "eendracht")


def case(  # noqa: PLR0913, PLR0917 - one for each part of a case
    month: str = "2024-01",
    destination: str = "CN",
    product_class: str = "3B",
    outcome: str = "granted",
    exporter: str = "asterion",
    value: int | None = 1_000_000,
    vintage: int = 0,
) -> Case:
    leaf = Leaf(vintage, month, destination, product_class, outcome)
    return Case(leaf, exporter, value if outcome == "granted" else None)


def drawn(seed: int, number: int, months: int, late: float = 0.0) -> list[Case]:
    """Draw cases, few of them for most places and much of one exporter."""
    draw = Random(seed)  # noqa: S311 - drawn so that a seed repeats it
    cases = []
    for _ in range(number):
        month = draw.randrange(1, months + 1)
        vintage = (month - 1) // 3 + (draw.random() < late)
        cases.append(
            case(
                f"2024-{month:02}",
                draw.choices((*DOMAIN.destinations, "other"), (8, 4, 2, 1, 1))[0],
                draw.choices(DOMAIN.product_classes, (5, 2, 1))[0],
                draw.choices(OUTCOME_GROUPS, (6, 1, 2))[0],
                draw.choices(EXPORTERS, (8, 4, 3, 2, 1))[0],
                round(draw.lognormvariate(14, 1.5)) * 100,
                vintage,
            )
        )
    return cases


def content(cases: Sequence[Case], through: str = "2024-03") -> Content:
    return Content(
        cases=cases,
        control=CONTROL,
        domain=DOMAIN,
        known=Counter((one.leaf.vintage, one.leaf.month) for one in cases),
        size=100 * (int(through[5:]) // 3),
        through=through,
    )
