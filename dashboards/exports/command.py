"""The command ``weegboek figure``."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from dashboards.errors import ExportError, NotAtHandError
from dashboards.exports.recompute import FigureCheck, check_figure
from etl.errors import UnverifiedError, WarehouseError
from etl.terminal import etl_reported
from etl.warehouse.verified import LedgerInput
from ledger.cli.options import Json, Keys, PolicyFile, trusted
from ledger.reader import LedgerReader
from ledger.terminal import COULD_NOT, FINDINGS, fail, say, show

_MOST_BYTES: Final = 500_000_000

app = typer.Typer(
    help="Verify a downloaded figure or table against a ledger.",
    no_args_is_help=True,
    add_completion=False,
)


@app.callback()
def _figure() -> None:
    """Verify a downloaded figure or table against a ledger."""


@app.command("verify")
def figure_verify(
    file: Annotated[
        Path,
        typer.Argument(
            envvar="WEEGBOEK_FIGURE",
            help="A file that a page exported: CSV, XLSX, Parquet, JSON, SVG, PNG, or"
            " a manifest.",
        ),
    ],
    ledger: Annotated[
        str,
        typer.Option(envvar="WEEGBOEK_LEDGER", help="The ledger, or its URL."),
    ],
    policy: PolicyFile = None,
    key: Keys = None,
    warehouse: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_WAREHOUSE",
            help="A warehouse at the same checkpoint, to be reconciled and used; by"
            " default one is built and thrown away.",
        ),
    ] = None,
    beside: Annotated[
        str | None,
        typer.Option(
            envvar="WEEGBOEK_BESIDE",
            help="The other ledger, or its URL, when the file compares two.",
        ),
    ] = None,
    beside_policy: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_BESIDE_POLICY", help="The keys pinned for that one."
        ),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Compute a figure again from the ledger and compare every number in the file.

    The ledger is audited first, and read up to the checkpoint that the file names.
    Exit status: 0 the file holds what the ledger gives, 1 it does not or the ledger
    does not verify, 2 wrong usage, 3 could not check.
    """
    rules = trusted(policy, key)
    with etl_reported():
        given = LedgerInput(reader=LedgerReader.at(ledger), policy=rules)
        second = None
        if beside is not None:
            pinned = trusted(beside_policy, None)
            second = LedgerInput(reader=LedgerReader.at(beside), policy=pinned)
        if file.stat().st_size > _MOST_BYTES:
            fail(f"{file} is too large to be a figure", COULD_NOT)
        check = _checked(file.read_bytes(), given, warehouse, second)
    show(json.dumps(_report(check), default=str) if as_json else _words(file, check))
    if not check.verified:
        for one in (*check.discrepancies, *check.differences):
            say(str(one))
        raise typer.Exit(FINDINGS)


def _checked(
    raw: bytes,
    given: LedgerInput,
    warehouse: Path | None,
    beside: LedgerInput | None,
) -> FigureCheck:
    try:
        return check_figure(raw, given, warehouse, beside)
    except ExportError as error:
        fail(f"NOT verified: {error}", FINDINGS)
    except UnverifiedError:
        raise
    except (NotAtHandError, WarehouseError) as error:
        fail(str(error), COULD_NOT)


def _words(file: Path, check: FigureCheck) -> str:
    manifest = check.manifest
    if check.discrepancies:
        return (
            f"NOT verified: {len(check.discrepancies)} rows of the warehouse are not"
            " what the ledger gives; nothing was read from it"
        )
    if check.differences:
        return (
            f"NOT verified: {file.name} differs in {len(check.differences)} places from"
            " what the ledger gives"
        )
    return (
        f"verified: {file.name} is what {manifest.origin} gives at size"
        f" {manifest.size}, root {manifest.root}: view {manifest.view}"
        f" v{manifest.view_version}, {manifest.rows} rows,"
        f" filters {manifest.filters or 'none'}"
    )


def _report(check: FigureCheck) -> dict[str, object]:
    return {
        "verified": check.verified,
        "format": check.format.suffix,
        "manifest": msgspec.to_builtins(check.manifest),
        "differences": [asdict(one) for one in check.differences],
        "discrepancies": [asdict(one) for one in check.discrepancies],
    }
