"""Proofs out of the ledgers that the ETL makes, checked by two programs."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import verify
from etl.code_lists import data_directory
from etl.demo.home import Home
from etl.ingest.command import app as ingest_app
from ledger.cli.audit import app as audit_app
from ledger.cli.ledger import app as ledger_app
from ledger.keys import ED25519
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.records.values import Text
from ledger.signer import create_signer
from ledger.store import create_ledger
from tests.ledger.ledgers import TickingClock

REAL = Path(__file__).parents[3] / "shared" / "real" / "uk"
ROWS = 1_500


def check_evidence(ledger: Path, policy: Path, place: Path) -> int:
    """Verify a ledger and proofs from all over it; return how many there were."""
    size = LedgerReader.at(ledger).checkpoint().size
    pinned = Policy.parse(policy.read_bytes())
    (key,) = (one.format() for one in pinned.logs if one.key_type == ED25519)
    run(audit_app, "run", ledger, "--policy", policy)
    standalone(ledger, "--key", key)
    indices = sorted({0, 1, size // 3, size // 2, size - 2, size - 1})
    for index in indices:
        run(ledger_app, "prove", ledger, index, "--out", place, "--page")
        proof, entry = (
            place / f"entry-{index}{end}" for end in (".tlog-proof", ".entry")
        )
        run(audit_app, "proof", proof, "--policy", policy)
        standalone("--proof", proof, entry, "--key", key)
    return len(indices)


def run(app: object, *words: object) -> None:
    done = CliRunner().invoke(app, [str(word) for word in words])  # type: ignore[arg-type] # a Typer app
    assert done.exit_code == 0, done.output


def standalone(*words: object) -> None:
    program = [sys.executable, "-I", verify.__file__]
    subprocess.run([*program, *map(str, words)], check=True, capture_output=True)


def test_entries_of_the_demo_are_proved(demo: Home, tmp_path: Path) -> None:
    assert check_evidence(demo.ledger, demo.policy_file, tmp_path) == 6


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real files are not beside this")
def test_entries_of_the_british_ledger_are_proved(tmp_path: Path) -> None:
    origin = "test.example/gb"
    signer = create_signer(tmp_path / "signer", origin)
    opening = Authority(
        country="GB", office=Text(en="Office"), origin=origin, synthetic=True
    )
    ledger = tmp_path / "ledger"
    create_ledger(ledger, opening=opening, signer=signer, clock=TickingClock())
    (values,) = REAL.glob("values_*.csv")
    (grounds,) = REAL.glob("refusal-criteria_*.csv")
    part = tmp_path / "part.csv"
    with values.open(newline="") as file:
        part.write_text("".join(next(file) for _ in range(ROWS + 1)), newline="")
    mapping = data_directory() / "mappings" / "uk.toml"
    words = [part, "--mapping", mapping, "--ledger", ledger]
    words += ["--signer", signer.directory, "--side", f"grounds={grounds}"]
    done = CliRunner().invoke(ingest_app, [str(word) for word in words])
    assert done.exit_code in {0, 1}, done.output  # a licence may be cut in two
    assert LedgerReader.at(ledger).checkpoint().size > ROWS // 3
    policy = signer.directory / "policy"
    assert check_evidence(ledger, policy, tmp_path) == 6
