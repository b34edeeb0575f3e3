"""The command ``weegboek release``."""

import json
from collections import Counter
from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from etl.disclosure_control.gate import released
from etl.disclosure_control.parameters import parameters
from etl.disclosure_control.release import Making
from etl.disclosure_control.withheld import content_of, opened_decisions, read_book
from etl.errors import DisclosureControlError
from etl.terminal import etl_reported
from ledger.cli.options import (
    Json,
    LedgerPath,
    SignerPath,
    identity_passphrase,
    now,
    passphrase,
)
from ledger.cli.vault import IdentityPath, VaultPath
from ledger.signer import load_signer
from ledger.store import Ledger
from ledger.terminal import progress_bars, show
from ledger.vault.audience_key import load_identity
from ledger.vault.vault_files import Vault

app = typer.Typer(add_completion=False)

Through = Annotated[
    datetime,
    typer.Option(
        envvar="WEEGBOEK_THROUGH",
        formats=["%Y-%m"],
        help="The last month that is counted; it must be over.",
    ),
]


@app.command()
def release(
    ledger: LedgerPath,
    through: Through,
    signer: SignerPath,
    vault: VaultPath,
    identity: IdentityPath,
    *,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", envvar="WEEGBOEK_DRY_RUN", help="Append nothing; only tell."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Release tables of the withheld decisions of a year, up to a month.

    They are opened with the vault, counted, and appended as an entry with all cells
    suppressed by which an exporter could be known: also by adding and subtracting
    what is released, now and before. An attack on the release is tried first, and
    nothing is appended when it succeeds. What is said here of why a cell is
    suppressed is for the office only.
    """
    month = f"{through:%Y-%m}"
    with etl_reported():
        if month >= f"{now():%Y-%m}":
            raise DisclosureControlError(f"{month} is not over")
        opened = Ledger.open(ledger, load_signer(signer, passphrase=passphrase()), now)
        key = load_identity(identity, identity_passphrase())
        with opened.appending() as batch, progress_bars() as progress:
            checkpoint = opened.reader.checkpoint()
            book = read_book(opened.reader, checkpoint.size)
            earlier = book.released_in(month[:4])
            vintages = book.vintages(month, earlier)
            decisions = opened_decisions(opened.reader, Vault(vault), key, vintages)
            content = content_of(
                book, month, dict(decisions), parameters(), checkpoint.size
            )
            told = partial(progress, "suppressing")
            making, records = released(content, earlier, checkpoint.root.hex(), told)
            indices = [] if dry_run else [batch.append(r).index for r in records]
    _tell(making, indices, as_json=as_json)


def _tell(making: Making, indices: list[int], *, as_json: bool) -> None:
    tables = making.released
    reasons = [
        {**one.cell._asdict(), "what": one.what, "rules": one.rules}
        for one in making.reasons
    ]
    shape = {
        "entries": indices,
        "through": tables.through,
        "parameters": tables.control.version,
        "counts_shown": len(tables.counts),
        "counts_suppressed": len(tables.hidden),
        "values_shown": len(tables.values),
        "values_suppressed": len(tables.hidden_values),
    }
    if as_json:
        show(json.dumps({**shape, "suppressed": reasons}))
        return
    for name in ("counts", "values"):
        shown, hidden = shape[f"{name}_shown"], shape[f"{name}_suppressed"]
        show(f"{name:8}{shown:6} shown, {hidden} suppressed")
    why = Counter(
        (one.what, ", ".join(one.rules) or "secondary") for one in making.reasons
    )
    for (what, rules), number in sorted(why.items()):
        show(f"{number:6}  {what}: {rules}")
    where = ", ".join(str(index) for index in indices) or "nothing was appended"
    show(f"tables through {tables.through}: entries {where}")
