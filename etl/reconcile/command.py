"""The command ``weegboek reconcile``."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import typer

from etl.errors import UnverifiedError, WarehouseError
from etl.reconcile.discrepancy import Discrepancy
from etl.reconcile.run import reconcile as reconciled
from etl.terminal import etl_reported
from etl.warehouse.command import (
    LedgerPaths,
    PolicyFiles,
    WarehousePath,
    inputs_of,
)
from etl.warehouse.verified import LedgerInput
from ledger.cli.options import Json
from ledger.terminal import COULD_NOT, FINDINGS, fail, progress_bars, say, show

app = typer.Typer(add_completion=False)


@app.command()
def reconcile(
    ledgers: LedgerPaths,
    policies: PolicyFiles,
    warehouse: WarehousePath,
    *,
    as_json: Json = False,
) -> None:
    """Compute every row of a warehouse again from its ledgers; report what differs.

    The ledgers are audited first. Exit status: 0 every row is what the ledgers
    give, 1 rows are missing, extra or altered, or a ledger does not verify, 2 wrong
    usage, 3 could not check.
    """
    with etl_reported():
        inputs = inputs_of(ledgers, policies)
        found = _reconciled(warehouse, inputs)
    if as_json:
        rows = [asdict(one) for one in found]
        answer = {"reconciled": not found, "discrepancies": rows}
        show(json.dumps(answer, default=str, ensure_ascii=False))
    else:
        for one in found:
            show(str(one))
        say(
            f"{len(found)} discrepancies"
            if found
            else "every row of the warehouse is what the ledgers give"
        )
    if found:
        raise typer.Exit(FINDINGS)


def _reconciled(warehouse: Path, inputs: list[LedgerInput]) -> tuple[Discrepancy, ...]:
    try:
        with progress_bars() as told:
            return reconciled(
                warehouse, inputs, processes=os.cpu_count() or 1, progress=told
            )
    except UnverifiedError:
        raise
    except WarehouseError as error:
        fail(str(error), COULD_NOT)
