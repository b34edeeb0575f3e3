"""Small ledgers for tests, and a disk that fails when told to."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from ledger.durable import Disk
from ledger.note import SignedNote
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.records.decision import LicenceDecision
from ledger.records.values import Text
from ledger.signer import create_signer, load_signer
from ledger.store import Ledger, create_ledger
from tests.ledger.records.sample_records import decision

ORIGIN = "test.example/nl"


@dataclass
class TickingClock:
    """A clock that goes on by one second each time it is read."""

    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def authority(origin: str = ORIGIN) -> Authority:
    return Authority(
        country="NL", office=Text(nl="Kantoor"), origin=origin, synthetic=True
    )


def numbered(number: int) -> LicenceDecision:
    """Return a decision whose weighing is not published: it needs no framework."""
    return msgspec.structs.replace(
        decision(),
        decision_ref=f"NL-{number}",
        framework_applies=None,
        weighing=None,
        weighing_status="not_published",
    )


@dataclass
class Home:
    """A ledger with its signer in one directory."""

    path: Path
    clock: TickingClock = field(default_factory=TickingClock)

    @property
    def ledger(self) -> Path:
        return self.path / "ledger"

    @property
    def signer(self) -> Path:
        return self.path / "signer"

    @property
    def policy_file(self) -> Path:
        return self.signer / "policy"

    @property
    def policy(self) -> Policy:
        return Policy.parse(self.policy_file.read_bytes())

    @property
    def reader(self) -> LedgerReader:
        return LedgerReader.at(self.ledger)

    def note(self) -> SignedNote:
        return SignedNote.parse(self.reader.checkpoint_note())

    def fork(self, path: Path) -> "Home":
        """Copy all of it, so that the copy can go on otherwise."""
        shutil.copytree(self.path, path)
        return Home(path, clock=self.clock)

    def open(self, disk: Disk | None = None, wait: float = 0.2) -> Ledger:
        signer = load_signer(self.signer, disk=disk)
        return Ledger.open(self.ledger, signer, self.clock, disk=disk, wait=wait)

    def append(self, count: int, disk: Disk | None = None) -> None:
        ledger = self.open(disk)
        size = ledger.size
        with ledger.appending() as batch:
            for number in range(size, size + count):
                batch.append(numbered(number))


def make_home(path: Path, decisions: int = 0) -> Home:
    return fill_home(Home(path), decisions)


def fill_home(home: Home, decisions: int = 0) -> Home:
    signer = create_signer(home.signer, ORIGIN)
    create_ledger(home.ledger, opening=authority(), signer=signer, clock=home.clock)
    if decisions:
        home.append(decisions)
    return home


class PowerCutError(OSError):
    """The disk stopped."""


class FailingDisk(Disk):
    """A disk that works for some steps and then for none.

    A step that fails may have been done half: of a write, the first bytes.
    """

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def _step(self) -> bool:
        self.steps -= 1
        return self.steps >= 0

    def write(self, path: Path, data: bytes, *, mode: int = 0o644) -> None:
        if not self._step():
            super().write(path, data[: len(data) // 2], mode=mode)
            raise PowerCutError(28, "No space left on device", str(path))
        super().write(path, data, mode=mode)

    def begin(self, path: Path, data: bytes) -> int:
        if not self._step():
            super().write(path, data[: len(data) // 2])
            raise PowerCutError(28, "No space left on device", str(path))
        return super().begin(path, data)

    def end(self, descriptor: int) -> None:
        self._or_fail("end", descriptor)

    def _or_fail(self, name: str, *arguments: Any) -> None:
        if not self._step():
            raise PowerCutError(5, "Input/output error", str(arguments[0]))
        getattr(super(), name)(*arguments)

    def rename(self, old: Path, new: Path) -> None:
        self._or_fail("rename", old, new)

    def link(self, old: Path, new: Path) -> None:
        self._or_fail("link", old, new)

    def overwrite(self, path: Path) -> None:
        self._or_fail("overwrite", path)

    def make_directory(self, path: Path) -> None:
        self._or_fail("make_directory", path)

    def remove(self, path: Path) -> None:
        self._or_fail("remove", path)

    def remove_directory(self, path: Path) -> None:
        self._or_fail("remove_directory", path)

    def sync_directory(self, path: Path) -> None:
        self._or_fail("sync_directory", path)
