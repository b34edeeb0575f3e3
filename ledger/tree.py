"""The Merkle tree of RFC 6962 over SHA-256: hashes, roots and proofs.

Pure functions over leaf hashes. Proofs are lists of hashes in the order of RFC
9162 section 2.1: the leaf's sibling first, the root's child last.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final

from ledger.errors import ProofError

HASH_SIZE: Final = 32

MAX_HASHES: Final = 63
"""Hashes of the longest proof that is read at all."""

EMPTY_ROOT: Final = sha256(b"").digest()
"""The root of a tree without leaves."""


# For each new hash OpenSSL 3 looks SHA-256 up again, which takes longer than hashing a
# node does; a copy of one that has begun needs no looking up.
_LEAF: Final = sha256(b"\x00")
_NODE: Final = sha256(b"\x01")


def leaf_hash(entry: bytes) -> bytes:
    """Hash the bytes of one entry into a leaf (RFC 6962 section 2.1)."""
    hashing = _LEAF.copy()
    hashing.update(entry)
    return hashing.digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the node above them (RFC 6962 section 2.1)."""
    hashing = _NODE.copy()
    hashing.update(left + right)
    return hashing.digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Hash many entries: the ``leaf_hash`` of each, in two thirds of the time."""
    hashes = []
    for entry in entries:
        hashing = _LEAF.copy()
        hashing.update(entry)
        hashes.append(hashing.digest())
    return hashes


def paired_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over hashes that are at hand: ``root_hash`` in half the time.

    Pairs are joined layer by layer, and an odd one out goes up as it is; that gives the
    tree of RFC 6962.
    """
    layer = list(hashes)
    while len(layer) > 1:
        above = []
        for left, right in zip(layer[::2], layer[1::2], strict=False):
            hashing = _NODE.copy()
            hashing.update(left + right)
            above.append(hashing.digest())
        layer = above + layer[2 * len(above) :]
    return layer[0] if layer else EMPTY_ROOT


class Frontier:
    """The complete subtrees of a growing tree, largest first.

    Holds one hash for each bit set in the tree's size, so that a root costs no
    more than 63 hashes however large the tree is.
    """

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[tuple[int, bytes]] = []

    def push(self, subtree: bytes, height: int = 0) -> None:
        """Add the root of a complete subtree of ``2**height`` leaves at the right.

        Raises:
            ValueError: A smaller subtree already stands at the right.
        """
        if self._subtrees and self._subtrees[-1][0] < height:
            raise ValueError(
                f"a subtree of height {height} cannot follow a smaller one"
            )
        self.size += 1 << height
        while self._subtrees and self._subtrees[-1][0] == height:
            subtree = node_hash(self._subtrees.pop()[1], subtree)
            height += 1
        self._subtrees.append((height, subtree))

    def root(self, tail: bytes | None = None) -> bytes:
        """Return the root over everything pushed so far.

        Args:
            tail: The root over further leaves at the right, fewer than the smallest
                subtree pushed has.
        """
        root = tail
        for _, subtree in reversed(self._subtrees):
            root = subtree if root is None else node_hash(subtree, root)
        return EMPTY_ROOT if root is None else root


def root_hash(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over some leaf hashes."""
    frontier = Frontier()
    for leaf in leaf_hashes:
        frontier.push(leaf)
    return frontier.root()


def largest_power_below(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


SubtreeRoot = Callable[[int, int], bytes]
"""Gives the root over the leaves from ``start`` to ``stop``, exclusive."""


def roots_over(leaf_hashes: Sequence[bytes]) -> SubtreeRoot:
    """Return what gives the roots over parts of some leaf hashes."""
    return lambda start, stop: root_hash(leaf_hashes[start:stop])


def prove_inclusion(index: int, size: int, root_over: SubtreeRoot) -> list[bytes]:
    """Build the proof that a leaf stands at ``index`` of a tree of some size.

    Raises:
        ProofError: There is no such leaf.
    """
    if not 0 <= index < size:
        raise ProofError(f"no leaf {index} in a tree of {size}")
    proof: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + largest_power_below(stop - start)
        if index < middle:
            proof.append(root_over(middle, stop))
            stop = middle
        else:
            proof.append(root_over(start, middle))
            start = middle
    return proof[::-1]


def prove_consistency(old_size: int, size: int, root_over: SubtreeRoot) -> list[bytes]:
    """Build the proof that the first ``old_size`` leaves are still the first.

    Raises:
        ProofError: The old tree is empty or larger than this one.
    """
    if not 0 < old_size <= size:
        raise ProofError(f"no tree of {old_size} within one of {size}")
    proof: list[bytes] = []
    start, stop, whole = 0, size, True
    while old_size != stop:
        middle = start + largest_power_below(stop - start)
        if old_size <= middle:
            proof.append(root_over(middle, stop))
            stop = middle
        else:
            proof.append(root_over(start, middle))
            start, whole = middle, False
    if not whole:
        proof.append(root_over(start, stop))
    return proof[::-1]


def check_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that a leaf stands at ``index`` of a tree (RFC 9162 section 2.1.3.2).

    Raises:
        ProofError: The proof does not show it.
    """
    if not 0 <= index < size:
        raise ProofError(f"no leaf {index} in a tree of {size}")
    first, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if first & 1 or first == last:
            computed = node_hash(sibling, computed)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        first, last = first >> 1, last >> 1
    if last:
        raise ProofError("the inclusion proof is too short")
    if computed != root:
        raise ProofError(f"leaf {index} is not in the tree with this root")


def check_consistency(
    old_size: int, size: int, proof: Sequence[bytes], old_root: bytes, root: bytes
) -> None:
    """Check that one tree is a prefix of another (RFC 9162 section 2.1.4.2).

    Raises:
        ProofError: The proof does not show it, or the old tree is empty: nothing
            can be proved about an empty tree.
    """
    if not 0 < old_size <= size:
        raise ProofError(f"no tree of {old_size} within one of {size}")
    if old_size == size:
        if proof or old_root != root:
            raise ProofError("two trees of one size have different roots or a proof")
        return
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    old_computed, computed = _climb(old_size - 1, size - 1, path)
    if old_computed != old_root:
        raise ProofError("the consistency proof does not lead to the old root")
    if computed != root:
        raise ProofError("the consistency proof does not lead to the new root")


def _climb(first: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Follow a consistency proof from an old tree's last leaf to both roots."""
    if not path:
        raise ProofError("the consistency proof is empty")
    while first & 1:
        first, last = first >> 1, last >> 1
    old_computed = computed = path[0]
    for node in path[1:]:
        if last == 0:
            raise ProofError("the consistency proof is too long")
        if first & 1 or first == last:
            old_computed = node_hash(node, old_computed)
            computed = node_hash(node, computed)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            computed = node_hash(computed, node)
        first, last = first >> 1, last >> 1
    if last:
        raise ProofError("the consistency proof is too short")
    return old_computed, computed
