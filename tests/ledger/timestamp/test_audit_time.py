"""What an audit makes of the tokens beside a ledger."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.audit import AuditResult, audit
from ledger.audit.dates import date_findings
from ledger.audit.trusted_time import Moment, TrustedTimes
from ledger.durable import Disk
from ledger.proof import checkpoint_at
from ledger.reader import LedgerReader
from ledger.records.context import ContextEvent
from ledger.records.decision import LicenceDecision
from ledger.records.values import Interval, Text
from ledger.timestamp.files import INDEX, Listed, format_index, keep_token
from ledger.timestamp.rfc3161 import AuthorityRoots
from tests.ledger.ledgers import Home, make_home, numbered
from tests.ledger.records.sample_records import event
from tests.ledger.test_site import broken, files_of, serving
from tests.ledger.timestamp.time_authority import (
    TimeAuthority,
    days,
    issue,
    make_authority,
    needs_openssl,
)

pytestmark = needs_openssl

WHEN = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TimeAuthority:
    return make_authority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture(scope="module")
def stamped(authority: TimeAuthority, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A ledger of 620 entries that was stamped at three sizes."""
    home = make_home(tmp_path_factory.mktemp("stamped"), decisions=299)
    stamp(home, authority, WHEN)
    home.append(212)
    stamp(home, authority, WHEN + days(7))
    home.append(108)
    stamp(home, authority, WHEN + days(14))
    return home


@pytest.fixture
def home(stamped: Home, tmp_path: Path) -> Home:
    shutil.copytree(stamped.path, tmp_path / "home")
    return Home(tmp_path / "home", clock=stamped.clock)


def stamp(
    home: Home, authority: TimeAuthority, at: datetime, size: int | None = None
) -> Path:
    published = home.reader.checkpoint()
    text = checkpoint_at(home.reader, size or published.size, published).format()
    return keep(home, size or published.size, authority.stamp(text, at))


def keep(home: Home, size: int, token: bytes) -> Path:
    return home.ledger / keep_token(home.ledger, size, token, disk=Disk()).name


def run(
    home: Home, roots: AuthorityRoots | None, since: bytes | None = None
) -> AuditResult:
    return audit(home.reader, home.policy, authorities=roots, since=since)


def codes(result: AuditResult) -> list[str]:
    return [finding.code for finding in result.findings]


def tokens(home: Home) -> Iterator[Path]:
    yield from sorted(home.ledger.glob("timestamp/*/*.tsr"))


# Tokens


def test_every_token_is_checked_against_the_ledgers_own_history(
    stamped: Home, authority: TimeAuthority
) -> None:
    result = run(stamped, authority.roots)
    assert result.verified
    assert result.leftovers == ()
    assert result.unchecked_timestamps == ()
    found = [(one.size, one.stamped_at) for one in result.timestamps]
    sizes = (300, 512, 620)
    assert found == [(size, WHEN + days(7 * n)) for n, size in enumerate(sizes)]
    latest = result.latest_timestamp
    assert latest is not None
    assert (latest.size, latest.authority) == (620, "CN=Test clock")


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513, 619])
def test_a_token_of_any_size_finds_its_checkpoint_again(
    home: Home, authority: TimeAuthority, size: int
) -> None:
    stamp(home, authority, WHEN, size)
    result = run(home, authority.roots)
    assert result.verified
    assert size in {one.size for one in result.timestamps}


def test_without_pinned_roots_no_token_is_trusted(stamped: Home) -> None:
    result = run(stamped, None)
    assert result.verified
    assert result.timestamps == ()
    assert result.latest_timestamp is None
    assert len(result.unchecked_timestamps) == 3
    assert {one.reason for one in result.unchecked_timestamps} == {
        "no root certificate of an authority is pinned"
    }


def test_several_authorities_stamp_one_size_and_only_the_pinned_one_counts(
    home: Home, authority: TimeAuthority, tmp_path: Path
) -> None:
    other = make_authority(tmp_path / "other", root=issue("Another root"))
    stamp(home, other, WHEN + days(1))
    result = run(home, authority.roots)
    assert result.verified
    assert len(result.timestamps) == 3
    (unchecked,) = result.unchecked_timestamps
    assert "not pinned" in unchecked.reason
    both = [one.root_file.read_bytes() for one in (authority, other)]
    assert len(run(home, AuthorityRoots.parse(both)).timestamps) == 4


def test_a_published_ledger_shows_the_same_times(
    stamped: Home, authority: TimeAuthority
) -> None:
    with serving(files_of(stamped.ledger)) as url:
        reader = LedgerReader.at(url)
        there = audit(reader, stamped.policy, authorities=authority.roots)
    assert there == run(stamped, authority.roots)
    assert len(there.timestamps) == 3


# Damaged tokens


@pytest.mark.parametrize("pinned", [False, True])
def test_every_flipped_byte_of_a_token_is_found(
    home: Home, authority: TimeAuthority, *, pinned: bool
) -> None:
    path = next(tokens(home))
    raw = path.read_bytes()
    name = path.relative_to(home.ledger).as_posix()
    for place in range(0, len(raw), 41):
        flipped = bytearray(raw)
        flipped[place] ^= 1
        path.write_bytes(bytes(flipped))
        result = run(home, authority.roots if pinned else None)
        found = [(finding.code, finding.file) for finding in result.findings]
        assert found == [("timestamp_invalid", name)], place


@pytest.mark.parametrize("how", ["gone", "cut", "huge"])
def test_a_token_that_is_listed_and_not_there_is_found(
    home: Home, authority: TimeAuthority, how: str
) -> None:
    path = next(tokens(home))
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(bytes(70_000) if how == "huge" else path.read_bytes()[:-1])
    result = run(home, authority.roots)
    assert codes(result) == ["timestamp_invalid"]
    assert len(result.timestamps) == 2
    with serving(files_of(home.ledger)) as url:
        reader = LedgerReader.at(url)
        there = audit(reader, home.policy, authorities=authority.roots)
    assert there.findings == result.findings


def test_a_token_that_only_looks_like_one_by_the_pinned_authority_is_found(
    home: Home, authority: TimeAuthority, tmp_path: Path
) -> None:
    namesake = make_authority(tmp_path / "namesake")
    path = stamp(home, namesake, WHEN)
    (finding,) = run(home, authority.roots).findings
    assert finding.code == "timestamp_invalid"
    assert finding.file == path.relative_to(home.ledger).as_posix()


@pytest.mark.parametrize("raw", [b"", b"nonsense", b"9" * 1_000_000])
def test_a_malformed_list_is_found(
    home: Home, authority: TimeAuthority, raw: bytes
) -> None:
    (home.ledger / INDEX).write_bytes(raw)
    (finding,) = run(home, authority.roots).findings
    assert (finding.code, finding.file) == ("timestamp_invalid", INDEX)


def test_a_list_of_any_length_costs_no_more_than_it_says(
    home: Home, authority: TimeAuthority
) -> None:
    """A hostile site lists what is not there, and sizes that never were."""
    listed = [Listed(10**17 + n, "ab" * 32) for n in range(500)]
    listed += [Listed(n + 1, "ab" * 32) for n in range(50)]
    (home.ledger / INDEX).write_bytes(format_index(listed))
    result = run(home, authority.roots)
    assert codes(result) == ["timestamp_invalid"] * 50
    assert len(result.unchecked_timestamps) == 500


# Rewritten history


def test_a_history_that_was_rewritten_since_is_found(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    home = make_home(tmp_path / "one", decisions=3)
    shutil.copytree(home.path, tmp_path / "two")
    other = Home(tmp_path / "two", clock=home.clock)
    home.append(300)
    stamp(home, authority, WHEN)
    # The owner goes back to a copy, decides otherwise, and keeps the token.
    other.append(400)
    shutil.copytree(home.ledger / "timestamp", other.ledger / "timestamp")
    result = run(other, authority.roots)
    (finding,) = result.findings
    assert finding.code == "timestamp_differs"
    assert "CN=Test clock stamped another content than size 304 has" in finding.message
    assert result.timestamps == ()


def test_a_token_at_a_size_that_is_not_its_own_is_found(
    home: Home, authority: TimeAuthority
) -> None:
    keep(home, 301, next(tokens(home)).read_bytes())
    result = run(home, authority.roots)
    assert codes(result) == ["timestamp_differs"]
    assert len(result.timestamps) == 3


def test_a_token_over_more_than_the_checkpoint_is_left_unchecked(
    home: Home, authority: TimeAuthority
) -> None:
    """The ledger may have grown and been stamped while it was read."""
    keep(home, 621, authority.stamp(b"later", WHEN))
    result = run(home, authority.roots)
    assert result.verified
    assert [one.reason for one in result.unchecked_timestamps] == [
        "it is over more entries than this checkpoint covers"
    ]


# What could not be checked


def test_a_damaged_tile_leaves_a_token_undecided(
    home: Home, authority: TimeAuthority
) -> None:
    path = home.ledger / "tile" / "0" / "001"
    path.write_bytes(bytes(32) + path.read_bytes()[32:])
    result = run(home, authority.roots)
    assert codes(result) == ["tile_altered"]
    assert [one.size for one in result.timestamps] == [512, 620]
    assert "cannot tell what was stamped at size 300" in result.could_not_check[0]


@pytest.mark.parametrize("which", [INDEX, "tsr"])
def test_a_site_that_fails_on_a_token_leaves_the_rest_checked(
    home: Home, authority: TimeAuthority, which: str
) -> None:
    def answer(handler: object) -> None:
        failing = handler.path.endswith(which)  # type: ignore[attr-defined] # a handler
        (broken if failing else files_of(home.ledger))(handler)  # type: ignore[arg-type] # likewise

    path = home.ledger / "tile" / "entries" / "001"
    path.write_bytes(path.read_bytes().replace(b'"NL-300"', b'"NL-XXX"'))
    with serving(answer) as url:
        reader = LedgerReader.at(url)
        result = audit(reader, home.policy, authorities=authority.roots)
    assert ("entry_altered", 300) in {(f.code, f.index) for f in result.findings}
    assert any("500" in doubt for doubt in result.could_not_check)


# Audits that go on


def test_an_audit_that_goes_on_checks_the_tokens_over_what_is_new(
    home: Home, authority: TimeAuthority
) -> None:
    saved = home.reader.checkpoint_note()
    for path in list(tokens(home))[:2]:
        path.write_bytes(b"damaged, and audited before")
    home.append(300)
    stamp(home, authority, WHEN + days(21))
    result = run(home, authority.roots, since=saved)
    assert result.verified
    assert [one.size for one in result.timestamps] == [620, 920]
    assert codes(run(home, authority.roots)) == ["timestamp_invalid"] * 2


def test_an_audit_that_goes_on_knows_what_was_not_yet_there(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    home = make_home(tmp_path, decisions=9)
    saved = home.reader.checkpoint_note()
    stamp(home, authority, WHEN)
    append(home, WHEN.date() - days(31), WHEN.date() - days(30))
    result = run(home, authority.roots, since=saved)
    assert absent(result) == [10]
    assert absent(run(home, authority.roots)) == [10]


# The days that records name


def dated(number: int, day: date | Interval) -> LicenceDecision:
    return msgspec.structs.replace(
        numbered(number), decided_on=day, valid_from=None, valid_to=None
    )


def append(home: Home, *dates: date | Interval) -> None:
    ledger = home.open()
    with ledger.appending() as batch:
        for number, day in enumerate(dates, start=ledger.size):
            batch.append(dated(number, day))


def absent(result: AuditResult) -> list[int | None]:
    return [
        remark.index
        for remark in result.remarks
        if remark.code == "absent_from_timestamp"
    ]


def test_a_day_after_the_entry_was_there_is_a_contradiction(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    home = make_home(tmp_path)
    append(home, WHEN.date(), WHEN.date() + days(2))
    stamp(home, authority, WHEN)
    append(home, WHEN.date() + days(2))
    result = run(home, authority.roots)
    (finding,) = result.findings
    assert (finding.code, finding.index) == ("dated_after_timestamp", 2)
    assert finding.message == (
        "decided on 2026-05-06, yet it was there by 2026-05-04T03:02:01Z"
    )
    assert run(home, None).verified


def test_an_entry_that_was_not_there_long_after_its_day_is_remarked_upon(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    home = make_home(tmp_path)
    append(home, WHEN.date() - days(400))
    stamp(home, authority, WHEN)
    append(home, WHEN.date() - days(30), WHEN.date() - days(31))
    result = run(home, authority.roots)
    assert result.verified
    assert absent(result) == [3]
    (message,) = [remark.message for remark in result.remarks if remark.index == 3][-1:]
    assert message == (
        "decided on 2026-04-03, and not among the 2 entries stamped 31 days later,"
        " at 2026-05-04T03:02:01Z"
    )
    stricter = audit(
        home.reader, home.policy, authorities=authority.roots, late_days=29
    )
    assert absent(stricter) == [2, 3]
    assert absent(run(home, None)) == []


def test_records_alone_are_not_read_when_only_integrity_is_asked(
    authority: TimeAuthority, tmp_path: Path
) -> None:
    home = make_home(tmp_path, decisions=299)
    append(home, WHEN.date() + days(9))
    stamp(home, authority, WHEN)
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
    st.builds(Moment, size=st.integers(1, 40), at=st.datetimes().map(lambda t: t)),
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
