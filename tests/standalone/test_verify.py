"""The auditor's own file against the ledger's audit: two programs, one verdict."""

import shutil
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import verify
from ledger.audit import audit
from ledger.checkpoint import Checkpoint
from ledger.durable import Disk
from ledger.entry import Entry
from ledger.keys import ED25519, sign
from ledger.note import SignedNote
from ledger.proof import prove_entry
from ledger.reader import CHECKPOINT, LedgerReader
from ledger.signer import load_signer
from ledger.tiles import format_bundle, format_tile
from ledger.timestamp.files import keep_token
from ledger.tree import leaf_hash, root_hash
from tests.ledger.ledgers import Home, make_home
from tests.ledger.test_site import (
    Answer,
    continues,
    drip,
    dripping_headers,
    endless,
    files_of,
    redirect,
    serving,
)

VERIFY = Path(verify.__file__)
VERIFIED, FINDINGS, USAGE, COULD_NOT = 0, 1, 2, 3


def key_of(home: Home) -> str:
    return next(key.format() for key in home.policy.logs if key.key_type == ED25519)


def run(*words: object, deadline: str = "5") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", VERIFY, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"VERIFY_DEADLINE": deadline},
    )


def findings_of(home: Home) -> list[str]:
    """Verify in this process, for speed; what it could not check is a finding too."""
    found: list[str] = []
    try:
        verify.verify_ledger(
            str(home.ledger), [verify.parse_key(key_of(home))], found.append
        )
    except (verify.Finding, verify.CouldNot) as problem:
        found.append(str(problem))
    return found


def test_it_is_short_enough_to_be_read() -> None:
    assert len(VERIFY.read_text().splitlines()) <= 400


def test_it_needs_nothing_but_python(tmp_path: Path) -> None:
    home = make_home(tmp_path, decisions=9)
    alone = shutil.copy(VERIFY, tmp_path / "alone.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", alone, home.ledger, "--key", key_of(home)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == VERIFIED, done.stderr
    assert done.stdout.startswith("verified: test.example/nl, 10 entries")


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 512, 600])
def test_both_verify_a_sound_ledger(tmp_path: Path, size: int) -> None:
    home = make_home(tmp_path, decisions=size - 1)
    assert audit(home.reader, home.policy).verified
    assert findings_of(home) == []


def test_both_verify_a_ledger_that_grew_step_by_step(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    for count in (1, 100, 154, 1, 300):
        home.append(count)
        assert findings_of(home) == []


def test_both_verify_a_tree_of_three_levels(tmp_path: Path) -> None:
    size = 66_000
    entries = [b""] * size
    before = verify.EMPTY
    for index in range(size):
        entries[index] = b'{"_prev":"%b",%d}' % (before.hex().encode(), index)
        before = leaf_hash(entries[index])
    home = make_home(tmp_path)
    publish(home, entries)
    assert audit(home.reader, home.policy, integrity_only=True).findings[0].index == 0
    assert findings_of(home) == []


def publish(home: Home, entries: list[bytes]) -> None:
    """Write any entries as a ledger whose owner signs them."""
    shutil.rmtree(home.ledger)
    level, number_of = [leaf_hash(entry) for entry in entries], 0
    root = root_hash(level)
    for first in range(0, len(entries), 256):
        part = entries[first : first + 256]
        write(home, "entries", first // 256, len(part), format_bundle(part))
    while level:
        for first in range(0, len(level), 256):
            part = level[first : first + 256]
            write(home, str(number_of), first // 256, len(part), format_tile(part))
        level = [
            root_hash(level[first : first + 256])
            for first in range(0, len(level) // 256 * 256, 256)
        ]
        number_of += 1
    signer = load_signer(home.signer)
    checkpoint = Checkpoint(origin=signer.origin, size=len(entries), root=root)
    lines = tuple(
        sign(signer.origin, key, checkpoint, timestamp=1) for key in signer.keys
    )
    note = SignedNote(text=checkpoint.format(), signatures=lines)
    (home.ledger / CHECKPOINT).write_bytes(note.format())


def write(home: Home, level: str, number: int, width: int, data: bytes) -> None:
    path = home.ledger / verify.path_of(level, number, width)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_home(tmp_path_factory.mktemp("sound"), decisions=599)


def copy_of(home: Home, path: Path) -> Home:
    shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(home.path, path)
    return Home(path, clock=home.clock)


FILES = [
    "tile/entries/000",
    "tile/entries/001",
    "tile/entries/002.p/88",
    "tile/0/000",
    "tile/0/002.p/88",
    "tile/1/000.p/2",
    CHECKPOINT,
]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["flipped", "cut", "longer", "empty", "gone"])
def test_both_find_damage_to_any_file(
    sound: Home, tmp_path: Path, name: str, how: str
) -> None:
    home = copy_of(sound, tmp_path / "copy")
    path = home.ledger / name
    raw = path.read_bytes()
    changed = {
        "flipped": raw[:40] + bytes([raw[40] ^ 1]) + raw[41:],
        "cut": raw[:-1],
        "longer": raw + b"\n",
        "empty": b"",
    }
    path.unlink()
    if how in changed:
        path.write_bytes(changed[how])
    assert not audit(home.reader, home.policy, integrity_only=True).verified
    assert findings_of(home)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_both_agree_on_any_changed_byte(
    sound: Home, tmp_path: Path, data: st.DataObject
) -> None:
    home = copy_of(sound, tmp_path / "copy")
    path = home.ledger / data.draw(st.sampled_from(FILES))
    raw = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(raw)
    # The standalone file leaves the signature by ML-DSA-44 alone, and says so.
    ed25519 = type(home.policy)(
        logs=tuple(key for key in home.policy.logs if key.key_type == ED25519)
    )
    result = audit(home.reader, ed25519, integrity_only=True)
    assert bool(findings_of(home)) is not result.verified


def test_both_find_a_chain_that_its_owner_rebuilt_without_an_entry(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path, decisions=9)
    entries = list(home.reader.entries(0, 10))
    publish(home, entries[:4] + entries[5:])
    result = audit(home.reader, home.policy, integrity_only=True)
    assert [(one.code, one.index) for one in result.findings] == [("chain_broken", 4)]
    assert findings_of(home) == ["entry 4: does not name the entry before it"]
    assert Entry.parse(entries[5]).record is not None


def test_another_key_does_not_verify(sound: Home, tmp_path: Path) -> None:
    stranger = make_home(tmp_path)
    done = run(sound.ledger, "--key", key_of(stranger))
    assert done.returncode == FINDINGS
    assert "did not sign" in done.stdout


def test_a_post_quantum_key_is_said_to_be_left_unchecked(sound: Home) -> None:
    keys = [word for key in sound.policy.logs for word in ("--key", key.format())]
    done = run(sound.ledger, *keys)
    assert done.returncode == VERIFIED
    assert "left unchecked" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("LEDGER",),
        ("LEDGER", "--key", "nonsense"),
        ("--key", "KEY"),
        ("LEDGER", "--proof", "a", "b", "--key", "KEY"),
        ("ftp://a/b", "--key", "KEY"),
    ],
)
def test_wrong_usage_says_so(sound: Home, words: tuple[str, ...]) -> None:
    given = {"LEDGER": str(sound.ledger), "KEY": key_of(sound)}
    done = run(*(given.get(word, word) for word in words))
    assert done.returncode == USAGE
    assert "Traceback" not in done.stderr


def test_where_there_is_no_ledger_it_could_not_check(sound: Home) -> None:
    done = run("/nowhere", "--key", key_of(sound))
    assert done.returncode == COULD_NOT


def test_a_published_ledger_verifies_as_on_disk(sound: Home, tmp_path: Path) -> None:
    with serving(files_of(sound.ledger)) as url:
        assert run(url, "--key", key_of(sound)).returncode == VERIFIED
    home = copy_of(sound, tmp_path / "copy")
    (home.ledger / "tile/entries/001").unlink()
    with serving(files_of(home.ledger)) as url:
        assert run(url, "--key", key_of(sound)).returncode == FINDINGS


@pytest.mark.parametrize(
    "answer", [endless, redirect, drip, dripping_headers, continues]
)
def test_a_hostile_server_cannot_hold_it(sound: Home, answer: Answer) -> None:
    def hostile(handler: BaseHTTPRequestHandler) -> None:
        if handler.path.endswith(("checkpoint", "000")):
            files_of(sound.ledger)(handler)
        else:
            answer(handler)

    started = time.monotonic()
    with serving(hostile) as url:
        done = run(url, "--key", key_of(sound), deadline="0.5")
    assert done.returncode in {FINDINGS, COULD_NOT}
    assert "Traceback" not in done.stderr
    assert time.monotonic() - started < 30  # it ended by itself


def test_a_proof_is_checked_offline(sound: Home, tmp_path: Path) -> None:
    made, entry = prove_entry(sound.reader, 300)
    proof, beside = tmp_path / "x.tlog-proof", tmp_path / "x.entry"
    proof.write_bytes(made.format())
    beside.write_bytes(entry)
    words = ("--proof", proof, beside, "--key", key_of(sound))
    good = run(*words)
    assert good.returncode == VERIFIED
    assert good.stdout == "verified: entry 300 of test.example/nl, at size 600\n"
    for changed in (
        made.format().replace(b"index 300", b"index 301"),
        made.format().replace(b"index 300", b"index 0300"),
        made.format().replace(b"\n600\n", b"\n601\n"),
        made.format()[30:],
        b"".join(made.format().splitlines(keepends=True)[:3]),
    ):
        proof.write_bytes(changed)
        assert run(*words).returncode == FINDINGS
    proof.write_bytes(made.format())
    beside.write_bytes(entry + b" ")
    assert run(*words).returncode == FINDINGS


@pytest.mark.parametrize(
    ("public", "message", "signature"),
    [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            (
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            ),
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            (
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            ),
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            (
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
            ),
        ),
    ],
)
def test_the_vectors_of_rfc_8032_verify(
    public: str, message: str, signature: str
) -> None:
    key, text, made = (bytes.fromhex(one) for one in (public, message, signature))
    assert verify.signed(key, text, made)
    assert not verify.signed(key, text + b"x", made)
    too_large = int.from_bytes(made[32:], "little") + verify.ORDER
    twin = made[:32] + too_large.to_bytes(32, "little")
    assert not verify.signed(key, text, twin)  # the same signature spelled otherwise
    assert not verify.signed(key, text, made[:-1])


@settings(max_examples=25, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=99))
def test_signatures_by_the_library_verify_and_changed_ones_do_not(
    seed: bytes, message: bytes
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    made = private.sign(message)
    assert verify.signed(public, message, made)
    for place in (0, 31, 32, 63):
        changed = bytearray(made)
        changed[place] ^= 1
        assert not verify.signed(public, message, bytes(changed))


def test_what_the_library_reads_the_other_reads(sound: Home) -> None:
    assert LedgerReader.at(sound.ledger).checkpoint().size == 600


def test_time_stamps_beside_a_ledger_are_none_of_its_business(tmp_path: Path) -> None:
    home = make_home(tmp_path, decisions=9)
    keep_token(home.ledger, 10, b"whatever an authority said", disk=Disk())
    assert findings_of(home) == []
