"""The check of one bundle of entries with its tile: the unit of parallel work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ledger.audit.across.facts import Facts
from ledger.audit.finding import Finding
from ledger.audit.limits import Limits
from ledger.audit.semantics import Reading, read_entries
from ledger.audit.signatures import SourceCheck
from ledger.audit.trusted_time import TrustedTimes
from ledger.entry import PREVIOUS
from ledger.errors import FormatError, MissingError, StorageError
from ledger.reader import LedgerReader
from ledger.tiles import WIDTH, Tile, bundle_path, parse_bundle, tile_path, tile_root
from ledger.tree import leaf_hashes

_HEAD: Final = slice(0, 76)
"""From the opening brace to the comma after the hash of the entry before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleJob:
    """Which bundle to check.

    Attributes:
        reader: Where to read.
        number: Number of the bundle.
        width: Number of its entries that the checkpoint covers.
        integrity_only: Whether to leave schemas and rules alone.
        limits: From when on something is a remark.
        times: When its entries came in, as far as tokens show.
        sources: The pinned keys of sources, if there are any.
    """

    reader: LedgerReader
    number: int
    width: int
    integrity_only: bool
    limits: Limits
    times: TrustedTimes
    sources: SourceCheck | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleReport:
    """What a bundle and its tile say, and what is wrong within them.

    Attributes:
        number: Number of the bundle.
        width: Number of its entries.
        entries_root: Root over its entries, when they can be read.
        tile_root: Root over the hashes of its tile, when it can be read.
        differing: Indices of entries whose hash is not the one in the tile.
        first_previous: What its first entry names as the entry before.
        last_leaves: What the next entry may name: the last entry's hash as computed
            and as the tile has it.
        first_recorded: When its first entry was recorded, if it was read.
        last_recorded: When its last entry was recorded, if it was read.
        origin: The origin in entry 0, in the report of bundle 0.
        findings: What is wrong within the bundle.
        facts: What the rules across entries need, if all of it was read.
        unchecked_signatures: How many signatures of sources were left unchecked.
        doubt: Why it could not be read, if it could not.
    """

    number: int
    width: int
    entries_root: bytes | None = None
    tile_root: bytes | None = None
    differing: tuple[int, ...] = ()
    first_previous: bytes | None = None
    last_leaves: frozenset[bytes] = frozenset()
    first_recorded: datetime | None = None
    last_recorded: datetime | None = None
    origin: str | None = None
    findings: tuple[Finding, ...] = ()
    facts: Facts | None = None
    unchecked_signatures: int = 0
    doubt: str | None = None


def check_bundle(job: BundleJob) -> BundleReport:
    """Check one bundle: framing, hashes, chain, and unless asked not, every record."""
    findings: list[Finding] = []
    first = job.number * WIDTH
    try:
        entries = _entries(job, findings)
        stored = _stored_hashes(job, findings)
    except (StorageError, OSError) as error:
        return BundleReport(number=job.number, width=job.width, doubt=str(error))
    computed = leaf_hashes(entries)
    findings += _chain_findings(first, entries, computed, stored)
    reading = Reading()
    read = 0 if job.number else 1  # entry 0 says whose ledger it is
    if not job.integrity_only:
        read = len(entries)
    if read:
        reading = read_entries(first, entries[:read], computed[:read], job)
        findings += reading.findings
    root = _root(computed)
    return BundleReport(
        number=job.number,
        width=job.width,
        entries_root=root,
        tile_root=root if stored == computed else _root(stored),
        differing=_differing(first, computed, stored),
        first_previous=entries[0][PREVIOUS] if entries else None,
        last_leaves=frozenset(
            hashes[-1].hex().encode() for hashes in (computed, stored) if hashes
        ),
        first_recorded=reading.first_recorded,
        last_recorded=reading.last_recorded,
        origin=reading.origin,
        findings=tuple(findings),
        facts=reading.facts if entries and not job.integrity_only else None,
        unchecked_signatures=reading.unchecked_signatures,
    )


def check_bundles(jobs: Sequence[BundleJob]) -> list[BundleReport]:
    """Check some bundles; what a process of its own does."""
    return [check_bundle(job) for job in jobs]


def _root(hashes: Sequence[bytes]) -> bytes | None:
    return tile_root(hashes) if hashes else None


def _entries(job: BundleJob, findings: list[Finding]) -> list[bytes]:
    name = bundle_path(job.number, job.width)
    try:
        return parse_bundle(job.reader.bundle_bytes(job.number, job.width), job.width)
    except FormatError as error:
        findings.append(Finding("bundle_malformed", str(error), file=name))
    except MissingError:
        message = f"holds entries {job.number * WIDTH} and further"
        findings.append(Finding("file_missing", message, file=name))
    return []


def _stored_hashes(job: BundleJob, findings: list[Finding]) -> list[bytes]:
    tile = Tile(0, job.number, job.width)
    try:
        return job.reader.tile(tile)
    except FormatError as error:
        findings.append(Finding("tile_malformed", str(error), file=tile_path(tile)))
    except MissingError:
        message = f"holds the hashes of entries {job.number * WIDTH} and further"
        findings.append(Finding("file_missing", message, file=tile_path(tile)))
    return []


def _differing(
    first: int, computed: Sequence[bytes], stored: Sequence[bytes]
) -> tuple[int, ...]:
    if not computed or not stored or computed == stored:
        return ()
    pairs = zip(computed, stored, strict=True)
    return tuple(first + place for place, (one, two) in enumerate(pairs) if one != two)


def _chain_findings(
    first: int,
    entries: Sequence[bytes],
    computed: Sequence[bytes],
    stored: Sequence[bytes],
) -> Iterator[Finding]:
    # One comparison for a whole sound bundle; the slow loop only explains.
    expected = "".join([f'{{"_prev":"{leaf.hex()}",' for leaf in computed[:-1]])
    if b"".join([entry[_HEAD] for entry in entries[1:]]) == expected.encode():
        return
    for place in range(1, len(entries)):
        named = entries[place][PREVIOUS]
        before = {computed[place - 1].hex().encode()}
        if stored:
            before.add(stored[place - 1].hex().encode())
        if named not in before:
            yield chain_finding(first + place, named)


def chain_finding(index: int, named: bytes) -> Finding:
    """Say that an entry names something else than the entry before it."""
    message = f"names {named.decode('ascii', 'replace')!r}, not the entry before it"
    return Finding("chain_broken", message, index=index)
