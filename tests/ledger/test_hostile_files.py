"""Commands that are given files which are none: one clear line, the right status."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ledger.audit import audit
from ledger.cli.audit import app as audit_app
from ledger.cli.ledger import app as ledger_app
from ledger.cli.witness import app as witness_app
from ledger.errors import StorageError
from ledger.files import Directory
from ledger.reader import CHECKPOINT
from ledger.terminal import visible
from tests.ledger.ledgers import Home, make_home

GIGABYTE = 2**30


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = make_home(tmp_path_factory.mktemp("files"), decisions=3)
    keys = [word for key in made.policy.logs for word in ("--log", key.format())]
    words = ["init", str(made.path / "witness"), "--name", "w.example", *keys]
    assert CliRunner().invoke(witness_app, words).exit_code == 0
    return made


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(GIGABYTE)


FILES: dict[str, Callable[[Path], object]] = {
    "huge": sparse,
    "directory": Path.mkdir,
    "pipe": os.mkfifo,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "loop": lambda path: path.symlink_to(path),
    "missing": lambda _: None,
    "empty": lambda path: path.write_bytes(b""),
    "no UTF-8": lambda path: path.write_bytes(b"\xff\xfe\x80\n\n\xff"),
    "nest": lambda path: path.write_bytes(b"[" * 900_000),
}
COMMANDS = {
    "policy": ("audit", "run", "LEDGER", "--policy", "FILE"),
    "since": ("audit", "run", "LEDGER", "--policy", "POLICY", "--since", "FILE"),
    "proof": ("audit", "proof", "FILE", "--policy", "POLICY"),
    "entry": ("audit", "proof", "PROOF", "--entry", "FILE", "--policy", "POLICY"),
    "compare": ("audit", "compare", "FILE", "CHECKPOINT", "--policy", "POLICY"),
    "evidence": ("audit", "evidence", "FILE", "--policy", "POLICY"),
    "cosign": ("ledger", "cosign", "LEDGER", "FILE", "--signer", "SIGNER"),
    "request": ("witness", "sign", "WITNESS", "FILE", "--out", "OUT"),
}
APPS = {"audit": audit_app, "ledger": ledger_app, "witness": witness_app}


def run(home: Home, tmp_path: Path, words: tuple[str, ...]) -> Result:
    proof = home.path / "entry-2.tlog-proof"
    if not proof.exists():
        made = ["prove", str(home.ledger), "2", "--out", str(home.path)]
        assert CliRunner().invoke(ledger_app, made).exit_code == 0
    places = {
        "LEDGER": home.ledger,
        "POLICY": home.signer / "policy",
        "SIGNER": home.signer,
        "WITNESS": home.path / "witness",
        "CHECKPOINT": home.ledger / CHECKPOINT,
        "PROOF": proof,
        "OUT": tmp_path / "out",
        "FILE": tmp_path / "file",
    }
    app, *rest = words
    given = [str(places.get(word, word)) for word in rest]
    return CliRunner().invoke(APPS[app], given)


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_none_ends_in_one_clear_line(
    home: Home, tmp_path: Path, command: str, kind: str
) -> None:
    FILES[kind](tmp_path / "file")
    result = run(home, tmp_path, COMMANDS[command])
    assert isinstance(result.exception, SystemExit), result.exception
    unreadable = kind in {"directory", "pipe", "device", "loop", "missing"}
    assert result.exit_code in ({3} if unreadable else {1, 3})
    assert "Traceback" not in result.output
    assert max(map(len, result.output.splitlines())) < 1_000


@pytest.mark.parametrize("kind", ["directory", "pipe", "device", "loop", "huge"])
def test_a_ledger_of_files_that_are_none_holds_nobody(
    tmp_path: Path, kind: str
) -> None:
    home = make_home(tmp_path / "home", decisions=3)
    path = home.ledger / "tile/entries/000.p/4"
    path.unlink()
    FILES[kind](path)
    result = audit(home.reader, home.policy)
    assert not result.verified
    assert result.findings or result.could_not_check


def test_the_names_of_deep_and_odd_directories_are_listed(tmp_path: Path) -> None:
    deep = tmp_path
    while len(str(deep)) < 3_900:
        deep /= "d"
        deep.mkdir()
    (deep / "x").touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b"))).touch()
    try:
        names = Directory(tmp_path).names()
    finally:  # deeper than pytest itself could clear away
        subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)
    assert len(names) == 2
    assert all("\x1b" not in visible(name) for name in names)
    visible("\n".join(names)).encode()  # can be shown at all


def test_a_name_that_cannot_be_a_file_is_an_error_of_the_tree(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        Directory(tmp_path).read("a\0b", 9)
    with pytest.raises(StorageError):
        Directory(tmp_path).read("a" * 5_000, 9)


def test_an_entry_that_is_no_json_and_a_checkpoint_that_is_no_note_are_named(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path, decisions=1)
    bundle = home.ledger / "tile/entries/000.p/2"
    bundle.write_bytes(b"\0\2\xff\xff\0\2[[")
    for which in ("0", "1", "9" * 5_000, "\udcff"):
        result = CliRunner().invoke(ledger_app, ["show", str(home.ledger), which])
        assert isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == 1
    (home.ledger / CHECKPOINT).write_bytes(b"\xff")
    result = CliRunner().invoke(ledger_app, ["show", str(home.ledger)])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)


def test_a_line_without_an_end_is_not_read_whole(home: Home, tmp_path: Path) -> None:
    sparse(tmp_path / "file")
    words = ("ledger", "append", "LEDGER", "FILE", "--signer", "SIGNER")
    result = run(home, tmp_path, words)
    assert result.exit_code == 1
    assert "more than 1000000 bytes" in result.output


@pytest.mark.parametrize("kind", FILES)
def test_the_auditors_own_file_is_not_held_either(
    home: Home, tmp_path: Path, kind: str
) -> None:
    FILES[kind](tmp_path / "file")
    key = next(key.format() for key in home.policy.logs if key.key_type == 1)
    words = ["--proof", tmp_path / "file", home.ledger / CHECKPOINT, "--key", key]
    done = subprocess.run(
        [sys.executable, "verify.py", *map(str, words)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in {1, 3}
    assert "Traceback" not in done.stderr
