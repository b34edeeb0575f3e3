"""The command ``weegboek build``."""

import json
import os
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from etl.terminal import etl_reported
from etl.warehouse.build import BuildResult, build_warehouse
from etl.warehouse.part import Part
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
    tier: Annotated[
        Literal["public", "committee"],
        typer.Option(envvar="WEEGBOEK_TIER", help="Who the build is for."),
    ] = "public",
    vaults: Annotated[
        list[Path] | None,
        typer.Option(
            "--vault",
            envvar="WEEGBOEK_VAULTS",
            help="A vault to open for the committee tier.",
        ),
    ] = None,
    identity: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_IDENTITY",
            help="Directory of the private keys that open the vaults.",
        ),
    ] = None,
    *,
    full: Annotated[
        bool,
        typer.Option(envvar="WEEGBOEK_FULL", help="Audit and load everything anew."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Build the DuckDB warehouse from ledgers, after auditing each of them.

    Nothing is built from a ledger that does not verify. What the last build holds is
    not audited again when the ledgers only grew, unless with --full. A build for the
    committee also holds what the vaults open, each value verified against its ledger;
    it needs a warehouse directory of its own, and overwrites the build before it. Exit
    status: 0 built, 1 a ledger does not verify or a vault does not fit it, 2 wrong
    usage, 3 could not build.
    """
    committee = tier == "committee"
    if committee != bool(vaults) or committee != (identity is not None):
        fail("--tier committee, --vault and --identity go together", USAGE)
    with etl_reported():
        inputs = inputs_of(ledgers, policies)
        part = None
        if vaults and identity is not None:
            # Nothing public imports what opens vaults, nor does the rest of this file.
            from etl.committee.command import committee_part  # noqa: PLC0415

            part = committee_part(inputs, vaults, identity)
        result = build_shown(warehouse, inputs, full=full, part=part)
    opened = {} if part is None else part.counts()
    if as_json:
        current = msgspec.to_builtins(result.current)
        show(json.dumps({"how": result.how, **current, **opened}))
        return
    for built in result.current.ledgers:
        show(f"{built.slug}: {built.origin}, {built.size} entries, root {built.root}")
    show(f"{result.how}: {warehouse / result.current.file}")
    if part is not None:
        show("; ".join(f"{name} {count}" for name, count in opened.items()))


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
    warehouse: Path,
    inputs: list[LedgerInput],
    *,
    full: bool = False,
    part: Part | None = None,
) -> BuildResult:
    """Build a warehouse and show on stderr how far it is."""
    with progress_bars() as told:
        return build_warehouse(
            warehouse,
            inputs,
            full=full,
            processes=os.cpu_count() or 1,
            progress=told,
            part=part,
        )
