"""Play a scenario again and again, with a fault at another point each time."""

import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ledger.witness.cosigner import load_cosigner
from ledger.witness.server import WitnessServer
from tests.faults.injection import (
    EIO,
    FAULTS,
    Nursery,
    Outcome,
    Point,
    injected,
    points,
    run,
)
from tests.faults.scenarios import Run, Scenario
from tests.faults.world import Violation, World
from tests.ledger.ledgers import TickingClock

_ENDS, _TENTH = 8, 10


class Trial(NamedTuple):
    """One injected fault: what was hit, and what stood after it or is wrong."""

    scenario: str
    point: Point
    fault: str
    status: int
    state: str
    wrong: str


class Stage:
    """The world of one scenario, made once and restored before each run."""

    def __init__(self, scenario: Scenario, nursery: Nursery, path: Path) -> None:
        self.scenario = scenario
        self.world = World(path / "world")
        self._pristine = path / "pristine"
        self._nursery = nursery
        self.run = Run(self.world, nursery, "")

    @contextmanager
    def made(self) -> Iterator["Stage"]:
        """Make the world, and run its witness while it is used."""
        if not self.scenario.witnessed:
            self._make("")
            yield self
            return
        server = WitnessServer(("127.0.0.1", 0), _Later(), TickingClock(), print)  # type: ignore[arg-type] # opened when the world is made
        self._make(f"http://127.0.0.1:{server.server_address[1]}")
        server.cosigner = load_cosigner(self.world.witness)
        server.log = lambda _: None
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def _make(self, url: str) -> None:
        self.scenario.make(self.world, url)
        self.world.path.rename(self._pristine)
        self._restore()

    def _restore(self) -> None:
        shutil.rmtree(self.world.path, ignore_errors=True)
        shutil.copytree(self._pristine, self.world.path, copy_function=_copied)
        self.run.note_what_stands()

    def play(self, injection: list[str] | None = None) -> Outcome:
        """Run the command in the world as it was at first."""
        self._restore()
        meanwhile = self.scenario.meanwhile
        return run(
            self._nursery,
            self.scenario.words(self.run),
            self.world.path,
            injection,
            meanwhile and meanwhile(self.run),
        )

    def undisturbed(self) -> dict[Point, bool]:
        """Return the points of injection, after seeing that all goes well."""
        outcome = self.play()
        if outcome.status > 0 or self.scenario.check(self.run, outcome) != "done":
            raise Violation(f"{self.scenario.name} fails undisturbed: {outcome}")
        return points(outcome.calls, self.world.path)

    def try_(self, point: Point, fault: str) -> Trial:
        """Inject a fault at a point and check what stands after it."""
        outcome = self.play(injected(point, fault))
        state, wrong = "not reached", ""
        if outcome.hit:
            try:
                state = self.scenario.check(self.run, outcome)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is wrong
                state, wrong = "WRONG", f"{type(error).__name__}: {error}"
        place = point._replace(path=point.path.removeprefix(f"{self.world.path}/"))
        return Trial(self.scenario.name, place, fault, outcome.status, state, wrong)

    def trials(self) -> list[tuple[Point, str]]:
        """Return the points of the scenario, each with every fault that fits it."""
        found = self.undisturbed()
        repeats = Counter((point.path, point.call) for point in found)
        return [
            (point, fault)
            for point, changing in found.items()
            for fault in FAULTS
            if changing or fault == EIO
            if _chosen(point.number, repeats[point.path, point.call])
        ]


def _chosen(number: int, repeats: int) -> bool:
    """Of a call that is made over and over on one file: some at each end, and a tenth.

    Only DuckDB does that, on its write-ahead log.
    """
    return number <= _ENDS or number > repeats - _ENDS or number % _TENTH == 0


class _Later:
    """Stands where the witness will be, until its directory is there."""


def _copied(source: str, target: str) -> None:
    # Full bundles and tiles are never written again, so a large ledger is linked.
    if "/tile/" in source and ".p/" not in source:
        Path(target).hardlink_to(source)
    else:
        shutil.copyfile(source, target)
        shutil.copymode(source, target)
