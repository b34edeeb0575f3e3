"""What an audit came to: in words on a terminal, and as JSON."""

from collections import Counter
from typing import Any, Final

from ledger.audit import AuditResult, Finding
from ledger.audit.codes import MEANINGS
from ledger.audit.dates import stated
from ledger.audit.finding import MOST_REMARKS
from ledger.terminal import counted, say, show

_FEW: Final = 10
"""Remarks of one code that are shown one by one."""


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


def show_outcome(result: AuditResult) -> None:
    """Show findings, remarks, what was left unchecked, and the verdict last."""
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
        files = counted(len(result.leftovers), "file is", "files are")
        say(f"{files} not covered by the checkpoint (ignored)")
    if result.verified and result.checkpoint is not None:
        extent = "signatures, hashes and chain" if result.integrity_only else "all"
        if result.since:
            extent = f"{extent} from entry {result.since} on"
        show(
            f"verified: {result.checkpoint.origin},"
            f" {counted(result.size, 'entry', 'entries')},"
            f" root {result.checkpoint.root_text} ({extent} checked)"
        )
    elif result.findings:
        findings = counted(len(result.findings), "finding", "findings")
        show(f"NOT verified: {findings}")
    else:
        show("NOT verified: could not check")
