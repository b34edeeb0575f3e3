"""Reading the current build: read-only, cut off from everything else.

A warehouse can be built anew while it is read; the next question then goes to
the new build.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Final

import duckdb

from etl.errors import WarehouseError
from etl.warehouse.as_of import open_as_of
from etl.warehouse.connection import Connection
from etl.warehouse.current import Current, read_current
from etl.warehouse.schema import SCHEMA_VERSION
from ledger.records.visibility import Visibility

KEPT_DAYS: Final = 3
"""Earlier days that are kept open, those asked for last."""

_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "access_mode": "read_only",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
    "memory_limit": "1GB",
    "threads": "2",
}

_PUBLIC: Final[dict[str, str | bool | int | float | list[str]]] = {
    "max_temp_directory_size": "4GB",
    "memory_limit": "256MB",
}
"""How a public build is read: what does not fit is put on disk for a moment.

Nothing of a build for the committee is, since files outlive what is killed.
"""


@cache
def _scratch() -> TemporaryDirectory[str]:
    """Return a directory of this process's own; DuckDB wants one for all of it."""
    return TemporaryDirectory(prefix="weegboek-")


@dataclass(frozen=True, slots=True)
class Build:
    """An opened build: what it was made from, and a connection on it."""

    current: Current
    connection: Connection


class Warehouse:
    """The current build of a warehouse directory.

    Attributes:
        path: The directory.
        tier: Who the build is to be for: one of another tier is never opened.
    """

    def __init__(self, path: Path, tier: Visibility = "public") -> None:
        self.path = path
        self.tier = tier
        self._lock = Lock()
        self._build: Build | None = None
        self._days: OrderedDict[tuple[str, date], Connection] = OrderedDict()
        self._days_lock = Lock()

    def build(self) -> Build:
        """Return the current build, opened; a newer one takes its place.

        Raises:
            WarehouseError: There is none, it is damaged, of another version, or of
                another tier.
        """
        current = read_current(self.path)
        self._forget_destroyed()
        if current is None:
            raise WarehouseError(
                f"{self.path} holds no build; make one with: weegboek build"
            )
        if current.tier != self.tier:
            raise WarehouseError(
                f"{self.path} holds a build for the {current.tier} tier, which is not"
                f" opened for the {self.tier} one"
            )
        with self._lock:
            if self._build is None or self._build.current != current:
                self._build = _open(self.path, current)
            return self._build

    def has(self, build: Build) -> bool:
        """Whether the file of a build is still there: what is old is removed."""
        return (self.path / build.current.file).exists()

    def _forget_destroyed(self) -> None:
        """Let go of what was read of builds that are no longer there."""
        with self._lock:
            if self._build is not None and not self.has(self._build):
                self._build = None
        with self._days_lock:
            for key in list(self._days):
                if not (self.path / key[0]).exists():
                    del self._days[key]

    @contextmanager
    def cursor(
        self, as_of: date | None = None, *, build: Build | None = None
    ) -> Iterator[Connection]:
        """Give a cursor on a build, for one thread and one question.

        Args:
            as_of: Take the build back to the end of this day (UTC).
            build: One opened before; without it, the current one.

        Raises:
            WarehouseError: There is no sound build.
        """
        cursor = self._on(build or self.build(), as_of)
        try:
            yield cursor
        finally:
            cursor.close()

    def _on(self, build: Build, day: date | None) -> Connection:
        """Return a cursor on a build, or on it as of the end of a day."""
        if day is None:
            return build.connection.cursor()
        key = (build.current.file, day)
        with self._days_lock:
            if key not in self._days:
                try:
                    self._days[key] = open_as_of(self.path / build.current.file, day)
                except duckdb.Error as error:
                    raise WarehouseError(
                        f"could not take {build.current.file} back to {day}: {error}"
                    ) from error
            self._days.move_to_end(key)
            while len(self._days) > KEPT_DAYS:
                # Its memory is freed when the last question to it is answered.
                self._days.popitem(last=False)
            return self._days[key].cursor()


def open_current(path: Path, tier: Visibility = "public") -> Warehouse:
    """Open the warehouse in a directory and make sure that its build is sound.

    Raises:
        WarehouseError: There is no build, it is damaged, of another version, or of
            another tier.
    """
    warehouse = Warehouse(path, tier)
    warehouse.build()
    return warehouse


def _open(warehouse: Path, current: Current) -> Build:
    if current.schema != SCHEMA_VERSION:
        raise WarehouseError(
            f"{warehouse} has tables of version {current.schema}, this program reads"
            f" {SCHEMA_VERSION}; build it again with: weegboek build"
        )
    path = warehouse / current.file
    try:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WarehouseError(f"cannot read {path}: {error.strerror}") from error
    if digest != current.sha256:
        raise WarehouseError(
            f"{path} is not the file that was built (SHA-256 differs); build it again"
        )
    config = dict(_CONFIG)
    if current.tier == "public":
        config |= _PUBLIC | {"temp_directory": _scratch().name}
    return Build(current, duckdb.connect(str(path), config=config))
