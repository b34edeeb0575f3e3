"""When a build looks for drift again, and when it need not."""

from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest

from etl.warehouse.drift_scope import drift_changed
from etl.warehouse.pieces import Reading
from tests.etl.warehouse.readings import FRAMEWORK, Build
from tests.ledger.records.sample_records import decision

DECEMBER, JANUARY = date(2025, 12, 30), date(2026, 1, 2)


def built(scratch: Path, *days: date, now: datetime) -> Build:
    """Return a build of decisions of some days, recorded on 2 January 2026."""
    build = Build(scratch)
    build.read(*(msgspec.structs.replace(decision(), decided_on=day) for day in days))
    build.connection.execute(
        "INSERT INTO ledger BY NAME SELECT 1 AS ledger_id, 'x' AS slug, 'x' AS origin,"
        " 'NL' AS country, true AS synthetic, 9 AS size, '' AS root,"
        " $now AS checkpoint_at, 0 AS decisions",
        {"now": now},
    )
    return build


def test_a_decision_of_the_month_that_is_not_over_changes_no_drift(
    tmp_path: Path,
) -> None:
    build = built(tmp_path, DECEMBER, JANUARY, now=datetime(2026, 1, 31))  # noqa: DTZ001 - as stored
    assert not drift_changed(build.connection, 1, start=3)


@pytest.mark.parametrize(
    ("last", "now"),
    [
        (DECEMBER, datetime(2026, 1, 31)),  # noqa: DTZ001 - as stored
        (JANUARY, datetime(2026, 2, 1)),  # noqa: DTZ001 - as stored
    ],
    ids=["a decision of an earlier month came late", "a month went by"],
)
def test_drift_is_looked_for_again_when(
    tmp_path: Path, last: date, now: datetime
) -> None:
    build = built(tmp_path, DECEMBER, last, now=now)
    assert drift_changed(build.connection, 1, start=3)


def test_drift_is_looked_for_again_when_an_earlier_decision_was_corrected(
    tmp_path: Path,
) -> None:
    build = built(tmp_path, now=datetime(2026, 1, 31))  # noqa: DTZ001 - as stored
    now = msgspec.structs.replace(decision(), decided_on=JANUARY)
    assert now.weighing is not None
    build.loader.put_readings(
        [Reading(2, 5, msgspec.json.encode(now))],
        {now.weighing.framework: FRAMEWORK},
        1,
    )
    assert drift_changed(build.connection, 1, start=4)
