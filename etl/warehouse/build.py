"""Building a warehouse: a new DuckDB file from ledgers that verify.

A build is a pure function of the ledgers up to their checkpoints, the code lists
and this code. When the ledgers only grew since the last build, its file is
copied, and only the new entries are audited and loaded; the result is the same.
"""

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final

import duckdb

from etl.code_lists import code_lists_digest
from etl.errors import BuildError, WarehouseError
from etl.warehouse.connection import Connection
from etl.warehouse.current import Current, read_current, write_current
from etl.warehouse.finish import finish
from etl.warehouse.load import Loader, load_code_lists, load_entries
from etl.warehouse.part import (
    BUILDS,
    DIRECTORY_MODE,
    SCRATCH,
    Part,
    destroy_old,
    tier_of,
)
from etl.warehouse.schema import SCHEMA_VERSION, create_tables
from etl.warehouse.verified import (
    LedgerInput,
    Progress,
    Verified,
    first_root,
    verify,
)
from ledger.checkpoint import Checkpoint
from ledger.durable import Disk, destroy_below
from ledger.entry import Entry
from ledger.key_files import PRIVATE
from ledger.lock import locked
from ledger.processes import Workers
from ledger.records.authority import Authority

KEPT: Final = 3
"""Builds that are kept, the current one included."""

_WORTH: Final = 8  # pieces of a ledger from which starting processes saves time


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build did.

    Attributes:
        current: The build that is now current.
        how: ``full``, ``incremental``, or ``unchanged`` when nothing was to do.
    """

    current: Current
    how: str


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
        processes: How many processes may audit, and turn entries into rows.
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
    warehouse.mkdir(
        parents=True, exist_ok=True, mode=0o777 if part is None else DIRECTORY_MODE
    )
    with locked(warehouse):
        _clear(warehouse / SCRATCH, disk, part)
        old = read_current(warehouse)
        if old is not None and old.tier != tier:
            raise WarehouseError(
                f"{warehouse} is for the {old.tier} tier; builds for the {tier} one"
                " need a directory of their own"
            )
        if part is not None:
            part.begin(warehouse)
        sound = old if old is not None and not full and _is_made_alike(old) else None
        with _scratch(warehouse, disk, part) as scratch:
            # Meanwhile the last build is read whole, which takes longer than auditing
            # what a night added, and copying.
            with ThreadPoolExecutor(1) as beside:
                digest = beside.submit(_digest_of, warehouse, sound)
                verified = verify(inputs, sound, processes=processes, progress=progress)
                name = _file_name(verified, part)
                goes_on = sound is not None and _goes_on(sound, verified)
                if sound is not None and goes_on and sound.file != name:
                    shutil.copyfile(warehouse / sound.file, scratch / name)
                    # Else DuckDB waits for all of it, where little of it changes.
                    disk.sync_file(scratch / name)
            if sound is not None and digest.result() != sound.sha256:
                sound, goes_on = None, False
                disk.remove(scratch / name)
            if sound is not None and sound.file == name:
                return BuildResult(current=sound, how="unchanged")
            if not goes_on and any(ledger.since for ledger in verified):
                # Nothing of the last build can be used: all entries must be audited.
                verified = verify(inputs, None, processes=processes, progress=progress)
            with Workers(processes, worth=_WORTH) as workers:
                _build(
                    scratch / name,
                    verified,
                    workers=workers,
                    progress=progress,
                    part=part,
                )
            disk.sync_file(scratch / name)
            if part is not None and (warehouse / name).exists():
                # Else its name would go, and what it holds stay where it lies.
                disk.overwrite(warehouse / name)
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
    return BuildResult(current=current, how="incremental" if goes_on else "full")


def _file_name(verified: Sequence[Verified], part: Part | None) -> str:
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


def _digest_of(warehouse: Path, current: Current | None) -> str:
    return "" if current is None else _sha256(warehouse / current.file)


def _is_made_alike(current: Current) -> bool:
    """Whether a build was made by this code."""
    made = (current.schema, current.duckdb, current.code_lists)
    return made == (SCHEMA_VERSION, duckdb.__version__, code_lists_digest())


def _goes_on(old: Current, verified: Sequence[Verified]) -> bool:
    """Whether every ledger of a build is a prefix of what is now."""
    if len(old.ledgers) != len(verified):
        return False
    for before, now in zip(old.ledgers, verified, strict=True):
        if before.origin != now.checkpoint.origin or before.slug != now.slug:
            return False
        if not max(1, now.since) <= before.size <= now.checkpoint.size:
            return False
        prefix = Checkpoint(
            origin=before.origin,
            size=before.size,
            root=first_root(now.reader, before.size),
        )
        if prefix.root_text != before.root:
            return False
    return True


def _build(
    path: Path,
    verified: Sequence[Verified],
    *,
    workers: Workers,
    progress: Progress | None,
    part: Part | None,
) -> None:
    """Build a file; one that is there is a copy of the last build, and goes on."""
    more = () if part is None else part.tables
    begins = not path.exists()
    with _opened(path, path.parent) as connection:
        loader = Loader(connection, path.parent, more)
        if begins:
            connection.begin()
            create_tables(connection, more)
            load_code_lists(loader)
            _stamp_build(loader)
            connection.commit()
        starts: dict[int, int] = {}
        for number, ledger in enumerate(verified, start=1):
            starts[number] = _load(
                connection,
                loader,
                number,
                ledger,
                workers=workers,
                progress=progress,
            )
        finish(connection, loader, workers, starts)
        if part is not None:
            for number, ledger in enumerate(verified, start=1):
                part.fill(loader, number, ledger.reader, ledger.built)
        connection.execute("CHECKPOINT")
    if part is not None:
        path.chmod(PRIVATE)


def _clear(path: Path, disk: Disk, part: Part | None) -> None:
    """Remove what a build that was broken off left; overwrite what is not public."""
    if path.exists():
        if part is not None:
            destroy_below(disk, path)
        shutil.rmtree(path)


@contextmanager
def _scratch(warehouse: Path, disk: Disk, part: Part | None) -> Iterator[Path]:
    """Give an empty directory to build in."""
    path = warehouse / SCRATCH
    path.mkdir(mode=DIRECTORY_MODE)
    try:
        yield path
    finally:
        # A disk that fails here leaves files that the next build removes.
        with suppress(OSError):
            _clear(path, disk, part)


@contextmanager
def _opened(path: Path, scratch: Path) -> Iterator[Connection]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        # Once at the end: else each part written would be written over several times.
        "checkpoint_threshold": "1GB",
        "memory_limit": "300MB",
        "temp_directory": str(scratch / "spill"),
    }
    try:
        connection = duckdb.connect(":memory:", config=config)
        try:
            quoted = str(path).replace("'", "''")
            # Until it is finished and renamed the file is nothing: a log would only be
            # written and thrown away.
            connection.execute(
                f"ATTACH '{quoted}' AS made (RECOVERY_MODE no_wal_writes)"
            )
            connection.execute("USE made")
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


def _load(  # noqa: PLR0913 - one ledger into one file
    connection: Connection,
    loader: Loader,
    number: int,
    ledger: Verified,
    *,
    workers: Workers,
    progress: Progress | None,
) -> int:
    """Load what a ledger has more than the build, and say how much that has."""
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
        workers=workers,
        progress=None if progress is None else partial(progress, "loading"),
    )
    loader.put([("ledger", _ledger_row(ledger))], number)
    return int(start)


def _ledger_row(ledger: Verified) -> dict[str, object]:
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
