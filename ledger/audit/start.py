"""Where an audit starts: at the first entry, or at a checkpoint that was audited.

From a saved checkpoint an audit costs by what was added since. A consistency proof
shows that what was there is still there; the tiles at the old right edge are read
and must lead to the old root; everything from there on is checked as in a whole
audit.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ledger.audit.finding import Finding
from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, MissingError, ProofError
from ledger.proof import prove_growth
from ledger.reader import LedgerReader
from ledger.tile_hashes import tile_roots, unfinished_tiles
from ledger.tiles import WIDTH, frontier_of
from ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    SubtreeRoot,
    check_inclusion,
    prove_inclusion,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What need not be checked again.

    Attributes:
        size: How many entries were audited before.
        levels: Hashes of the unfinished tile at each level of the tree over them.
        last_leaf: Leaf hash of the last of them.
    """

    size: int = 0
    levels: tuple[tuple[bytes, ...], ...] = ()
    last_leaf: bytes = EMPTY_ROOT

    @property
    def bundle(self) -> int:
        """Number of the first bundle to check; it may hold some entries of before."""
        return self.size // WIDTH

    def frontier(self) -> Frontier:
        """Return the frontier of the tree over every bundle before that."""
        return frontier_of(self.levels, lowest=1)

    def known(self, level: int) -> tuple[bytes, ...]:
        """Return the hashes of before in the first tile that can have changed."""
        return self.levels[level] if level < len(self.levels) else ()


def start_from(
    reader: LedgerReader,
    saved: Checkpoint,
    checkpoint: Checkpoint,
    report: Callable[[Finding], None],
) -> Start:
    """Return where to start when a checkpoint was audited before.

    When the ledger does not continue it, that is reported, and the audit is whole.

    Raises:
        StorageError: The ledger could not be read.
    """
    size = saved.size
    if size == 0:
        return Start()
    if size > checkpoint.size:
        message = f"has {checkpoint.size} entries, and had {size}"
        report(Finding("history_rewritten", message))
        return Start()
    try:
        prove_growth(reader, saved, checkpoint)
        levels = unfinished_tiles(reader, size, within=checkpoint.size)
        last_leaf = next(reader.leaf_hashes(size - 1, size))
        sound = _leads_to(tile_roots(reader, checkpoint.size), saved, last_leaf)
    except (FormatError, MissingError):
        return Start()  # the whole audit says which file it is
    except ProofError as error:
        report(Finding("history_rewritten", str(error)))
        return Start()
    if frontier_of(levels).root() != saved.root or not sound:
        return Start()  # a tile is damaged, and the whole audit says which
    return Start(size=size, levels=tuple(map(tuple, levels)), last_leaf=last_leaf)


def _leads_to(roots: SubtreeRoot, saved: Checkpoint, last_leaf: bytes) -> bool:
    """Whether a leaf is the last one of the tree of a checkpoint."""
    last, size = saved.size - 1, saved.size
    hashes = prove_inclusion(last, size, roots)
    try:
        check_inclusion(last, size, last_leaf, hashes, saved.root)
    except ProofError:
        return False
    return True
