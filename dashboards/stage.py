"""From an address to a scene, once it is sure that its ledger verifies."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Lock

from dashboards.labels import Labels, read_labels
from dashboards.queries import LedgerStamp, ledgers
from dashboards.queries.stamp import began_on
from dashboards.remembered import Memory, remembering
from dashboards.scene import Scene
from dashboards.state import ViewState
from dashboards.verification import Source, Verdict, Verifier
from dashboards.words import Language
from etl.errors import WarehouseError
from etl.warehouse.connection import Connection
from etl.warehouse.reader import KEPT_DAYS, Build, Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an address leads to.

    Attributes:
        every: All ledgers of the warehouse, as they are now.
        asked: The one that is asked for, or the first; None when there is no such.
        stamp: That one on the day that is asked for; None when it had nothing then.
        began_on: The day of its first entry, when it had none on the day asked for.
        verdict: What the last audit of it said.
        problems: Why no number of it may be shown; empty when they may.
        scene: The question, only when nothing is in the way.
    """

    every: tuple[LedgerStamp, ...]
    asked: LedgerStamp | None
    stamp: LedgerStamp | None = None
    began_on: date | None = None
    verdict: Verdict | None = None
    problems: tuple[str, ...] = ()
    scene: Scene | None = None


class Stage:
    """The warehouse, the verifier, and the names of codes, for all requests."""

    def __init__(self, warehouse: Warehouse, verifier: Verifier) -> None:
        self._warehouse = warehouse
        self._verifier = verifier
        self._reached: Build | None = None
        self._labels: dict[tuple[str, str], Labels] = {}
        self._memories: OrderedDict[tuple[str, date | None], Memory] = OrderedDict()
        self._memories_lock = Lock()

    @contextmanager
    def opened(
        self, state: ViewState, language: Language, *, dark: bool
    ) -> Iterator[Opened]:
        """Give what an address leads to, with a cursor that ends with the block.

        Raises:
            WarehouseError: There is no sound build.
        """
        build = self._audited_build()
        # Of this build, though a new one may take its place meanwhile.
        with self._warehouse.cursor(state.as_of, build=build) as cursor:
            connection = remembering(cursor, self._memory_of(build, state.as_of))
            stamps = ledgers(connection)
            every = stamps if state.as_of is None else self._now(build)
            asked = _chosen(every, state.ledger)
            stamp = None if asked is None else _named(stamps, asked.slug)
            if stamp is None:
                yield Opened(
                    every=every,
                    asked=asked,
                    began_on=None if asked is None else self._began_on(build, asked),
                )
                return
            built = next(one for one in build.current.ledgers if one.slug == stamp.slug)
            verdict, problems = self._verifier.verdict(built)
            scene = None
            if not problems:
                scene = Scene(
                    connection=connection,
                    state=state,
                    language=language,
                    labels=self._labels_of(connection, build.current.file, language),
                    stamp=stamp,
                    dark=dark,
                    source=None if verdict is None else verdict.source,
                    beside=self._beside(stamps, stamp, build, state),
                )
            yield Opened(
                every=every,
                asked=asked,
                stamp=stamp,
                verdict=verdict,
                problems=problems,
                scene=scene,
            )

    def _now(self, build: Build) -> tuple[LedgerStamp, ...]:
        """Return all ledgers of a build, whatever day is asked for."""
        with self._warehouse.cursor(build=build) as cursor:
            return ledgers(remembering(cursor, self._memory_of(build, None)))

    def _began_on(self, build: Build, stamp: LedgerStamp) -> date | None:
        """Return the day of the first entry of a ledger."""
        with self._warehouse.cursor(build=build) as cursor:
            return began_on(cursor, stamp.ledger_id)

    def _beside(
        self,
        stamps: tuple[LedgerStamp, ...],
        stamp: LedgerStamp,
        build: Build,
        state: ViewState,
    ) -> LedgerStamp | None:
        """Return the ledger that is compared with; none that does not verify."""
        if state.by != "ledger" or state.other == stamp.slug:
            return None
        other = next((one for one in stamps if one.slug == state.other), None)
        if other is None:
            return None
        built = next(one for one in build.current.ledgers if one.slug == other.slug)
        _, problems = self._verifier.verdict(built)
        return None if problems else other

    def _audited_build(self) -> Build:
        """Return the current build, or the one before until an audit reaches it.

        Else a reader would be told, between an append and the next audit, that nothing
        is verified. What the one before shows is held against the audit like any other.
        One whose file is gone may hold what was erased: nothing of it is kept.
        """
        try:
            newest = self._warehouse.build()
        except WarehouseError:
            self._reached = None
            self._forget_but(frozenset())
            raise
        if self._reached is not None and not self._warehouse.has(self._reached):
            self._reached = None
        if all(map(self._verifier.reaches, newest.current.ledgers)):
            self._reached = newest
        asked = self._reached or newest
        self._forget_but(frozenset({newest.current.sha256, asked.current.sha256}))
        return asked

    def _forget_but(self, builds: frozenset[str]) -> None:
        """Forget what was answered from other builds than these."""
        with self._memories_lock:
            for key in list(self._memories):
                if key[0] not in builds:
                    del self._memories[key]

    def newest(self) -> str:
        """Return the digest of the build that readers are shown.

        Raises:
            WarehouseError: There is no sound build.
        """
        return self._audited_build().current.sha256

    def source(self, slug: str) -> Source | None:
        """Return where a ledger's files are, whether it verifies or not.

        Raises:
            WarehouseError: There is no sound build.
        """
        for built in self._warehouse.build().current.ledgers:
            if built.slug == slug:
                verdict, _ = self._verifier.verdict(built)
                return None if verdict is None else verdict.source
        return None

    def _memory_of(self, build: Build, as_of: date | None) -> Memory:
        """Return what was asked of a build as of a day."""
        key = (build.current.sha256, as_of)
        with self._memories_lock:
            memory = self._memories.setdefault(key, Memory())
            self._memories.move_to_end(key)
            while len(self._memories) > KEPT_DAYS:
                self._memories.popitem(last=False)
            return memory

    def _labels_of(
        self, connection: Connection, build: str, language: Language
    ) -> Labels:
        key = (build, language.tongue)
        if key not in self._labels:
            self._labels[key] = read_labels(connection, language)
        return self._labels[key]


def _chosen(stamps: tuple[LedgerStamp, ...], slug: str) -> LedgerStamp | None:
    """Return the ledger of a name; the first for none."""
    return _named(stamps, slug) if slug else next(iter(stamps), None)


def _named(stamps: tuple[LedgerStamp, ...], slug: str) -> LedgerStamp | None:
    return next((stamp for stamp in stamps if stamp.slug == slug), None)
