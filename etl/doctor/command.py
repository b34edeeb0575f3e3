"""The command ``weegboek doctor``."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from etl.doctor.book import (
    age_check,
    agreement_check,
    key_check,
    last_recorded,
    leftover_check,
    opening_check,
    permission_check,
    run_check,
    writer_check,
)
from etl.doctor.check import Check, unknown
from etl.doctor.intake import intake_checks
from etl.doctor.machine import clock_check, clock_is_set, disk_checks, version_check
from ledger.cli.options import Json, LedgerPath, SignerPath, now, passphrase
from ledger.durable import Disk, put_durably
from ledger.errors import LedgerError
from ledger.reader import LedgerReader
from ledger.terminal import COULD_NOT, FINDINGS, USAGE, fail, reported, show

app = typer.Typer(add_completion=False)


@app.command()
def doctor(
    ledger: LedgerPath,
    signer: SignerPath,
    state: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_INTAKE_STATE", help="Directory of an intake, if any."
        ),
    ] = None,
    max_age: Annotated[
        float | None,
        typer.Option(
            envvar="WEEGBOEK_MAX_AGE",
            min=0,
            help="Hours that the last entry may be old.",
        ),
    ] = None,
    max_run_age: Annotated[
        float | None,
        typer.Option(
            envvar="WEEGBOEK_MAX_RUN_AGE",
            min=0,
            help="Hours since a run of ingest last appended something.",
        ),
    ] = None,
    min_free: Annotated[
        int,
        typer.Option(
            envvar="WEEGBOEK_MIN_FREE", min=0, help="Megabytes that must be free."
        ),
    ] = 1000,
    metrics: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_METRICS",
            help="File to write what was seen to, as OpenMetrics.",
        ),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Look whether the next run will do what it should; nothing is changed.

    Exit status: 0 all is well, 1 something is not, 2 wrong usage, 3 all that was
    looked at is well and something could not be looked at.
    """
    moment = now()
    found = [version_check()]
    found += _book(ledger, signer, moment, _span(max_age), _span(max_run_age))
    places = {"ledger": ledger, "signer": signer}
    places |= {} if state is None else {"intake": state}
    found += disk_checks(places, min_free * 1_000_000)
    found += () if state is None else intake_checks(state, moment)
    if metrics is not None:
        _write_metrics(metrics, found, moment)
    standings = {check.standing for check in found}
    if as_json:
        checks = [check._asdict() for check in found]
        well = standings == {"ok"}
        show(json.dumps({"at": moment.isoformat(), "well": well, "checks": checks}))
    else:
        for check in found:
            show(f"{check.standing:<8}{check.name}: {check.message}")
    if standings & {"failed", "warning"}:
        raise typer.Exit(FINDINGS)
    if "unknown" in standings:
        raise typer.Exit(COULD_NOT)


def _write_metrics(path: Path, found: list[Check], moment: datetime) -> None:
    try:
        from etl.doctor.metrics import metrics_of  # noqa: PLC0415 - of the extra intake
    except ModuleNotFoundError:
        fail("--metrics needs: pip install 'weegboek[intake]'", USAGE)
    with reported():
        put_durably(Disk(), path, metrics_of(found, moment))


def _span(hours: float | None) -> timedelta | None:
    return None if hours is None else timedelta(hours=hours)


def _book(
    ledger: Path,
    signer: Path,
    moment: datetime,
    most: timedelta | None,
    most_run: timedelta | None,
) -> Iterator[Check]:
    """Look at the ledger and its signer, as far as they can be read."""
    reader = LedgerReader.at(ledger)
    keys, opened = key_check(signer, passphrase())
    yield keys
    yield permission_check(ledger, signer)
    opening = opening_check(reader)
    yield opening
    if opening.standing != "ok":
        return
    yield writer_check(ledger)
    if opened is not None:
        yield agreement_check(reader, opened)
    try:
        recorded = last_recorded(reader)
        yield leftover_check(ledger, signer, reader.checkpoint().size)
    except (LedgerError, OSError) as error:
        yield unknown("clock", f"the last entry cannot be read: {error}")
        return
    yield clock_check(moment, recorded, is_set=clock_is_set())
    if most is not None:
        yield age_check(recorded, moment, most)
    if most_run is not None:
        yield run_check(reader, moment, most_run)
