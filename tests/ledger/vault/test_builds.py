"""Builds that hold what a vault opened: an erasure reaches each, or does nothing."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from ledger.errors import LedgerError, LockedError, VaultError
from ledger.lock import locked
from ledger.vault.builds import (
    MARK,
    HeldBuilds,
    holding_builds,
    remember_build,
    remembered_builds,
)
from ledger.vault.erasing import Erased, Ground, erase
from ledger.vault.vault_files import Vault
from tests.ledger.commands import vault as vault_command
from tests.ledger.ledgers import FailingDisk
from tests.ledger.vault.places import (
    BUYER,
    VaultHome,
    built,
    confidential,
    holding,
    make_vault_home,
)

TERM = Ground("V-2026-1", date(2026, 1, 2), selection_category="12.3")


def erased(
    place: VaultHome,
    *,
    vault: Vault | None = None,
    copies: Sequence[Path] = (),
    gone: Sequence[Path] = (),
) -> Erased:
    vault = vault or place.vault
    with holding_builds(vault, copies=copies, gone=gone) as builds, vault.held():
        ledger = place.home.open(vault.disk)
        return erase(vault, ledger, 2, frozenset(), TERM, builds=builds)


def test_every_build_that_the_vault_remembers_is_destroyed(place: VaultHome) -> None:
    one, other = built(place), built(place, "other")
    assert remembered_builds(place.vault) == (one, other)
    with ExitStack() as stack:
        files = [
            path for path in one.rglob("*") if path.name != MARK and path.is_file()
        ]
        held = [stack.enter_context(path.open("rb")) for path in files]
        assert erased(place).builds == (str(one), str(other))
        assert len(held) == 3
        assert {byte for file in held for byte in file.read()} == {0}
    assert holding(place.home.path, BUYER) == []
    assert [path.name for path in one.iterdir()] == [MARK]
    assert remembered_builds(place.vault) == ()


def test_a_build_is_remembered_once(place: VaultHome) -> None:
    one = built(place)
    with place.vault.held():
        remember_build(place.vault, one / ".." / one.name)
    assert remembered_builds(place.vault) == (one,)


def test_without_builds_nothing_else_is_touched(place: VaultHome) -> None:
    assert erased(place).builds == ()


def test_a_build_that_is_not_where_it_was_stops_the_erasure(place: VaultHome) -> None:
    one = built(place)
    moved = one.rename(place.home.path / "moved")
    one.mkdir()  # as the empty place where a disk was mounted
    for _ in range(2):
        with pytest.raises(VaultError, match="holds no build"):
            erased(place)
        assert place.kept(2) is not None
        assert place.home.reader.checkpoint().size == 4
        one.rmdir() if one.exists() else None
    done = erased(place, copies=[moved], gone=[one])
    assert done.builds == (str(moved),)
    assert holding(place.home.path, BUYER) == []
    assert remembered_builds(place.vault) == ()


def test_what_is_there_cannot_be_said_to_be_gone(place: VaultHome) -> None:
    one = built(place)
    with pytest.raises(VaultError, match="is there"):
        erased(place, gone=[one])


def test_a_directory_that_is_no_build_is_never_destroyed(place: VaultHome) -> None:
    other = place.home.path / "letters"
    other.mkdir()
    (other / "letter").write_text("kept")
    with pytest.raises(VaultError, match="holds no build"):
        erased(place, copies=[other])
    assert (other / "letter").read_text() == "kept"


def test_the_builds_of_another_vault_are_left_alone(place: VaultHome) -> None:
    one = built(place)
    (one / MARK).write_text("other.example/ledger\n")
    with pytest.raises(VaultError, match="holds no build"):
        erased(place)
    assert holding(one, BUYER)


def test_a_link_stops_the_erasure_for_what_it_leads_to_would_stay(
    place: VaultHome,
) -> None:
    one = built(place)
    (one / "weegboek-2.duckdb").symlink_to(place.home.path / "elsewhere")
    with pytest.raises(VaultError, match="is a link"):
        erased(place)
    assert place.kept(2) is not None


def test_a_vault_is_never_among_what_it_would_destroy(place: VaultHome) -> None:
    with place.vault.held(), pytest.raises(VaultError, match="would end"):
        remember_build(place.vault, place.home.path)


def test_nothing_is_erased_while_a_build_is_being_made(
    place: VaultHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = built(place)
    monkeypatch.setattr("ledger.lock.time.monotonic", iter(range(0, 90, 9)).__next__)
    with locked(one), pytest.raises(LockedError):
        erased(place)
    assert place.kept(2) is not None


def test_a_build_that_is_begun_meanwhile_stops_the_erasure(place: VaultHome) -> None:
    with holding_builds(place.vault) as builds:
        built(place)
        with place.vault.held(), pytest.raises(VaultError, match="meanwhile"):
            erase(place.vault, place.home.open(), 2, frozenset(), TERM, builds=builds)
    assert place.kept(2) is not None


def test_no_caller_can_leave_the_builds_out(place: VaultHome) -> None:
    built(place)
    with place.vault.held(), pytest.raises(VaultError, match="meanwhile"):
        erase(place.vault, place.home.open(), 2, frozenset(), TERM)
    assert place.home.reader.checkpoint().size == 4
    assert HeldBuilds() == ((), frozenset())


def test_an_erasure_that_is_broken_off_anywhere_is_finished_by_the_next(
    tmp_path: Path,
) -> None:
    steps = left = 0
    while True:
        place = make_vault_home(tmp_path / str(steps))
        place.append(confidential(7), confidential(8))
        one = built(place)
        vault = Vault(place.path, FailingDisk(steps))
        try:
            erased(place, vault=vault)
        except (OSError, LedgerError):
            pass
        else:
            break
        left += bool(place.kept(2) is None and holding(one, BUYER))
        erased(place)
        assert place.home.reader.checkpoint().size == 5
        assert holding(place.home.path, BUYER) == []
        assert remembered_builds(place.vault) == ()
        steps += 1
    assert left >= 3, "some were broken off between the vault and the builds"


def test_the_command_says_which_builds_are_gone_and_what_to_do(
    place: VaultHome,
) -> None:
    one = built(place)
    moved = one.rename(place.home.path / "moved")
    words: list[object] = ["erase", place.home.ledger, "NL-7", "--vault", place.path]
    words += ["--signer", place.home.signer, "--reference", "V-1", "--article", "17"]
    refused = vault_command(*words)
    assert refused.exit_code == 3
    assert "--gone" in refused.stderr
    done = vault_command(*words, "--gone", one, "--copy", moved)
    assert done.exit_code == 0, done.stderr
    assert f"destroyed  build {moved}" in done.stdout
    assert "build --tier committee" in done.stderr
