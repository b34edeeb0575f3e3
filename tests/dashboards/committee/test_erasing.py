"""An erasure reaches the committee: its builds, and the server that has them open."""

import json
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from etl.committee.part import CommitteePart
from etl.demo.applications import Plan
from etl.demo.home import Home
from etl.errors import BuildError
from etl.warehouse.command import app as build_app
from etl.warehouse.reader import Warehouse, open_current
from ledger.cli.vault import app as vault_app
from tests.dashboards.committee.places import (
    Committee,
    build_for_committee,
    make_committee,
    tree,
)
from tests.dashboards.committee.provider_stand_in import StandIn
from tests.etl.demo_home import make_demo
from tests.ledger.vault.places import holding

SMALL = Plan(decisions=60, sealed=True, seed=3, until=date(2020, 3, 1))


@dataclass
class Case:
    """A decision of a small sealed demo, and the name that the committee reads."""

    committee: Committee
    ref: str
    index: int
    name: str

    @property
    def home(self) -> Home:
        return self.committee.home

    @property
    def warehouse(self) -> Path:
        return self.committee.path / "warehouse"

    def page(self) -> str:
        return tree(self.committee.page("/en/decision", f"?ref={self.ref}"))

    def erase(self, *more: object) -> str:
        words = [
            *("erase", self.home.ledger, self.ref, "--vault", self.home.vault),
            *("--signer", self.home.signer, "--reference", "V-1"),
            *("--selection-category", "12.3", "--json", *more),
        ]
        done = CliRunner().invoke(vault_app, [str(word) for word in words])
        assert done.exit_code == 0, done.stderr
        return done.stdout


@pytest.fixture
def case(provider: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    # Of a later day, the audit would miss the manifests of the months between.
    erased_at = datetime(2020, 3, 3, tzinfo=UTC)
    monkeypatch.setattr("ledger.cli.vault.now", lambda: erased_at)
    home = make_demo(tmp_path / "home", SMALL)
    committee = make_committee(home, tmp_path / "committee", provider)
    with open_current(committee.path / "warehouse", "committee").cursor() as cursor:
        # A name that no other decision has: DuckDB keeps each text once a segment.
        row = cursor.execute(
            "SELECT d.decision_ref, d.entry_index, o.value FROM decision d"
            " JOIN opened_field o USING (ledger_id, entry_index)"
            " WHERE o.field = 'end_user' AND (SELECT count(*) FROM opened_field p"
            " WHERE p.value = o.value) = 1 ORDER BY 2 LIMIT 1"
        ).fetchall()
    ((ref, index, value),) = row
    return Case(committee, ref, index, json.loads(value)["name"])


def test_an_erasure_leaves_nothing_on_the_disk_and_nothing_to_show(case: Case) -> None:
    """Not in files that were removed and are still open, nor in a server's memory."""
    assert case.name in case.page()
    files = [path for path in case.warehouse.iterdir() if path.name != "opened-from"]
    assert holding(case.warehouse, case.name)
    with ExitStack() as stack:
        held = [stack.enter_context(path.open("rb")) for path in files]
        done = json.loads(case.erase())
        assert done["builds"] == [str(case.warehouse)]
        assert {byte for file in held for byte in file.read()} == {0}
    assert holding(case.home.path, case.name) == []
    assert holding(case.committee.path, case.name) == []
    shown = case.page()
    assert "holds no build" in shown
    assert case.name not in shown


def test_a_server_never_goes_back_to_what_was_destroyed(case: Case) -> None:
    """Between the next build and its audit the build before would else be shown."""
    assert case.name in case.page()
    case.erase()
    build_for_committee(case.home, case.warehouse)
    before = case.page()
    assert "another state" in before
    assert case.name not in before
    assert holding(case.committee.path, case.name) == []


def test_the_next_build_says_what_was_destroyed_and_why(
    case: Case, provider: StandIn, tmp_path: Path
) -> None:
    case.erase()
    after = make_committee(case.home, tmp_path / "after", provider)
    answer = tree(after.page("/en/decision", f"?ref={case.ref}"))
    assert "Destroyed on 3 March 2020: everything. Ground: 12.3." in answer
    assert case.name not in answer
    assert after.accesses()[-1].opened == ()


def test_a_server_that_is_asked_nothing_lets_go_of_days_that_are_destroyed(
    case: Case,
) -> None:
    warehouse = Warehouse(case.warehouse, "committee")
    with warehouse.cursor(date(2020, 2, 1)) as cursor:
        assert cursor.execute("SELECT count(*) FROM decision").fetchall()[0][0]
    build = warehouse.build()
    case.erase()
    assert not warehouse.has(build)
    build_for_committee(case.home, case.warehouse)
    assert warehouse.build().current != build.current
    assert not warehouse._days


def test_a_build_in_place_of_one_of_the_same_name_overwrites_it(case: Case) -> None:
    (old,) = case.warehouse.glob("*.duckdb")
    with old.open("rb") as file:
        build_for_committee(case.home, case.warehouse)
        assert old.exists()
        assert set(file.read()) == {0}


def test_what_a_broken_build_leaves_is_overwritten(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the build itself where it can, and by an erasure after one that was killed."""
    killed = case.warehouse / ".building"
    killed.mkdir()
    (killed / "half").write_text(case.name)
    held = (killed / "half").open("rb")

    def breaks(*_: object) -> None:
        raise BuildError("broken off")

    monkeypatch.setattr(CommitteePart, "fill", breaks)
    with held, pytest.raises(BuildError):
        build_for_committee(case.home, case.warehouse)
    assert not killed.exists()
    killed.mkdir()
    (killed / "half").write_text(case.name)
    case.erase()
    assert holding(case.committee.path, case.name) == []


def test_a_committee_build_wants_a_directory_of_its_own(
    case: Case, tmp_path: Path
) -> None:
    """For an erasure destroys all that is in it."""
    place = tmp_path / "shared"
    place.mkdir()
    (place / "letter").write_text("kept")
    home = case.home
    words = [
        *("build", home.ledger, "--policy", home.policy_file, "--warehouse", place),
        *("--tier", "committee", "--vault", home.vault, "--identity", home.identity),
    ]
    ended = CliRunner().invoke(build_app, [str(word) for word in words[1:]])
    assert ended.exit_code == 1
    assert "a directory of their own" in ended.stderr
    case.erase()
    assert (place / "letter").read_text() == "kept"


def test_an_erasure_of_a_field_reaches_the_builds_too(case: Case) -> None:
    case.erase("--field", "end_user", "--identity", case.home.identity)
    assert holding(case.committee.path, case.name) == []
    build_for_committee(case.home, case.warehouse)
    (new,) = case.warehouse.glob("*.duckdb")
    with duckdb.connect(new, read_only=True) as database:
        rows = database.execute(
            "SELECT field FROM opened_field WHERE entry_index = ?", [case.index]
        ).fetchall()
    fields = {field for (field,) in rows}
    assert "exporter" in fields
    assert "end_user" not in fields
