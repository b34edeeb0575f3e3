"""What the machine has to give: versions, a clock that is right, room on its disks."""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from etl.doctor.check import Check, failed, ok, unknown, warning

_PYTHON: Final = (3, 11)
_PACKAGES: Final = ("weegboek", "cryptography", "msgspec")
_OPTIONAL: Final = ("duckdb", "polars", "starlette", "uvicorn")
_INODES: Final = 10_000
_UNSET: Final = 5  # TIME_ERROR of adjtimex(2)
_SKEW: Final = timedelta(minutes=1)


def version_check() -> Check:
    """Look which versions are here."""
    here = ".".join(map(str, sys.version_info[:3]))
    found, missing = [f"python {here}"], []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    for package in _OPTIONAL:
        with suppress(PackageNotFoundError):
            found.append(f"{package} {version(package)}")
    if missing or sys.version_info < _PYTHON:
        lacks = ", ".join(missing) or "Python 3.11 or later"
        return failed("versions", f"{', '.join(found)}; missing: {lacks}")
    return ok("versions", ", ".join(found))


def clock_is_set() -> bool | None:
    """Whether the kernel says that its clock is kept right; None where it says not."""
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else state != _UNSET


def clock_check(
    now: datetime, last_recorded: datetime | None, *, is_set: bool | None
) -> Check:
    """Look at the clock: the time of a new entry may not lie before the last one's."""
    if last_recorded is not None and last_recorded - now > _SKEW:
        return failed(
            "clock",
            f"it is {now:%Y-%m-%d %H:%M:%S} UTC here, before the last entry of"
            f" {last_recorded:%Y-%m-%d %H:%M:%S}: nothing can be appended;"
            " set the clock",
        )
    if is_set is None:
        return unknown("clock", "whether it is kept right cannot be found out here")
    if not is_set:
        return warning("clock", "nothing keeps it right; let NTP do so")
    return ok("clock", f"kept right; it is {now:%Y-%m-%d %H:%M:%S} UTC")


def disk_checks(places: dict[str, Path], least: int) -> Iterator[Check]:
    """Look how much room there is where something is written.

    Args:
        places: What is written, and where.
        least: Bytes that must be free.
    """
    for what, path in places.items():
        name = f"disk_{what}"
        try:
            free = shutil.disk_usage(path).free
            nodes = os.statvfs(path)
        except OSError as error:
            yield unknown(name, f"{path}: {error.strerror}")
            continue
        megabytes = f"{free // 1_000_000} MB free in {path}"
        if free < least:
            yield failed(name, f"{megabytes}, less than {least // 1_000_000} MB")
        elif nodes.f_files and nodes.f_favail < _INODES:
            yield warning(name, f"room for {nodes.f_favail} more files in {path}")
        else:
            yield ok(name, megabytes)
