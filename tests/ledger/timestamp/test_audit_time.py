"""What an audit makes of the tokens beside a ledger."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from ledger.audit import AuditResult, audit
from ledger.reader import LedgerReader
from ledger.timestamp.files import INDEX, Listed, format_index
from ledger.timestamp.rfc3161 import AuthorityRoots
from tests.ledger.ledgers import Home, make_home
from tests.ledger.test_site import broken, files_of, serving
from tests.ledger.timestamp.time_authority import (
    TimeAuthority,
    audited,
    days,
    issue,
    keep,
    make_authority,
    needs_openssl,
    stamp_ledger,
)

pytestmark = needs_openssl

WHEN = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def stamped(authority: TimeAuthority, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A ledger of 620 entries that was stamped at three sizes."""
    home = make_home(tmp_path_factory.mktemp("stamped"), decisions=299)
    stamp_ledger(home, authority, WHEN)
    home.append(212)
    stamp_ledger(home, authority, WHEN + days(7))
    home.append(108)
    stamp_ledger(home, authority, WHEN + days(14))
    return home


@pytest.fixture
def home(stamped: Home, tmp_path: Path) -> Home:
    shutil.copytree(stamped.path, tmp_path / "home")
    return Home(tmp_path / "home", clock=stamped.clock)


def codes(result: AuditResult) -> list[str]:
    return [finding.code for finding in result.findings]


def tokens(home: Home) -> Iterator[Path]:
    yield from sorted(home.ledger.glob("timestamp/*/*.tsr"))


# Tokens


def test_every_token_is_checked_against_the_ledgers_own_history(
    stamped: Home, authority: TimeAuthority
) -> None:
    result = audited(stamped, authority.roots)
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
    stamp_ledger(home, authority, WHEN, size)
    result = audited(home, authority.roots)
    assert result.verified
    assert size in {one.size for one in result.timestamps}


def test_without_pinned_roots_no_token_is_trusted(stamped: Home) -> None:
    result = audited(stamped, None)
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
    stamp_ledger(home, other, WHEN + days(1))
    result = audited(home, authority.roots)
    assert result.verified
    assert len(result.timestamps) == 3
    (unchecked,) = result.unchecked_timestamps
    assert "not pinned" in unchecked.reason
    both = [one.root_file.read_bytes() for one in (authority, other)]
    assert len(audited(home, AuthorityRoots.parse(both)).timestamps) == 4


def test_a_published_ledger_shows_the_same_times(
    stamped: Home, authority: TimeAuthority
) -> None:
    with serving(files_of(stamped.ledger)) as url:
        reader = LedgerReader.at(url)
        there = audit(reader, stamped.policy, authorities=authority.roots)
    assert there == audited(stamped, authority.roots)
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
        result = audited(home, authority.roots if pinned else None)
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
    result = audited(home, authority.roots)
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
    path = stamp_ledger(home, namesake, WHEN)
    (finding,) = audited(home, authority.roots).findings
    assert finding.code == "timestamp_invalid"
    assert finding.file == path.relative_to(home.ledger).as_posix()


@pytest.mark.parametrize("raw", [b"", b"nonsense", b"9" * 1_000_000])
def test_a_malformed_list_is_found(
    home: Home, authority: TimeAuthority, raw: bytes
) -> None:
    (home.ledger / INDEX).write_bytes(raw)
    (finding,) = audited(home, authority.roots).findings
    assert (finding.code, finding.file) == ("timestamp_invalid", INDEX)


def test_a_list_of_any_length_costs_no_more_than_it_says(
    home: Home, authority: TimeAuthority
) -> None:
    """A hostile site lists what is not there, and sizes that never were."""
    listed = [Listed(10**17 + n, "ab" * 32) for n in range(500)]
    listed += [Listed(n + 1, "ab" * 32) for n in range(50)]
    (home.ledger / INDEX).write_bytes(format_index(listed))
    result = audited(home, authority.roots)
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
    stamp_ledger(home, authority, WHEN)
    # The owner goes back to a copy, decides otherwise, and keeps the token.
    other.append(400)
    shutil.copytree(home.ledger / "timestamp", other.ledger / "timestamp")
    result = audited(other, authority.roots)
    (finding,) = result.findings
    assert finding.code == "timestamp_differs"
    assert "CN=Test clock stamped another content than size 304 has" in finding.message
    assert result.timestamps == ()


def test_a_token_at_a_size_that_is_not_its_own_is_found(
    home: Home, authority: TimeAuthority
) -> None:
    keep(home, 301, next(tokens(home)).read_bytes())
    result = audited(home, authority.roots)
    assert codes(result) == ["timestamp_differs"]
    assert len(result.timestamps) == 3


def test_a_token_over_more_than_the_checkpoint_is_left_unchecked(
    home: Home, authority: TimeAuthority
) -> None:
    """The ledger may have grown and been stamped while it was read."""
    keep(home, 621, authority.stamp(b"later", WHEN))
    result = audited(home, authority.roots)
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
    result = audited(home, authority.roots)
    assert codes(result) == ["tile_altered"]
    assert [one.size for one in result.timestamps] == [512, 620]
    assert "cannot tell what was stamped at size 300" in result.could_not_check[0]


def test_a_site_that_gives_none_of_many_tokens_is_not_asked_for_all(
    home: Home, authority: TimeAuthority
) -> None:
    listed = [Listed(n + 1, f"{n:064x}") for n in range(600)]
    (home.ledger / INDEX).write_bytes(format_index(listed))
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        failing = handler.path.endswith("tsr")
        (broken if failing else files_of(home.ledger))(handler)

    with serving(answer) as url:
        reader = LedgerReader.at(url)
        result = audit(reader, home.policy, authorities=authority.roots)
    assert sum(name.endswith("tsr") for name in asked) == 8
    assert "no time stamp from size 9 on was read" in result.could_not_check
    assert not result.verified


@pytest.mark.parametrize("which", [INDEX, "tsr"])
def test_a_site_that_fails_on_a_token_leaves_the_rest_checked(
    home: Home, authority: TimeAuthority, which: str
) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        failing = handler.path.endswith(which)
        (broken if failing else files_of(home.ledger))(handler)

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
    stamp_ledger(home, authority, WHEN + days(21))
    result = audited(home, authority.roots, since=saved)
    assert result.verified
    assert [one.size for one in result.timestamps] == [620, 920]
    assert codes(audited(home, authority.roots)) == ["timestamp_invalid"] * 2
