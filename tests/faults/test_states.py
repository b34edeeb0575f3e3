"""Writers at once, killed writers, full and read-only disks, clocks, old backups."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.audit import audit
from ledger.errors import DivergedError, RecordError
from ledger.note import SignedNote
from ledger.witness.client import request_for
from ledger.witness.cosigner import create_cosigner, load_cosigner
from tests.faults.injection import ROOT
from tests.ledger.ledgers import Home, TickingClock, make_home
from tests.ledger.test_cli import line

LATER = datetime(2099, 1, 1, tzinfo=UTC)
HOLD = """
import sys
from pathlib import Path
from ledger.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home", 3)


def python(*words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def append(home: Home, number: int) -> subprocess.Popen[str]:
    records = home.path / f"records-{number}"
    records.write_text(line(number) + "\n")
    words = ["ledger", "append", home.ledger, "--signer", home.signer, records]
    return python("weegboek.py", *words)


@contextmanager
def held(home: Home) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the ledger."""
    with python("-c", HOLD, home.ledger) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
        if holder.poll() is None:
            holder.communicate("\n")


def assert_sound(home: Home, size: int) -> None:
    result = audit(home.reader, home.policy)
    assert result.findings == ()
    assert (result.verified, result.size) == (True, size)


def test_two_appends_at_once_both_stand(home: Home) -> None:
    writers = [append(home, number) for number in (901, 902)]
    said = [writer.communicate() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], said
    sizes = sorted(out.split()[-1] for out, _ in said)
    assert sizes == ["5", "6"]
    assert_sound(home, 6)


def test_a_second_writer_waits_until_the_first_lets_go(home: Home) -> None:
    with held(home) as holder:
        writer = append(home, 901)
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(2)
        holder.communicate("\n")
        out, err = writer.communicate()
    assert writer.returncode == 0, err
    assert "size 5" in out


def test_a_second_writer_that_waits_in_vain_says_so(home: Home) -> None:
    with held(home):
        writer = append(home, 901)
        _, err = writer.communicate()
    assert writer.returncode == 3
    assert err.startswith("weegboek: another writer holds ")
    assert_sound(home, 4)


def test_the_lock_of_a_killed_writer_is_gone(home: Home) -> None:
    with held(home) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        writer = append(home, 901)
        _, err = writer.communicate()
    assert writer.returncode == 0, err
    assert_sound(home, 5)


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[None]:
    """Mount something for the time of a test, where mounting is allowed."""
    done = subprocess.run(
        ["mount", *options, place], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)


def test_a_full_disk_appends_nothing_and_goes_on_when_it_has_space(
    tmp_path: Path,
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted(disk, "-t", "tmpfs", "-o", "size=256k", "none"):
        home = make_home(disk, 3)
        ballast = disk / "ballast"
        free = shutil.disk_usage(disk).free
        ballast.write_bytes(bytes(free))
        records = disk.parent / "records"
        records.write_text(line(901) + "\n")
        words = ["ledger", "append", home.ledger, "--signer", home.signer, records]
        writer = python("weegboek.py", *words)
        _, err = writer.communicate()
        assert writer.returncode == 3
        assert "No space left on device" in err
        assert "nothing was appended" in err
        assert_sound(home, 4)
        ballast.unlink()
        home.append(1)
        assert_sound(home, 5)


def test_a_read_only_ledger_is_audited_and_not_appended_to(
    home: Home, tmp_path: Path
) -> None:
    shown = tmp_path / "shown"
    shown.mkdir()
    with mounted(shown, "--bind", "-o", "ro", str(home.path)):
        published = Home(shown)
        records = tmp_path / "records"
        records.write_text(line(901) + "\n")
        words = ["ledger", "append", published.ledger, "--signer", home.signer]
        writer = python("weegboek.py", *words, records)
        _, err = writer.communicate()
        assert writer.returncode == 3
        assert "Read-only file system" in err
        assert "nothing was appended" in err
        assert_sound(published, 4)
    assert home.open().size == 4


def test_a_clock_that_goes_back_appends_nothing_and_is_named(home: Home) -> None:
    early = Home(home.path, TickingClock(datetime(2020, 1, 1, tzinfo=UTC)))
    with pytest.raises(RecordError, match="lies before that of the last entry"):
        early.append(1)
    assert_sound(home, 4)


def test_a_ledger_restored_from_an_old_backup_is_not_signed(
    home: Home, tmp_path: Path
) -> None:
    shutil.copytree(home.ledger, tmp_path / "backup")
    home.append(300)
    signed = (home.signer / "last-signed").read_bytes()
    shutil.rmtree(home.ledger)
    shutil.copytree(tmp_path / "backup", home.ledger)
    with pytest.raises(DivergedError, match="restored from a copy"):
        home.append(1)
    assert (home.signer / "last-signed").read_bytes() == signed
    assert_sound(home, 4)


def test_a_ledger_whose_signer_is_older_or_forgot_is_not_signed(
    home: Home, tmp_path: Path
) -> None:
    shutil.copytree(home.signer, tmp_path / "backup")
    home.append(2)
    published = home.reader.checkpoint_note()
    for forget in (False, True):
        shutil.rmtree(home.signer)
        shutil.copytree(tmp_path / "backup", home.signer)
        if forget:
            (home.signer / "last-signed").unlink()
        with pytest.raises(DivergedError):
            home.append(1)
        assert home.reader.checkpoint_note() == published


def test_a_witness_restored_from_an_old_backup_only_goes_forward_again(
    home: Home, tmp_path: Path
) -> None:
    """It cannot know that it forgot; what others hold of it shows what it saw."""
    witness = create_cosigner(tmp_path / "w", "w.example", home.policy.logs)

    def asked(old: int) -> int:
        note = SignedNote.parse(home.reader.checkpoint_note())
        request = request_for(home.reader, note, old)
        return load_cosigner(witness.directory).answer(request.format(), LATER).status

    assert asked(0) == 200
    shutil.copytree(witness.directory, tmp_path / "backup")
    home.append(2)
    assert asked(4) == 200
    shutil.rmtree(witness.directory)
    shutil.copytree(tmp_path / "backup", witness.directory)
    assert asked(6) == 409
    assert asked(4) == 200


def test_a_creation_that_was_signed_and_not_published_is_opened(home: Home) -> None:
    fresh = make_home(home.path / "fresh")
    (fresh.ledger / "checkpoint").unlink()
    assert fresh.open().size == 1
    assert_sound(fresh, 1)
