"""The command ``weegboek ledger manifest``."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from ledger.cli.options import Json, LedgerPath, SignerPath, now, passphrase
from ledger.errors import FormatError
from ledger.files import read_file
from ledger.month_manifest import month_manifest
from ledger.records.publication import ApplicationCount
from ledger.signer import load_signer
from ledger.store import Ledger
from ledger.terminal import reported, show

_MOST = 10_000  # bytes of a file of six numbers


def manifest(
    ledger: LedgerPath,
    signer: SignerPath,
    period: Annotated[
        str,
        typer.Option(
            envvar="WEEGBOEK_PERIOD", help="The month that is over, such as 2026-10."
        ),
    ],
    applications: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_APPLICATIONS",
            help="The applications of the month in JSON: pending_before, received,"
            " decided, withdrawn, not_processed, pending_after.",
        ),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Append the publication manifest of a month.

    It counts every entry since the manifest before it by kind and disclosure rule,
    and what is withheld by ground; the audit counts it again.
    """
    with reported():
        books = None if applications is None else _read(applications)
        opened = Ledger.open(ledger, load_signer(signer, passphrase=passphrase()), now)
        with opened.appending() as batch:
            made = month_manifest(
                opened.reader,
                period,
                now(),
                applications=books,
                code_version=version("weegboek"),
            )
            receipt = batch.append(made)
    if as_json:
        shape = {"index": receipt.index, "manifest": msgspec.to_builtins(made)}
        show(json.dumps(shape))
        return
    for count in made.counts:
        words = (count.kind, count.rule, *count.grounds)
        show(f"{count.entries:8}  {' '.join(word for word in words if word)}")
    show(f"entry {receipt.index}: {made.manifest_ref}")


def _read(path: Path) -> ApplicationCount:
    try:
        return msgspec.json.decode(read_file(path, _MOST), type=ApplicationCount)
    except msgspec.MsgspecError as error:
        raise FormatError(str(path), str(error)[:300]) from error
