"""The Go checksum database's own libraries as reader of a ledger."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.keys import ED25519
from ledger.note import SignedNote
from ledger.proof import prove_entry
from ledger.reader import CHECKPOINT
from ledger.tiles import WIDTH, format_bundle, format_tile, parse_bundle
from ledger.tree import leaf_hash
from ledger.witness.client import request_for
from tests.interop.programs import build_reader, missing
from tests.ledger.ledgers import Home, make_home

pytestmark = missing


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_reader(tmp_path_factory.mktemp("go"))


@dataclass(frozen=True)
class Evidence:
    """A ledger with all that Go is to check."""

    home: Home
    proof: Path
    old: Path
    growth: Path

    def read_by(self, reader: Path) -> subprocess.CompletedProcess[str]:
        (key,) = (k.format() for k in self.home.policy.logs if k.key_type == ED25519)
        files = (self.home.ledger, key, self.proof, self.old, self.growth)
        return subprocess.run(
            [reader, *files], capture_output=True, text=True, check=False, timeout=60
        )


def evidence(path: Path, *, old: int, size: int, index: int) -> Evidence:
    home = make_home(path / "home", decisions=old - 1)
    older = path / "older"
    older.write_bytes(home.reader.checkpoint_note())
    if size > old:
        home.append(size - old)
    proof, growth = path / "one.tlog-proof", path / "growth"
    proof.write_bytes(prove_entry(home.reader, index)[0].format())
    note = SignedNote.parse(home.reader.checkpoint_note())
    growth.write_bytes(request_for(home.reader, note, old).format())
    return Evidence(home=home, proof=proof, old=older, growth=growth)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return evidence(tmp_path_factory.mktemp("sound"), old=255, size=600, index=300)


@pytest.fixture
def copy(sound: Evidence, tmp_path: Path) -> Evidence:
    shutil.copytree(sound.home.path.parent, tmp_path / "copy")
    files = (tmp_path / "copy" / f.name for f in (sound.proof, sound.old, sound.growth))
    return Evidence(Home(tmp_path / "copy" / "home"), *files)


@pytest.mark.parametrize(
    ("old", "size", "index"),
    [(1, 1, 0), (1, 2, 1), (2, 255, 254), (3, 256, 255), (256, 257, 256), (9, 600, 8)],
)
def test_go_reads_a_ledger_of_any_shape(
    reader: Path, tmp_path: Path, old: int, size: int, index: int
) -> None:
    done = evidence(tmp_path, old=old, size=size, index=index).read_by(reader)
    assert done.stdout == (
        f"verified: test.example/nl, {size} entries, entry {index}, since {old}\n"
    )
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("name", "place", "says"),
    [
        (CHECKPOINT, 20, "invalid signature"),
        ("tile/entries/000", 700, "entry 1 differs"),
        ("tile/entries/002.p/88", 50, "entry 512 differs"),
        ("tile/0/001", 32, "entry 257 differs"),
        ("tile/0/002.p/88", 0, "inconsistent tile"),
        ("tile/1/000.p/2", 63, "inconsistent tile"),
    ],
)
def test_go_notices_a_flipped_byte(
    reader: Path, copy: Evidence, name: str, place: int, says: str
) -> None:
    path = copy.home.ledger / name
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)
    done = copy.read_by(reader)
    assert done.returncode == 1
    assert done.stdout.startswith("FAILED:")
    assert says in done.stdout


def test_go_notices_an_entry_that_was_altered_with_its_hash(
    reader: Path, copy: Evidence
) -> None:
    bundle, tile = (
        copy.home.ledger / "tile" / name for name in ("entries/001", "0/001")
    )
    entries = parse_bundle(bundle.read_bytes(), WIDTH)
    entries[1] = entries[1].replace(b"NL-257", b"NL-XXX")
    bundle.write_bytes(format_bundle(entries))
    tile.write_bytes(format_tile([leaf_hash(entry) for entry in entries]))
    done = copy.read_by(reader)
    assert done.returncode == 1
    assert done.stdout == "FAILED: the entries do not lead to the root\n"


@pytest.mark.parametrize("which", ["proof", "growth"])
def test_go_notices_a_flipped_hash_of_a_proof(
    reader: Path, copy: Evidence, which: str
) -> None:
    path: Path = getattr(copy, which)
    raw = path.read_bytes()
    place = raw.index(b"=\n") - 9
    path.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
    done = copy.read_by(reader)
    assert done.returncode == 1
    assert "invalid transparency proof" in done.stdout
