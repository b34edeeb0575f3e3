"""The check of the tree: from bundles and tiles up to the signed root."""

from collections.abc import Iterator, Sequence
from itertools import product

from ledger.audit.bundle import BundleReport
from ledger.audit.finding import Finding
from ledger.audit.start import Start
from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, MissingError
from ledger.reader import LedgerReader
from ledger.tiles import (
    TILE_HEIGHT,
    WIDTH,
    Tile,
    levels_of,
    tile_path,
    tile_root,
)

Choice = list[bytes | None]
"""For each bundle the root that is taken to be the true one, if any is known."""


def tree_findings(
    reader: LedgerReader,
    checkpoint: Checkpoint,
    start: Start,
    reports: Sequence[BundleReport],
) -> Iterator[Finding]:
    """Check that bundles and tiles lead to the root, and say which of them do not.

    Args:
        reader: The ledger.
        checkpoint: What they must lead to.
        start: What was checked before.
        reports: What stands in each bundle from there on.
    """
    stored, findings = _stored_levels(reader, checkpoint.size, start)
    yield from findings
    above = stored.get(1, [])[len(start.known(1)) :]
    choice, proven = _choose(checkpoint, start, reports, above)
    for report, chosen in zip(reports, choice, strict=True):
        if proven:
            yield from _altered(report, chosen)
        else:
            yield from disagreements(report)
    whole = checkpoint.size // WIDTH - start.bundle
    yield from _upper_findings(start, choice[:whole], stored)
    if not proven:
        yield Finding(
            "root_differs",
            f"the tree does not lead to the signed root {checkpoint.root_text}",
        )


def _choose(
    checkpoint: Checkpoint,
    start: Start,
    reports: Sequence[BundleReport],
    above: Choice,
) -> tuple[Choice, bool]:
    """Choose between entries and tiles that disagree: what leads to the root is right.

    First by the hash that stands one level up, then all tiles, then all entries.
    """
    by_tiles = [report.tile_root or report.entries_root for report in reports]
    by_entries = [report.entries_root or report.tile_root for report in reports]
    by_above = [
        entries if number < len(above) and above[number] == entries else tiles
        for number, (entries, tiles) in enumerate(
            zip(by_entries, by_tiles, strict=True)
        )
    ]
    ends = (by_tiles[-1:], by_entries[-1:])
    for choice, end in product((by_above, by_tiles, by_entries), ends):
        candidate = choice[:-1] + end
        if _root(checkpoint.size, start, candidate) == checkpoint.root:
            return candidate, True
    return by_above, False


def _root(size: int, start: Start, choice: Choice) -> bytes | None:
    frontier = start.frontier()
    whole = size // WIDTH - start.bundle
    for root in choice[:whole]:
        if root is None:
            return None
        frontier.push(root, TILE_HEIGHT)
    tail = choice[whole] if size % WIDTH else None
    return None if size % WIDTH and tail is None else frontier.root(tail)


def disagreements(report: BundleReport) -> Iterator[Finding]:
    """Yield the entries that their tile has other hashes of; nothing says who is right.

    Args:
        report: What stands in their bundle.
    """
    for index in report.differing:
        message = "does not hash to its leaf hash"
        yield Finding("entry_or_tile_altered", message, index=index)


def _altered(report: BundleReport, chosen: bytes | None) -> Iterator[Finding]:
    """Yield what was altered of a bundle and its tile, knowing which root is right."""
    if not report.differing:
        return
    if chosen == report.entries_root:
        places = ", ".join(str(index) for index in report.differing[:5])
        more = len(report.differing) - 5
        message = f"has other hashes for entry {places}" + (
            f" and {more} more" if more > 0 else ""
        )
        file = tile_path(Tile(0, report.number, report.width))
        yield Finding("tile_altered", message, index=report.differing[0], file=file)
        return
    for index in report.differing:
        message = "does not hash to its signed leaf hash"
        yield Finding("entry_altered", message, index=index)


def _stored_levels(
    reader: LedgerReader, size: int, start: Start
) -> tuple[dict[int, Choice], list[Finding]]:
    """Read the tiles above level 0 that can have changed since the start.

    Returns:
        The hashes of each level from its first such tile on, and which tiles cannot
        be read.
    """
    stored: dict[int, Choice] = {}
    findings: list[Finding] = []
    for level, hashes in levels_of(size):
        if level == 0:
            continue
        stored[level] = []
        for number in range(_first_tile(start, level), -(-hashes // WIDTH)):
            width = min(WIDTH, hashes - number * WIDTH)
            tile = Tile(level, number, width)
            try:
                stored[level] += reader.tile(tile)
            except FormatError as error:
                finding = Finding("tile_malformed", str(error), file=tile_path(tile))
                findings.append(finding)
                stored[level] += [None] * width
            except MissingError:
                message = f"holds hashes of level {level}"
                findings.append(Finding("file_missing", message, file=tile_path(tile)))
                stored[level] += [None] * width
    return stored, findings


def _first_tile(start: Start, level: int) -> int:
    """Return the number of the first tile of a level that can have changed."""
    return int(start.size // WIDTH ** (level + 1))


def _upper_findings(
    start: Start, added: Choice, stored: dict[int, Choice]
) -> Iterator[Finding]:
    """Compare each tile above level 0 with the tiles below it.

    Args:
        start: What was checked before.
        added: The hashes of level 1 that were added since.
        stored: The hashes of each level from its first tile that can have changed.
    """
    for level in sorted(stored):
        computed: Choice = [*start.known(level), *added]
        added = []
        for place in range(0, len(computed), WIDTH):
            part, found = (
                hashes[place : place + WIDTH] for hashes in (computed, stored[level])
            )
            wrong = [
                which
                for which, (one, two) in enumerate(zip(part, found, strict=True))
                if None not in (one, two) and one != two
            ]
            if wrong:
                number = _first_tile(start, level) + place // WIDTH
                file = tile_path(Tile(level, number, len(part)))
                message = f"hash {wrong[0]} does not follow from the tile below it"
                yield Finding("tile_altered", message, file=file)
            if len(part) == WIDTH:
                whole = [one or two for one, two in zip(part, found, strict=True)]
                known = [node for node in whole if node is not None]
                added.append(tile_root(known) if len(known) == WIDTH else None)
