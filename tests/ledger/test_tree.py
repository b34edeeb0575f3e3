import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import ProofError
from ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    check_consistency,
    check_inclusion,
    leaf_hash,
    leaf_hashes,
    paired_root,
    prove_consistency,
    prove_inclusion,
    root_hash,
    roots_over,
)

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "merkle.json").read_text()
)
LEAVES = [leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves"]]


def naive_root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    left, right = naive_root(leaves[:middle]), naive_root(leaves[middle:])
    return sha256(b"\x01" + left + right).digest()


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def test_the_empty_tree_has_the_root_of_rfc_6962() -> None:
    assert EMPTY_ROOT.hex() == VECTORS["empty_root"]
    assert root_hash([]) == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_equal_the_public_vectors(size: int) -> None:
    assert root_hash(LEAVES[:size]).hex() == VECTORS["roots"][size - 1]


@pytest.mark.parametrize("case", VECTORS["inclusion"])
def test_inclusion_proofs_equal_the_public_vectors(case: dict[str, Any]) -> None:
    leaves = LEAVES[: case["size"]]
    proof = prove_inclusion(case["index"], len(leaves), roots_over(leaves))
    assert [node.hex() for node in proof] == case["proof"]


@pytest.mark.parametrize("case", VECTORS["consistency"])
def test_consistency_proofs_equal_the_public_vectors(case: dict[str, Any]) -> None:
    leaves = LEAVES[: case["size"]]
    proof = prove_consistency(case["old_size"], len(leaves), roots_over(leaves))
    assert [node.hex() for node in proof] == case["proof"]


@given(st.integers(1, 300))
def test_the_root_equals_a_naive_recursion(size: int) -> None:
    assert root_hash(leaves_of(size)) == naive_root(leaves_of(size))


@given(st.data(), st.integers(1, 70))
def test_every_leaf_can_be_proved_and_no_other(data: st.DataObject, size: int) -> None:
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = (
        prove_inclusion(index, len(leaves), roots_over(leaves)),
        root_hash(leaves),
    )
    check_inclusion(index, size, leaves[index], proof, root)
    with pytest.raises(ProofError):
        check_inclusion(index, size, leaf_hash(b"other"), proof, root)
    with pytest.raises(ProofError):
        check_inclusion(index, size, leaves[index], [*proof, root], root)
    if proof:
        with pytest.raises(ProofError):
            check_inclusion(index, size, leaves[index], proof[:-1], root)


@given(st.data(), st.integers(1, 70))
def test_every_prefix_can_be_proved_and_no_other(
    data: st.DataObject, size: int
) -> None:
    leaves = leaves_of(size)
    old = data.draw(st.integers(1, size))
    proof = prove_consistency(old, len(leaves), roots_over(leaves))
    old_root, root = root_hash(leaves[:old]), root_hash(leaves)
    check_consistency(old, size, proof, old_root, root)
    with pytest.raises(ProofError):
        check_consistency(old, size, proof, leaf_hash(b"other"), root)
    with pytest.raises(ProofError):
        check_consistency(old, size, proof, old_root, leaf_hash(b"other"))
    with pytest.raises(ProofError):
        check_consistency(old, size, [*proof, root], old_root, root)


def test_nothing_is_proved_about_an_empty_or_a_larger_tree() -> None:
    with pytest.raises(ProofError):
        prove_consistency(0, 8, roots_over(LEAVES))
    with pytest.raises(ProofError):
        prove_inclusion(8, 8, roots_over(LEAVES))
    with pytest.raises(ProofError):
        check_consistency(0, 8, [], EMPTY_ROOT, root_hash(LEAVES))
    with pytest.raises(ProofError):
        check_consistency(3, 8, [], LEAVES[0], root_hash(LEAVES))
    with pytest.raises(ProofError):
        check_inclusion(8, 8, LEAVES[0], [], root_hash(LEAVES))


@given(st.integers(1, 600), st.integers(0, 8))
def test_a_root_with_a_tail_is_the_root_of_the_whole(size: int, height: int) -> None:
    leaves = leaves_of(size)
    block = 1 << height
    frontier = Frontier()
    whole = size // block * block
    for start in range(0, whole, block):
        frontier.push(root_hash(leaves[start : start + block]), height)
    tail = root_hash(leaves[whole:]) if whole < size else None
    assert frontier.root(tail) == root_hash(leaves)


def test_a_larger_subtree_cannot_follow_a_smaller_one() -> None:
    frontier = Frontier()
    frontier.push(LEAVES[0])
    with pytest.raises(ValueError, match="cannot follow"):
        frontier.push(LEAVES[1], 1)


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_many_hashes_at_once_are_the_hashes_one_by_one(entries: list[bytes]) -> None:
    leaves = leaf_hashes(entries)
    assert leaves == [leaf_hash(entry) for entry in entries]
    assert paired_root(leaves) == root_hash(leaves)


@pytest.mark.parametrize("size", [*range(20), 255, 256, 257])
def test_joining_pairs_gives_the_tree_of_any_size(size: int) -> None:
    leaves = leaf_hashes(b"%d" % number for number in range(size))
    assert paired_root(leaves) == root_hash(leaves)
