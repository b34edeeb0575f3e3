"""`weegboek ledger timestamp`, and what `weegboek audit run` says of time."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ledger.cli.audit import app as audit_app
from ledger.cli.ledger import app as ledger_app
from ledger.errors import FormatError, StorageError
from ledger.timestamp import rfc3161
from ledger.timestamp.client import ask
from ledger.timestamp.files import listed_tokens
from ledger.timestamp.request import Request
from tests.ledger.ledgers import Home, make_home
from tests.ledger.test_site import (
    SAID_ALL,
    broken,
    drip,
    dripping_headers,
    endless,
    redirect,
    serving,
    short,
)
from tests.ledger.timestamp.time_authority import (
    TimeAuthority,
    issue,
    make_authority,
    needs_openssl,
    reply,
)

pytestmark = needs_openssl

ROOT = Path(__file__).parents[3]
NOWHERE = "http://127.0.0.1:9/tsr"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home", 9)


def timestamp(home: Home, *words: object) -> Result:
    given = ["timestamp", str(home.ledger), *(str(word) for word in words)]
    return CliRunner().invoke(ledger_app, given)


def audit(home: Home, *words: object) -> Result:
    given = ["run", home.ledger, "--policy", home.signer / "policy", *words]
    return CliRunner().invoke(audit_app, [str(word) for word in given])


def test_a_checkpoint_is_stamped_and_audits_say_when(
    home: Home, authority: TimeAuthority
) -> None:
    pin = ("--authority-root", authority.root_file)
    with authority.serving() as url:
        words = ("--authority", url, "--root", authority.root_file)
        made = timestamp(home, *words)
        assert made.exit_code == 0, made.stderr
        assert made.stdout.startswith("10 entries were there by 20")
        home.append(3)
        shape = json.loads(timestamp(home, *words, "--json").stdout)
    assert (shape["size"], shape["authority"]) == (13, "CN=Test clock")
    assert (home.ledger / shape["file"]).is_file()
    told = audit(home, *pin)
    assert told.exit_code == 0, told.stdout
    line = f"trusted time: 13 entries were there by {shape['stamped_at']}, says CN="
    assert line in told.stdout
    assert "(2 time stamps checked)" in told.stdout
    report = json.loads(audit(home, *pin, "--json").stdout)
    assert report["timestamps"][-1] == shape
    assert report["timestamps_unchecked"] == []


def test_without_a_root_an_audit_says_that_time_stamps_are_unchecked(
    home: Home, authority: TimeAuthority
) -> None:
    with authority.serving() as url:
        timestamp(home, "--authority", url, "--root", authority.root_file)
    told = audit(home)
    assert told.exit_code == 0
    assert "trusted time" not in told.stdout
    assert "time stamps not checked: 1; no root certificate" in told.stdout
    report = json.loads(audit(home, "--json").stdout)
    assert report["timestamps"] == []
    (unchecked,) = report["timestamps_unchecked"]
    assert unchecked["file"].startswith("timestamp/10/")


def test_several_roots_are_pinned_by_an_environment_variable(
    home: Home,
    authority: TimeAuthority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = make_authority(tmp_path / "other", root=issue("Another root"))
    files = os.pathsep.join(str(one.root_file) for one in (other, authority))
    monkeypatch.setenv("WEEGBOEK_AUTHORITY_ROOT", files)
    for one in (authority, other):
        with one.serving() as url:
            assert timestamp(home, "--authority", url).exit_code == 0
    assert "(2 time stamps checked)" in audit(home).stdout


def test_a_damaged_token_ends_an_audit_with_1(
    home: Home, authority: TimeAuthority
) -> None:
    with authority.serving() as url:
        timestamp(home, "--authority", url, "--root", authority.root_file)
    (path,) = home.ledger.glob("timestamp/*/*.tsr")
    path.write_bytes(path.read_bytes()[::-1])
    told = audit(home, "--authority-root", authority.root_file)
    assert told.exit_code == 1
    assert "timestamp_invalid" in told.stdout


# Without a network


def test_a_request_is_carried_to_an_authority_and_its_answer_back(
    home: Home, authority: TimeAuthority, tmp_path: Path
) -> None:
    request, response = tmp_path / "request.tsq", tmp_path / "response.tsr"
    written = timestamp(home, "--request", request)
    assert written.exit_code == 0, written.stderr
    assert "a request over 10 entries" in written.stdout
    assert "--size 10" in written.stderr
    response.write_bytes(authority.answer(request.read_bytes()))
    home.append(300)
    back = ("--request", request, "--response", response)
    pin = ("--root", authority.root_file)
    grown = timestamp(home, *back, *pin)
    assert grown.exit_code == 1
    assert "is not over 310 entries" in grown.stderr
    assert timestamp(home, *back, *pin, "--size", 10).exit_code == 0
    (kept,) = listed_tokens(home.reader)
    assert (home.ledger / kept.name).read_bytes() == response.read_bytes()
    assert audit(home, "--authority-root", authority.root_file).exit_code == 0


def test_an_answer_to_another_request_is_not_kept(
    home: Home, authority: TimeAuthority, tmp_path: Path
) -> None:
    one, two, response = (tmp_path / name for name in ("one", "two", "response"))
    timestamp(home, "--request", one)
    timestamp(home, "--request", two)
    response.write_bytes(authority.answer(one.read_bytes()))
    words = ("--request", two, "--response", response, "--root", authority.root_file)
    result = timestamp(home, *words)
    assert result.exit_code == 1
    assert "Nonce" in result.stderr
    assert listed_tokens(home.reader) == ()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((), 2),
        (("--response", "{file}"), 2),
        (("--authority", NOWHERE), 2),
        (("--authority", NOWHERE, "--root", "{root}"), 3),
        (("--authority", NOWHERE, "--root", "{file}"), 3),
        (("--authority", NOWHERE, "--root", "nowhere"), 3),
        (("--authority", "ftp://a/b", "--root", "{root}"), 3),
        (("--request", "{file}", "--response", "{file}", "--root", "{root}"), 1),
        (("--request", "nowhere", "--response", "{file}", "--root", "{root}"), 3),
        (("--request", "{file}"), 3),
        (("--request", "new", "--size", "11"), 3),
        (("--request", "{file}/below"), 3),
    ],
)
def test_bad_input_gets_a_clear_error_and_keeps_nothing(
    home: Home,
    authority: TimeAuthority,
    tmp_path: Path,
    words: tuple[str, ...],
    status: int,
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"nonsense")
    filled = [word.format(root=authority.root_file, file=file) for word in words]
    result = timestamp(home, *filled)
    assert result.exit_code == status, result.stderr
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.startswith("weegboek: ")
    assert not (home.ledger / "timestamp").exists()


# Authorities that fail or lie

Answer = Callable[[BaseHTTPRequestHandler], None]
REQUEST = Request.over(b"text", 1 << 60)


@pytest.mark.parametrize(
    ("answer", "error", "says"),
    [
        (redirect, StorageError, "answers 302; nothing is followed"),
        (broken, StorageError, "answers 500"),
        (short, StorageError, "breaks off"),
        (endless, FormatError, "more than 65536 bytes"),
        (drip, StorageError, r"over 0\.3 seconds"),
        (dripping_headers, StorageError, r"over 0\.3 seconds"),
    ],
)
def test_an_authority_cannot_hold_or_flood_who_asks_it(
    answer: Answer, error: type[Exception], says: str
) -> None:
    SAID_ALL.clear()
    deadline = 0.3 if "seconds" in says else 30.0
    with serving(answer) as url, pytest.raises(error, match=says):
        ask(url, REQUEST, deadline=deadline)
    assert SAID_ALL == []


def replaying(authority: TimeAuthority, home: Home) -> bytes:
    text = home.reader.checkpoint().format()
    return authority.answer(Request.over(text, 1 << 60).format())


def stamping_another(authority: TimeAuthority, home: Home) -> bytes:
    text = home.reader.checkpoint().format().replace(b"\n10\n", b"\n11\n")
    return authority.answer(Request.over(text, 1 << 60).format())


def refusing(_: TimeAuthority, __: Home) -> bytes:
    return bytes.fromhex("300c 300a 020102 3005 0c03") + b"no!"


def rambling(_: TimeAuthority, __: Home) -> bytes:
    return b"<html>please pay first</html>"


@pytest.mark.parametrize(
    ("lie", "says"),
    [
        (replaying, "Nonce"),
        (stamping_another, "Nonce"),
        (refusing, "status 2"),
        (rambling, "malformed token"),
    ],
)
def test_what_an_authority_does_not_vouch_for_is_not_kept(
    home: Home,
    authority: TimeAuthority,
    lie: Callable[[TimeAuthority, Home], bytes],
    says: str,
) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        reply(handler, lie(authority, home))

    with serving(answer) as url:
        result = timestamp(home, "--authority", url, "--root", authority.root_file)
    assert result.exit_code == 1
    assert says in result.stderr
    assert not (home.ledger / "timestamp").exists()


def test_a_token_of_an_authority_that_is_not_pinned_is_not_kept(
    home: Home, authority: TimeAuthority, tmp_path: Path
) -> None:
    namesake = make_authority(tmp_path / "namesake")
    with authority.serving() as url:
        result = timestamp(home, "--authority", url, "--root", namesake.root_file)
    assert result.exit_code == 1
    assert "certificate" in result.stderr
    assert not (home.ledger / "timestamp").exists()


# Without the extra


def test_where_the_package_is_missing_a_pinned_root_ends_with_3(
    home: Home, authority: TimeAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rfc3161, "find_spec", lambda _: None)
    pin = ("--authority-root", authority.root_file)
    told = audit(home, *pin)
    assert told.exit_code == 3
    assert "pip install 'weegboek[time]'" in told.stderr
    assert audit(home).exit_code == 0
    assert timestamp(home, "--request", home.path / "request").exit_code == 0


def test_no_command_loads_the_package_before_it_needs_it(
    home: Home, authority: TimeAuthority
) -> None:
    with authority.serving() as url:
        timestamp(home, "--authority", url, "--root", authority.root_file)
    run = ["audit", "run", str(home.ledger), "--policy", str(home.signer / "policy")]
    pinning = [*run, "--authority-root", str(authority.root_file)]
    for words, loads in [(["--help"], 0), (run, 0), (pinning, 1)]:
        code = (
            f"import sys, weegboek\nassert weegboek.main({words!r}) == 0\n"
            "sys.exit(40 + ('rfc3161_client' in sys.modules))"
        )
        command = [sys.executable, "-c", code]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        assert ended.returncode == 40 + loads, ended.stderr


def test_the_clock_of_a_token_is_that_of_the_authority(
    home: Home, authority: TimeAuthority
) -> None:
    """The ledger's own clock has no say in it: it stands at 2026."""
    before = datetime.now(UTC).replace(microsecond=0)
    with authority.serving() as url:
        words = ("--authority", url, "--root", authority.root_file, "--json")
        shape = json.loads(timestamp(home, *words).stdout)
    stamped = datetime.strptime(shape["stamped_at"], "%Y-%m-%dT%H:%M:%S%z")
    assert before <= stamped <= datetime.now(UTC)
