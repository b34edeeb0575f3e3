"""The command ``weegboek ingest``."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from etl.ingest.mapping import read_mapping
from etl.ingest.rejection import write_rejections
from etl.ingest.run import Account, Files, Ingest
from etl.terminal import etl_reported
from ledger.cli.options import passphrase
from ledger.signer import load_signer
from ledger.store import Ledger
from ledger.terminal import FINDINGS, USAGE, fail, progress_bar, say, show

app = typer.Typer(add_completion=False)

_SIDES = ("grounds", "texts")


def _now() -> datetime:
    return datetime.now(UTC)


@app.command()
def ingest(
    file: Annotated[
        Path, typer.Argument(envvar="WEEGBOEK_FILE", help="The CSV file to read.")
    ],
    mapping: Annotated[
        Path,
        typer.Option(
            envvar="WEEGBOEK_MAPPING", help="What its columns mean (data/mappings)."
        ),
    ],
    ledger: Annotated[
        Path, typer.Option(envvar="WEEGBOEK_LEDGER", help="Directory of the ledger.")
    ],
    signer: Annotated[
        Path, typer.Option(envvar="WEEGBOEK_SIGNER", help="Directory of its signer.")
    ],
    sides: Annotated[
        list[str] | None,
        typer.Option(
            "--side",
            envvar="WEEGBOEK_SIDES",
            help="A side file, as grounds=FILE or texts=FILE.",
        ),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_REJECTS",
            help="Where to write rejected rows; by default FILE.rejects.csv.",
        ),
    ] = None,
    max_rejects: Annotated[
        int | None,
        typer.Option(
            envvar="WEEGBOEK_MAX_REJECTS",
            min=0,
            help="Append nothing when more rows than this are rejected.",
        ),
    ] = None,
    *,
    dry_run: Annotated[
        bool,
        typer.Option(envvar="WEEGBOEK_DRY_RUN", help="Convert, and append nothing."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", envvar="WEEGBOEK_JSON", help="Answer in JSON.")
    ] = False,
) -> None:
    """Append the decisions of a published file that are not in the ledger yet.

    Rows that cannot be understood are written to a file of rejected rows; no licence
    is appended in part. What is appended is appended whole, or not at all. Exit
    status: 0 every row is accounted for, 1 rows were rejected or the file cannot be
    read, 2 wrong usage, 3 the ledger could not be appended to.
    """
    given = _sides(sides or [])
    files = Files(main=file, grounds=given.get("grounds"), texts=given.get("texts"))
    with etl_reported():
        rules = read_mapping(mapping)
        keys = load_signer(signer, passphrase=passphrase())
        opened = Ledger.open(ledger, keys, _now)
        with progress_bar("rows") as told:
            work = Ingest(rules, files, opened, told)
            account = work.dry_run() if dry_run or max_rejects is not None else None
            too_many = (
                account is not None
                and max_rejects is not None
                and account.rejected > max_rejects
            )
            if account is None or not (dry_run or too_many):
                account = work.run()
        _write_rejects(account, rejects or file.with_name(f"{file.name}.rejects.csv"))
    appended = not dry_run and not too_many
    _report(account, opened, appended=appended, as_json=as_json)
    if too_many:
        fail(
            f"{account.rejected} rows are rejected, over --max-rejects {max_rejects};"
            " nothing was appended",
            FINDINGS,
        )
    if account.rejections:
        raise typer.Exit(FINDINGS)


def _sides(sides: list[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for side in sides:
        name, separator, path = side.partition("=")
        if name not in _SIDES or not separator:
            fail(f"--side {side!r} is none of {'=FILE, '.join(_SIDES)}=FILE", USAGE)
        found[name] = Path(path)
    return found


def _write_rejects(account: Account, path: Path) -> None:
    if account.rejections:
        write_rejections(path, account.rejections)
        say(f"rejected rows are in {path}")


def _report(account: Account, ledger: Ledger, *, appended: bool, as_json: bool) -> None:
    if as_json:
        shape = {
            "read": account.read,
            "appended": account.appended if appended else 0,
            "would_append": 0 if appended else account.appended,
            "explained": account.explained,
            "rejected": account.rejected,
            "rules": account.rules(),
            "decisions": account.decisions,
            "lists": account.lists,
            "size": ledger.size,
        }
        show(json.dumps(shape))
        return
    verb = "appended" if appended else "would be appended"
    show(f"rows read        {account.read:>10}")
    show(f"  {verb:<15}{account.appended:>10}  ({account.decisions} decisions)")
    show(f"  in ledger      {account.explained:>10}  (already there)")
    show(f"  rejected       {account.rejected:>10}")
    for rule, rows in account.rules().items():
        show(f"    {rule:<13}{rows:>10}")
    show(f"ledger size      {ledger.size:>10}")
