"""Rows of the table of measurements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside its target.

    Attributes:
        what: What was measured.
        value: The figure, in its unit.
        target: At most this is met; None where there is no target.
        unit: The unit of both.
        cpu: CPU milliseconds of the same, at the same percentile, if taken.
    """

    what: str
    value: float
    target: float | None
    unit: str
    cpu: float | None = None


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 are at most (nearest rank)."""
    return sorted(values)[ceil(len(values) * 0.95) - 1]


def table(rows: Iterable[Row]) -> str:
    """Return rows as a Markdown table."""
    lines = ["| what | wall clock or size | CPU | target | |", "|---|---|---|---|---|"]
    for row in rows:
        cpu = "" if row.cpu is None else f"{row.cpu:.0f} ms"
        met, target = "", ""
        if row.target is not None:
            met = "met" if row.value <= row.target else "not met"
            target = f"{row.target:g} {row.unit}"
        value = f"{row.value:.2f}" if row.unit == "x" else f"{row.value:.0f}"
        lines.append(f"| {row.what} | {value} {row.unit} | {cpu} | {target} | {met} |")
    return "\n".join(lines) + "\n"
