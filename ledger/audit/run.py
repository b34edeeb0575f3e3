"""The whole audit: signatures, tree, chain, entries, and what lies beside them."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from multiprocessing import get_context
from typing import Final

from ledger.audit.bundle import BundleJob, BundleReport, chain_finding, check_bundle
from ledger.audit.files import partial_findings, spare_files
from ledger.audit.finding import AuditResult, Finding
from ledger.audit.hashes import tree_findings
from ledger.audit.semantics import recorded_order
from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, StorageError
from ledger.note import SignedNote
from ledger.policy import Policy
from ledger.reader import CHECKPOINT, LedgerReader
from ledger.tiles import WIDTH, bundle_path, bundles_of
from ledger.tree import EMPTY_ROOT

Progress = Callable[[int, int], None]
"""Told how many bundles are done, and of how many."""

_WORTH_PROCESSES: Final = 64
"""Bundles from which starting other processes costs less than it saves."""

_CHUNK: Final = 8


def audit(
    reader: LedgerReader,
    policy: Policy,
    *,
    integrity_only: bool = False,
    processes: int = 1,
    progress: Progress | None = None,
) -> AuditResult:
    """Check a ledger against pinned keys, from its signatures to every record.

    Args:
        reader: The ledger.
        policy: The pinned keys; every one must have signed the checkpoint.
        integrity_only: Leave schemas and rules unchecked, for speed.
        processes: How many processes to use.
        progress: Told how far it is.

    Returns:
        Everything that is wrong, and what could not be checked. Input that cannot
        be read is part of the result, never an exception.
    """
    try:
        raw = reader.checkpoint_note()
    except (OSError, StorageError) as error:
        return AuditResult(checkpoint=None, could_not_check=(str(error),))
    try:
        note = SignedNote.parse(raw)
        checkpoint = Checkpoint.parse(note.text)
    except FormatError as error:
        finding = Finding("checkpoint_malformed", str(error), file=CHECKPOINT)
        return AuditResult(checkpoint=None, findings=(finding,))
    findings = [
        Finding("signature_invalid", str(problem), file=CHECKPOINT)
        for problem in policy.signature_problems(note)
    ]
    doubts = []
    if policy.quorum != "none":
        doubts.append(
            f"the policy asks for the quorum {policy.quorum!r}, and this version of"
            " weegboek does not check witnesses yet"
        )
    leftovers: list[str] = []
    try:
        jobs, missing = _jobs(reader, checkpoint.size, integrity_only=integrity_only)
        findings += missing
        with _checked(jobs, processes) as checked:
            reports = list(_counted(checked, len(jobs), progress))
        findings += _findings(reader, checkpoint, reports, whole=not missing)
        for spare in spare_files(reader, checkpoint.size):
            found = partial_findings(reader, spare, checkpoint.size)
            if found is None:
                leftovers.append(spare)
            else:
                findings += found
    except OSError as error:
        doubts.append(f"cannot read the ledger: {error}")
    return AuditResult(
        checkpoint=checkpoint,
        findings=tuple(findings),
        could_not_check=tuple(doubts),
        leftovers=tuple(leftovers),
        integrity_only=integrity_only,
    )


def _jobs(
    reader: LedgerReader, size: int, *, integrity_only: bool
) -> tuple[list[BundleJob], list[Finding]]:
    """Return the bundles to check, and a finding when the ledger ends too early.

    A checkpoint can claim any size; only what is there, and one file more, is read.
    """
    jobs: list[BundleJob] = []
    for number, width in bundles_of(size):
        there = any(
            (reader.path / bundle_path(number, shape)).exists()
            for shape in (width, WIDTH)
        )
        if not there and not _any_later(reader, number):
            message = f"the ledger ends before entry {number * WIDTH} of {size}"
            name = bundle_path(number, width)
            return jobs, [Finding("file_missing", message, file=name)]
        jobs.append(
            BundleJob(
                reader=reader,
                number=number,
                width=width,
                integrity_only=integrity_only,
            )
        )
    return jobs, []


def _any_later(reader: LedgerReader, number: int) -> bool:
    """Whether files of a later bundle are there, so that one is missing between."""
    last = -1
    base = reader.path / "tile" / "entries"
    for path in base.rglob("*"):
        digits = path.relative_to(base).as_posix().replace("x", "").replace("/", "")
        if digits.isdecimal():
            last = max(last, int(digits))
    return last > number


@contextmanager
def _checked(jobs: list[BundleJob], processes: int) -> Iterator[Iterable[BundleReport]]:
    if processes == 1 or len(jobs) < _WORTH_PROCESSES:
        yield map(check_bundle, jobs)
        return
    # Not fork: the caller may show progress from a thread.
    with get_context("spawn").Pool(min(processes, os.cpu_count() or 1)) as pool:
        yield pool.imap(check_bundle, jobs, chunksize=_CHUNK)


def _counted(
    reports: Iterable[BundleReport], total: int, progress: Progress | None
) -> Iterator[BundleReport]:
    for done, report in enumerate(reports, start=1):
        if progress is not None:
            progress(done, total)
        yield report


def _findings(
    reader: LedgerReader,
    checkpoint: Checkpoint,
    reports: list[BundleReport],
    *,
    whole: bool,
) -> Iterator[Finding]:
    for report in reports:
        yield from report.findings
    yield from _seam_findings(reports)
    if reports and reports[0].origin not in {None, checkpoint.origin}:
        message = f"names {reports[0].origin}, the checkpoint {checkpoint.origin}"
        yield Finding("origin_differs", message, index=0)
    if whole:
        yield from tree_findings(reader, checkpoint, reports)


def _seam_findings(reports: list[BundleReport]) -> Iterator[Finding]:
    """Check chain and order from each bundle to the next."""
    if reports and reports[0].first_previous not in {None, EMPTY_ROOT.hex().encode()}:
        yield chain_finding(0, reports[0].first_previous or b"")
    for before, after in pairwise(reports):
        index = after.number * WIDTH
        named = after.first_previous
        if named is not None and before.last_leaves and named not in before.last_leaves:
            yield chain_finding(index, named)
        if before.last_recorded is not None and after.first_recorded is not None:
            yield from recorded_order(index, before.last_recorded, after.first_recorded)
