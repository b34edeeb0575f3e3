import json
import subprocess
import sys
import zipfile
from html import escape
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboards.verification import ed25519_key
from etl.demo.home import Home
from etl.warehouse.reader import open_current
from ledger.checkpoint import Checkpoint
from ledger.proof import Proof
from ledger.tree import check_consistency
from tests.dashboards.stages import client_of

SLUG = "demo-nl"


def test_every_file_of_the_ledger_is_served_byte_for_byte(
    client: FlaskClient, demo: Home
) -> None:
    names = [
        str(path.relative_to(demo.ledger))
        for path in demo.ledger.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    ]
    served = [name for name in names if name == "checkpoint" or "tile/" in name]
    assert len(served) > 10
    for name in served:
        answer = client.get(f"/ledger/{SLUG}/{name}")
        assert answer.status_code == 200, name
        assert answer.data == (demo.ledger / name).read_bytes(), name


def test_files_are_served_also_when_the_ledger_does_not_verify(demo: Home) -> None:
    broken = client_of(demo, "not_verified")
    answer = broken.get(f"/ledger/{SLUG}/checkpoint")
    assert answer.data == (demo.ledger / "checkpoint").read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "../signer/policy",
        "..%2fsigner%2fpolicy",
        "%2e%2e/signer/ed25519.pem",
        "tile/../../signer/policy",
        "tile/0/000/../../../../signer/policy",
        "tile/0/000.p/0",
        "tile/0/999",
        "tile/0/0",
        "tile/64/000",
        "lock",
        ".lock",
        "checkpoint/",
        "checkpoint%00",
        "timestamp/1/../../checkpoint",
    ],
)
def test_no_path_leads_to_any_other_file(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/ledger/{SLUG}/{name}")
    assert answer.status_code in {404, 308}, answer.data
    assert b"PRIVATE" not in answer.data
    assert b"quorum" not in answer.data


def test_an_unknown_ledger_has_no_files(client: FlaskClient) -> None:
    assert client.get("/ledger/none/checkpoint").status_code == 404
    assert client.get("/proof/sheet?ledger=none&index=1").status_code == 404


def test_proof_and_entry_are_those_that_the_audit_accepts(
    client: FlaskClient, demo: Home
) -> None:
    proof = client.get(f"/proof/file?ledger={SLUG}&index=41")
    entry = client.get(f"/proof/entry?ledger={SLUG}&index=41")
    assert "entry-41.tlog-proof" in proof.headers["Content-Disposition"]
    found = Proof.parse(proof.data).check(entry.data, demo.policy())
    assert found == demo.reader.checkpoint()


@pytest.mark.parametrize(("old", "new"), [(1, 2), (255, 257), (256, 512), (300, 0)])
def test_growth_is_proved_between_any_two_sizes(
    client: FlaskClient, demo: Home, old: int, new: int
) -> None:
    size = demo.reader.checkpoint().size
    new = new or size
    answer = client.get(f"/proof/growth?ledger={SLUG}&old={old}&new={new}")
    said = json.loads(answer.data)
    origin = demo.reader.checkpoint().origin
    roots = [
        Checkpoint.parse(f"{origin}\n{at}\n{said[name]}\n".encode()).root
        for at, name in ((old, "old_root"), (new, "new_root"))
    ]
    hashes = [
        Checkpoint.parse(f"{origin}\n1\n{one}\n".encode()).root for one in said["proof"]
    ]
    check_consistency(old, new, hashes, *roots)
    assert (said["new_root"] == demo.reader.checkpoint().root_text) is (new == size)


@pytest.mark.parametrize(
    "asked", ["", "&old=0&new=1", "&old=2&new=1", "&old=1&new=9999999", "&old=x&new=²"]
)
def test_sizes_that_never_were_are_refused_in_words(
    client: FlaskClient, asked: str
) -> None:
    answer = client.get(f"/proof/growth?ledger={SLUG}{asked}")
    assert answer.status_code == 503
    assert b"0 < old <= new <= " in answer.data


def test_the_kit_verifies_the_ledger_with_python_alone(
    client: FlaskClient, demo: Home, tmp_path: Path
) -> None:
    kit = zipfile.ZipFile(BytesIO(client.get(f"/proof/kit?ledger={SLUG}").data))
    kit.extractall(tmp_path)
    key = ed25519_key(demo.policy())
    assert f'--key "{key}"' in (tmp_path / "HOWTO-nl.txt").read_text("utf-8")
    assert key in (tmp_path / "vkey.txt").read_text("utf-8").splitlines()
    command = [sys.executable, "-I", "verify.py", str(demo.ledger), "--key", key]
    done = subprocess.run(
        command, check=False, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_sheet_lets_in_only_what_stands_in_it(client: FlaskClient) -> None:
    answer = client.get(f"/proof/sheet?ledger={SLUG}&index=0&lang=en")
    text = answer.data.decode()
    assert 'lang="en"' in text
    assert "default-src 'none'" in text
    assert "unsafe" not in text
    assert "https://" not in text
    assert "Synthetic demo" in text
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "The weighing in words" not in text  # an authority was not weighed


def test_the_sheet_of_a_decision_says_how_it_was_weighed(
    client: FlaskClient, demo: Home
) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        ((index, said),) = cursor.execute(
            "SELECT entry_index, summary_nl FROM decision"
            " WHERE summary_nl IS NOT NULL ORDER BY entry_index LIMIT 1"
        ).fetchall()
    text = client.get(f"/proof/sheet?ledger={SLUG}&index={index}&lang=nl").data.decode()
    assert f'<p class="words">{escape(said)}</p>' in text
