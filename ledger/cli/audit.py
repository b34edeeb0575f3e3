"""The command ``weegboek audit``."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from ledger.audit import MOST_ENTRIES, AuditResult, Finding, audit
from ledger.audit.codes import MEANINGS
from ledger.audit.dates import stated
from ledger.audit.finding import MOST_REMARKS
from ledger.audit.limits import Limits
from ledger.cli.options import (
    ENTRY_SUFFIX,
    AuthorityRootFiles,
    Json,
    Keys,
    LedgerPlace,
    PolicyFile,
    authority_roots,
    trusted,
)
from ledger.cli.report import (
    ReportKeyOption,
    ReportOption,
    report_check,
    report_key,
    write_report,
)
from ledger.durable import Disk, put_durably
from ledger.files import read_file
from ledger.note import MAX_NOTE_SIZE
from ledger.policy import Policy
from ledger.proof import MAX_PROOF_SIZE, Proof
from ledger.reader import LedgerReader
from ledger.source_keys import MAX_SOURCE_KEYS_SIZE, SourceKeys
from ledger.split_view import MAX_EVIDENCE_SIZE, SplitView, find_split_view
from ledger.terminal import (
    COULD_NOT,
    FINDINGS,
    fail,
    progress_bar,
    proved,
    reported,
    say,
    show,
)
from ledger.tiles import MAX_ENTRY_SIZE
from ledger.tree import leaf_hash
from ledger.witness.request import Request

_FEW: Final = 10
"""Remarks of one code that are shown one by one."""

app = typer.Typer(
    help="Verify a ledger with pinned keys and no trust in its owner.",
    no_args_is_help=True,
    add_completion=False,
)


@app.callback()
def _audit() -> None:
    """Verify a ledger with pinned keys and no trust in its owner."""


app.command("report-check")(report_check)
app.command("report-key")(report_key)


@app.command("run")
def audit_run(
    ledger: LedgerPlace,
    policy: PolicyFile = None,
    key: Keys = None,
    *,
    since: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_SINCE",
            help="Signed checkpoint up to which all was audited before: only what was"
            " added since is read.",
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_SAVE",
            help="Where to keep the checkpoint, when all is verified, for --since.",
        ),
    ] = None,
    authority_root: AuthorityRootFiles = None,
    source_keys: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_SOURCE_KEYS",
            help="File of the keys by which systems and officers sign records, and of"
            " what must be signed (docs/FORMAT.md).",
        ),
    ] = None,
    report: ReportOption = None,
    report_with: ReportKeyOption = None,
    as_json: Json = False,
    integrity_only: Annotated[
        bool,
        typer.Option(
            envvar="WEEGBOEK_INTEGRITY_ONLY",
            help="Check signatures, hashes and chain only; leave out what records say.",
        ),
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            envvar="WEEGBOEK_STRICT",
            help="Let remarks count as findings for the exit status.",
        ),
    ] = False,
    late_days: Annotated[
        int,
        typer.Option(
            envvar="WEEGBOEK_LATE_DAYS",
            min=0,
            help="Days between decision and recording that need no remark.",
        ),
    ] = Limits.late_days,
    denial_days: Annotated[
        int,
        typer.Option(
            envvar="WEEGBOEK_DENIAL_DAYS",
            min=0,
            help="Days within which a denial must have been notified.",
        ),
    ] = Limits.denial_days,
    same_text: Annotated[
        int,
        typer.Option(
            envvar="WEEGBOEK_SAME_TEXT",
            min=2,
            help="Decisions with the same rationale from which it is a remark.",
        ),
    ] = Limits.same_text,
    processes: Annotated[
        int, typer.Option(envvar="WEEGBOEK_PROCESSES", min=1, help="Processes to use.")
    ] = os.cpu_count() or 1,
    most_entries: Annotated[
        int,
        typer.Option(
            envvar="WEEGBOEK_MOST_ENTRIES",
            min=1,
            help="Entries to read at most, whatever the checkpoint claims.",
        ),
    ] = MOST_ENTRIES,
) -> None:
    """Check everything: signatures, every file, every hash, every record.

    Remarks are what an auditor must look at though no rule is broken by it.
    Exit status: 0 verified, 1 findings, 2 wrong usage, 3 could not check.
    """
    rules = trusted(policy, key)
    authorities = authority_roots(authority_root)
    limits = Limits(late_days=late_days, denial_days=denial_days, same_text=same_text)
    with reported():
        reader = LedgerReader.at(ledger)
        saved = None if since is None else read_file(since, MAX_NOTE_SIZE)
        sources = None
        if source_keys is not None:
            sources = SourceKeys.parse(read_file(source_keys, MAX_SOURCE_KEYS_SIZE))
    with progress_bar("auditing") as told:
        result = audit(
            reader,
            rules,
            since=saved,
            authorities=authorities,
            sources=sources,
            integrity_only=integrity_only,
            limits=limits,
            processes=processes,
            progress=told,
            most_entries=most_entries,
        )
    if as_json:
        show(json.dumps(as_builtins(result), ensure_ascii=False))
    else:
        _report(result)
        if result.checkpoint is not None:
            say(rules.standing(result.cosigners))
    if report is not None:
        with reported():
            write_report(
                report, result, rules, reader=reader, limits=limits, key=report_with
            )
    if result.findings or (strict and result.remarks):
        raise typer.Exit(FINDINGS)
    if result.could_not_check:
        raise typer.Exit(COULD_NOT)
    if save is not None:
        with reported():
            _keep(reader.checkpoint_note(), rules, result, save)


def _keep(note: bytes, policy: Policy, result: AuditResult, path: Path) -> None:
    if policy.checkpoint_of(note) != result.checkpoint:
        fail("the ledger grew meanwhile; its checkpoint was not kept", COULD_NOT)
    put_durably(Disk(), path, note)


@app.command("proof")
def audit_proof(
    proof: Annotated[
        Path, typer.Argument(envvar="WEEGBOEK_PROOF", help="A .tlog-proof file.")
    ],
    policy: PolicyFile = None,
    key: Keys = None,
    *,
    entry: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_ENTRY",
            help="The entry's exact bytes; by default the file beside the proof.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check, without the ledger or a network, that an entry stands in a ledger."""
    rules = trusted(policy, key)
    beside = proof.with_suffix(ENTRY_SUFFIX) if entry is None else entry
    with reported():
        parsed = Proof.parse(read_file(proof, MAX_PROOF_SIZE))
        raw = read_file(beside, MAX_ENTRY_SIZE)
        checkpoint = proved(lambda: parsed.check(raw, rules))
    shape = {
        "verified": True,
        "origin": checkpoint.origin,
        "index": parsed.index,
        "leaf_hash": leaf_hash(raw).hex(),
        "size": checkpoint.size,
        "root": checkpoint.root_text,
        "cosigned_by": sorted(rules.cosigners(parsed.note)),
    }
    if as_json:
        show(json.dumps(shape))
        return
    show(
        f"verified: {beside.name} is entry {parsed.index} of {checkpoint.origin}, at"
        f" size {checkpoint.size} with root {checkpoint.root_text}"
    )
    say(rules.standing(rules.cosigners(parsed.note)))


@app.command("growth")
def audit_growth(
    proof: Annotated[
        Path, typer.Argument(help="Proof by: weegboek ledger prove-growth.")
    ],
    since: Annotated[
        Path,
        typer.Option(
            envvar="WEEGBOEK_SINCE", help="The older signed checkpoint, as you kept it."
        ),
    ],
    policy: PolicyFile = None,
    key: Keys = None,
) -> None:
    """Check, without the ledger or a network, that a ledger only grew.

    Exit status: 0 nothing that was there has changed, 1 it is not shown.
    """
    rules = trusted(policy, key)
    with reported():
        request = Request.parse(proof.read_bytes())
        older = since.read_bytes()
        old, new = proved(lambda: request.check(older, rules))
    show(
        f"verified: {new.origin} only grew, from size {old.size} to size {new.size}"
        f" with root {new.root_text}"
    )
    say(rules.standing(rules.cosigners(request.note)))


@app.command("compare")
def audit_compare(
    one: Annotated[Path, typer.Argument(help="A signed checkpoint.")],
    two: Annotated[Path, typer.Argument(help="Another of the same ledger.")],
    policy: PolicyFile = None,
    key: Keys = None,
    *,
    ledger: Annotated[
        str | None,
        typer.Option(
            envvar="WEEGBOEK_LEDGER",
            help="Ledger of the larger one, directory or URL; needed if sizes differ.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(envvar="WEEGBOEK_OUT", help="Where to put evidence, if any."),
    ] = None,
) -> None:
    """Compare two checkpoints, and make evidence when they contradict each other.

    Exit status: 0 one continues the other, 1 they contradict each other.
    """
    rules = trusted(policy, key)
    with reported():
        reader = None if ledger is None else LedgerReader.at(ledger)
        notes = (read_file(one, MAX_NOTE_SIZE), read_file(two, MAX_NOTE_SIZE))
        evidence = find_split_view(rules, *notes, reader)
        if evidence is None:
            show("consistent: one continues the other")
            return
        if out is not None:
            put_durably(Disk(), out, evidence.format())
            say(f"evidence is in {out}; anyone can check it: weegboek audit evidence")
    fail("the two checkpoints contradict each other: a split view", FINDINGS)


@app.command("evidence")
def audit_evidence(
    file: Annotated[Path, typer.Argument(help="Evidence of a split view.")],
    policy: PolicyFile = None,
    key: Keys = None,
) -> None:
    """Check evidence that a ledger's owner has shown two histories.

    Exit status: 0 the evidence holds, 1 it does not.
    """
    rules = trusted(policy, key)
    with reported():
        evidence = SplitView.parse(read_file(file, MAX_EVIDENCE_SIZE))
        smaller, larger = proved(lambda: evidence.check(rules))
    show(
        f"the evidence holds: {smaller.origin} signed size {smaller.size} with root"
        f" {smaller.root_text}, and size {larger.size}, which is no continuation of it"
    )


def as_builtins(result: AuditResult) -> dict[str, Any]:
    """Return the outcome of an audit as JSON has it."""
    checkpoint = result.checkpoint
    return {
        "verified": result.verified,
        "origin": None if checkpoint is None else checkpoint.origin,
        "size": result.size,
        "root": None if checkpoint is None else checkpoint.root_text,
        "cosigned_by": list(result.cosigners),
        "integrity_only": result.integrity_only,
        "since": result.since,
        "timestamps": [
            {
                "size": one.size,
                "stamped_at": stated(one.stamped_at),
                "authority": one.authority,
                "file": one.file,
            }
            for one in result.timestamps
        ],
        "timestamps_unchecked": [one._asdict() for one in result.unchecked_timestamps],
        "findings": [_finding(finding) for finding in result.findings],
        "remarks": [_finding(remark) for remark in result.remarks],
        "remark_counts": dict(sorted(result.remark_counts.items())),
        "remarks_listed_of_a_code": MOST_REMARKS,
        "not_judged": result.not_judged,
        "source_signatures_unchecked": result.unchecked_signatures,
        "could_not_check": list(result.could_not_check),
        "leftovers": list(result.leftovers),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "index": finding.index,
        "file": finding.file,
        "message": finding.message,
        "meaning": {"en": finding.meaning.en, "nl": finding.meaning.nl},
    }


def _show_remarks(result: AuditResult) -> None:
    """Show remarks: one by one when they are few, else how many and where first."""
    for code, count in sorted(result.remark_counts.items()):
        listed = [remark for remark in result.remarks if remark.code == code]
        if count > _FEW:
            places = ", ".join(remark.place for remark in listed[:_FEW])
            show(f"remark: {code}: {count} times, first at {places}")
        else:
            for remark in listed:
                show(f"remark: {remark.place}: {code}: {remark.message}")
        show(f"    {MEANINGS[code].en}")


def _show_time(result: AuditResult) -> None:
    latest = result.latest_timestamp
    if latest is not None:
        show(
            f"trusted time: {latest.size} entries were there by"
            f" {stated(latest.stamped_at)}, says {latest.authority}"
            f" ({len(result.timestamps)} time stamps checked)"
        )
    reasons = Counter(one.reason for one in result.unchecked_timestamps)
    for reason, count in sorted(reasons.items()):
        show(f"time stamps not checked: {count}; {reason}")


def _report(result: AuditResult) -> None:
    for finding in result.findings:
        show(f"{finding.place}: {finding.code}: {finding.message}")
        show(f"    {finding.meaning.en}")
    _show_remarks(result)
    _show_time(result)
    if result.not_judged:
        show(
            f"not judged: {result.not_judged} times a rule needed an entry that this"
            " audit did not read"
        )
    if result.unchecked_signatures:
        show(
            f"signatures of sources not checked: {result.unchecked_signatures};"
            " pin their keys: --source-keys"
        )
    for doubt in result.could_not_check:
        show(f"could not check: {doubt}")
    if result.leftovers:
        say(
            f"{len(result.leftovers)} files are not covered by the checkpoint (ignored)"
        )
    if result.verified and result.checkpoint is not None:
        extent = "signatures, hashes and chain" if result.integrity_only else "all"
        if result.since:
            extent = f"{extent} from entry {result.since} on"
        show(
            f"verified: {result.checkpoint.origin}, {result.size} entries,"
            f" root {result.checkpoint.root_text} ({extent} checked)"
        )
    elif result.findings:
        show(f"NOT verified: {len(result.findings)} findings")
    else:
        show("NOT verified: could not check")
