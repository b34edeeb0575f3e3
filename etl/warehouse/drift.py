"""Drift: weights and findings that shift while no framework version changed.

Computed once for each build, so that it is a function of the ledgers like all else
and no page waits for it. What is asked of each framework version is whether the
share of decisions with some weight of, or finding on, some aspect stayed what it was.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from etl.change_point import Change, History, changes
from etl.warehouse.columns import Row, TableRow
from etl.warehouse.connection import Connection

Series = tuple[str, str, str, str]
"""Kind and code of an aspect; ``weight`` or ``finding``; and which one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Period:
    """The decisions that were weighed under one framework version."""

    framework_id: str
    version: int
    months: tuple[date, ...]
    series: tuple[Series, ...]
    history: History


_FINDINGS: Final = """
    SELECT framework_id, framework_version, entry_index, month_first, destination,
        aspect_kind, code, weight, finding
    FROM decision JOIN finding USING (ledger_id, entry_index)
    WHERE ledger_id = $ledger AND counted AND month_first = month_last
        AND framework_id IS NOT NULL
    ORDER BY framework_id, framework_version, entry_index, aspect_kind, position
"""


def drift_rows(connection: Connection, ledger_id: int) -> Iterator[TableRow]:
    """Yield a row for each weight and finding of each aspect of each version."""
    periods = _periods(connection, ledger_id)
    found = changes([period.history for period in periods])
    for period, of_period in zip(periods, found, strict=True):
        for series, change in zip(period.series, of_period, strict=True):
            kind, code, measure, level = series
            yield (
                "drift",
                {
                    "framework_id": period.framework_id,
                    "framework_version": period.version,
                    "aspect_kind": kind,
                    "code": code,
                    "measure": measure,
                    "level": level,
                    "decisions": len(period.history.months),
                    **_change_columns(period, change),
                },
            )


def _change_columns(period: _Period, change: Change | None) -> Row:
    if change is None:
        return {"is_alarm": False}
    return {
        "is_alarm": change.is_alarm,
        "changed_in": period.months[change.month],
        "before_n": change.before.n,
        "before_of": change.before.of,
        "before_low": change.before.low,
        "before_high": change.before.high,
        "after_n": change.after.n,
        "after_of": change.after.of,
        "after_low": change.after.low,
        "after_high": change.after.high,
        "statistic": change.statistic,
        "p": change.p,
    }


def _periods(connection: Connection, ledger_id: int) -> list[_Period]:
    rows = connection.execute(_FINDINGS, {"ledger": ledger_id}).fetchall()
    by_version: defaultdict[tuple[str, int], list[tuple[object, ...]]]
    by_version = defaultdict(list)
    for framework, version, *rest in rows:
        by_version[framework, version].append(tuple(rest))
    return [
        _period(framework, version, own)
        for (framework, version), own in by_version.items()
    ]


def _period(framework: str, version: int, rows: list[tuple[object, ...]]) -> _Period:
    """Return the history of one version from its findings, decision by decision."""
    decisions: dict[object, tuple[object, object, list[Series]]] = {}
    for index, month, destination, kind, code, weight, finding in rows:
        said = decisions.setdefault(index, (month, destination, []))[2]
        said.append((str(kind), str(code), "weight", str(weight)))
        said.append((str(kind), str(code), "finding", str(finding)))
    every = [one for _, _, said in decisions.values() for one in said]
    series = {one: place for place, one in enumerate(sorted(set(every)))}
    months = {one: place for place, one in enumerate(sorted({*_column(decisions, 0)}))}
    strata = {one: place for place, one in enumerate(sorted({*_column(decisions, 1)}))}
    width = max(len(said) for _, _, said in decisions.values())
    levels = np.full((len(decisions), width), -1, dtype=np.int64)
    for row, (_, _, said) in enumerate(decisions.values()):
        levels[row, : len(said)] = [series[one] for one in said]
    return _Period(
        framework_id=framework,
        version=version,
        months=tuple(date.fromisoformat(month) for month in months),
        series=tuple(series),
        history=History(
            months=np.array([months[m] for m in _column(decisions, 0)], np.int64),
            strata=np.array([strata[s] for s in _column(decisions, 1)], np.int64),
            levels=levels,
            series=len(series),
        ),
    )


def _column(
    decisions: dict[object, tuple[object, object, list[Series]]], place: int
) -> list[str]:
    """Return the months (as ISO 8601, which sorts) or destinations of decisions."""
    return [str(decision[place]) for decision in decisions.values()]
