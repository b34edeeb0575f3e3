import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.intake.command import app
from etl.intake.openapi import document
from tests.etl.intake.served import ROOT
from tests.ledger.ledgers import make_home


def ran(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout


def test_a_token_is_shown_once_and_listed_without_its_secret(tmp_path: Path) -> None:
    state = ["--state", str(tmp_path / "intake")]
    status, text = ran("token", "add", "office", "--scope", "read", *state)
    assert status == 0
    _, identity, secret = text.strip().split("_")
    status, listed = ran("token", "list", "--json", *state)
    (token,) = json.loads(listed)
    assert (token["id"], token["standing"]) == (identity, "valid")
    assert secret not in listed
    assert "secret_hash" not in listed
    assert ran("token", "revoke", identity, *state)[0] == 0
    assert ran("token", "list", *state)[1] == f"{identity}  revoked  office\n"
    assert ran("token", "revoke", "00000000", *state)[0] == 1
    assert (tmp_path / "intake").stat().st_mode & 0o777 == 0o700


def test_the_document_can_be_had_without_a_server() -> None:
    assert ran("openapi") == (0, document().decode())


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--host", "0.0.0.0"], 2),  # noqa: S104 - to be refused
        (["--tls-cert", "none.pem", "--tls-key", "none.key"], 3),
        (["--port", "70000"], 2),
    ],
)
def test_what_cannot_be_served_ends_with_its_status(
    tmp_path: Path, options: list[str], status: int
) -> None:
    home = make_home(tmp_path)
    words = [sys.executable, "weegboek.py", "intake", "serve", str(home.ledger)]
    words += ["--signer", str(home.signer), "--state", str(tmp_path / "intake")]
    done = subprocess.run(
        [*words, "--port", "0", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
