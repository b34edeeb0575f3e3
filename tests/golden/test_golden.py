"""A frozen ledger: what was written and signed once must be readable for ever."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import verify
from ledger.audit import audit
from ledger.entry import Entry
from ledger.errors import FormatError
from ledger.keys import ED25519, ML_DSA_44, VerifierKey
from ledger.note import SignatureLine, SignedNote
from ledger.policy import Policy
from ledger.proof import Proof
from ledger.reader import LedgerReader
from ledger.split_view import SplitView
from ledger.store import Ledger
from ledger.witness.client import sound_lines
from ledger.witness.request import Request
from tests.golden.make import append_events, make, signer_in
from tests.ledger.ledgers import TickingClock

FROZEN = Path(__file__).parent / "v1"
READER = LedgerReader.at(FROZEN / "ledger")
POLICY = Policy.parse((FROZEN / "policy").read_bytes())
KEYS = {key.key_id: key for key in POLICY.keys}
EVIDENCE = sorted(
    path.relative_to(FROZEN).as_posix() for path in FROZEN.rglob("*") if path.is_file()
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("golden")
    make(out)
    return out


def test_the_frozen_ledger_is_verified_with_its_quorum() -> None:
    result = audit(READER, POLICY, integrity_only=True)
    assert result.verified, result
    assert result.size == 259
    assert result.cosigners == ("ed25519", "ml-dsa-44")
    assert result.leftovers == ()


def test_every_frozen_entry_is_read_and_written_alike() -> None:
    kinds = set()
    for raw in READER.entries(0, 259):
        entry = Entry.parse(raw)
        assert entry.format() == raw
        kinds.add(entry.kind)
    assert len(kinds) == 7


def test_the_frozen_policy_and_checkpoints_are_read_and_written_alike() -> None:
    assert POLICY.format() == (FROZEN / "policy").read_bytes()
    for size in (6, 259):
        raw = (FROZEN / f"at-{size}").read_bytes()
        assert SignedNote.parse(raw).format() == raw
        assert POLICY.logs_only().checkpoint_of(raw).size == size


@pytest.mark.parametrize("index", [3, 257])
def test_the_frozen_proofs_hold(index: int) -> None:
    entry = (FROZEN / f"entry-{index}.entry").read_bytes()
    raw = (FROZEN / f"entry-{index}.tlog-proof").read_bytes()
    proof = Proof.parse(raw)
    assert proof.format() == raw
    assert proof.check(entry, POLICY).size == 259
    short = (FROZEN / f"entry-{index}.short.tlog-proof").read_bytes()
    assert proof.short().format() == short
    pinned = [verify.parse_key(key.format()) for key in ed25519_keys()]
    assert verify.verify_proof(short, entry, pinned)


def ed25519_keys() -> list[VerifierKey]:
    return [key for key in POLICY.logs if key.key_type == ED25519]


def test_the_frozen_proof_of_growth_and_split_view_hold() -> None:
    growth = Request.parse((FROZEN / "growth-6-259.add-checkpoint").read_bytes())
    old, new = growth.check((FROZEN / "at-6").read_bytes(), POLICY)
    assert (old.size, new.size) == (6, 259)
    evidence = SplitView.parse((FROZEN / "split-view.json").read_bytes())
    smaller, larger = evidence.check(POLICY)
    assert smaller.size == larger.size == 259
    assert smaller.root != larger.root


def test_the_frozen_cosignatures_are_by_the_witness() -> None:
    note = SignedNote.parse((FROZEN / "at-259").read_bytes())
    raw = (FROZEN / "cosignatures").read_bytes()
    keys = [witness.key for witness in POLICY.witnesses]
    assert len(sound_lines(raw, note, keys)) == 2


def test_the_auditors_own_program_verifies_the_frozen_ledger() -> None:
    keys = [verify.parse_key(key.format()) for key in ed25519_keys()]
    found: list[str] = []
    told = verify.verify_ledger(str(FROZEN / "ledger"), keys, found.append)
    assert found == []
    assert told.startswith("golden.example/nl, 259 entries")


def test_the_same_files_come_out_today(made: Path) -> None:
    today = [path.relative_to(made).as_posix() for path in made.rglob("*")]
    files = sorted(name for name in today if (made / name).is_file())
    assert files == EVIDENCE


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_same_bytes_come_out_today(made: Path, name: str) -> None:
    frozen, today = ((place / name).read_bytes() for place in (FROZEN, made))
    assert fixed_part(today) == fixed_part(frozen)


def fixed_part(raw: bytes) -> list[bytes]:
    """Replace each signature by ML-DSA-44, which is random, by what it signs with."""
    lines = raw.replace(b"\\n", b"\n").split(b"\n")
    return [random_free(line) for line in lines]


def random_free(line: bytes) -> bytes:
    try:
        parsed = SignatureLine.parse(line.decode())
    except (FormatError, UnicodeDecodeError):
        return line
    key = KEYS.get(parsed.key_id)
    if key is None or key.key_type != ML_DSA_44:
        return line
    return parsed.name.encode() + parsed.key_id + parsed.signature[:8]


def test_an_append_goes_on_where_the_frozen_ledger_ends(tmp_path: Path) -> None:
    shutil.copytree(FROZEN / "ledger", tmp_path / "ledger")
    signer = signer_in(tmp_path / "signer")
    shutil.copy(FROZEN / "at-259", signer.directory / "last-signed")
    clock = TickingClock(datetime(2026, 2, 1, tzinfo=UTC))
    append_events(Ledger.open(tmp_path / "ledger", signer, clock), "later")
    reader = LedgerReader.at(tmp_path / "ledger")
    since = (FROZEN / "at-259").read_bytes()
    result = audit(reader, POLICY.logs_only(), since=since, integrity_only=True)
    assert result.verified
    assert (result.since, result.size) == (259, 512)
