"""The auditor's own file on every kind of damage, on disk and behind a web server."""

import shutil
from pathlib import Path
from typing import Final

import pytest

import verify
from ledger.keys import ED25519
from tests.ledger.damages import DAMAGES, make_sound
from tests.ledger.ledgers import Home
from tests.ledger.test_published import published

BEYOND_IT: Final = {
    "a record against the rules",
    "an earlier state altered",
    "a signature gone",  # that by ML-DSA-44, which it says that it leaves unchecked
    "entries out of order",
    "hashes of an earlier state altered",
    "the ledger of another",
}
"""What it does not look at, as docs/VERIFY.md says."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_sound(tmp_path_factory.mktemp("sound"))


def findings_at(place: object, home: Home) -> list[str]:
    keys = [
        verify.parse_key(key.format())
        for key in home.policy.logs
        if key.key_type == ED25519
    ]
    found: list[str] = []
    try:
        verify.verify_ledger(str(place), keys, found.append)
    except verify.Finding as problem:
        found.append(str(problem))
    return found


@pytest.mark.parametrize("what", DAMAGES)
def test_damage_is_found_alike_on_disk_and_behind_a_web_server(
    sound: Home, tmp_path: Path, what: str
) -> None:
    shutil.copytree(sound.path, tmp_path / "home")
    home = Home(tmp_path / "home", clock=sound.clock)
    DAMAGES[what][0](home)
    on_disk = findings_at(home.ledger, home)
    assert (on_disk == []) is (what in BEYOND_IT)
    with published(home.ledger) as url:
        assert findings_at(url, home) == on_disk
