"""The check of the tree: from bundles and tiles up to the signed root."""

from collections.abc import Iterator, Sequence
from itertools import product

from ledger.audit.bundle import BundleReport
from ledger.audit.finding import Finding
from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, StorageError
from ledger.reader import LedgerReader
from ledger.tiles import (
    TILE_HEIGHT,
    WIDTH,
    Tile,
    bundles_of,
    levels_of,
    parse_tile,
    tile_path,
    tile_root,
)
from ledger.tree import Frontier

Choice = list[bytes | None]
"""For each bundle the root that is taken to be the true one, if any is known."""


def tree_findings(
    reader: LedgerReader, checkpoint: Checkpoint, reports: Sequence[BundleReport]
) -> Iterator[Finding]:
    """Check that bundles and tiles lead to the root, and say which of them do not."""
    stored, findings = _stored_levels(reader, checkpoint.size)
    yield from findings
    choice, proven = _choose(checkpoint, reports, stored.get(1, []))
    for report, chosen in zip(reports, choice, strict=True):
        yield from _bundle_findings(report, chosen, proven=proven)
    yield from _upper_findings(checkpoint.size, choice, stored)
    if not proven:
        yield Finding(
            "root_differs",
            f"the tree does not lead to the signed root {checkpoint.root_text}",
        )


def _choose(
    checkpoint: Checkpoint, reports: Sequence[BundleReport], above: Choice
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
        if _root(checkpoint.size, candidate) == checkpoint.root:
            return candidate, True
    return by_above, False


def _root(size: int, choice: Choice) -> bytes | None:
    frontier = Frontier()
    whole = size // WIDTH
    for root in choice[:whole]:
        if root is None:
            return None
        frontier.push(root, TILE_HEIGHT)
    tail = choice[whole] if size % WIDTH else None
    return None if size % WIDTH and tail is None else frontier.root(tail)


def _bundle_findings(
    report: BundleReport, chosen: bytes | None, *, proven: bool
) -> Iterator[Finding]:
    if not report.differing:
        return
    if proven and chosen == report.entries_root:
        places = ", ".join(str(index) for index in report.differing[:5])
        more = len(report.differing) - 5
        message = f"has other hashes for entry {places}" + (
            f" and {more} more" if more > 0 else ""
        )
        width = report.width
        file = tile_path(Tile(0, report.number, width))
        yield Finding("tile_altered", message, index=report.differing[0], file=file)
        return
    for index in report.differing:
        if proven:
            yield Finding(
                "entry_altered", "does not hash to its signed leaf hash", index=index
            )
        else:
            yield Finding(
                "entry_or_tile_altered", "does not hash to its leaf hash", index=index
            )


def _stored_levels(
    reader: LedgerReader, size: int
) -> tuple[dict[int, Choice], list[Finding]]:
    """Read the tiles above level 0, and say which of them cannot be read."""
    stored: dict[int, Choice] = {}
    findings: list[Finding] = []
    for level, hashes in levels_of(size):
        if level == 0:
            continue
        stored[level] = []
        for number, width in bundles_of(hashes):
            tile = Tile(level, number, width)
            try:
                stored[level] += parse_tile(reader.tile_bytes(tile), width)
            except FormatError as error:
                finding = Finding("tile_malformed", str(error), file=tile_path(tile))
                findings.append(finding)
                stored[level] += [None] * width
            except StorageError:
                message = f"holds hashes of level {level}"
                findings.append(Finding("file_missing", message, file=tile_path(tile)))
                stored[level] += [None] * width
    return stored, findings


def _upper_findings(
    size: int, choice: Choice, stored: dict[int, Choice]
) -> Iterator[Finding]:
    """Compare each tile above level 0 with the tiles below it."""
    computed = choice[: size // WIDTH]
    for level in sorted(stored):
        above: Choice = []
        for number, width in bundles_of(len(computed)):
            part = computed[number * WIDTH : number * WIDTH + width]
            found = stored[level][number * WIDTH : number * WIDTH + width]
            wrong = [
                place
                for place, (one, two) in enumerate(zip(part, found, strict=True))
                if None not in (one, two) and one != two
            ]
            if wrong:
                file = tile_path(Tile(level, number, width))
                message = f"hash {wrong[0]} does not follow from the tile below it"
                yield Finding("tile_altered", message, file=file)
            if width == WIDTH:
                whole = [one or two for one, two in zip(part, found, strict=True)]
                known = [node for node in whole if node is not None]
                above.append(tile_root(known) if len(known) == WIDTH else None)
        computed = above
