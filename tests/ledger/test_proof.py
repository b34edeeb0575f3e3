from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, LedgerError, ProofError, SignatureError
from ledger.keys import ED25519
from ledger.note import SignatureLine, SignedNote
from ledger.proof import Proof, prove_entry, prove_growth
from ledger.tile_hashes import tile_roots, unfinished_tiles
from ledger.tiles import frontier_of
from ledger.tree import (
    MAX_HASHES,
    check_consistency,
    prove_consistency,
    prove_inclusion,
    root_hash,
    roots_over,
)
from tests.ledger.ledgers import Home, make_home

SIZES = (1, 2, 255, 256, 257, 511, 512, 600)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_home(tmp_path_factory.mktemp("proof"), decisions=599)


@pytest.fixture(scope="module")
def leaves(home: Home) -> list[bytes]:
    return list(home.reader.leaf_hashes(0, 600))


@pytest.mark.parametrize("index", [0, 1, 255, 256, 511, 512, 599])
def test_an_entry_is_proved_and_checked_with_pinned_keys_alone(
    home: Home, index: int
) -> None:
    proof, entry = prove_entry(home.reader, index)
    assert Proof.parse(proof.format()) == proof
    assert proof.check(entry, home.policy) == home.reader.checkpoint()


@pytest.mark.parametrize("size", SIZES)
def test_tiles_give_the_proofs_that_the_leaves_give(
    home: Home, leaves: list[bytes], size: int
) -> None:
    # Tiles of the ledger at 600 serve trees of any size below it.
    from_leaves, from_tiles = roots_over(leaves[:size]), tile_roots(home.reader, 600)
    for index in {0, size // 2, size - 1}:
        assert prove_inclusion(index, size, from_tiles) == prove_inclusion(
            index, size, from_leaves
        )
    for old in {1, (size + 1) // 2, size}:
        assert prove_consistency(old, size, from_tiles) == prove_consistency(
            old, size, from_leaves
        )
    levels = unfinished_tiles(home.reader, size, within=600)
    assert frontier_of(levels).root() == root_hash(leaves[:size])


def test_growth_is_proved_between_any_two_checkpoints(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    seen: list[Checkpoint] = [home.reader.checkpoint()]
    for count in (1, 253, 1, 1, 300):
        home.append(count)
        seen.append(home.reader.checkpoint())
    for place, old in enumerate(seen):
        for new in seen[place:]:
            proof = prove_growth(home.reader, old, new)
            check_consistency(old.size, new.size, proof, old.root, new.root)


def test_a_rewritten_history_cannot_be_proved_to_be_growth(tmp_path: Path) -> None:
    one = make_home(tmp_path / "one", decisions=300)
    old = one.reader.checkpoint()
    forged = Checkpoint(origin=old.origin, size=old.size, root=bytes(32))
    one.append(20)
    with pytest.raises(ProofError):
        prove_growth(one.reader, forged, one.reader.checkpoint())
    stranger = Checkpoint(origin="other.example", size=3, root=bytes(32))
    with pytest.raises(ProofError, match="two ledgers"):
        prove_growth(one.reader, stranger, one.reader.checkpoint())


def test_a_proof_of_another_entry_is_refused(home: Home) -> None:
    proof, _ = prove_entry(home.reader, 7)
    _, other = prove_entry(home.reader, 8)
    with pytest.raises(ProofError):
        proof.check(other, home.policy)


def test_a_proof_is_refused_with_other_pinned_keys(home: Home, tmp_path: Path) -> None:
    proof, entry = prove_entry(home.reader, 7)
    with pytest.raises(SignatureError):
        proof.check(entry, make_home(tmp_path).policy)


def test_no_entry_beyond_the_ledger_is_proved(home: Home) -> None:
    with pytest.raises(ProofError, match="no leaf 600"):
        prove_entry(home.reader, 600)


def test_a_damaged_ledger_gives_no_proof(tmp_path: Path) -> None:
    home = make_home(tmp_path, decisions=9)
    path = home.ledger / "tile" / "0" / "000.p" / "10"
    raw = bytearray(path.read_bytes())
    raw[40] ^= 1
    path.write_bytes(raw)
    with pytest.raises(ProofError, match="damaged"):
        prove_entry(home.reader, 7)


def test_a_short_proof_still_checks_by_the_ledgers_ed25519_key(home: Home) -> None:
    proof, entry = prove_entry(home.reader, 7)
    short = proof.short()
    assert len(short.format()) < 1_200
    policy = type(home.policy)(
        logs=tuple(key for key in home.policy.logs if key.key_type == ED25519)
    )
    assert short.check(entry, policy).size == 600


NOTE = SignedNote(
    text=Checkpoint(origin="a.example", size=9, root=bytes(32)).format(),
    signatures=(SignatureLine(name="a.example", key_id=b"abcd", signature=b"s"),),
)


@given(
    index=st.integers(0, 10**17),
    hashes=st.lists(st.binary(min_size=32, max_size=32), max_size=MAX_HASHES),
    extra=st.none() | st.binary(min_size=1, max_size=99),
)
def test_every_proof_reads_back(
    index: int, hashes: list[bytes], extra: bytes | None
) -> None:
    proof = Proof(index=index, hashes=tuple(hashes), note=NOTE, extra=extra)
    assert Proof.parse(proof.format()) == proof


def sound() -> bytes:
    return Proof(index=4, hashes=(bytes(32),) * 3, note=NOTE, extra=b"x").format()


@given(place=st.integers(0, 400), value=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_written_alike(place: int, value: int) -> None:
    raw = bytearray(sound())
    raw[place % len(raw)] = value
    try:
        parsed = Proof.parse(bytes(raw))
    except LedgerError:
        return
    assert parsed.format() == bytes(raw)


@pytest.mark.parametrize(
    "change",
    [
        (b"@v1", b"@v2"),
        (b"index 4", b"index 04"),
        (b"index 4", b"index -4"),
        (b"index 4\n", b""),
        (b"index 4\n", b"index 4\r\n"),
        (b"extra eA==", b"extra "),
        (b"extra eA==", b"extra eB=="),
        (b"extra eA==\n", b"extra eA==\nextra eA==\n"),
        (b"AAAA=\n\n", b"AAAA=\n"),
        (b"index 4\n", b"index 4\n" + b"A" * 43 + b"=\n" * 64),
    ],
)
def test_a_proof_in_any_other_spelling_is_refused(change: tuple[bytes, bytes]) -> None:
    assert change[0] in sound()
    with pytest.raises(FormatError):
        Proof.parse(sound().replace(*change, 1))
