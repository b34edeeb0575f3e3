"""The report of ``weegboek audit run``, and the commands about reports."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from ledger.audit import AuditResult
from ledger.audit.limits import Limits
from ledger.cli.options import Json, now, passphrase
from ledger.entry import Entry
from ledger.errors import FormatError, StorageError
from ledger.keys import VerifierKey
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.report.document import report_of
from ledger.report.filing import DOCUMENT, check_filed, file_report
from ledger.report.seal import Auditor
from ledger.terminal import proved, reported, say, show

ReportOption = Annotated[
    Path | None,
    typer.Option(
        envvar="WEEGBOEK_REPORT",
        help="Directory to write a report in: JSON, and a page in each language.",
    ),
]
ReportKeyOption = Annotated[
    Path | None,
    typer.Option(
        "--report-key",
        envvar="WEEGBOEK_REPORT_KEY",
        help="Directory of the auditor's keys, to sign the report with.",
    ),
]


def write_report(
    directory: Path,
    result: AuditResult,
    policy: Policy,
    *,
    reader: LedgerReader,
    limits: Limits,
    key: Path | None,
) -> None:
    """Write the report of an audit, signed if there is a key.

    Raises:
        ExistsError: The directory holds a report.
        SignerError: The key cannot be used.
    """
    auditor = None if key is None else Auditor.load(key, passphrase())
    report = report_of(
        result,
        policy,
        limits=limits,
        where=reader.where,
        authority=_authority(reader, result),
        made_at=now().replace(microsecond=0),
        software=f"weegboek {version('weegboek')}",
        signer=None if auditor is None else auditor.verifier_key,
    )
    names = file_report(directory, report, auditor)
    signed = "unsigned" if auditor is None else f"signed by {auditor.name}"
    say(f"the report is in {directory} ({signed}): {', '.join(names)}")


def _authority(reader: LedgerReader, result: AuditResult) -> Authority | None:
    """Return what the first entry says, if it can be read."""
    if not result.size:
        return None
    try:
        record = Entry.parse(next(reader.entries(0, 1))).record
    except (FormatError, StorageError, OSError):
        return None  # that it cannot be read is a finding of the audit
    return record if isinstance(record, Authority) else None


def report_check(
    report: Annotated[
        Path,
        typer.Argument(envvar="WEEGBOEK_REPORT", help="Directory of the report."),
    ],
    key: Annotated[
        list[str],
        typer.Option("--key", envvar="WEEGBOEK_KEY", help="The auditor's key to pin."),
    ],
    *,
    as_json: Json = False,
) -> None:
    """Check that a report is what an auditor signed, and show its verdict.

    Exit status: 0 it is, whatever its verdict; 1 it is not.
    """
    with reported():
        keys = tuple(VerifierKey.parse(text) for text in key)
        filed = proved(lambda: check_filed(report, keys))
    said, names = filed.report, ", ".join(pinned.name for pinned in keys)
    if as_json:
        shape = {
            "signed_by": [pinned.name for pinned in keys],
            "verdict": said.verdict,
            "origin": said.origin,
            "size": said.size,
            "root": said.root,
            "made_at": said.made_at.isoformat(),
            "missing": list(filed.missing),
        }
        show(json.dumps(shape))
        return
    show(
        f"signed by {names}: {said.origin}, {said.size} entries, root {said.root}:"
        f" {said.verdict}, {len(said.findings)} findings ({said.made_at.isoformat()})"
    )
    for name in filed.missing:
        say(f"{name} was signed as well and is not there; {DOCUMENT} is")


def report_key(
    directory: Annotated[
        Path,
        typer.Argument(
            envvar="WEEGBOEK_REPORT_KEY", help="New directory for the auditor's keys."
        ),
    ],
    name: Annotated[
        str,
        typer.Option(
            envvar="WEEGBOEK_AUDITOR",
            help="The auditor's unique name, such as auditor.example.",
        ),
    ],
) -> None:
    """Make the keys with which an auditor signs reports, and show what others pin."""
    with reported():
        auditor = Auditor.create(directory, name, passphrase())
    show(auditor.verifier_key.format())
