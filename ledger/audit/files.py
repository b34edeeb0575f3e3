"""The check of files that a checkpoint no longer needs, or does not cover yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.audit.finding import Finding
from ledger.reader import CHECKPOINT, LedgerReader
from ledger.tiles import WIDTH

_FILE: Final = re.compile(
    r"tile/(?P<level>entries|[0-9]{1,2})/(?P<number>(?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class _TileFile:
    """A file of a tile or a bundle: its name, and the hashes that it holds."""

    name: str
    level: int
    number: int
    width: int

    @property
    def stop(self) -> int:
        """How many entries a ledger must have for the file to be within it."""
        return int((self.number * WIDTH + self.width) * WIDTH**self.level)

    def needed(self, size: int) -> bool:
        """Whether a ledger of some size is made up of this file among others."""
        hashes = size // WIDTH**self.level
        return bool(self.width == min(WIDTH, hashes - self.number * WIDTH))


def spare_files(reader: LedgerReader, size: int) -> Iterator[str]:
    """Yield the names of files in the ledger directory that it does not need."""
    for path in sorted(reader.path.rglob("*")):
        name = path.relative_to(reader.path).as_posix()
        file = _tile_file(name)
        needed = name == CHECKPOINT or (file is not None and file.needed(size))
        if path.is_file() and not needed:
            yield name


def partial_findings(
    reader: LedgerReader, spare: str, size: int
) -> Iterator[Finding] | None:
    """Check an earlier partial file against what it grew into.

    Returns:
        The findings, or None when the file is not such a one: a leftover.
    """
    file = _tile_file(spare)
    if file is None or file.width == WIDTH or file.stop > size:
        return None
    return _compare(reader.path, file, size)


def _tile_file(name: str) -> _TileFile | None:
    match = _FILE.fullmatch(name)
    if match is None:
        return None
    number = int(re.sub(r"[x/]", "", match["number"]))
    level = 0 if match["level"] == "entries" else int(match["level"])
    return _TileFile(name, level, number, int(match["width"] or WIDTH))


def _compare(ledger: Path, partial: _TileFile, size: int) -> Iterator[Finding]:
    directory = (ledger / partial.name).parent
    whole = directory.with_name(directory.name.removesuffix(".p"))
    if not whole.exists():
        whole = directory / str(size // WIDTH**partial.level % WIDTH)
    if not whole.exists():
        return  # that it is missing is a finding already
    if not whole.read_bytes().startswith((ledger / partial.name).read_bytes()):
        grown = whole.relative_to(ledger)
        message = f"does not begin {grown}, which it grew into"
        yield Finding("partial_differs", message, file=partial.name)
