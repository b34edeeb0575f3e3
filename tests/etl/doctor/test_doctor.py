import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from etl.doctor.book import age_check, run_check
from etl.doctor.command import app
from etl.doctor.intake import intake_checks
from etl.doctor.machine import clock_check, disk_checks
from etl.intake.journal import BatchName, Journal
from etl.intake.tokens import Tokens
from ledger.lock import locked
from ledger.records.ingest_run import IngestInput, IngestRows, IngestRun
from tests.ledger.ledgers import ORIGIN, Home, make_home

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path, 3)


def examined(home: Home, *words: str) -> tuple[int, dict[str, Any]]:
    asked = [str(home.ledger), "--signer", str(home.signer), "--min-free", "0"]
    result = CliRunner().invoke(app, [*asked, "--json", *words])
    answer = json.loads(result.stdout)
    return result.exit_code, {one["name"]: one for one in answer["checks"]}


def standing(home: Home, name: str, *words: str) -> str:
    _, checks = examined(home, *words)
    return f"{checks[name]['standing']}: {checks[name]['message']}"


def test_what_is_well_is_said_to_be(home: Home) -> None:
    status, checks = examined(home)
    rest = {name: one["standing"] for name, one in checks.items() if name != "clock"}
    assert set(rest.values()) == {"ok"}, rest
    # Whether something keeps this machine's clock right is not ours to say.
    assert status == {"ok": 0, "warning": 1, "unknown": 3}[checks["clock"]["standing"]]


def test_what_was_seen_is_written_as_metrics(home: Home) -> None:
    (home.signer / "ed25519.pem").chmod(0o644)
    examined(home, "--metrics", str(home.path / "doctor.prom"))
    text = (home.path / "doctor.prom").read_text()
    for check, said, value in (("keys", "failed", 0), ("ledger", "ok", 1)):
        labels = f'check="{check}",standing="{said}"'
        assert f"weegboek_doctor_check{{{labels}}} {value}.0\n" in text
    assert re.search(r"^weegboek_doctor_seconds \d", text, re.MULTILINE)
    assert text.endswith("# EOF\n")


def test_nothing_is_changed_by_looking(home: Home) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.stat().st_mode)
            for path in home.path.rglob("*")
        }

    before = state()
    examined(home)
    assert state() == before


def test_keys_that_others_may_read_fail(home: Home) -> None:
    (home.signer / "ed25519.pem").chmod(0o644)
    assert standing(home, "keys").startswith("failed: others may read")
    assert examined(home)[0] == 1


def test_a_signer_in_the_published_ledger_fails(home: Home) -> None:
    home.signer.rename(home.ledger / "signer")
    words = [str(home.ledger), "--signer", str(home.ledger / "signer"), "--json"]
    result = CliRunner().invoke(app, words)
    checks = {one["name"]: one for one in json.loads(result.stdout)["checks"]}
    assert checks["permissions"]["standing"] == "failed"
    assert "is published" in checks["permissions"]["message"]


def test_a_ledger_that_others_may_write_fails(home: Home) -> None:
    home.ledger.chmod(0o777)
    assert standing(home, "permissions").startswith("failed: others may write")


def test_a_checkpoint_that_is_signed_and_not_published_is_a_warning(
    home: Home,
) -> None:
    older = (home.ledger / "checkpoint").read_bytes()
    home.append(2)
    (home.ledger / "checkpoint").write_bytes(older)
    assert standing(home, "checkpoint").startswith("warning: size 6 is signed and 4")


def test_a_signer_that_was_put_back_fails(home: Home) -> None:
    older = (home.signer / "last-signed").read_bytes()
    home.append(2)
    (home.signer / "last-signed").write_bytes(older)
    assert standing(home, "checkpoint").startswith("failed: the signer did not sign")


def test_a_checkpoint_of_somebody_else_fails(home: Home, tmp_path: Path) -> None:
    other = make_home(tmp_path / "other", 3)
    (home.ledger / "checkpoint").write_bytes((other.ledger / "checkpoint").read_bytes())
    assert standing(home, "checkpoint").startswith("failed")


def test_what_a_broken_append_left_is_a_warning(home: Home) -> None:
    (home.ledger / "tile" / "entries" / "000.p" / "9").write_bytes(b"")
    (home.ledger / ".new-checkpoint").write_bytes(b"")
    assert standing(home, "leftovers").startswith("warning: 2 files")


def test_no_ledger_is_a_failure_and_no_crash(home: Home) -> None:
    (home.ledger / "checkpoint").unlink()
    status, checks = examined(home)
    assert status == 1
    assert checks["ledger"]["standing"] == "failed"
    assert "writer" not in checks


def test_somebody_who_appends_is_seen_and_not_disturbed(home: Home) -> None:
    with locked(home.ledger):
        assert "appending at this moment" in standing(home, "writer")


def test_a_full_disk_fails(home: Home) -> None:
    (check,) = disk_checks({"ledger": home.ledger}, 10**18)
    assert check.standing == "failed"
    (check,) = disk_checks({"ledger": home.ledger / "none"}, 0)
    assert check.standing == "unknown"


@pytest.mark.parametrize(
    ("last", "is_set", "wanted"),
    [
        (NOW - timedelta(days=1), True, "ok"),
        (NOW + timedelta(seconds=30), True, "ok"),
        (NOW + timedelta(minutes=2), True, "failed"),
        (NOW + timedelta(minutes=2), None, "failed"),
        (NOW, False, "warning"),
        (NOW, None, "unknown"),
    ],
)
def test_a_clock_before_the_last_entry_fails(
    last: datetime, wanted: str, *, is_set: bool | None
) -> None:
    assert clock_check(NOW, last, is_set=is_set).standing == wanted


def test_an_old_checkpoint_is_a_warning_from_its_hour_on() -> None:
    day = timedelta(hours=24)
    assert age_check(NOW - day, NOW, day).standing == "ok"
    late = age_check(NOW - day - timedelta(seconds=1), NOW, day)
    assert late.standing == "warning"


def run(reference: str) -> IngestRun:
    rows = IngestRows(appended=1, corrected=0, explained=0, read=3, rejected=2)
    return IngestRun(
        code_version="1",
        corrections=0,
        decisions=1,
        disappeared=0,
        inputs=(IngestInput(role="main", digest="ab" * 32),),
        lists=0,
        mapping="ab" * 32,
        root_before="ab" * 32,
        rows=rows,
        run_ref=reference,
        size_before=4,
        system="office",
    )


def test_the_last_run_is_found_wherever_it_is(home: Home) -> None:
    day = timedelta(days=1)
    assert run_check(home.reader, NOW, day).standing == "warning"
    with home.open().appending() as batch:
        for name in ("run-1", "run-2"):
            batch.append(run(name))
    home.append(300)
    recorded = home.clock.now
    check = run_check(home.reader, recorded, day)
    assert check.standing == "ok"
    assert "run-2 of office" in check.message
    assert "2 of 3 rows rejected" in check.message
    assert run_check(home.reader, recorded + 2 * day, day).standing == "warning"


def test_an_intake_is_examined_without_being_opened(tmp_path: Path) -> None:
    directory = tmp_path / "intake"
    directory.mkdir(mode=0o700)
    journal = Journal.open(directory, ORIGIN)
    journal.accept(BatchName("office", "ab" * 32), "k", 7, b"")
    tokens = Tokens(directory)

    def said() -> dict[str, tuple[str, str]]:
        found = intake_checks(directory, NOW)
        return {check.name: (check.standing, check.message) for check in found}

    assert said()["intake_waiting"] == ("ok", "7 records wait to be published")
    assert said()["intake_tokens"][0] == "warning"
    token, _ = tokens.add("office", ["read"], now=NOW, days=30, random=bytes)
    assert said()["intake_tokens"] == ("ok", "1 valid")
    tokens.add("customs", ["read"], now=NOW, days=3, random=lambda count: b"\1" * count)
    assert "01010101 of customs" in said()["intake_tokens"][1]
    journal.close()
    directory.chmod(0o750)
    assert said()["intake_permissions"][0] == "failed"
    assert token.system == "office"


def test_an_intake_that_is_not_there_fails(tmp_path: Path) -> None:
    (check,) = intake_checks(tmp_path / "none", NOW)
    assert check.standing == "failed"
