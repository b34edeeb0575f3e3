import json
import shutil
from pathlib import Path

import pytest

from tests.ledger.commands import audit, ledger
from tests.ledger.ledgers import Home, make_home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home", 9)


def test_an_entry_is_proved_by_its_reference_and_checked_elsewhere(
    home: Home, tmp_path: Path
) -> None:
    made = ledger("prove", home.ledger, "NL-4", "--out", tmp_path, "--page")
    assert made.exit_code == 0, made.stderr
    proof = tmp_path / "entry-4.tlog-proof"
    policy = shutil.copy(home.signer / "policy", tmp_path)
    shutil.rmtree(home.path)
    good = audit("proof", proof, "--policy", policy)
    assert good.exit_code == 0
    assert good.stdout.startswith("verified: entry-4.entry is entry 4 of")
    shape = json.loads(audit("proof", proof, "--policy", policy, "--json").stdout)
    assert (shape["verified"], shape["index"], shape["size"]) == (True, 4, 10)
    page = (tmp_path / "entry-4.html").read_text()
    assert "<svg" in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_changed_entry_is_not_verified(home: Home, tmp_path: Path) -> None:
    ledger("prove", home.ledger, 4, "--out", tmp_path)
    entry = tmp_path / "entry-4.entry"
    entry.write_bytes(entry.read_bytes().replace(b"TW", b"CN"))
    found = audit(
        "proof", tmp_path / "entry-4.tlog-proof", "--policy", home.policy_file
    )
    assert found.exit_code == 1
    assert "NOT verified" in found.stderr


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("proof", "nowhere.tlog-proof"), 3),
        (("proof", "{policy}"), 1),
        (("run", "http://127.0.0.1:9/x"), 3),
        (("run", "ftp://127.0.0.1/x"), 3),
        (("run", "{ledger}", "--since", "nowhere"), 3),
        (("run", "{ledger}", "--since", "{policy}"), 3),
        (("compare", "{checkpoint}", "{policy}"), 1),
        (("evidence", "{checkpoint}"), 1),
    ],
)
def test_bad_input_gets_a_clear_error(
    home: Home, words: tuple[str, ...], status: int
) -> None:
    paths = {
        "policy": str(home.policy_file),
        "ledger": str(home.ledger),
        "checkpoint": str(home.ledger / "checkpoint"),
    }
    filled = [word.format(**paths) for word in words]
    result = audit(*filled, "--policy", home.policy_file)
    assert result.exit_code == status, result.stderr
    assert isinstance(result.exception, SystemExit)


def test_a_directory_for_proofs_is_made(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "for" / "proofs"
    assert ledger("prove", home.ledger, 4, "--out", out).exit_code == 0
    assert {path.suffix for path in out.iterdir()} == {".tlog-proof", ".entry"}


def test_a_file_that_cannot_be_written_is_named_as_it_was_to_be(
    home: Home, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "entry-4.tlog-proof").mkdir()
    told = ledger("prove", home.ledger, 4, "--out", tmp_path / "out")
    assert told.exit_code == 3
    assert f"{tmp_path}/out/entry-4.tlog-proof: Is a directory" in told.stderr


def test_an_unknown_entry_is_not_proved(home: Home) -> None:
    for which in ("10", "NL-99", "0" * 64):
        assert ledger("prove", home.ledger, which).exit_code == 1


def test_an_audit_keeps_the_checkpoint_from_which_the_next_goes_on(
    home: Home, tmp_path: Path
) -> None:
    kept, policy = tmp_path / "kept", home.policy_file
    assert audit("run", home.ledger, "--policy", policy, "--save", kept).exit_code == 0
    home.append(300)
    words = ("run", home.ledger, "--policy", policy, "--since", kept)
    result = audit(*words, "--save", kept)
    assert result.exit_code == 0
    assert "from entry 10 on" in result.stdout
    assert kept.read_bytes() == home.reader.checkpoint_note()


def test_a_broken_ledger_keeps_no_checkpoint(home: Home, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (home.ledger / "tile" / "0" / "000.p" / "10").unlink()
    words = ("run", home.ledger, "--policy", home.policy_file, "--save", kept)
    assert audit(*words).exit_code == 1
    assert not kept.exists()


def test_a_split_view_is_found_and_its_evidence_checked(
    home: Home, tmp_path: Path
) -> None:
    shutil.copytree(home.path, tmp_path / "other")
    other = Home(tmp_path / "other", clock=home.clock)
    home.append(2)
    other.append(5)
    notes = (home.ledger / "checkpoint", other.ledger / "checkpoint")
    pins = ("--policy", home.policy_file)
    out = tmp_path / "evidence.json"
    where = ("--ledger", other.ledger, "--out", out)
    found = audit("compare", *notes, *pins, *where)
    assert found.exit_code == 1
    assert "split view" in found.stderr
    assert audit("evidence", out, *pins).exit_code == 0
    same = audit("compare", notes[0], notes[0], *pins)
    assert same.exit_code == 0
    assert "consistent" in same.stdout
