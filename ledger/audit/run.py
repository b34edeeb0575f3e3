"""The whole audit: signatures, tree, chain, entries, and what lies beside them."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, pairwise
from typing import Final

from ledger.audit.across.passing import Passing
from ledger.audit.bundle import BundleJob, BundleReport, chain_finding, check_bundles
from ledger.audit.codes import Code
from ledger.audit.files import bundles_there, partial_findings, spare_files
from ledger.audit.finding import AuditResult, Finding, Tally
from ledger.audit.hashes import disagreements, tree_findings
from ledger.audit.limits import Limits
from ledger.audit.semantics import recorded_order
from ledger.audit.signatures import SourceCheck
from ledger.audit.start import Start, start_from
from ledger.audit.timestamps import TimeReport, check_timestamps
from ledger.audit.trusted_time import TrustedTimes
from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, QuorumError, SignatureError, StorageError
from ledger.files import Directory
from ledger.note import SignedNote
from ledger.policy import Policy
from ledger.processes import Workers
from ledger.reader import CHECKPOINT, LedgerReader
from ledger.source_keys import SourceKeys
from ledger.tiles import WIDTH, bundle_path
from ledger.timestamp.rfc3161 import AuthorityRoots

Progress = Callable[[int, int], None]
"""Told how many bundles are done, and of how many."""

_WORTH: Final = 64
"""Bundles from which starting other processes costs less than it saves."""

_CHUNK: Final = 4

MOST_ENTRIES: Final = 10_000_000
"""Entries that an audit reads unless it is told to read more."""

_UNREADABLE: Final = 8
"""Bundles in a row of a site after which an audit stops: nothing is there."""

MOST_FINDINGS: Final = 10_000
"""Findings on a site after which an audit stops: it could serve them without end.

Remarks do not count: a ledger of old decisions has one for each, and few are kept.
"""

_LIMITS: Final = Limits()


def audit(  # noqa: PLR0913 - keyword-only, and each is one choice of the auditor
    reader: LedgerReader,
    policy: Policy,
    *,
    since: bytes | None = None,
    authorities: AuthorityRoots | None = None,
    sources: SourceKeys | None = None,
    integrity_only: bool = False,
    limits: Limits = _LIMITS,
    processes: int = 1,
    progress: Progress | None = None,
    most_entries: int = MOST_ENTRIES,
) -> AuditResult:
    """Check a ledger against pinned keys, from its signatures to every record.

    Args:
        reader: The ledger.
        policy: The pinned keys; every one must have signed the checkpoint.
        since: A signed checkpoint of this ledger up to which all was audited before;
            what it covers is not read again, only proved to be still there.
        authorities: Root certificates of the authorities whose time is trusted.
        sources: The pinned keys of sources, and what must be signed by them.
        integrity_only: Leave schemas and rules unchecked, for speed.
        limits: From when on something is a remark.
        processes: How many processes to use.
        progress: Told how far it is.
        most_entries: How many entries to read at most; a checkpoint can claim any
            size, and a server seem to have it.

    Returns:
        Everything that is wrong, remarks, and what could not be checked. Input that
        cannot be read is part of the result, never an exception.
    """
    try:
        note = SignedNote.parse(reader.checkpoint_note())
        checkpoint = Checkpoint.parse(note.text)
    except (OSError, StorageError) as error:
        return AuditResult(checkpoint=None, could_not_check=(str(error),))
    except FormatError as error:
        finding = Finding("checkpoint_malformed", str(error), file=CHECKPOINT)
        return AuditResult(checkpoint=None, findings=(finding,))
    found = Tally()
    for problem in policy.signature_problems(note):
        found.add(Finding(_signature_code(problem), str(problem), file=CHECKPOINT))
    doubts: list[str] = []
    leftovers: list[str] = []
    not_judged = unchecked = 0
    start = Start()
    time = TimeReport()
    try:
        if since is not None:
            saved = _saved(policy, since, checkpoint, doubts)
            if saved is not None:
                start = start_from(reader, saved, checkpoint, found.add)
        time = check_timestamps(reader, checkpoint, authorities, start.size)
        found.extend(time.findings)
        job = BundleJob(
            reader=reader,
            number=start.bundle,
            width=WIDTH,
            integrity_only=integrity_only,
            limits=limits,
            times=TrustedTimes(time.moments, limits.late_days),
            sources=None
            if sources is None
            else SourceCheck.of(sources, checkpoint.origin),
        )
        jobs, missing = _jobs(checkpoint, start, job, most_entries)
        found.extend(missing)
        passing = Passing(start.bundle * WIDTH, limits, damaged=bool(missing))
        shared = min(processes, os.cpu_count() or 1)
        with Workers(shared, worth=_WORTH // _CHUNK) as workers:
            counted = _counted(_checked(jobs, workers), len(jobs), progress)
            if not isinstance(reader.files, Directory):
                counted = _while_worth_it(counted, doubts)
            taking = None if integrity_only else passing
            reports = [_taken(report, found, taking) for report in counted]
        unchecked = sum(report.unchecked_signatures for report in reports)
        doubts += [report.doubt for report in reports if report.doubt]
        whole = not missing and not doubts
        found.extend(_findings(reader, checkpoint, start, reports, whole=whole))
        if not integrity_only:
            account = passing.finish(reader, checkpoint.size)
            found.extend(account.findings)
            not_judged = account.not_judged
        doubts += time.doubts
        # Where nothing at all can be read, there is no use in asking for more.
        whole = whole and any(report.entries_root for report in reports)
        leftovers = _left_over(reader, checkpoint, start, found, time, whole=whole)
    except (OSError, StorageError) as error:
        doubts.append(f"cannot read the ledger: {error}")
    return AuditResult(
        checkpoint=checkpoint,
        cosigners=tuple(sorted(policy.cosigners(note))),
        findings=tuple(found.findings),
        remarks=tuple(found.remarks),
        remark_counts=found.remark_counts,
        could_not_check=tuple(doubts),
        leftovers=tuple(leftovers),
        integrity_only=integrity_only,
        since=start.size,
        timestamps=tuple(time.checked),
        unchecked_timestamps=tuple(time.unchecked),
        not_judged=not_judged,
        unchecked_signatures=unchecked,
        note=note,
    )


def _taken(report: BundleReport, found: Tally, passing: Passing | None) -> BundleReport:
    """Take in what a bundle says, and keep of its report what its seams need."""
    found.extend(report.findings)
    if passing is not None:
        passing.take(report.facts, damaged=bool(report.differing or report.doubt))
    if not report.findings and report.facts is None:
        return report
    return replace(report, findings=(), facts=None)


def _left_over(  # noqa: PLR0913 - what stands beside a ledger, for one audit
    reader: LedgerReader,
    checkpoint: Checkpoint,
    start: Start,
    found: Tally,
    time: TimeReport,
    *,
    whole: bool,
) -> list[str]:
    """Check earlier states of files, and return the names of those of no use."""
    leftovers = []
    size = checkpoint.size
    spares = spare_files(reader, size, start=start.size, whole=whole, beside=time.files)
    for spare in spares:
        differing = partial_findings(reader, spare, size)
        if differing is None:
            leftovers.append(spare)
        else:
            found.extend(differing)
    return leftovers


def _signature_code(problem: SignatureError) -> Code:
    return "quorum_missing" if isinstance(problem, QuorumError) else "signature_invalid"


def _saved(
    policy: Policy, since: bytes, checkpoint: Checkpoint, doubts: list[str]
) -> Checkpoint | None:
    """Return the checkpoint that was audited before, if it can be relied upon."""
    try:
        saved = policy.logs_only().checkpoint_of(since)
    except (FormatError, SignatureError) as error:
        doubts.append(f"the checkpoint to start from is of no use: {error}")
        return None
    if saved.origin != checkpoint.origin:
        doubts.append(f"the checkpoint to start from is of {saved.origin}")
        return None
    return saved


def _jobs(
    checkpoint: Checkpoint, start: Start, job: BundleJob, most_entries: int
) -> tuple[list[BundleJob], list[Finding]]:
    """Return jobs like one, and a finding when the ledger ends too early.

    Raises:
        StorageError: There are more than an audit is to read.
    """
    size = checkpoint.size
    total = -(-size // WIDTH)
    there = max(start.bundle, bundles_there(job.reader, size))
    if (there - start.bundle) * WIDTH >= most_entries + WIDTH:
        raise StorageError(
            f"it claims {size} entries, and this audit reads at most {most_entries};"
            " if there are so many, allow more: --most-entries"
        )
    jobs = [
        replace(
            job,
            number=number,
            width=min(WIDTH, size - number * WIDTH),
            times=job.times.around(number * WIDTH, min((number + 1) * WIDTH, size)),
        )
        for number in range(start.bundle, there)
    ]
    if there == total:
        return jobs, []
    message = f"the ledger ends before entry {there * WIDTH} of {size}"
    name = bundle_path(there, min(WIDTH, size - there * WIDTH))
    return jobs, [Finding("file_missing", message, file=name)]


def _checked(jobs: list[BundleJob], workers: Workers) -> Iterator[BundleReport]:
    """Yield what each bundle says, in order."""
    starts = range(0, len(jobs), _CHUNK)
    pieces = (jobs[start : start + _CHUNK] for start in starts)
    return chain.from_iterable(workers.map(check_bundles, pieces))


def _counted(
    reports: Iterable[BundleReport], total: int, progress: Progress | None
) -> Iterator[BundleReport]:
    for done, report in enumerate(reports, start=1):
        if progress is not None:
            progress(done, total)
        yield report


def _while_worth_it(
    reports: Iterable[BundleReport], doubts: list[str]
) -> Iterator[BundleReport]:
    """Stop reading a site that has nothing, or answers anything with nonsense."""
    unreadable = found = 0
    for report in reports:
        yield report
        unreadable = 0 if report.entries_root else unreadable + 1
        found += sum(not one.is_remark for one in report.findings)
        found += len(report.differing)
        if unreadable == _UNREADABLE or found > MOST_FINDINGS:
            index = report.number * WIDTH + report.width
            reason = (
                f"{unreadable} bundles in a row could not be read"
                if unreadable
                else f"more than {MOST_FINDINGS} findings"
            )
            doubts.append(f"stopped at entry {index}: {reason}; the rest was not read")
            return


def _findings(
    reader: LedgerReader,
    checkpoint: Checkpoint,
    start: Start,
    reports: list[BundleReport],
    *,
    whole: bool,
) -> Iterator[Finding]:
    yield from _seam_findings(start, reports)
    if reports and reports[0].origin not in {None, checkpoint.origin}:
        message = f"names {reports[0].origin}, the checkpoint {checkpoint.origin}"
        yield Finding("origin_differs", message, index=0)
    if whole:
        yield from tree_findings(reader, checkpoint, start, reports)
    else:
        yield from chain.from_iterable(map(disagreements, reports))


def _seam_findings(start: Start, reports: list[BundleReport]) -> Iterator[Finding]:
    """Check chain and order from each bundle to the next."""
    if reports and start.size % WIDTH == 0:
        named = reports[0].first_previous
        if named is not None and named != start.last_leaf.hex().encode():
            yield chain_finding(start.size, named)
    for before, after in pairwise(reports):
        index = after.number * WIDTH
        named = after.first_previous
        if named is not None and before.last_leaves and named not in before.last_leaves:
            yield chain_finding(index, named)
        if before.last_recorded is not None and after.first_recorded is not None:
            yield from recorded_order(index, before.last_recorded, after.first_recorded)
