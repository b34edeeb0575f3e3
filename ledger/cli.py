"""The commands ``weegboek ledger`` and ``weegboek audit``."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from ledger.audit import AuditResult, audit
from ledger.errors import LedgerError, StorageError
from ledger.intake import parse_line
from ledger.keys import VerifierKey
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.records.record import KINDS
from ledger.records.schema import record_schema
from ledger.records.values import Text
from ledger.search import find_entry
from ledger.signer import create_signer, load_signer
from ledger.store import Ledger, create_ledger
from ledger.terminal import (
    COULD_NOT,
    FINDINGS,
    USAGE,
    fail,
    progress_bar,
    reported,
    say,
    show,
)
from ledger.tree import leaf_hash

ledger_app = typer.Typer(
    help="Create a ledger, append to it, show its entries and its checkpoint.",
    no_args_is_help=True,
    add_completion=False,
)
audit_app = typer.Typer(
    help="Verify a ledger with pinned keys and no trust in its owner.",
    no_args_is_help=True,
    add_completion=False,
)

LedgerPath = Annotated[
    Path,
    typer.Argument(envvar="WEEGBOEK_LEDGER", help="Directory of the ledger."),
]
SignerPath = Annotated[
    Path,
    typer.Option(
        "--signer",
        envvar="WEEGBOEK_SIGNER",
        help="Directory of the signer's keys; keep it apart from the ledger.",
    ),
]
Json = Annotated[
    bool, typer.Option("--json", envvar="WEEGBOEK_JSON", help="Answer in JSON.")
]
Keys = Annotated[
    list[str] | None,
    typer.Option("--key", envvar="WEEGBOEK_KEY", help="A verifier key to pin."),
]
PolicyFile = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        envvar="WEEGBOEK_POLICY",
        help="File of pinned keys (c2sp.org/tlog-policy).",
    ),
]


def _now() -> datetime:
    return datetime.now(UTC)


def passphrase() -> str | None:
    """Return the passphrase of the signer's keys from WEEGBOEK_PASSPHRASE, if set."""
    return os.environ.get("WEEGBOEK_PASSPHRASE")


@ledger_app.command()
def create(
    ledger: LedgerPath,
    signer: SignerPath,
    origin: Annotated[
        str,
        typer.Option(
            envvar="WEEGBOEK_ORIGIN",
            help="The ledger's unique name, such as example.nl/licences.",
        ),
    ],
    country: Annotated[
        str,
        typer.Option(
            envvar="WEEGBOEK_COUNTRY", help="Country of the authority, ISO 3166-1."
        ),
    ],
    office_nl: Annotated[
        str | None,
        typer.Option(envvar="WEEGBOEK_OFFICE_NL", help="Deciding office, in Dutch."),
    ] = None,
    office_en: Annotated[
        str | None,
        typer.Option(envvar="WEEGBOEK_OFFICE_EN", help="Deciding office, in English."),
    ] = None,
    *,
    synthetic: Annotated[
        bool,
        typer.Option(
            envvar="WEEGBOEK_SYNTHETIC",
            help="Nothing in the ledger is real; every page will say so.",
        ),
    ] = False,
) -> None:
    """Make a ledger, and its signer when there is none yet."""
    with reported():
        opening = Authority(
            country=country,
            office=Text(nl=office_nl, en=office_en),
            origin=origin,
            synthetic=synthetic,
        )
        if signer.exists() and any(signer.iterdir()):
            keys = load_signer(signer, passphrase=passphrase())
        else:
            keys = create_signer(signer, origin, passphrase=passphrase())
            say(f"made keys in {signer}; verifiers pin {signer / 'policy'}")
        made = create_ledger(ledger, opening=opening, signer=keys, clock=_now)
    show(f"{ledger}: {made.checkpoint.origin}, {made.size} entry")


@ledger_app.command()
def append(
    ledger: LedgerPath,
    signer: SignerPath,
    file: Annotated[
        typer.FileBinaryRead,
        typer.Argument(
            envvar="WEEGBOEK_FILE",
            help="Records as JSON Lines, each with kind, record and perhaps source.",
        ),
    ] = "-",  # type: ignore[assignment] # Typer opens it
) -> None:
    """Append the records of a file; all of them, or none."""
    line = 0
    try:
        with reported():
            keys = load_signer(signer, passphrase=passphrase())
            opened = Ledger.open(ledger, keys, _now)
            before = opened.size
            with opened.appending() as batch:
                for line, text in enumerate(file, start=1):  # noqa: B007 - named below
                    record, source = parse_line(text)
                    batch.append(record, source=source)
    except typer.Exit:
        if line:
            say(f"in line {line}; nothing was appended")
        raise
    show(f"{opened.size - before} entries appended, size {opened.size}")


@ledger_app.command("show")
def show_entry(
    ledger: LedgerPath,
    which: Annotated[
        str | None,
        typer.Argument(
            help="Index, reference or leaf hash; the checkpoint when left out."
        ),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Show one entry, or what the ledger holds."""
    with reported():
        reader = LedgerReader.at(ledger)
        if which is None:
            _show_checkpoint(reader)
            return
        found = find_entry(reader, which)
    if found is None:
        fail(f"no entry {which} in {ledger}", FINDINGS)
    index, raw = found
    shape = {
        "index": index,
        "leaf_hash": leaf_hash(raw).hex(),
        "entry": json.loads(raw),
    }
    if as_json:
        show(json.dumps(shape, ensure_ascii=False))
        return
    say("not verified; to verify: weegboek audit run")
    show(f"entry      {index}")
    show(f"leaf hash  {shape['leaf_hash']}")
    show(json.dumps(shape["entry"], ensure_ascii=False, indent=2))


@ledger_app.command()
def checkpoint(ledger: LedgerPath, policy: PolicyFile = None, key: Keys = None) -> None:
    """Show the signed checkpoint, and check its signatures with pinned keys."""
    with reported():
        reader = LedgerReader.at(ledger)
        if policy is None and not key:
            say("signatures not checked: give --policy or --key")
            _show_checkpoint(reader)
            return
        checked = pinned(policy, key).checkpoint_of(reader.checkpoint_note())
        _show_checkpoint(reader)
        say(f"signed by every pinned key, over {checked.size} entries")


@ledger_app.command()
def schema(
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(KINDS)}.")],
) -> None:
    """Show the JSON Schema of one kind of record."""
    if kind not in KINDS:
        fail(f"no kind {kind!r}; the kinds are {', '.join(KINDS)}", USAGE)
    show(json.dumps(msgspec.to_builtins(record_schema(kind)), indent=2))


def _show_checkpoint(reader: LedgerReader) -> None:
    sys.stdout.write(reader.checkpoint_note().decode())


def pinned(policy: Path | None, keys: list[str] | None) -> Policy:
    """Return the policy of a file, or one that pins some verifier keys.

    Raises:
        FormatError: A key or the file is malformed.
        StorageError: The file cannot be read, or nothing is pinned.
    """
    if keys:
        return Policy(logs=tuple(VerifierKey.parse(key) for key in keys))
    if policy is None:
        raise StorageError("no keys are pinned: give --policy FILE or --key VKEY")
    return Policy.parse(policy.read_bytes())


@audit_app.callback()
def _audit() -> None:
    """Verify a ledger with pinned keys and no trust in its owner."""


@audit_app.command("run")
def audit_run(
    ledger: LedgerPath,
    policy: PolicyFile = None,
    key: Keys = None,
    *,
    as_json: Json = False,
    integrity_only: Annotated[
        bool,
        typer.Option(
            envvar="WEEGBOEK_INTEGRITY_ONLY",
            help="Check signatures, hashes and chain only; leave out what records say.",
        ),
    ] = False,
    processes: Annotated[
        int, typer.Option(envvar="WEEGBOEK_PROCESSES", min=1, help="Processes to use.")
    ] = os.cpu_count() or 1,
) -> None:
    """Check everything: signatures, every file, every hash, every record.

    Exit status: 0 verified, 1 findings, 2 wrong usage, 3 could not check.
    """
    try:
        rules = pinned(policy, key)
    except (LedgerError, OSError) as error:
        fail(str(error), USAGE if policy is None and not key else COULD_NOT)
    with progress_bar("auditing") as told:
        result = audit(
            LedgerReader.at(ledger),
            rules,
            integrity_only=integrity_only,
            processes=processes,
            progress=told,
        )
    if as_json:
        show(json.dumps(as_builtins(result), ensure_ascii=False))
    else:
        _report(result)
    if result.findings:
        raise typer.Exit(FINDINGS)
    if result.could_not_check:
        raise typer.Exit(COULD_NOT)


def as_builtins(result: AuditResult) -> dict[str, Any]:
    """Return the outcome of an audit as JSON has it."""
    checkpoint = result.checkpoint
    return {
        "verified": result.verified,
        "origin": None if checkpoint is None else checkpoint.origin,
        "size": result.size,
        "root": None if checkpoint is None else checkpoint.root_text,
        "integrity_only": result.integrity_only,
        "findings": [
            {
                "code": finding.code,
                "index": finding.index,
                "file": finding.file,
                "message": finding.message,
                "meaning": finding.meaning,
            }
            for finding in result.findings
        ],
        "could_not_check": list(result.could_not_check),
        "leftovers": list(result.leftovers),
    }


def _report(result: AuditResult) -> None:
    for finding in result.findings:
        show(f"{finding.place}: {finding.code}: {finding.message}")
        show(f"    {finding.meaning}")
    for doubt in result.could_not_check:
        show(f"could not check: {doubt}")
    if result.leftovers:
        say(
            f"{len(result.leftovers)} files are not covered by the checkpoint (ignored)"
        )
    if result.verified and result.checkpoint is not None:
        extent = "signatures, hashes and chain" if result.integrity_only else "all"
        show(
            f"verified: {result.checkpoint.origin}, {result.size} entries,"
            f" root {result.checkpoint.root_text} ({extent} checked)"
        )
    elif result.findings:
        show(f"NOT verified: {len(result.findings)} findings")
    else:
        show("NOT verified: could not check")
