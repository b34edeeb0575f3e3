"""The ledger on disk: create it, open it, append to it.

Write order of an append (a crash between any two steps leaves the last
checkpoint valid and the next append clean):

1. with a vault, what opens the digests of the new entries (``ledger.vault``);
   then bundles and tiles, each whole or not at all;
2. read back what was written, and compare it with the bytes that were hashed;
3. compare with what the signer last signed, sign, and remember that;
4. replace ``checkpoint``.

What a broken append leaves lies beyond the checkpoint: nobody reads it, and the
next append takes it away.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ledger.batch import Batch, Clock, Edge, Keeper
from ledger.beyond import remove_beyond
from ledger.checkpoint import Checkpoint
from ledger.durable import TEMPORARY, Disk, described, put_durably
from ledger.entry import Entry
from ledger.errors import (
    DivergedError,
    ExistsError,
    FormatError,
    LedgerError,
    MissingError,
    SignerError,
    StorageError,
    UnfinishedError,
)
from ledger.lock import WAIT, locked
from ledger.note import SignatureLine, SignedNote
from ledger.reader import CHECKPOINT, LedgerReader
from ledger.records.authority import Authority
from ledger.signer import Signer
from ledger.tile_hashes import unfinished_tiles
from ledger.tiles import WIDTH, Tile, bundle_path, parse_bundle, tile_path
from ledger.tree import leaf_hash, leaf_hashes


class Ledger:
    """A ledger that can be appended to."""

    def __init__(
        self, path: Path, signer: Signer, clock: Clock, disk: Disk, wait: float
    ) -> None:
        self.path = path
        self.reader = LedgerReader.at(path)
        self._signer = signer
        self._clock = clock
        self._disk = disk
        self._wait = wait
        self._checkpoint: Checkpoint | None = None

    @classmethod
    def open(
        cls,
        path: Path,
        signer: Signer,
        clock: Clock,
        *,
        disk: Disk | None = None,
        wait: float = WAIT,
    ) -> "Ledger":
        """Open the ledger in a directory.

        Args:
            path: The directory.
            signer: The signer of this ledger.
            clock: Gives the time of entries and signatures.
            disk: Where files are written.
            wait: Seconds to wait for another writer.

        Raises:
            DivergedError: The ledger is not what the signer last signed.
            LockedError: Another writer holds it.
            SignerError: The signer is that of another ledger.
            StorageError: There is no ledger.
        """
        ledger = cls(path, signer, clock, disk or Disk(), wait)
        if not path.is_dir():
            raise StorageError(f"{path} is no ledger: no such directory")
        with locked(path, wait=wait):
            ledger._load()
        return ledger

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint that this object saw last."""
        if self._checkpoint is None:
            raise StorageError(f"{self.path} is no ledger: no checkpoint")
        return self._checkpoint

    @property
    def size(self) -> int:
        """Number of entries at that checkpoint."""
        return self.checkpoint.size

    def refresh(self) -> Checkpoint:
        """Return the checkpoint as it is now; one that was only signed is published.

        Raises:
            DivergedError: The ledger is not what the signer last signed.
            LockedError: Another writer holds the ledger.
            StorageError: The ledger could not be read.
        """
        with locked(self.path, wait=self._wait):
            self._load()
        return self.checkpoint

    @contextmanager
    def appending(self, keeper: Keeper | None = None) -> Iterator[Batch]:
        """Append records; at the end of the block all are published, or none.

        Args:
            keeper: The vault that keeps what is confidential; without one, a record
                that holds such is refused.

        Raises:
            DivergedError: The ledger is not what the signer last signed.
            LockedError: Another writer holds the ledger.
            StorageError: A file could not be written or does not read back.
            UnfinishedError: All are signed, or may be, but something failed after.
        """
        with locked(self.path, wait=self._wait):
            edge = self._load()
            if keeper is not None:
                keeper.begin(self._signer.origin, edge.size)
            yield from self._append(edge, keeper)

    def add_cosignatures(self, text: bytes, lines: Iterable[SignatureLine]) -> bool:
        """Publish what witnesses signed, beside the ledger's own signatures.

        Args:
            text: The text of the checkpoint that they cosigned.
            lines: Their signature lines, which the caller has checked.

        Returns:
            Whether that is still the published checkpoint; else nothing is changed.

        Raises:
            LockedError: Another writer holds the ledger.
            StorageError: The checkpoint could not be written.
        """
        with locked(self.path, wait=self._wait):
            self._load()
            note = SignedNote.parse(self.reader.checkpoint_note())
            if note.text != text:
                return False
            merged = {(line.name, line.key_id): line for line in note.signatures}
            merged |= {(line.name, line.key_id): line for line in lines}
            cosigned = SignedNote(text=text, signatures=tuple(merged.values()))
            put_durably(self._disk, self.path / CHECKPOINT, cosigned.format())
            return True

    def _append(self, edge: Edge, keeper: Keeper | None) -> Iterator[Batch]:
        remove_beyond(self._disk, self.path, edge.size)
        batch = Batch(self.path, edge, self._disk, self._clock, keeper)
        before = self._checkpoint
        collecting = gc.isenabled()
        gc.disable()  # entries are plain bytes without cycles
        try:
            yield batch
            if edge.size > (before.size if before else 0):
                batch.finish()
        except BaseException:
            batch.discard()
            raise
        finally:
            if collecting:
                gc.enable()
        if edge.size > (before.size if before else 0):
            self._publish(batch, before, edge)

    def _publish(self, batch: Batch, before: Checkpoint | None, edge: Edge) -> None:
        checkpoint = Checkpoint(
            origin=self._signer.origin, size=edge.size, root=edge.root()
        )
        try:
            note = self._signer.sign_next(before, checkpoint, self._clock())
            put_durably(self._disk, self.path / CHECKPOINT, note)
            self._checkpoint = checkpoint
            if before is not None:
                self._remove_partial(before.size, edge.size)
        except (OSError, LedgerError) as error:
            if not self._may_be_signed(checkpoint):
                batch.discard()
                raise
            self._checkpoint = checkpoint
            raise UnfinishedError(checkpoint.size, described(error)) from error

    def _may_be_signed(self, checkpoint: Checkpoint) -> bool:
        """Whether the signer signed a checkpoint; one that is unreadable may have."""
        try:
            raw = self._signer.last_signed()
            return raw is not None and self._signer.verify(raw) == checkpoint
        except (OSError, LedgerError):
            return True

    def _remove_partial(self, old: int, new: int) -> None:
        """Remove partial files whose full ones are now published (tlog-tiles)."""
        level = 0
        while old:
            if old % WIDTH and old // WIDTH < new // WIDTH:
                number = old // WIDTH
                names = [tile_path(Tile(level, number, WIDTH))]
                names += [bundle_path(number, WIDTH)] if level == 0 else []
                for name in names:
                    self._remove_partials_of(self.path / f"{name}.p")
            level, old, new = level + 1, old // WIDTH, new // WIDTH

    def _remove_partials_of(self, directory: Path) -> None:
        if directory.is_dir():
            for path in sorted(directory.iterdir()):
                self._disk.remove(path)
            self._disk.remove_directory(directory)

    def _load(self) -> Edge:
        """Read the right edge, after making sure that the signer agrees with it."""
        signed = self._signer.last_signed()
        published = self.path / CHECKPOINT
        raw = published.read_bytes() if published.exists() else None
        if raw is not None and signed is None:
            raise DivergedError(
                f"the signer has signed nothing, yet {published} exists"
            )
        if signed is None:
            self._checkpoint = None
            return Edge()
        checkpoint = self._signer.verify(signed)
        try:
            edge = self._edge_at(checkpoint)
        except MissingError as error:
            raise DivergedError(
                f"{error}, yet size {checkpoint.size} was signed; if the ledger was"
                " restored from a copy, bring back what was added after the copy"
            ) from error
        if raw is None or not _carries(raw, signed):
            # A crash came between signing and publishing, or someone put an older
            # checkpoint back. The tiles reach what was signed: publish it again.
            if raw is not None and self._foreign(raw, checkpoint):
                raise DivergedError(f"{published} is not by the signer of this ledger")
            put_durably(self._disk, published, signed)
        self._checkpoint = checkpoint
        return edge

    def _foreign(self, raw: bytes, signed: Checkpoint) -> bool:
        return self._signer.verify(raw).size >= signed.size

    def _edge_at(self, checkpoint: Checkpoint) -> Edge:
        edge = Edge()
        edge.size = size = checkpoint.size
        edge.levels = unfinished_tiles(self.reader, size)
        number, width = divmod(size - 1, WIDTH)
        # Not by way of the published checkpoint: a crash may have come before it.
        bundle = self.reader.bundle_bytes(number, width + 1)
        last = parse_bundle(bundle, width + 1)
        edge.entries = last if size % WIDTH else []
        edge.last_leaf = leaf_hash(last[-1])
        edge.last_recorded = Entry.parse(last[-1]).recorded_at
        whole = leaf_hashes(edge.entries) == edge.levels[0]
        if not whole or edge.root() != checkpoint.root:
            raise DivergedError(
                f"the files in {self.path} do not lead to the root of size {size} that"
                " was last signed; run: weegboek audit run"
            )
        return edge


def _carries(published: bytes, signed: bytes) -> bool:
    """Whether a published checkpoint is the signed one, perhaps cosigned since."""
    try:
        note = SignedNote.parse(published)
    except FormatError:
        return False
    own = SignedNote.parse(signed)
    return note.text == own.text and set(own.signatures) <= set(note.signatures)


def _holds_more_than_a_beginning(path: Path) -> bool:
    """Whether a directory holds what a creation that was broken off did not leave.

    That is at most the first entry and its hash, which no checkpoint covers.
    """
    names = {tile_path(Tile(0, 0, 1)), bundle_path(0, 1)}
    for file in path.rglob("*"):
        name = file.relative_to(path)
        meant = name.with_name(name.name.removeprefix(TEMPORARY)).as_posix()
        known = meant in names or (meant == CHECKPOINT != name.name)
        if not known and not file.is_dir():
            return True
    return False


def create_ledger(  # noqa: PLR0913 - each is a part of the world that tests replace
    path: Path,
    *,
    opening: Authority,
    signer: Signer,
    clock: Clock,
    recorded_at: datetime | None = None,
    disk: Disk | None = None,
    wait: float = WAIT,
) -> Ledger:
    """Make a ledger whose first entry says whose it is.

    A creation that was broken off before anything was signed is begun again.

    Raises:
        ExistsError: Something is there already, or the signer has signed before.
        RecordError: The opening record breaks a rule.
        SignerError: The signer's keys are named otherwise than the origin.
        StorageError: The files could not be written.
    """
    if opening.origin != signer.origin:
        raise SignerError(
            f"the signer signs for {signer.origin}, not for {opening.origin}"
        )
    if _holds_more_than_a_beginning(path):
        raise ExistsError(f"{path} is not empty: creating never overwrites")
    if signer.last_signed() is not None:
        raise ExistsError(f"the signer in {signer.directory} already has a ledger")
    path.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(path, signer, clock, disk or Disk(), wait)
    with ledger.appending() as batch:
        batch.append(opening, recorded_at=recorded_at)
    return ledger
