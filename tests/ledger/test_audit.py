import random
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.audit import audit
from ledger.audit.codes import CODES, MEANINGS, REMARKS
from ledger.audit.finding import MOST_REMARKS, AuditResult, Finding, Tally
from ledger.checkpoint import Checkpoint
from ledger.entry import PREVIOUS, Entry
from ledger.keys import VerifierKey, sign, verifier_key
from ledger.note import SignedNote
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.records.record import Record
from ledger.signer import load_signer
from ledger.tiles import (
    bundle_path,
    bundles_of,
    format_bundle,
    format_tile,
    tile_path,
    tiles_of,
)
from ledger.tree import EMPTY_ROOT, leaf_hash, root_hash
from tests.ledger.ledgers import Home, authority, make_home, numbered


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = make_home(tmp_path_factory.mktemp("sound"), 599)
    home.append(20)
    return home


@pytest.fixture
def home(sound: Home, tmp_path: Path) -> Home:
    shutil.copytree(sound.path, tmp_path / "home")
    return Home(tmp_path / "home")


def run(home: Home, *, integrity_only: bool = False) -> AuditResult:
    return audit(home.reader, home.policy, integrity_only=integrity_only)


def codes(home: Home) -> set[str]:
    return {finding.code for finding in run(home).findings}


def files(home: Home) -> list[Path]:
    return sorted(path for path in home.ledger.rglob("*") if path.is_file())


def test_a_sound_ledger_is_verified_in_both_modes(sound: Home) -> None:
    for integrity_only in (False, True):
        result = run(sound, integrity_only=integrity_only)
        assert result.verified
        assert result.size == 620
        assert result.leftovers == ()


def test_more_processes_come_to_the_same_result(tmp_path: Path) -> None:
    home = make_home(tmp_path, 64 * 256 + 3)
    told: list[tuple[int, int]] = []
    result = audit(
        home.reader,
        home.policy,
        processes=2,
        progress=lambda done, total: told.append((done, total)),
    )
    assert result.verified
    assert told[-1] == (65, 65)


@pytest.mark.parametrize("integrity_only", [False, True])
def test_every_flipped_byte_is_found_and_its_place_named(
    home: Home, *, integrity_only: bool
) -> None:
    """A dense sample of every file, and every byte of the smallest."""
    draw = random.Random(7)  # noqa: S311 - a repeatable sample
    for path in files(home):
        raw = path.read_bytes()
        name = path.relative_to(home.ledger).as_posix()
        places = draw.sample(range(len(raw)), min(len(raw), 12))
        for place in places:
            flipped = bytearray(raw)
            flipped[place] ^= 1 << draw.randrange(8)
            path.write_bytes(bytes(flipped))
            result = run(home, integrity_only=integrity_only)
            assert result.findings, (name, place)
            named = {finding.file for finding in result.findings}
            indices = {f.index for f in result.findings} - {None}
            assert name in named or (indices and "entries" in name), (name, place)
        path.write_bytes(raw)
    assert run(home).verified


def test_every_byte_of_the_checkpoint_counts(home: Home) -> None:
    path = home.ledger / "checkpoint"
    raw = path.read_bytes()
    text = raw.index(b"\n\n")
    for place in [*range(text + 200), *range(text + 200, len(raw), 37)]:
        flipped = bytearray(raw)
        flipped[place] ^= 1
        path.write_bytes(bytes(flipped))
        found = run(home, integrity_only=True).findings
        assert found, place
        assert any(finding.file == "checkpoint" for finding in found), place


def test_an_altered_entry_is_named_by_its_index(home: Home) -> None:
    path = home.ledger / "tile" / "entries" / "001"
    path.write_bytes(path.read_bytes().replace(b'"NL-300"', b'"NL-XXX"'))
    (finding,) = run(home, integrity_only=True).findings
    assert (finding.code, finding.index) == ("entry_altered", 300)
    assert finding.place == "entry 300"


def test_an_altered_tile_is_told_from_an_altered_entry(home: Home) -> None:
    path = home.ledger / "tile" / "0" / "001"
    raw = bytearray(path.read_bytes())
    raw[0] ^= 1
    path.write_bytes(bytes(raw))
    (finding,) = run(home).findings
    assert (finding.code, finding.file) == ("tile_altered", "tile/0/001")


def test_an_upper_tile_that_does_not_follow_is_named(home: Home) -> None:
    path = home.ledger / "tile" / "1" / "000.p" / "2"
    raw = bytearray(path.read_bytes())
    raw[40] ^= 1
    path.write_bytes(bytes(raw))
    (finding,) = run(home).findings
    assert (finding.code, finding.file) == ("tile_altered", "tile/1/000.p/2")


@pytest.mark.parametrize(
    "name",
    ["tile/entries/000", "tile/0/001", "tile/1/000.p/2", "tile/entries/002.p/108"],
)
def test_a_missing_file_is_named(home: Home, name: str) -> None:
    (home.ledger / name).unlink()
    assert name in {f.file for f in run(home).findings if f.code == "file_missing"}


def test_a_truncated_bundle_is_named_and_the_rest_is_still_checked(home: Home) -> None:
    first = home.ledger / "tile" / "entries" / "000"
    first.write_bytes(first.read_bytes()[:-1])
    second = home.ledger / "tile" / "entries" / "001"
    second.write_bytes(second.read_bytes().replace(b'"NL-300"', b'"NL-XXX"'))
    found = {(f.code, f.index) for f in run(home).findings}
    assert {("bundle_malformed", None), ("entry_altered", 300)} <= found


def test_a_checkpoint_that_claims_too_much_is_no_endless_work(home: Home) -> None:
    signer = load_signer(home.signer)
    resign(home, signer, home.reader.checkpoint(), size=10**16)
    found = {finding.code for finding in run(home).findings}
    assert "file_missing" in found


def test_an_earlier_partial_file_with_other_content_shows_a_rewrite(home: Home) -> None:
    path = home.ledger / "tile" / "entries" / "002.p" / "88"
    assert path.exists()
    path.write_bytes(path.read_bytes().replace(b"NL-520", b"NL-XXX"))
    (finding,) = run(home).findings
    assert (finding.code, finding.file) == ("partial_differs", "tile/entries/002.p/88")


def test_what_a_broken_append_left_is_no_finding(home: Home) -> None:
    for name in ("tile/entries/003", "tile/0/.new-003", "tile/0/002.p/200"):
        (home.ledger / name).write_bytes(b"left")
    result = run(home)
    assert result.verified
    assert len(result.leftovers) == 3


def test_other_pinned_keys_do_not_vouch(home: Home, tmp_path: Path) -> None:
    stranger = make_home(tmp_path / "stranger").policy
    found = audit(home.reader, stranger).findings
    assert [finding.code for finding in found] == ["signature_invalid"] * 2


def test_a_checkpoint_without_its_quorum_of_witnesses_is_found(home: Home) -> None:
    key = verifier_key("w.example", Ed25519PrivateKey.generate(), cosigning=True)
    line = f"witness w {key.format()}\nquorum w".encode()
    policy = Policy.parse(home.policy.format().replace(b"quorum none", line))
    result = audit(home.reader, policy)
    assert [finding.code for finding in result.findings] == ["quorum_missing"]
    assert result.could_not_check == ()


def test_where_there_is_no_ledger_nothing_could_be_checked(tmp_path: Path) -> None:
    result = audit(LedgerReader.at(tmp_path), Policy(logs=()))
    assert result.checkpoint is None
    assert result.could_not_check
    assert not result.verified
    assert result.size == 0


def test_a_malformed_checkpoint_is_a_finding(home: Home) -> None:
    (home.ledger / "checkpoint").write_bytes(b"nonsense")
    (finding,) = run(home).findings
    assert finding.code == "checkpoint_malformed"


def test_what_disagrees_is_named_also_where_other_files_cannot_be_read(
    home: Home,
) -> None:
    altered, unreadable = (home.ledger / bundle_path(number, 256) for number in (0, 1))
    altered.write_bytes(altered.read_bytes().replace(b'"TW"', b'"KR"', 1))
    unreadable.unlink()
    unreadable.mkdir()
    result = run(home)
    (doubt,) = result.could_not_check
    assert bundle_path(1, 256) in doubt
    (finding,) = result.findings
    assert (finding.code, finding.index) == ("entry_or_tile_altered", 1)


def resign(home: Home, signer: object, checkpoint: Checkpoint, size: int) -> None:
    signer = load_signer(home.signer)
    altered = replace(checkpoint, size=size)
    lines = tuple(sign(signer.origin, k, altered, timestamp=1) for k in signer.keys)
    note = SignedNote(text=altered.format(), signatures=lines)
    (home.ledger / "checkpoint").write_bytes(note.format())


def forge(
    home: Home, records: list[tuple[Record, datetime]], *, skip: int = -1
) -> None:
    """Write a ledger of whatever entries, properly hashed and signed by its owner."""
    shutil.rmtree(home.ledger)
    home.ledger.mkdir()
    entries: list[bytes] = []
    previous = EMPTY_ROOT
    for place, (record, when) in enumerate(records):
        raw = Entry(previous=previous, record=record, recorded_at=when).format()
        if place != skip:
            entries.append(raw)
        previous = leaf_hash(raw)
    leaves = [leaf_hash(entry) for entry in entries]
    for number, width in bundles_of(len(entries)):
        path = home.ledger / bundle_path(number, width)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(format_bundle(entries[number * 256 : number * 256 + width]))
    for tile in tiles_of(len(entries)):
        assert tile.level == 0 or tile.width < 256
        path = home.ledger / tile_path(tile)
        path.parent.mkdir(parents=True, exist_ok=True)
        step = 256**tile.level
        nodes = [
            root_hash(leaves[n : n + step])
            for n in range(0, len(leaves) // step * step, step)
        ]
        part = nodes[tile.number * 256 : tile.number * 256 + tile.width]
        path.write_bytes(format_tile(part))
    signer = load_signer(home.signer)
    root = root_hash(leaves)
    checkpoint = Checkpoint(origin=signer.origin, size=len(entries), root=root)
    resign(home, signer, checkpoint, len(entries))


START = datetime(2026, 1, 1, tzinfo=UTC)


def timed(*records: Record) -> list[tuple[Record, datetime]]:
    return [(record, START + timedelta(days=n)) for n, record in enumerate(records)]


def test_an_owner_who_leaves_out_an_entry_breaks_the_chain(home: Home) -> None:
    records = timed(authority(), *(numbered(n) for n in range(300)))
    forge(home, records)
    assert run(home).verified
    forge(home, records, skip=100)
    (finding,) = run(home).findings
    assert (finding.code, finding.index) == ("chain_broken", 100)
    forge(home, records, skip=256)
    (finding,) = run(home, integrity_only=True).findings
    assert (finding.code, finding.index) == ("chain_broken", 256)
    forge(home, records, skip=0)
    found = {(finding.code, finding.index) for finding in run(home).findings}
    assert found == {("chain_broken", 0), ("authority_misplaced", 0)}


def test_an_owner_who_signs_what_breaks_rules_is_found_out(home: Home) -> None:
    import msgspec  # noqa: PLC0415 - only here

    broken = msgspec.structs.replace(numbered(1), lines=())
    forge(home, timed(authority(), broken, authority()))
    found = {(finding.code, finding.index) for finding in run(home).findings}
    assert ("rule_broken", 1) in found
    assert ("authority_misplaced", 2) in found


def test_entries_recorded_out_of_order_are_found(home: Home) -> None:
    records = timed(authority(), *(numbered(n) for n in range(300)))
    records[5] = (records[5][0], START - timedelta(days=1))
    records[256] = (records[256][0], START - timedelta(days=2))
    forge(home, records)
    found = {(finding.code, finding.index) for finding in run(home).findings}
    assert found == {("recorded_order", 5), ("recorded_order", 256)}


def test_a_ledger_of_another_origin_is_found(home: Home) -> None:
    forge(home, timed(authority("other.example")))
    assert codes(home) == {"origin_differs"}


def test_a_rewritten_ledger_with_sound_hashes_does_not_lead_to_the_root(
    home: Home,
) -> None:
    note = home.reader.checkpoint_note()
    records = timed(authority(), *(numbered(n + 7) for n in range(619)))
    forge(home, records)
    (home.ledger / "checkpoint").write_bytes(note)
    assert codes(home) == {"root_differs"}


def test_entry_and_tile_altered_apart_cannot_be_told_apart(home: Home) -> None:
    for name in ("tile/entries/001", "tile/0/001", "tile/1/000.p/2"):
        path = home.ledger / name
        raw = bytearray(path.read_bytes())
        raw[100 if "entries" in name else 33] ^= 1
        path.write_bytes(bytes(raw))
    assert {"entry_or_tile_altered", "root_differs"} <= codes(home)


def test_every_code_has_a_meaning_in_both_languages() -> None:
    assert list(MEANINGS) == list(CODES) == sorted(CODES)
    assert set(CODES) > REMARKS
    for code, meaning in MEANINGS.items():
        assert meaning.nl.endswith("."), code
        assert meaning.en.endswith("."), code
        assert meaning.nl != meaning.en, code


def test_a_remark_leaves_a_ledger_verified(tmp_path: Path) -> None:
    result = run(make_home(tmp_path, 3))
    assert result.verified
    assert [remark.code for remark in result.remarks] == ["recorded_late"] * 3
    assert result.remark_counts == {"recorded_late": 3}


def test_remarks_are_all_counted_and_the_first_of_them_kept() -> None:
    tally = Tally()
    tally.extend(
        Finding("recorded_late", "late", index=index)
        for index in range(MOST_REMARKS + 5)
    )
    tally.add(Finding("rule_broken", "wrong", index=3))
    assert len(tally.remarks) == MOST_REMARKS
    assert tally.remark_counts == {"recorded_late": MOST_REMARKS + 5}
    assert [finding.code for finding in tally.findings] == ["rule_broken"]


def test_a_pinned_key_can_be_given_as_text(home: Home) -> None:
    texts = [key.format() for key in home.policy.logs]
    policy = Policy(logs=tuple(VerifierKey.parse(text) for text in texts))
    assert audit(home.reader, policy, integrity_only=True).verified


def test_the_chain_starts_at_the_empty_tree(home: Home) -> None:
    assert next(home.reader.entries(0, 1))[PREVIOUS].decode() == EMPTY_ROOT.hex()
