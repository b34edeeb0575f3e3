"""Witnesses by the commands alone."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from ledger.cli.audit import app as audit_app
from ledger.cli.witness import app as witness_app
from tests.ledger.commands import ledger
from tests.ledger.ledgers import Home
from tests.ledger.witness.cosigners import running, with_witnesses, witness_of


def witness(*words: object) -> Result:
    return CliRunner().invoke(witness_app, [str(word) for word in words])


def test_a_witness_that_no_network_reaches_cosigns_by_files(
    home: Home, tmp_path: Path
) -> None:
    logs = [word for key in home.policy.logs for word in ("--log", key.format())]
    made = witness("init", tmp_path / "w", "--name", "w.example", *logs)
    assert made.exit_code == 0, made.stderr
    names = [line.split()[1] for line in made.stdout.splitlines()]
    group = f"{made.stdout}group toezicht all {' '.join(names)}\nquorum toezicht\n"
    policy = home.signer / "policy"
    policy.write_text(policy.read_text().replace("quorum none\n", group))
    assert ledger("cosign", home.ledger, "--signer", home.signer).exit_code == 1
    request, answer = tmp_path / "request", tmp_path / "answer"
    asked = ledger("checkpoint", home.ledger, "--for-witness", 0)
    request.write_text(asked.stdout)
    signed = witness("sign", tmp_path / "w", request, "--out", answer)
    assert signed.exit_code == 0, signed.stderr
    done = ledger("cosign", home.ledger, answer, "--signer", home.signer)
    assert done.exit_code == 0, done.stderr
    assert "quorum toezicht reached" in done.stderr
    words = ["run", str(home.ledger), "--policy", str(policy), "--json"]
    told = json.loads(CliRunner().invoke(audit_app, words).stdout)
    assert told["verified"]
    assert told["cosigned_by"] == sorted(names)
    home.append(3)
    request.write_text(ledger("checkpoint", home.ledger, "--for-witness", 2).stdout)
    refused = witness("sign", tmp_path / "w", request, "--out", answer)
    assert refused.exit_code == 1
    assert "the size last seen is 5" in refused.stderr


def test_append_asks_the_witnesses_of_its_policy(home: Home, tmp_path: Path) -> None:
    one = witness_of(home)
    with running(one) as url:
        policy = with_witnesses(home, "all", {one: url})
        (home.signer / "policy").write_bytes(policy.format())
        lines = tmp_path / "lines"
        record = home.reader.entries(4, 5)
        entry = json.loads(next(record))
        entry["record"]["decision_ref"] = "NL-new"
        shape = {"kind": entry["kind"], "record": entry["record"]}
        lines.write_text(json.dumps(shape))
        done = ledger("append", home.ledger, lines, "--signer", home.signer)
    assert done.exit_code == 0, done.stderr
    assert "quorum toezicht reached" in done.stderr
