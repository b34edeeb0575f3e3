"""The attacker's test: no suppressed cell can be bounded more closely than it may be.

What is attacked is what stands in the entries of a release, as a reader has it: it goes
through their bytes first. Only what is compared with comes from the office's side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.demo.applications import Plan
from etl.demo.home import Home, make_ledger
from etl.demo.market import read_market
from etl.disclosure_control.case import Case, Cell, cells_above
from etl.disclosure_control.entries import release_entries
from etl.disclosure_control.gate import breaches, check_release
from etl.disclosure_control.release import Content, Making, make_release
from etl.disclosure_control.released import Released, releases_of
from etl.disclosure_control.withheld import content_of, opened_decisions, read_book
from etl.errors import DisclosureControlError
from ledger.records.rules import record_breaches
from ledger.records.table_release import TableRelease
from ledger.vault.audience_key import load_identity
from ledger.vault.vault_files import Vault
from tests.etl.disclosure_control.sample_months import (
    CONTROL,
    case,
    content,
    drawn,
)


def as_read(released: Released, number: int = 1) -> Released:
    """Return a release as it is read from the bytes of its entries."""
    records = []
    for record in release_entries(released, number, "ab" * 32, "0.1.0"):
        assert not list(record_breaches(record))
        records.append(
            msgspec.json.decode(msgspec.json.encode(record), type=TableRelease)
        )
    (read,) = releases_of(records)
    return read


def released_by_quarter(
    cases: Sequence[Case], quarters: int
) -> Iterator[tuple[Content, Making, list[Released]]]:
    """Yield each release of a year with those before it, as readers have them."""
    earlier: list[Released] = []
    for quarter in range(1, quarters + 1):
        so_far = [one for one in cases if one.leaf.vintage < quarter]
        what = content(so_far, f"2024-{3 * quarter:02}")
        making = make_release(what, earlier)
        read = as_read(making.released, quarter)
        yield what, replace(making, released=read), list(earlier)
        earlier.append(read)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), number=st.integers(1, 40))
def test_no_cell_of_a_release_can_be_bounded_too_well(seed: int, number: int) -> None:
    making = make_release(content(drawn(seed, number, 3)))
    making = replace(making, released=as_read(making.released))
    known = content(drawn(seed, number, 3)).known
    assert breaches(making, (), known) == []


@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_nor_by_what_differs_between_releases(seed: int) -> None:
    for what, making, earlier in released_by_quarter(drawn(seed, 30, 6, 0.2), 2):
        assert breaches(making, earlier, what.known) == []


def test_what_was_added_between_two_releases_is_protected_as_a_cell_is() -> None:
    """Six decisions of five exporters may be shown, and the seventh would be told."""
    names = ("asterion", "brandaris", "cassini", "dommel", "eendracht", "asterion")
    first = [case(exporter=name) for name in names]
    first += [case(destination="TW", exporter=name) for name in names]
    one_more = case("2024-04", exporter="brandaris", vintage=1)
    others = [case("2024-04", "TW", exporter=name, vintage=1) for name in names]
    made = list(released_by_quarter([*first, one_more, *others], 2))
    shown = Cell("2024", "CN", "all", "all")
    assert made[0][1].released.counts[shown] == 6
    assert shown in made[1][1].released.hidden


def without_one_secondary(content: Content, making: Making) -> Iterator[Making]:
    """Yield the release as it would be with one secondary suppression less."""
    released = making.released
    for reason in making.reasons:
        if reason.what == "count" and not reason.rules:
            cell = reason.cell
            true = sum(cell in cells_above(one.leaf) for one in content.cases)
            told = replace(
                released,
                counts={**released.counts, cell: true},
                hidden=released.hidden - {cell},
            )
            yield replace(making, released=told)


def test_the_attack_succeeds_when_one_secondary_suppression_is_taken_back() -> None:
    what = content(drawn(7, 40, 3))
    making = make_release(what)
    check_release(making, (), what.known)
    broken = next(
        one
        for one in without_one_secondary(what, making)
        if breaches(one, (), what.known)
    )
    with pytest.raises(DisclosureControlError, match="nothing was released"):
        check_release(broken, (), what.known)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("tables") / "home")
    plan = Plan(decisions=900, sealed=True, seed=3, until=date(2026, 3, 1))
    make_ledger(home, read_market(), plan, lambda: datetime(2026, 3, 2, tzinfo=UTC))
    return home


def test_the_released_tables_of_the_demo_withstand_the_attack(home: Home) -> None:
    book = read_book(home.reader, home.reader.checkpoint().size)
    made = book.released_in("2025")
    assert [one.through for one in made] == ["2025-06", "2025-12"]
    vintages = book.vintages("2025-12", made[:1])
    opened = dict(
        opened_decisions(
            home.reader, Vault(home.vault), load_identity(home.identity), vintages
        )
    )
    book.releases = [one for one in book.releases if one.through == "2025-06"]
    what = content_of(book, "2025-12", opened, CONTROL, made[1].size)
    making = make_release(what, made[:1])
    assert making.released == made[1]
    assert breaches(replace(making, released=made[1]), made[:1], what.known) == []


def test_no_exporter_stands_in_a_release(home: Home) -> None:
    size = home.reader.checkpoint().size
    raws = [raw for raw in home.reader.entries(0, size) if b'"table_release"' in raw]
    assert raws
    assert not any(b"Verzonnen" in raw or b"B.V." in raw for raw in raws)
