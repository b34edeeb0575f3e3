"""The days that records name against the times that tokens show."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.audit import AuditResult, audit
from ledger.audit.dates import date_findings
from ledger.audit.limits import Limits
from ledger.audit.trusted_time import Moment, TrustedTimes
from ledger.records.context import ContextEvent
from ledger.records.decision import LicenceDecision
from ledger.records.values import Interval, Text
from tests.ledger.ledgers import Home, TickingClock, fill_home, numbered
from tests.ledger.records.sample_records import event
from tests.ledger.timestamp.time_authority import (
    TimeAuthority,
    audited,
    days,
    needs_openssl,
    stamp_ledger,
)

pytestmark = needs_openssl

WHEN = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


def dated(number: int, day: date | Interval) -> LicenceDecision:
    return msgspec.structs.replace(
        numbered(number), decided_on=day, valid_from=None, valid_to=None
    )


def append(home: Home, *dates: date | Interval) -> None:
    ledger = home.open()
    with ledger.appending() as batch:
        for number, day in enumerate(dates, start=ledger.size):
            batch.append(dated(number, day))


def later_home(path: Path, decisions: int = 0) -> Home:
    """A ledger whose owner's clock is ahead of every day that is named here."""
    home = Home(path, TickingClock(WHEN + days(30)))
    return fill_home(home, decisions)


def absent(result: AuditResult) -> list[int | None]:
    return [
        remark.index
        for remark in result.remarks
        if remark.code == "absent_from_timestamp"
    ]


def test_a_day_after_the_entry_was_there_is_a_contradiction(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    home = later_home(tmp_path)
    append(home, WHEN.date(), WHEN.date() + days(2))
    stamp_ledger(home, authority, WHEN)
    append(home, WHEN.date() + days(2))
    result = audited(home, authority.roots)
    (finding,) = result.findings
    assert (finding.code, finding.index) == ("dated_after_timestamp", 2)
    assert finding.message == (
        "decided on 2026-05-06, yet it was there by 2026-05-04T03:02:01Z"
    )
    assert audited(home, None).verified


def test_an_entry_that_was_not_there_long_after_its_day_is_remarked_upon(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    home = later_home(tmp_path)
    append(home, WHEN.date() - days(400))
    stamp_ledger(home, authority, WHEN)
    append(home, WHEN.date() - days(30), WHEN.date() - days(31))
    result = audited(home, authority.roots)
    assert result.verified
    assert absent(result) == [3]
    (late,) = [one for one in result.remarks if one.code == "absent_from_timestamp"]
    assert late.message == (
        "decided on 2026-04-03, and not among the 2 entries stamped 31 days later,"
        " at 2026-05-04T03:02:01Z"
    )
    stricter = audit(
        home.reader,
        home.policy,
        authorities=authority.roots,
        limits=Limits(late_days=29),
    )
    assert absent(stricter) == [2, 3]
    assert absent(audited(home, None)) == []


def test_records_alone_are_not_read_when_only_integrity_is_asked(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    home = later_home(tmp_path, decisions=299)
    append(home, WHEN.date() + days(9))
    stamp_ledger(home, authority, WHEN)
    result = audit(
        home.reader, home.policy, authorities=authority.roots, integrity_only=True
    )
    assert result.verified
    assert len(result.timestamps) == 1


def findings_of(
    day: date | Interval, at: datetime, *, there: bool, late_days: int = 30
) -> list[str]:
    times = TrustedTimes((Moment(6 if there else 5, at),), late_days)
    return [finding.code for finding in date_findings(times, 5, dated(1, day))]


MIDNIGHT = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "contradicted"),
    [
        (MIDNIGHT - timedelta(hours=15), False),
        (MIDNIGHT - timedelta(hours=15, seconds=1), True),
        (MIDNIGHT, False),
    ],
)
def test_a_day_begins_in_the_east_before_it_does_in_utc(
    at: datetime, *, contradicted: bool
) -> None:
    found = findings_of(MIDNIGHT.date(), at, there=True)
    assert found == ["dated_after_timestamp"] * contradicted


def test_an_interval_is_taken_at_its_best() -> None:
    quarter = Interval(first=date(2026, 4, 1), last=date(2026, 6, 30))
    assert findings_of(quarter, WHEN, there=True) == []
    assert findings_of(quarter, WHEN - days(40), there=True) != []
    assert findings_of(quarter, WHEN + days(80), there=False) == []
    assert findings_of(quarter, WHEN + days(90), there=False) != []


def test_an_event_is_held_against_the_day_on_which_it_happened() -> None:
    happened = event()
    at = datetime(2023, 1, 1, tzinfo=UTC)
    for moment, code in [
        (Moment(6, at - days(2)), "dated_after_timestamp"),
        (Moment(5, at + days(31)), "absent_from_timestamp"),
    ]:
        (finding,) = date_findings(TrustedTimes((moment,)), 5, happened)
        assert finding.code == code
        assert finding.message.startswith("occurred on 2023-01-01")
        assert finding.is_remark == (code == "absent_from_timestamp")


def test_what_names_no_day_of_its_own_is_left_alone() -> None:
    context = ContextEvent(
        context_kind="framework_change",
        event_ref="context-1",
        jurisdiction="NL",
        occurred_on=date(2020, 12, 18),
        title=Text(en="Framework"),
    )
    assert not list(date_findings(TrustedTimes((Moment(5, WHEN),)), 5, context))


moments = st.lists(
    st.builds(Moment, size=st.integers(1, 40), at=st.datetimes()),
    max_size=12,
).map(tuple)


@given(moments, st.integers(0, 30), st.integers(1, 10))
def test_a_bundle_needs_no_more_than_what_is_around_it(
    moments: tuple[Moment, ...], start: int, width: int
) -> None:
    whole = TrustedTimes(moments)
    around = whole.around(start, start + width)
    for index in range(start, start + width):
        for one, two in [
            (around.there_by(index), whole.there_by(index)),
            (around.absent_at(index), whole.absent_at(index)),
        ]:
            assert (one and one.at) == (two and two.at)
    within = sum(start < one.size < start + width for one in moments)
    assert len(around.moments) <= within + 2


def test_an_audit_that_goes_on_knows_what_was_not_yet_there(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    home = later_home(tmp_path, decisions=9)
    saved = home.reader.checkpoint_note()
    stamp_ledger(home, authority, WHEN)
    append(home, WHEN.date() - days(31), WHEN.date() - days(30))
    result = audited(home, authority.roots, since=saved)
    assert absent(result) == [10]
    assert absent(audited(home, authority.roots)) == [10]
