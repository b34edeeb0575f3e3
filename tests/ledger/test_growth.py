"""Proofs of growth: any two checkpoints, checked without the ledger."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ledger.cli.witness import app as witness_app
from tests.ledger.commands import audit, ledger
from tests.ledger.ledgers import Home, make_home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A ledger of 600 entries whose checkpoints were all kept."""
    home = make_home(tmp_path / "home", decisions=4)
    for count in (0, 251, 44, 300):
        if count:
            home.append(count)
        keep(home, tmp_path)
    return home


def keep(home: Home, path: Path) -> Path:
    kept = path / f"at-{home.reader.checkpoint().size}"
    kept.write_bytes(home.reader.checkpoint_note())
    return kept


@pytest.mark.parametrize(
    ("old", "new"), [(5, 256), (5, 300), (256, 300), (300, 600), (5, 5), (600, None)]
)
def test_growth_between_any_two_checkpoints_is_checked_without_the_ledger(
    home: Home, tmp_path: Path, old: int, new: int | None
) -> None:
    later = [] if new is None else [tmp_path / f"at-{new}"]
    older = tmp_path / f"at-{old}"
    made = ledger("prove-growth", home.ledger, older, *later, "--out", tmp_path)
    assert made.exit_code == 0, made.stderr
    proof = tmp_path / f"growth-{old}-{new or 600}.add-checkpoint"
    policy = shutil.copy(home.policy_file, tmp_path)
    shutil.rmtree(home.path)
    good = audit("growth", proof, "--since", older, "--policy", policy)
    assert good.exit_code == 0, good.stderr
    assert f"from size {old} to size {new or 600}" in good.stdout
    assert "no witness is pinned" in good.stderr


def test_a_proof_from_another_checkpoint_shows_nothing(
    home: Home, tmp_path: Path
) -> None:
    ledger("prove-growth", home.ledger, tmp_path / "at-5", "--out", tmp_path)
    proof = tmp_path / "growth-5-600.add-checkpoint"
    pins = ("--policy", home.policy_file)
    found = audit("growth", proof, "--since", tmp_path / "at-256", *pins)
    assert found.exit_code == 1
    assert "goes on from size 5, not from 256" in found.stderr


def test_a_changed_proof_of_growth_shows_nothing(home: Home, tmp_path: Path) -> None:
    ledger("prove-growth", home.ledger, tmp_path / "at-5", "--out", tmp_path)
    proof = tmp_path / "growth-5-600.add-checkpoint"
    raw = proof.read_bytes()
    proof.write_bytes(raw.replace(raw[6:10], b"AAAA", 1))
    pins = ("--policy", home.policy_file)
    found = audit("growth", proof, "--since", tmp_path / "at-5", *pins)
    assert found.exit_code == 1
    assert "NOT verified" in found.stderr


def test_a_rewritten_history_has_no_proof_of_growth(home: Home, tmp_path: Path) -> None:
    shutil.copytree(home.path, tmp_path / "fork")
    fork = Home(tmp_path / "fork", clock=home.clock)
    home.append(2)
    fork.append(5)
    older = keep(home, tmp_path)
    made = ledger("prove-growth", fork.ledger, older, "--out", tmp_path)
    assert made.exit_code == 1
    assert "does not lead to the old root" in made.stderr


def test_a_proof_of_growth_is_what_a_witness_is_asked(
    home: Home, tmp_path: Path
) -> None:
    logs = [word for key in home.policy.logs for word in ("--log", key.format())]
    place = [str(tmp_path / "w")]
    witness = CliRunner().invoke
    words = ["init", *place, "--name", "w.example", *logs]
    assert witness(witness_app, words).exit_code == 0
    first = tmp_path / "first"
    first.write_text(ledger("checkpoint", home.ledger, "--for-witness", 0).stdout)
    older = keep(home, tmp_path)
    home.append(7)
    ledger("prove-growth", home.ledger, older, "--out", tmp_path)
    for request in (first, tmp_path / "growth-600-607.add-checkpoint"):
        words = ["sign", *place, str(request), "--out", str(tmp_path / "lines")]
        done = witness(witness_app, words)
        assert done.exit_code == 0, done.stderr
