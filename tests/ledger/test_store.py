import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from ledger.audit import audit
from ledger.errors import (
    DivergedError,
    ExistsError,
    FormatError,
    LockedError,
    RecordError,
    SignerError,
    StorageError,
    UnfinishedError,
)
from ledger.lock import locked
from ledger.search import find_entry
from ledger.signer import create_signer, load_signer
from ledger.store import create_ledger
from ledger.tree import leaf_hash
from tests.ledger.ledgers import (
    ORIGIN,
    FailingDisk,
    Home,
    PowerCutError,
    TickingClock,
    authority,
    make_home,
    numbered,
)
from tests.ledger.records.sample_records import decision


def assert_verified(home: Home, size: int) -> None:
    result = audit(home.reader, home.policy)
    assert result.findings == ()
    assert result.verified
    assert result.size == size


@pytest.mark.parametrize("batches", [(1,), (255,), (256,), (300, 300), (1, 255, 300)])
def test_what_is_appended_verifies_whatever_the_batches(
    tmp_path: Path, batches: tuple[int, ...]
) -> None:
    home = make_home(tmp_path)
    for count in batches:
        home.append(count)
        assert_verified(home, home.reader.checkpoint().size)
    assert home.reader.checkpoint().size == 1 + sum(batches)


def test_a_batch_says_where_each_record_stands_before_it_is_published(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path)
    with home.open().appending() as batch:
        receipts = [batch.append(numbered(number)) for number in range(300)]
    assert [receipt.index for receipt in receipts] == list(range(1, 301))
    raw = list(home.reader.entries(1, 301))
    assert [receipt.leaf_hash for receipt in receipts] == [*map(leaf_hash, raw)]
    assert list(home.reader.leaf_hashes(1, 301)) == [*map(leaf_hash, raw)]
    assert find_entry(home.reader, "NL-299") == (300, raw[299])
    assert find_entry(home.reader, receipts[7].leaf_hash.hex()) == (8, raw[7])
    assert find_entry(home.reader, "8") == (8, raw[7])
    for nothing in ("301", "NL-301", "00" * 32):
        assert find_entry(home.reader, nothing) is None


def test_partial_files_go_once_the_full_ones_are_published(tmp_path: Path) -> None:
    home = make_home(tmp_path, 10)
    home.append(300)
    names = {path.name for path in (home.ledger / "tile" / "entries").iterdir()}
    assert names == {"000", "001.p"}


def test_a_reader_of_an_older_checkpoint_finds_its_entries_in_the_full_bundle(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path, 10)
    before = list(home.reader.entries(0, 11))
    bundle = home.reader.bundle_bytes(0, 11)
    home.append(300)
    assert list(home.reader.entries(0, 11)) == before
    assert home.reader.bundle_bytes(0, 11) == bundle


def test_an_error_within_a_batch_publishes_nothing(tmp_path: Path) -> None:
    home = make_home(tmp_path, 3)
    before = sorted(home.ledger.rglob("*"))
    ledger = home.open()
    with pytest.raises(KeyError), ledger.appending() as batch:  # noqa: PT012 - the block is the batch
        for number in range(600):
            batch.append(numbered(number))
        raise KeyError
    assert [p for p in before if p.is_file()] == [
        path for path in sorted(home.ledger.rglob("*")) if path.is_file()
    ]
    assert_verified(home, 4)


def test_an_empty_batch_publishes_nothing(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    note = home.reader.checkpoint_note()
    with home.open().appending():
        pass
    assert home.reader.checkpoint_note() == note


def test_a_disk_that_stops_at_any_step_leaves_a_ledger_that_goes_on(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path, 254)
    failures = 0
    for steps in range(200):
        before = home.reader.checkpoint().size
        try:
            home.append(3, FailingDisk(steps))
        except (PowerCutError, UnfinishedError):
            failures += 1
        result = audit(home.reader, home.policy)
        assert result.findings == (), steps
        assert home.reader.checkpoint().size in {before, before + 3, before + 6}
        if steps > 40 and home.reader.checkpoint().size > before:
            break
    assert failures > 10
    home.append(5)
    assert audit(home.reader, home.policy).verified


@pytest.mark.parametrize("steps", range(1, 14, 2))
@pytest.mark.parametrize(("broken", "then"), [(10, (2, 20)), (600, (2, 620))])
def test_what_a_broken_append_left_is_gone_after_one_of_another_length(
    tmp_path: Path, steps: int, broken: int, then: tuple[int, int]
) -> None:
    home = make_home(tmp_path, 50)
    with suppress(PowerCutError, StorageError):
        home.append(broken, FailingDisk(steps))
    size = home.open().size
    for count in then:
        home.append(count)
        size += count
        assert_verified(home, size)


def test_a_crash_between_signing_and_publishing_is_made_good(tmp_path: Path) -> None:
    home = make_home(tmp_path, 3)
    old = (home.ledger / "checkpoint").read_bytes()
    home.append(2)
    new = (home.ledger / "checkpoint").read_bytes()
    (home.ledger / "checkpoint").write_bytes(old)
    assert home.open().size == 6
    assert (home.ledger / "checkpoint").read_bytes() == new


def test_a_ledger_set_back_to_an_older_state_is_noticed(tmp_path: Path) -> None:
    home = make_home(tmp_path, 3)
    old = (home.ledger / "checkpoint").read_bytes()
    home.append(2)
    (home.ledger / "checkpoint").write_bytes(old)
    (home.ledger / "tile" / "entries" / "000.p" / "6").unlink()
    with pytest.raises(StorageError, match="missing"):
        home.open()


def test_an_altered_edge_is_noticed_before_anything_is_appended(tmp_path: Path) -> None:
    home = make_home(tmp_path, 3)
    bundle = home.ledger / "tile" / "entries" / "000.p" / "4"
    bundle.write_bytes(bundle.read_bytes().replace(b"NL-1", b"NL-9"))
    with pytest.raises(DivergedError, match="audit"):
        home.open()


def test_a_signer_that_was_set_back_signs_no_second_history(tmp_path: Path) -> None:
    home = make_home(tmp_path, 3)
    old = (home.signer / "last-signed").read_bytes()
    home.append(2)
    (home.signer / "last-signed").write_bytes(old)
    with pytest.raises(DivergedError):
        home.append(1)
    (home.signer / "last-signed").unlink()
    with pytest.raises(DivergedError):
        home.append(1)


def test_two_writers_of_one_signer_cannot_fork_the_ledger(tmp_path: Path) -> None:
    home = make_home(tmp_path, 3)
    first = home.open()
    home.append(1)
    with first.appending() as batch:
        receipt = batch.append(numbered(99))
    assert receipt.index == 5
    assert_verified(home, 6)


def test_a_second_writer_is_told_that_the_ledger_is_held(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    with locked(home.ledger), pytest.raises(LockedError, match="another writer"):
        home.open()
    assert home.open().size == 1


def test_a_lock_on_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError), locked(tmp_path / "no"):
        pass


def test_creating_never_overwrites(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    signer = load_signer(home.signer)
    with pytest.raises(ExistsError, match="not empty"):
        create_ledger(home.ledger, opening=authority(), signer=signer, clock=home.clock)
    with pytest.raises(ExistsError, match="already has a ledger"):
        create_ledger(
            tmp_path / "other", opening=authority(), signer=signer, clock=home.clock
        )
    with pytest.raises(ExistsError, match="never overwritten"):
        create_signer(home.signer, ORIGIN)
    with pytest.raises(SignerError, match="not for"):
        create_ledger(
            tmp_path / "other",
            opening=authority("other.example"),
            signer=signer,
            clock=home.clock,
        )


def test_what_is_no_ledger_is_not_opened(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    signer = load_signer(home.signer)
    missing = Home(tmp_path / "none")
    with pytest.raises(StorageError, match="no such directory"):
        type(home.open()).open(missing.ledger, signer, home.clock)
    with pytest.raises(StorageError, match="no checkpoint"):
        missing.reader.checkpoint_note()


def test_the_first_entry_and_no_other_says_whose_ledger_it_is(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    with (
        pytest.raises(RecordError, match="only there"),
        home.open().appending() as batch,
    ):
        batch.append(authority())


def test_time_does_not_run_backwards_in_a_ledger(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    early = datetime(2020, 1, 1, tzinfo=UTC)
    with (
        pytest.raises(RecordError, match="recorded_order"),
        home.open().appending() as batch,
    ):
        batch.append(numbered(1), recorded_at=early)


def test_a_record_with_wrong_types_or_broken_rules_is_refused(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    wrong = msgspec.structs.replace(decision(), destination="Taiwan")
    with (
        pytest.raises(FormatError, match="destination"),
        home.open().appending() as batch,
    ):
        batch.append(wrong)
    broken = msgspec.structs.replace(decision(), lines=())
    with pytest.raises(RecordError, match="lines"), home.open().appending() as batch:
        batch.append(broken)
    assert_verified(home, 1)


@pytest.mark.parametrize("more", [0, 10, 300])
def test_a_record_of_wrong_types_is_named_however_late_it_is_noticed(
    tmp_path: Path, more: int
) -> None:
    home = make_home(tmp_path, 3)
    wrong = msgspec.structs.replace(decision(), destination="Taiwan")
    with (  # noqa: PT012 - the block is the batch
        pytest.raises(FormatError, match=r"entry 5: .*destination"),
        home.open().appending() as batch,
    ):
        batch.append(numbered(4))
        batch.append(wrong)
        for number in range(more):
            batch.append(numbered(number))
    assert_verified(home, 4)


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    (home.signer / "ed25519.pem").chmod(0o644)
    with pytest.raises(SignerError, match="chmod 600"):
        load_signer(home.signer)


def test_missing_swapped_or_foreign_keys_are_refused(tmp_path: Path) -> None:
    home, other = make_home(tmp_path / "a"), make_home(tmp_path / "b")
    key = home.signer / "ed25519.pem"
    key.write_bytes((other.signer / "ed25519.pem").read_bytes())
    with pytest.raises(SignerError, match="not those of its policy"):
        load_signer(home.signer)
    key.write_bytes((home.signer / "mldsa44.pem").read_bytes())
    with pytest.raises(SignerError, match="another type"):
        load_signer(home.signer)
    key.write_text("no key")
    with pytest.raises(SignerError, match="cannot open"):
        load_signer(home.signer)
    key.unlink()
    with pytest.raises(SignerError, match="no key at"):
        load_signer(home.signer)
    (other.signer / "policy").write_text("quorum none\n")
    with pytest.raises(SignerError, match="policy"):
        load_signer(other.signer)


def test_the_signer_of_another_ledger_cannot_append(tmp_path: Path) -> None:
    home = make_home(tmp_path / "a", 2)
    stranger = create_signer(tmp_path / "s", ORIGIN)
    with pytest.raises(DivergedError):
        type(home.open()).open(home.ledger, stranger, TickingClock())


def test_a_passphrase_seals_the_keys(tmp_path: Path) -> None:
    create_signer(tmp_path / "s", ORIGIN, passphrase="secret")  # noqa: S106 - of a test
    opened = load_signer(tmp_path / "s", passphrase="secret")  # noqa: S106 - likewise
    assert opened.origin == ORIGIN
    for wrong in (None, "other"):
        with pytest.raises(SignerError):
            load_signer(tmp_path / "s", passphrase=wrong)


APPEND_FOREVER = """
import sys
from pathlib import Path
from tests.ledger.ledgers import Home
home = Home(Path(sys.argv[1]))
home.clock.now = home.open().checkpoint and __import__("datetime").datetime(
    2027, 1, 1, tzinfo=__import__("datetime").UTC
)
print("ready", flush=True)
while True:
    home.append(37)
"""


def test_a_writer_that_is_killed_leaves_a_ledger_that_verifies(tmp_path: Path) -> None:
    home = make_home(tmp_path, 20)
    for pause in (0.02, 0.05, 0.09):
        writer = subprocess.Popen(
            [sys.executable, "-c", APPEND_FOREVER, str(tmp_path)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(pause)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert audit(home.reader, home.policy).findings == ()
    home.clock.now = datetime(2028, 1, 1, tzinfo=UTC)
    home.append(1)
    assert audit(home.reader, home.policy).verified
