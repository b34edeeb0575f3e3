import json
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

import weegboek
from ledger.cli.audit import app as audit_app
from ledger.lock import locked
from tests.ledger.commands import ledger
from tests.ledger.ledgers import Home, make_home, numbered


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home", 3)


def audit_run(*words: object) -> Result:
    return CliRunner().invoke(audit_app, ["run", *(str(word) for word in words)])


def line(number: int, kind: str = "licence_decision") -> str:
    record = json.loads(msgspec.json.encode(numbered(number)))
    return json.dumps({"kind": kind, "record": record, "source": {"system": "t"}})


def test_a_ledger_is_created_appended_to_and_audited(tmp_path: Path) -> None:
    place, signer = tmp_path / "ledger", tmp_path / "signer"
    words = ["create", place, "--signer", signer, "--origin", "a.example/nl"]
    words += ["--country", "NL", "--office-nl", "Kantoor", "--synthetic"]
    assert ledger(*words).exit_code == 0
    again = ledger(*words)
    assert again.exit_code == 3
    assert "not empty" in again.stderr
    lines = f"{line(1)}\n{line(2)}\n"
    assert (
        "2 entries appended"
        in ledger("append", place, "--signer", signer, given=lines).stdout
    )
    verified = audit_run(place, "--policy", signer / "policy")
    assert verified.exit_code == 0
    assert "\nverified: a.example/nl, 3 entries" in verified.stdout


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ("{", "malformed line"),
        ("\udcff\udcfe", "line 2"),
        (line(1, "unheard_of"), "is none of access"),
        (line(1).replace("TW", "T"), "destination"),
        (line(1).replace('"granted"', '"refused"'), "rule R"),
        ('{"kind":"licence_decision","record":{}}', "missing required field"),
    ],
)
def test_one_bad_line_appends_nothing_and_is_named(
    home: Home, second: str, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "lines"
    file.write_bytes(f"{line(7)}\n{second}\n".encode(errors="surrogateescape"))
    result = ledger("append", home.ledger, "--signer", home.signer, file)
    assert result.exit_code == 1
    assert says in result.stderr
    assert "line 2; nothing was appended" in result.stderr
    assert home.reader.checkpoint().size == 4


def test_a_held_ledger_or_a_foreign_signer_is_refused_and_nothing_appended(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.store.WAIT", 0.1)
    other = make_home(tmp_path / "other")
    result = ledger("append", home.ledger, "--signer", other.signer, given=line(9))
    assert result.exit_code == 3
    with locked(home.signer):
        pass
    assert home.reader.checkpoint().size == 4


def test_show_gives_an_entry_by_index_reference_or_hash(home: Home) -> None:
    shown = json.loads(ledger("show", home.ledger, "2", "--json").stdout)
    assert shown["entry"]["record"]["decision_ref"] == "NL-2"
    for which in ("NL-2", shown["leaf_hash"]):
        assert json.loads(ledger("show", home.ledger, which, "--json").stdout) == shown
    assert "NL-2" in ledger("show", home.ledger, "2").stdout
    assert ledger("show", home.ledger, "NL-77").exit_code == 1
    assert ledger("show", home.ledger).stdout.startswith("test.example/nl\n4\n")


def test_a_checkpoint_is_shown_with_or_without_pinned_keys(
    home: Home, tmp_path: Path
) -> None:
    assert "not checked" in ledger("checkpoint", home.ledger).stderr
    policy = home.signer / "policy"
    checked = ledger("checkpoint", home.ledger, "--policy", policy)
    assert "signed by every pinned key" in checked.stderr
    other = make_home(tmp_path / "other").signer / "policy"
    assert ledger("checkpoint", home.ledger, "--policy", other).exit_code == 3


def test_the_schema_of_a_kind_is_shown() -> None:
    assert "$schema" in json.loads(ledger("schema", "authority").stdout)
    assert ledger("schema", "nonsense").exit_code == 2


def test_an_audit_names_an_altered_entry_and_ends_with_1(home: Home) -> None:
    path = home.ledger / "tile" / "entries" / "000.p" / "4"
    path.write_bytes(path.read_bytes().replace(b"NL-2", b"NL-9"))
    policy = home.signer / "policy"
    result = audit_run(home.ledger, "--policy", policy)
    assert result.exit_code == 1
    assert "entry 2: entry_altered" in result.stdout
    report = json.loads(audit_run(home.ledger, "--policy", policy, "--json").stdout)
    assert report["verified"] is False
    assert report["findings"][0]["index"] == 2


def test_remarks_are_shown_and_count_only_when_the_audit_is_strict(
    home: Home, tmp_path: Path
) -> None:
    words = [home.ledger, "--policy", home.signer / "policy"]
    told = audit_run(*words)
    assert told.exit_code == 0
    assert "remark: entry 1: recorded_late: decided on 2022-03-04" in told.stdout
    saved = tmp_path / "saved"
    strict = audit_run(*words, "--strict", "--save", saved)
    assert strict.exit_code == 1
    assert not saved.exists()
    report = json.loads(audit_run(*words, "--json").stdout)
    assert report["verified"] is True
    assert report["remark_counts"] == {"recorded_late": 3}
    assert report["remarks"][0]["index"] == 1
    assert set(report["remarks"][0]["meaning"]) == {"en", "nl"}


def test_many_remarks_of_one_code_are_told_in_one_line(tmp_path: Path) -> None:
    home = make_home(tmp_path / "many", 40)
    told = audit_run(home.ledger, "--policy", home.signer / "policy").stdout
    assert "remark: recorded_late: 40 times, first at entry 1, entry 2" in told
    assert told.count("recorded_late") == 1


def test_an_audit_without_keys_without_ledger_or_with_bad_keys_says_so(
    home: Home, tmp_path: Path
) -> None:
    assert audit_run(home.ledger).exit_code == 2
    assert audit_run(home.ledger, "--key", "nonsense").exit_code == 3
    assert audit_run(home.ledger, "--policy", tmp_path / "none").exit_code == 3
    missing = audit_run(tmp_path / "none", "--policy", home.signer / "policy")
    assert missing.exit_code == 3
    assert "could not check" in missing.stdout


def test_leftovers_are_mentioned(home: Home) -> None:
    (home.ledger / "tile" / "0" / ".new-x").write_bytes(b"")
    result = audit_run(home.ledger, "--policy", home.signer / "policy")
    assert result.exit_code == 0
    assert "1 file is not covered" in result.stderr


@pytest.mark.parametrize("verb", ["build", "serve", "ingest"])
def test_help_is_folded_where_the_terminal_ends_and_nowhere_else(
    verb: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert weegboek.main([verb, "--help"]) == 0
    prose = capsys.readouterr().out.partition("\u256d")[0].splitlines()
    text = [line.strip() for line in prose if line.strip()][2:]
    # The last line may be short; any other has no room for the next line's first word.
    assert len(text) > 1
    for line, after in pairwise(text):
        assert len(line) + 1 + len(after.split()[0]) > 78, line


@pytest.mark.parametrize("words", ["audit run", "intake serve"])
def test_no_name_of_a_variable_is_cut_in_help(
    words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert weegboek.main([*words.split(), "--help"]) == 0
    assert "\u2026" not in capsys.readouterr().out


def test_the_composer_runs_a_verb_and_names_an_unknown_one(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = str(home.signer / "policy")
    assert weegboek.main(["audit", "run", str(home.ledger), "--policy", policy]) == 0
    assert "verified" in capsys.readouterr().out
    assert weegboek.main(["nonsense"]) == 2
    assert "no verb 'nonsense'" in capsys.readouterr().err
    assert weegboek.main([]) == 2
    assert weegboek.main(["--help"]) == 0
    assert "Exit status" in capsys.readouterr().out
    assert weegboek.main(["--version"]) == 0
