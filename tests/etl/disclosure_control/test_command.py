"""The command, and what it refuses."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from etl.demo.applications import Plan
from etl.demo.home import ORIGIN, Home, make_ledger
from etl.demo.market import read_market
from etl.disclosure_control.withheld import read_book
from ledger.audit import audit
from ledger.audit.codes import REMARKS
from ledger.durable import Disk
from ledger.vault.vault_files import create_vault
from weegboek import main


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("release") / "home")
    plan = Plan(decisions=300, sealed=True, seed=3, until=date(2026, 3, 1))
    make_ledger(made, read_market(), plan, lambda: datetime(2026, 3, 2, tzinfo=UTC))
    return made


def release(home: Home, through: str, *more: str, vault: Path | None = None) -> int:
    words = ["release", str(home.ledger), "--through", through]
    words += ["--signer", str(home.signer), "--vault", str(vault or home.vault)]
    return main([*words, "--identity", str(home.identity), *more])


def test_a_release_is_appended_and_audits_clean(home: Home) -> None:
    before = home.reader.checkpoint().size
    assert release(home, "2024-12", "--dry-run") == 0
    assert home.reader.checkpoint().size == before
    assert release(home, "2024-12") == 0
    book = read_book(home.reader, home.reader.checkpoint().size)
    assert [one.through for one in book.released_in("2024")] == ["2024-12"]
    findings = audit(home.reader, home.policy()).findings
    # The demo ends months before now, and has no manifests of these.
    expected = {*REMARKS, "manifest_missing"}
    assert [one for one in findings if one.code not in expected] == []


@pytest.mark.parametrize(
    ("through", "says"),
    [
        ("2999-01", "is not over"),
        ("2019-12", "nothing is withheld"),
        ("2025-12", "nothing was withheld since"),
        ("2025-06", "lies before that"),
    ],
)
def test_a_release_that_says_nothing_new_is_refused(
    home: Home, capsys: pytest.CaptureFixture[str], through: str, says: str
) -> None:
    size = home.reader.checkpoint().size
    assert release(home, through) == 1
    assert says in " ".join(capsys.readouterr().err.split())
    assert home.reader.checkpoint().size == size


def test_a_decision_that_cannot_be_opened_stops_the_release(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "vault"
    create_vault(empty, ORIGIN, Disk())
    assert release(home, "2023-12", vault=empty) == 1
    assert "withheld decision" in " ".join(capsys.readouterr().err.split())
