"""Drift as the build found it, and the months behind one series."""

# ruff: noqa: S608 - built from this package's constants; every value is bound

from datetime import date
from typing import NamedTuple

from dashboards.queries.selection import LEDGER
from etl.warehouse.connection import Connection
from etl.warehouse.drift_scope import LOOKED_AT


class DriftSeries(NamedTuple):
    """One weight of, or finding on, an aspect within one framework version.

    Attributes:
        framework_id: The framework.
        framework_version: Its version.
        aspect_kind: ``criterion``, ``art15`` or ``goal``.
        code: The aspect.
        measure: ``weight`` or ``finding``.
        level: Which weight or finding.
        decisions: Decisions weighed under the version.
        is_alarm: Whether a change is told.
        changed_in: First month after the largest change; None when too few
            decisions tell anything, as is all below.
        before_n: Decisions with this weight or finding in all months before.
        before_of: Of how many.
        before_low: Lower end of the interval of their share.
        before_high: Upper end.
        after_n: The same from that month on.
        after_of: Of how many.
        after_low: Lower end of the interval of their share.
        after_high: Upper end.
        p: Chance of any as large in a ledger in which nothing changed.
        title_nl: Name of the framework version in Dutch, when given.
        title_en: The same in English.
        label_nl: Name of the aspect in Dutch, when the version names it.
        label_en: The same in English.
    """

    framework_id: str
    framework_version: int
    aspect_kind: str
    code: str
    measure: str
    level: str
    decisions: int
    is_alarm: bool
    changed_in: date | None
    before_n: int | None
    before_of: int | None
    before_low: float | None
    before_high: float | None
    after_n: int | None
    after_of: int | None
    after_low: float | None
    after_high: float | None
    p: float | None
    title_nl: str | None
    title_en: str | None
    label_nl: str | None
    label_en: str | None

    @property
    def aspect(self) -> tuple[str, int, str, str]:
        """The aspect within its framework version."""
        return self.framework_id, self.framework_version, self.aspect_kind, self.code


class MonthShare(NamedTuple):
    """How many of the decisions of one month have some weight or finding."""

    month: date
    n: int
    of: int


def drift(connection: Connection, ledger: int) -> tuple[DriftSeries, ...]:
    """Return every series in which drift was looked for, surest change first."""
    rows = connection.execute(
        f"""
        SELECT d.framework_id, d.framework_version, d.aspect_kind, d.code, d.measure,
            d.level, d.decisions, d.is_alarm, d.changed_in, d.before_n, d.before_of,
            d.before_low, d.before_high, d.after_n, d.after_of, d.after_low,
            d.after_high, d.p, f.title_nl, f.title_en, a.label_nl, a.label_en
        FROM (FROM drift WHERE {LEDGER}) d
        LEFT JOIN framework f ON f.ledger_id = d.ledger_id
            AND f.framework_id = d.framework_id AND f.version = d.framework_version
        LEFT JOIN framework_aspect a ON a.ledger_id = d.ledger_id
            AND a.entry_index = f.entry_index AND a.aspect_kind = d.aspect_kind
            AND a.code = d.code
        ORDER BY d.p NULLS LAST, d.statistic DESC, d.framework_id,
            d.framework_version, d.aspect_kind, d.code, d.measure DESC, d.level
        """,
        {"ledger": ledger},
    ).fetchall()
    return tuple(DriftSeries._make(row) for row in rows)


def monthly_shares(
    connection: Connection, ledger: int, series: DriftSeries
) -> tuple[MonthShare, ...]:
    """Return a series by month, as drift was looked for in it, oldest first."""
    within = (
        f"{LEDGER} AND {LOOKED_AT}"
        " AND framework_id = $framework AND framework_version = $version"
    )
    level = {"weight": "weight", "finding": "finding"}[series.measure]
    rows = connection.execute(
        f"""
        WITH own AS (
            SELECT month_first AS month, sum(decisions) AS whole FROM margin_weighing
            WHERE {within} GROUP BY ALL
        ),
        found AS (
            SELECT month_first AS month, sum(decisions) AS has FROM margin_aspect
            WHERE {within} AND margin = 'whole' AND aspect_kind = $kind
                AND code = $code AND {level} = $level
            GROUP BY ALL
        )
        SELECT month, CAST(coalesce(has, 0) AS BIGINT), CAST(whole AS BIGINT)
        FROM own LEFT JOIN found USING (month) ORDER BY month
        """,
        {
            "ledger": ledger,
            "framework": series.framework_id,
            "version": series.framework_version,
            "kind": series.aspect_kind,
            "code": series.code,
            "level": series.level,
        },
    ).fetchall()
    return tuple(MonthShare._make(row) for row in rows)
