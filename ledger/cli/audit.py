"""The command ``weegboek audit``."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from ledger.audit import MOST_ENTRIES, AuditResult, audit
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
from ledger.cli.outcome import as_builtins, show_outcome
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
            "--integrity-only",
            envvar="WEEGBOEK_INTEGRITY_ONLY",
            help="Check signatures, hashes and chain only; leave out what records say.",
        ),
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
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
        show_outcome(result)
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
