"""Drift: weights and findings that shift while no framework version changed.

Computed once for each build, so that it is a function of the ledgers like all else
and no page waits for it. What is asked of each framework version is whether the
share of decisions with some weight of, or finding on, some aspect stayed what it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from etl.change_point import Change, History, changes
from etl.warehouse.columns import Row, TableRow
from etl.warehouse.connection import Connection
from etl.warehouse.drift_scope import LOOKED_AT
from ledger.processes import Workers

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


_VERSIONS: Final = f"""
    SELECT DISTINCT framework_id, framework_version FROM cube_aspect
    WHERE ledger_id = $ledger AND {LOOKED_AT} ORDER BY ALL
"""  # noqa: S608 - built from constants

_THIS: Final = f"""
    ledger_id = $ledger AND {LOOKED_AT}
    AND framework_id = $framework AND framework_version = $version
"""
"""The decisions that were weighed under one framework version."""

_NUMBERED: Final = f"""
    WITH series AS (
        SELECT *, row_number() OVER (
            ORDER BY aspect_kind, code, measure, level
        ) - 1 AS place
        FROM (
            SELECT aspect_kind, code, 'finding' AS measure, finding AS level
            FROM cube_aspect WHERE {_THIS}
            UNION SELECT aspect_kind, code, 'weight', weight
            FROM cube_aspect WHERE {_THIS}
        )
    ),
    month AS (
        SELECT *, row_number() OVER (ORDER BY month_first) - 1 AS place
        FROM (SELECT DISTINCT month_first FROM cube_aspect WHERE {_THIS})
    ),
    stratum AS (
        SELECT *, row_number() OVER (ORDER BY destination) - 1 AS place
        FROM (SELECT DISTINCT destination FROM cube_aspect WHERE {_THIS})
    )
"""  # noqa: S608 - built from constants
"""Their series, months and destinations, numbered: the cube has few cells of them."""

_SERIES: Final = f"{_NUMBERED} SELECT * EXCLUDE place FROM series ORDER BY place"  # noqa: S608 - constants
_MONTHS: Final = f"{_NUMBERED} SELECT month_first FROM month ORDER BY place"  # noqa: S608 - constants

_FINDINGS: Final = f"""
    {_NUMBERED}
    SELECT entry_index,
        month.place::SMALLINT AS month, stratum.place::SMALLINT AS stratum,
        heavy.place::SMALLINT AS weight, found.place::SMALLINT AS finding
    FROM (
        SELECT entry_index, month_first, destination, aspect_kind, f.code, position,
            weight, finding
        FROM decision d JOIN finding f USING (ledger_id, entry_index)
        WHERE {_THIS}
    ) weighed
    JOIN month USING (month_first)
    JOIN stratum USING (destination)
    JOIN series heavy ON heavy.measure = 'weight' AND heavy.level = weight
        AND heavy.aspect_kind = weighed.aspect_kind AND heavy.code = weighed.code
    JOIN series found ON found.measure = 'finding' AND found.level = finding
        AND found.aspect_kind = weighed.aspect_kind AND found.code = weighed.code
    ORDER BY entry_index, weighed.aspect_kind, position
"""  # noqa: S608 - built from constants


def drift_rows(
    connection: Connection, ledger_id: int, workers: Workers
) -> Iterator[TableRow]:
    """Yield a row for each weight and finding of each aspect of each version.

    The cubes must have been filled.
    """
    periods = _periods(connection, ledger_id)
    found = changes([period.history for period in periods], workers=workers)
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
    versions = connection.execute(_VERSIONS, {"ledger": ledger_id}).fetchall()
    return [
        _period(
            connection,
            {"ledger": ledger_id, "framework": framework, "version": version},
        )
        for framework, version in versions
    ]


def _period(connection: Connection, which: dict[str, Any]) -> _Period:
    """Return the history of one version from its findings, decision by decision."""
    series = connection.execute(_SERIES, which).fetchall()
    months = connection.execute(_MONTHS, which).fetchall()
    # Millions of findings fit in columns of numbers, and would not as rows.
    found = connection.execute(_FINDINGS, which).fetchnumpy()
    index = found["entry_index"]
    starts = np.flatnonzero(np.append(True, index[1:] != index[:-1]))
    counts = np.diff(np.append(starts, len(index)))
    rows = np.repeat(np.arange(len(starts)), counts)
    places = np.arange(len(index)) - np.repeat(starts, counts)
    levels = np.full((len(starts), 2 * counts.max()), -1, dtype=np.int16)
    levels[rows, 2 * places] = found["weight"]
    levels[rows, 2 * places + 1] = found["finding"]
    return _Period(
        framework_id=which["framework"],
        version=which["version"],
        months=tuple(month for (month,) in months),
        series=tuple(series),
        history=History(
            months=found["month"][starts],
            strata=found["stratum"][starts],
            levels=levels,
            series=len(series),
        ),
    )
