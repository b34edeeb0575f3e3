"""A run that is killed at a random moment and started again, many times.

``make kill-test`` does it a hundred times; the suite does it ten times.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.etl.ingest.place import Place

KILLS = int(os.environ.get("WEEGBOEK_KILLS", "10"))
LICENCES = 1_500
HEADER = "licence_group,date,rating,count,value,country,refused\n"

# Importing takes longer than the run: a kill is to fall into the run.
PROGRAM = """
import sys
from etl.ingest.command import app
print("ready", flush=True)
app(args=sys.argv[1:], standalone_mode=True)
"""


def release(licences: int, value: int) -> str:
    """Three decisions a day, each like no other; every seventh changes with value."""
    return HEADER + "".join(
        f"{number},2008-{number // 84 % 12 + 1:02}-{number // 3 % 28 + 1:02},"
        f"3A{number % 1000:03},1,{number * 10 + (value if number % 7 == 0 else 0)},"
        f"{('Italy', 'Peru', 'Japan')[number % 3]},0\n"
        for number in range(licences)
    )


def words(place: Place, file: Path) -> list[str]:
    return [*place.words(file), "--released-on", "2015-07-29"]


def run_and_kill(place: Place, file: Path, after: float) -> bool:
    """Start a run and kill it; whether it was killed before it ended."""
    command = [sys.executable, "-c", PROGRAM, *words(place, file)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(after)
        process.kill()
        return process.wait() != 0


def copy_of(base: Place, path: Path) -> Place:
    shutil.copytree(base.path, path)
    place = Place.__new__(Place)
    place.path, place.mapping = path, base.mapping
    place.ledger, place.signer = path / "ledger", path / "signer"
    return place


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("base") / "place")
    place.account(place.write(release(LICENCES // 2, 0), "first.csv"))
    place.write(release(LICENCES, 5), "second.csv")
    return place


@pytest.fixture(scope="module")
def undisturbed(base: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = copy_of(base, tmp_path_factory.mktemp("whole") / "place")
    account = place.account(place.path / "second.csv", "--released-on", "2015-07-29")
    assert account["corrections"] > 0
    assert account["decisions"] > 0
    assert account["rejected"] == 0
    return place


@pytest.fixture(scope="module")
def duration(base: Place, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long a run takes once it is ready."""
    place = copy_of(base, tmp_path_factory.mktemp("timed") / "place")
    command = [
        sys.executable,
        "-c",
        PROGRAM,
        *words(place, place.path / "second.csv"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        began = time.monotonic()
        process.stdout.read()
        return time.monotonic() - began


@pytest.mark.parametrize("number", range(KILLS))
def test_a_run_that_is_killed_and_started_again_ends_in_the_same_ledger(
    number: int, base: Place, undisturbed: Place, duration: float, tmp_path: Path
) -> None:
    place = copy_of(base, tmp_path / "place")
    file = place.path / "second.csv"
    # Most of the moments lie in the second half, where the run writes.
    moment = duration * (1 - Random(number).random() ** 2)  # noqa: S311 - no secret
    killed = run_and_kill(place, file, moment)
    assert place.verified()
    assert place.size in {base.size, undisturbed.size}
    assert killed or place.size == undisturbed.size
    again = place.ingest(file, "--released-on", "2015-07-29")
    assert again.exit_code == 0, again.stderr
    assert place.contents() == undisturbed.contents()
    assert place.verified()
