"""The ledger that is measured: made once, by our own batch append, and kept."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.signer import create_signer
from ledger.store import Ledger, create_ledger
from ledger.tiles import bundle_path, bundles_of
from tests.bench.decisions import (
    CLOSED,
    FRAMEWORK,
    OPENED,
    OPENING,
    ORIGIN,
    decisions,
    source_of,
    when,
)

ROOT: Final = Path(__file__).parents[2]
_CHUNK: Final = 50_000
_VERSION: Final = 2  # of the entries that are made


@dataclass(frozen=True, slots=True)
class Stage:
    """A ledger of some size, with the checkpoint it had a thousandth earlier."""

    path: Path
    size: int

    @property
    def ledger(self) -> Path:
        """The directory of the ledger."""
        return self.path / "ledger"

    @property
    def policy(self) -> Path:
        """The file of the pinned keys."""
        return self.path / "signer" / "policy"

    @property
    def pinned(self) -> Policy:
        """The pinned keys."""
        return Policy.parse(self.policy.read_bytes())

    @property
    def reader(self) -> LedgerReader:
        """What reads the ledger."""
        return LedgerReader.at(self.ledger)

    @property
    def since(self) -> bytes:
        """The signed checkpoint before the last thousandth was appended."""
        return (self.path / "since").read_bytes()

    @property
    def bundles(self) -> list[str]:
        """The names of all files of entries, below the ledger."""
        return [bundle_path(number, width) for number, width in bundles_of(self.size)]


def stage_at(home: Path, size: int) -> Stage:
    """Return the ledger of a size below a directory; make it when it is not there."""
    stage = Stage(home / f"ledger-{_VERSION}-{size}", size)
    if not (stage.path / "since").exists():
        if stage.path.exists():
            raise SystemExit(f"{stage.path} was not finished: remove it, and run again")
        _make(stage)
    return stage


def new_ledger(path: Path) -> tuple[Ledger, str]:
    """Make a ledger; return it and the leaf hash of its framework, in hexadecimal."""
    path.mkdir(parents=True)
    ledger = create_ledger(
        path / "ledger",
        opening=OPENING,
        signer=create_signer(path / "signer", ORIGIN),
        clock=lambda: CLOSED,
        recorded_at=OPENED,
    )
    with ledger.appending() as batch:
        receipt = batch.append(FRAMEWORK, recorded_at=when(1))
    return ledger, receipt.leaf_hash.hex()


def _make(stage: Stage) -> None:
    ledger, framework = new_ledger(stage.path)
    before = stage.size - max(1, stage.size // 1000)
    starts = [*range(2, before, _CHUNK), before]
    note = b""
    for start, stop in zip(starts, [*starts[1:], stage.size], strict=True):
        if start == before:
            note = ledger.reader.checkpoint_note()
        with ledger.appending() as batch:
            for index, decision in enumerate(decisions(start, stop, framework), start):
                batch.append(decision, recorded_at=when(index), source=source_of(index))
    (stage.path / "since").write_bytes(note)
