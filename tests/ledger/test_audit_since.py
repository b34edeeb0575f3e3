from pathlib import Path
from typing import ClassVar

import pytest

from ledger.audit import audit
from ledger.files import Directory
from ledger.reader import CHECKPOINT, LedgerReader
from tests.ledger.ledgers import make_home


class Watched(Directory):
    """A directory that remembers which files were read."""

    seen: ClassVar[list[str]] = []

    def read(self, name: str, most: int) -> bytes:
        self.seen.append(name)
        return super().read(name, most)

    def names(self) -> tuple[str, ...]:
        raise AssertionError("listing costs by what stands")


@pytest.mark.parametrize("old", [1, 2, 255, 256, 257, 512, 700])
@pytest.mark.parametrize("added", [0, 1, 256, 300])
def test_an_audit_goes_on_from_a_checkpoint(
    tmp_path: Path, old: int, added: int
) -> None:
    home = make_home(tmp_path, decisions=old - 1)
    saved = home.reader.checkpoint_note()
    if added:
        home.append(added)
    result = audit(home.reader, home.policy, since=saved)
    assert result.verified, result
    assert result.since == old
    assert result.size == old + added


def test_what_was_audited_before_is_not_read_again(tmp_path: Path) -> None:
    home = make_home(tmp_path, decisions=1_099)
    saved = home.reader.checkpoint_note()
    home.append(10)
    watched = Watched(home.ledger)
    Watched.seen.clear()
    assert audit(LedgerReader(watched), home.policy, since=saved).verified
    bundles = [name for name in Watched.seen if name.startswith("tile/entries/")]
    assert set(bundles) == {"tile/entries/004.p/76", "tile/entries/004.p/86"}


def test_an_earlier_state_that_was_altered_is_found_all_the_same(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path, decisions=599)
    saved = home.reader.checkpoint_note()
    home.append(10)
    flip(home.ledger / "tile" / "entries" / "002.p" / "88", 500)
    (finding,) = audit(home.reader, home.policy, since=saved).findings
    assert finding.code == "partial_differs"


def test_damage_behind_the_start_is_left_to_the_whole_audit(tmp_path: Path) -> None:
    home = make_home(tmp_path, decisions=599)
    saved = home.reader.checkpoint_note()
    home.append(10)
    flip(home.ledger / "tile" / "entries" / "000", 500)
    assert audit(home.reader, home.policy, since=saved).verified
    assert not audit(home.reader, home.policy).verified


@pytest.mark.parametrize(
    "name", ["tile/entries/002.p/98", "tile/0/002.p/98", "tile/1/000.p/2"]
)
def test_damage_at_the_edge_is_found(tmp_path: Path, name: str) -> None:
    home = make_home(tmp_path, decisions=599)
    saved = home.reader.checkpoint_note()
    home.append(10)
    flip(home.ledger / name, 20)
    result = audit(home.reader, home.policy, since=saved)
    assert result.findings


def flip(path: Path, place: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)


@pytest.mark.parametrize("size", [5, 256, 300, 512])
def test_a_rewritten_history_is_found(tmp_path: Path, size: int) -> None:
    home = make_home(tmp_path / "one", decisions=3)
    other = home.fork(tmp_path / "two")
    home.append(size - 4)
    saved = home.reader.checkpoint_note()
    # The same number of other entries, by the same signer restored from a copy.
    other.clock.now = other.clock.now.replace(year=2027)
    other.append(size)
    result = audit(other.reader, other.policy, since=saved)
    assert [finding.code for finding in result.findings] == ["history_rewritten"]
    assert result.since == 0


def test_a_ledger_that_shrank_is_found(tmp_path: Path) -> None:
    home = make_home(tmp_path / "one", decisions=3)
    copy = home.fork(tmp_path / "two")
    home.append(5)
    saved = home.reader.checkpoint_note()
    result = audit(copy.reader, copy.policy, since=saved)
    assert [finding.code for finding in result.findings] == ["history_rewritten"]


def test_a_start_that_nobody_pinned_signed_is_a_doubt(tmp_path: Path) -> None:
    home = make_home(tmp_path / "one", decisions=3)
    stranger = make_home(tmp_path / "two", decisions=3)
    note = (stranger.ledger / CHECKPOINT).read_bytes()
    for saved in (note, b"nothing"):
        result = audit(home.reader, home.policy, since=saved)
        assert result.findings == ()
        assert not result.verified
        assert result.could_not_check
