"""Building a warehouse: a new DuckDB file from ledgers that verify.

A build is a pure function of the ledgers up to their checkpoints, the code lists
and this code. When the ledgers only grew since the last build, its file is
copied and only the new entries are loaded; the result is the same.
"""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final

import duckdb

from etl.code_lists import code_lists_digest
from etl.errors import BuildError, UnverifiedError, WarehouseError
from etl.warehouse.connection import Connection
from etl.warehouse.current import BuiltLedger, Current, read_current, write_current
from etl.warehouse.load import Loader, finish, load_code_lists, load_entries
from etl.warehouse.part import BUILDS, DIRECTORY_MODE, Part, destroy_old, tier_of
from etl.warehouse.schema import SCHEMA_VERSION, create_tables
from ledger.audit import audit
from ledger.checkpoint import Checkpoint
from ledger.durable import Disk
from ledger.entry import Entry
from ledger.key_files import PRIVATE
from ledger.lock import locked
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.tree import root_hash

KEPT: Final = 3
"""Builds that are kept, the current one included."""

_SCRATCH: Final = ".building"

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerInput:
    """A ledger to build from, and the keys pinned for it.

    Attributes:
        reader: The ledger.
        policy: The keys pinned for it.
        size: How many of its entries to build from; None for all.
    """

    reader: LedgerReader
    policy: Policy
    size: int | None = None

    def up_to(self, size: int) -> "LedgerInput":
        """Return the same ledger as it was at an earlier size."""
        return replace(self, size=size)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build did.

    Attributes:
        current: The build that is now current.
        how: ``full``, ``incremental``, or ``unchanged`` when nothing was to do.
    """

    current: Current
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verified:
    reader: LedgerReader
    checkpoint: Checkpoint
    slug: str

    @property
    def built(self) -> BuiltLedger:
        checkpoint = self.checkpoint
        return BuiltLedger(
            origin=checkpoint.origin,
            root=checkpoint.root_text,
            size=checkpoint.size,
            slug=self.slug,
        )


def build_warehouse(  # noqa: PLR0913 - each is a choice of the caller
    warehouse: Path,
    inputs: Sequence[LedgerInput],
    *,
    full: bool = False,
    processes: int = 1,
    progress: Progress | None = None,
    disk: Disk | None = None,
    part: Part | None = None,
) -> BuildResult:
    """Audit ledgers and build a warehouse from them.

    Args:
        warehouse: Directory of the warehouse; made when it is not there.
        inputs: The ledgers, in the order in which readers will see them.
        full: Load everything anew even when the ledgers only grew.
        processes: How many processes the audit may use.
        progress: Told how far it is.
        disk: Where ``CURRENT.json`` is written.
        part: What the build is to hold beyond what is public.

    Raises:
        BuildError: DuckDB could not read or write its files.
        UnverifiedError: A ledger does not verify; nothing was built.
        WarehouseError: An entry refers to one that is not there, or the warehouse is
            for another tier.
    """
    disk = disk or Disk()
    tier = tier_of(part)
    full = full or part is not None
    verified = _verify(inputs, processes, progress)
    warehouse.mkdir(
        parents=True, exist_ok=True, mode=0o777 if part is None else DIRECTORY_MODE
    )
    with locked(warehouse):
        _clear(warehouse / _SCRATCH)
        old = read_current(warehouse)
        if old is not None and old.tier != tier:
            raise WarehouseError(
                f"{warehouse} is for the {old.tier} tier; builds for the {tier} one"
                " need a directory of their own"
            )
        name = _file_name(verified, part)
        if old is not None and old.file == name and not full:
            if _sha256(warehouse / name) == old.sha256:
                return BuildResult(current=old, how="unchanged")
            old = None
        base = None if full or old is None else _base(warehouse, old, verified)
        with _scratch(warehouse) as scratch:
            _build(scratch / name, base, verified, progress, part)
            disk.sync_file(scratch / name)
            disk.rename(scratch / name, warehouse / name)
        disk.sync_directory(warehouse)
        current = Current(
            code_lists=code_lists_digest(),
            duckdb=duckdb.__version__,
            file=name,
            ledgers=tuple(ledger.built for ledger in verified),
            schema=SCHEMA_VERSION,
            sha256=_sha256(warehouse / name),
            tier=tier,
        )
        write_current(warehouse, current, disk)
        if part is None:
            _remove_old(warehouse, name)
        else:
            destroy_old(warehouse, name, disk)
    return BuildResult(current=current, how="full" if base is None else "incremental")


def _verify(
    inputs: Sequence[LedgerInput], processes: int, progress: Progress | None
) -> list[_Verified]:
    verified: list[_Verified] = []
    for given in inputs:
        told = None if progress is None else _told(progress, "auditing")
        result = audit(given.reader, given.policy, processes=processes, progress=told)
        if not result.verified or result.checkpoint is None:
            lines = [f"{f.place}: {f.code}: {f.message}" for f in result.findings]
            raise UnverifiedError(
                f"{given.reader.where} does not verify; nothing was built",
                (*lines, *result.could_not_check),
                checked=bool(result.findings),
            )
        slugs = {ledger.slug for ledger in verified}
        slug = _slug(result.checkpoint.origin, slugs)
        verified.append(
            _Verified(
                reader=given.reader,
                checkpoint=_earlier(given, result.checkpoint),
                slug=slug,
            )
        )
    return verified


def _earlier(given: LedgerInput, checkpoint: Checkpoint) -> Checkpoint:
    """Return the state to build from: that of the checkpoint or one before it."""
    if given.size is None or given.size == checkpoint.size:
        return checkpoint
    if not 0 < given.size < checkpoint.size:
        raise WarehouseError(
            f"{checkpoint.origin} has {checkpoint.size} entries, not {given.size}"
        )
    root = root_hash(given.reader.leaf_hashes(0, given.size))
    return Checkpoint(origin=checkpoint.origin, size=given.size, root=root)


def _told(progress: Progress, task: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(task, done, total)


def _slug(origin: str, taken: set[str]) -> str:
    """Return a short name for addresses: what follows the host in the origin."""
    path = origin.partition("/")[2] or origin
    base = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "ledger"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _file_name(verified: Sequence[_Verified], part: Part | None) -> str:
    parts = [str(SCHEMA_VERSION), duckdb.__version__, code_lists_digest()]
    parts += [] if part is None else [part.tier, part.digest]
    for ledger in verified:
        built = ledger.built
        parts += [built.slug, built.origin, str(built.size), built.root]
    digest = sha256("\n".join(parts).encode()).hexdigest()
    return f"weegboek-{digest[:16]}.duckdb"


def _sha256(path: Path) -> str:
    if not path.exists():
        return ""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _base(warehouse: Path, old: Current, verified: Sequence[_Verified]) -> Path | None:
    """Return the old file when every ledger in it is a prefix of what is now."""
    path = warehouse / old.file
    same_code = (old.schema, old.duckdb, old.code_lists) == (
        SCHEMA_VERSION,
        duckdb.__version__,
        code_lists_digest(),
    )
    if not same_code or len(old.ledgers) != len(verified):
        return None
    for before, now in zip(old.ledgers, verified, strict=True):
        if before.origin != now.checkpoint.origin or before.slug != now.slug:
            return None
        if not 0 < before.size <= now.checkpoint.size:
            return None
        prefix = Checkpoint(
            origin=before.origin,
            size=before.size,
            root=root_hash(now.reader.leaf_hashes(0, before.size)),
        )
        if prefix.root_text != before.root:
            return None
    return path if _sha256(path) == old.sha256 else None


def _build(
    path: Path,
    base: Path | None,
    verified: Sequence[_Verified],
    progress: Progress | None,
    part: Part | None,
) -> None:
    if base is not None:
        shutil.copyfile(base, path)
    more = () if part is None else part.tables
    with _opened(path, path.parent) as connection:
        loader = Loader(connection, path.parent, more)
        if base is None:
            connection.begin()  # one sync of the disk, not one a statement
            create_tables(connection, more)
            load_code_lists(loader)
            _stamp_build(loader)
            connection.commit()
        for number, ledger in enumerate(verified, start=1):
            _load(connection, loader, number, ledger, progress)
        finish(connection, loader)
        if part is not None:
            for number, ledger in enumerate(verified, start=1):
                part.fill(loader, number, ledger.reader, ledger.built)
        connection.execute("CHECKPOINT")
    if part is not None:
        path.chmod(PRIVATE)


def _clear(path: Path) -> None:
    """Remove what a build that was broken off left."""
    if path.exists():
        shutil.rmtree(path)


@contextmanager
def _scratch(warehouse: Path) -> Iterator[Path]:
    """Give an empty directory to build in."""
    path = warehouse / _SCRATCH
    path.mkdir(mode=DIRECTORY_MODE)
    try:
        yield path
    finally:
        # A disk that fails here leaves files that the next build removes.
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _opened(path: Path, scratch: Path) -> Iterator[Connection]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": "2GB",
        "temp_directory": str(scratch / "spill"),
    }
    try:
        connection = duckdb.connect(str(path), config=config)
        try:
            yield connection
        finally:
            connection.close()
    except duckdb.Error as error:
        raise BuildError(f"DuckDB could not build {path.name}: {error}") from error


def _stamp_build(loader: Loader) -> None:
    row = {
        "schema_version": SCHEMA_VERSION,
        "code_lists": code_lists_digest(),
        "duckdb_version": duckdb.__version__,
    }
    loader.put([("build", row)])


def _load(
    connection: Connection,
    loader: Loader,
    number: int,
    ledger: _Verified,
    progress: Progress | None,
) -> None:
    this = {"ledger": number}
    rows = connection.execute(
        "SELECT size FROM ledger WHERE ledger_id = $ledger", this
    ).fetchall()
    start = rows[0][0] if rows else 0
    connection.execute("DELETE FROM ledger WHERE ledger_id = $ledger", this)
    load_entries(
        connection,
        loader,
        ledger.reader,
        ledger_id=number,
        span=range(start, ledger.checkpoint.size),
        progress=None if progress is None else _told(progress, "loading"),
    )
    loader.put([("ledger", _ledger_row(ledger))], number)


def _ledger_row(ledger: _Verified) -> dict[str, object]:
    size = ledger.checkpoint.size
    opening = Entry.parse(next(ledger.reader.entries(0, 1))).record
    last = Entry.parse(next(ledger.reader.entries(size - 1, size)))
    if not isinstance(opening, Authority):  # the audit has seen to it
        raise TypeError(opening)
    notice = opening.notice
    return {
        "slug": ledger.slug,
        "origin": ledger.checkpoint.origin,
        "country": opening.country,
        "office_nl": opening.office.nl,
        "office_en": opening.office.en,
        "notice_nl": notice and notice.nl,
        "notice_en": notice and notice.en,
        "synthetic": opening.synthetic,
        "size": size,
        "root": ledger.checkpoint.root_text,
        "checkpoint_at": last.recorded_at.replace(tzinfo=None),
        "decisions": 0,
    }


def _remove_old(warehouse: Path, current: str) -> None:
    builds = sorted(
        (path for path in warehouse.glob(BUILDS) if path.name != current),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )
    for path in builds[KEPT - 1 :]:
        path.unlink()
