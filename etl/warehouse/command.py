"""The command ``weegboek build``."""

import json
import os
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from etl.terminal import etl_reported
from etl.warehouse.build import BuildResult, build_warehouse
from etl.warehouse.verified import LedgerInput
from ledger.cli.options import Json
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.terminal import USAGE, fail, progress_bars, show

app = typer.Typer(add_completion=False)

LedgerPaths = Annotated[
    list[Path],
    typer.Argument(envvar="WEEGBOEK_LEDGERS", help="Directories of ledgers."),
]
PolicyFiles = Annotated[
    list[Path],
    typer.Option(
        "--policy",
        envvar="WEEGBOEK_POLICIES",
        help="File of pinned keys; one for each ledger, in the same order.",
    ),
]
WarehousePath = Annotated[
    Path,
    typer.Option(envvar="WEEGBOEK_WAREHOUSE", help="Directory of the warehouse."),
]


@app.command()
def build(
    ledgers: LedgerPaths,
    policies: PolicyFiles,
    warehouse: WarehousePath,
    *,
    full: Annotated[
        bool,
        typer.Option(envvar="WEEGBOEK_FULL", help="Audit and load everything anew."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Build the DuckDB warehouse from ledgers, after auditing each of them.

    Nothing is built from a ledger that does not verify. What the last build holds is
    not audited again when the ledgers only grew, unless with --full. Exit status: 0
    built, 1 a ledger does not verify, 2 wrong usage, 3 could not build.
    """
    with etl_reported():
        inputs = inputs_of(ledgers, policies)
        result = build_shown(warehouse, inputs, full=full)
    if as_json:
        current = msgspec.to_builtins(result.current)
        show(json.dumps({"how": result.how, **current}))
        return
    for built in result.current.ledgers:
        show(f"{built.slug}: {built.origin}, {built.size} entries, root {built.root}")
    show(f"{result.how}: {warehouse / result.current.file}")


def inputs_of(ledgers: list[Path], policies: list[Path]) -> list[LedgerInput]:
    """Return ledgers with the keys pinned for each, or end the command."""
    if len(ledgers) != len(policies):
        fail(
            f"{len(ledgers)} ledgers need as many --policy, not {len(policies)}", USAGE
        )
    return [
        LedgerInput(
            reader=LedgerReader.at(ledger), policy=Policy.parse(policy.read_bytes())
        )
        for ledger, policy in zip(ledgers, policies, strict=True)
    ]


def build_shown(
    warehouse: Path, inputs: list[LedgerInput], *, full: bool = False
) -> BuildResult:
    """Build a warehouse and show on stderr how far it is."""
    with progress_bars() as told:
        return build_warehouse(
            warehouse,
            inputs,
            full=full,
            processes=os.cpu_count() or 1,
            progress=told,
        )
