"""A ledger behind a plain web server that knows nothing of ledgers."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ledger.audit import run
from ledger.cli.audit import app
from ledger.tiles import WIDTH, bundle_path
from tests.ledger.damages import DAMAGES, ENTRIES, make_sound
from tests.ledger.ledgers import Home, make_home


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_sound(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def home(sound: Home, tmp_path: Path) -> Home:
    shutil.copytree(sound.path, tmp_path / "home")
    return Home(tmp_path / "home", clock=sound.clock)


@contextmanager
def published(directory: Path) -> Iterator[str]:
    """Serve a directory by Python's own web server, as anyone could."""
    words = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
    with subprocess.Popen(
        [*words, "--directory", directory],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            line = server.stdout.readline()
            yield f"http://127.0.0.1:{line.split(' port ')[1].split()[0]}"
        finally:
            server.terminate()


def audited(place: object, home: Home, *more: object) -> tuple[int, dict[str, Any]]:
    pins = ("--policy", home.signer / "policy", "--json")
    words = ("run", place, *pins, *more)
    result = CliRunner().invoke(app, [str(word) for word in words])
    told: dict[str, Any] = json.loads(result.stdout)
    told.pop("leftovers")  # files that are no part of the ledger; a site lists none
    return result.exit_code, told


def test_a_sound_ledger_is_verified_alike(home: Home, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    on_disk = audited(home.ledger, home, "--save", kept)
    assert on_disk[0] == 0
    assert (on_disk[1]["verified"], on_disk[1]["size"]) == (True, ENTRIES)
    with published(home.ledger) as url:
        assert audited(url, home) == on_disk
        home.append(300)
        later = audited(url, home, "--since", kept)
    assert later == audited(home.ledger, home, "--since", kept)
    assert (later[0], later[1]["since"]) == (0, ENTRIES)


@pytest.mark.parametrize("what", DAMAGES)
def test_damage_is_found_alike(home: Home, what: str) -> None:
    damage, code = DAMAGES[what]
    damage(home)
    on_disk = audited(home.ledger, home)
    assert on_disk[0] == 1
    assert code in {finding["code"] for finding in on_disk[1]["findings"]}
    with published(home.ledger) as url:
        assert audited(url, home) == on_disk


def test_where_there_is_no_ledger_nothing_could_be_checked(
    home: Home, tmp_path: Path
) -> None:
    with published(tmp_path) as url:
        assert audited(f"{url}/none", home)[0] == 3
    assert audited(tmp_path / "none", home)[0] == 3


def test_a_ledger_of_old_decisions_has_a_remark_for_each_and_is_read_to_its_end(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path / "old", run.MOST_FINDINGS + WIDTH)
    on_disk = audited(home.ledger, home)
    assert on_disk[0] == 0
    assert on_disk[1]["remark_counts"]["recorded_late"] > run.MOST_FINDINGS
    with published(home.ledger) as url:
        assert audited(url, home) == on_disk


def test_a_site_that_has_findings_without_end_is_read_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "MOST_FINDINGS", 1)
    home = make_home(tmp_path / "bad", 3 * WIDTH)
    bundle = home.ledger / bundle_path(0, WIDTH)
    bundle.write_bytes(bundle.read_bytes().replace(b'"TW"', b'"KR"', 2))
    assert audited(home.ledger, home)[1]["could_not_check"] == []
    with published(home.ledger) as url:
        status, told = audited(url, home)
    reason = "more than 1 findings; the rest was not read"
    assert told["could_not_check"] == [f"stopped at entry {WIDTH}: {reason}"]
    assert {found["code"] for found in told["findings"]} == {"entry_or_tile_altered"}
    assert [found["index"] for found in told["findings"]] == [1, 2]
    assert (status, told["verified"]) == (1, False)
