"""The check of files that a checkpoint no longer needs, or does not cover yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.audit.finding import Finding
from ledger.reader import CHECKPOINT, LedgerReader
from ledger.tiles import WIDTH, bundle_path, tile_path, tiles_of

_PARTIAL: Final = re.compile(
    r"tile/(?P<level>entries|[0-9]{1,2})/(?P<number>(?:x[0-9]{3}/)*[0-9]{3})"
    r"\.p/(?P<width>[1-9][0-9]{0,2})"
)


@dataclass(frozen=True, slots=True)
class _Partial:
    """A partial file: its name, the leaves it covers up to, and what it grew into."""

    name: str
    stop: int
    whole: str
    directory: str


def needed_files(size: int) -> set[str]:
    """Return the names of all files that make up a ledger of some size."""
    names = {CHECKPOINT}
    for tile in tiles_of(size):
        names.add(tile_path(tile))
        if tile.level == 0:
            names.add(bundle_path(tile.number, tile.width))
    return names


def spare_files(reader: LedgerReader, size: int) -> Iterator[str]:
    """Yield the names of files in the ledger directory that it does not need."""
    needed = needed_files(size)
    for path in sorted(reader.path.rglob("*")):
        name = path.relative_to(reader.path).as_posix()
        if path.is_file() and name not in needed:
            yield name


def partial_findings(
    reader: LedgerReader, spare: str, size: int
) -> Iterator[Finding] | None:
    """Check an earlier partial file against what it grew into.

    Returns:
        The findings, or None when the file is not such a one: a leftover.
    """
    partial = _partial(spare)
    if partial is None or partial.stop > size:
        return None
    return _compare(reader.path, partial)


def _partial(name: str) -> _Partial | None:
    match = _PARTIAL.fullmatch(name)
    if match is None:
        return None
    number = int(re.sub(r"[x/]", "", match["number"]))
    level = 0 if match["level"] == "entries" else int(match["level"])
    directory = name.rpartition("/")[0]
    stop = (number * WIDTH + int(match["width"])) * WIDTH**level
    return _Partial(name, stop, directory.removesuffix(".p"), directory)


def _compare(ledger: Path, partial: _Partial) -> Iterator[Finding]:
    whole = ledger / partial.whole
    if not whole.exists():
        widths = [
            int(path.name) for path in (ledger / partial.directory).glob("[1-9]*")
        ]
        whole = ledger / partial.directory / str(max(widths))
    if not whole.read_bytes().startswith((ledger / partial.name).read_bytes()):
        grown = whole.relative_to(ledger)
        message = f"does not begin {grown}, which it grew into"
        yield Finding("partial_differs", message, file=partial.name)
