"""The command ``weegboek ingest``."""

import os
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from etl.errors import TooManyRejectsError
from etl.ingest.answer import (
    answer_json,
    answer_text,
    explanation_json,
    explanation_text,
)
from etl.ingest.job_log import job_log, log_account, log_start
from etl.ingest.mapping import mapping_digest, read_mapping
from etl.ingest.metrics import metrics_of_run
from etl.ingest.reading import Files
from etl.ingest.rejection import write_rejections
from etl.ingest.report import Report, prune_reports, write_report
from etl.ingest.run import Ingest
from etl.ingest.source import check_file
from etl.ingest.template import write_template
from etl.terminal import etl_reported
from ledger.checkpoint import Checkpoint
from ledger.cli.options import Json, now, passphrase
from ledger.durable import Disk, put_durably
from ledger.search import find_entry
from ledger.signer import load_signer
from ledger.store import Ledger
from ledger.terminal import FINDINGS, USAGE, fail, progress_bar, say, show
from ledger.vault.vault_files import Vault

app = typer.Typer(add_completion=False)

_SIDES = ("grounds", "texts")


@app.command()
def ingest(
    file: Annotated[
        Path | None,
        typer.Argument(
            envvar="WEEGBOEK_FILE", help="The file: CSV, JSON Lines, Parquet or xlsx."
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_MAPPING", help="What its columns mean (data/mappings)."
        ),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(envvar="WEEGBOEK_LEDGER", help="Directory of the ledger."),
    ] = None,
    signer: Annotated[
        Path | None,
        typer.Option(envvar="WEEGBOEK_SIGNER", help="Directory of its signer."),
    ] = None,
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
    released_on: Annotated[
        datetime | None,
        typer.Option(
            envvar="WEEGBOEK_RELEASED_ON",
            formats=["%Y-%m-%d"],
            help="Day of the release, for corrections; by default today.",
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_REPORT", help="Directory for a report of the run, as HTML."
        ),
    ] = None,
    keep_reports: Annotated[
        int | None,
        typer.Option(
            envvar="WEEGBOEK_KEEP_REPORTS",
            min=1,
            help="Keep so many reports in that directory, and remove older ones.",
        ),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_LOG",
            help="Add what happens to this file, as JSON lines without any value.",
        ),
    ] = None,
    vault: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_VAULT",
            help="The vault to seal confidential fields in; without it they are"
            " refused.",
        ),
    ] = None,
    metrics: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_INGEST_METRICS",
            help="File to write what became of the rows to, as OpenMetrics.",
        ),
    ] = None,
    explain: Annotated[
        int | None,
        typer.Option(
            envvar="WEEGBOEK_EXPLAIN",
            min=1,
            help="Tell what becomes of this row, and append nothing.",
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            envvar="WEEGBOEK_TEMPLATE",
            help="Write a template of the native format (csv, jsonl, parquet, xlsx).",
        ),
    ] = None,
    *,
    dry_run: Annotated[
        bool,
        typer.Option(envvar="WEEGBOEK_DRY_RUN", help="Convert, and append nothing."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Append the decisions of a file that are not in the ledger yet.

    Rows that cannot be understood are written to a file of rejected rows, which can be
    repaired and fed back alone; no licence is appended in part. A decision that reads
    otherwise than in the ledger becomes a correction. What is appended is appended
    whole, or not at all. Exit status: 0 every row is accounted for, 1 rows were
    rejected or the file cannot be read, 2 wrong usage, 3 the ledger could not be
    appended to.
    """
    if template is not None:
        _template(template)
        return
    if file is None or mapping is None or ledger is None or signer is None:
        fail("give FILE, --mapping, --ledger and --signer; or --template", USAGE)
    given = _sides(sides or [])
    files = Files(main=file, grounds=given.get("grounds"), texts=given.get("texts"))
    held = dry_run or explain is not None
    with etl_reported(), job_log(log):
        with progress_bar("rows") as told:
            work = Ingest(
                mapping=read_mapping(mapping),
                mapping_digest=mapping_digest(mapping),
                files=files,
                ledger=Ledger.open(
                    ledger, load_signer(signer, passphrase=passphrase()), now
                ),
                released_on=(released_on or now()).date(),
                max_rejects=None if explain is not None else max_rejects,
                watch=explain,
                progress=told,
                processes=os.cpu_count() or 1,
                vault=None if vault is None else Vault(vault),
            )
            before = work.ledger.checkpoint
            log_start(work.mapping, work.mapping_digest, before, dry_run=held)
            too_many = _work(work, dry_run=held)
        if explain is not None:
            _explain(explain, work, as_json=as_json)
            return
        appended = not dry_run and not too_many
        after = work.ledger.checkpoint
        log_account(work.account, after, appended=appended)
        _write_rejects(work, rejects)
        if report is not None:
            page = _page(work, mapping, before, appended=appended, note=too_many)
            say(f"the report is in {write_report(report, page)}")
            if keep_reports is not None:
                removed = prune_reports(report, keep_reports, Disk())
                say(f"{removed} older reports removed")
        if metrics is not None and not dry_run:
            _write_metrics(metrics, work, appended=appended)
        answer = answer_json if as_json else answer_text
        if work.account.not_compared:
            say(
                f"{work.account.not_compared} decisions are in the ledger already, and"
                " their confidential fields were not compared with what is sealed: a"
                " change in those alone is to be appended as a correction"
            )
        show(answer(work.account, before, after, appended=appended))
        if too_many:
            fail(too_many, FINDINGS)
        if work.account.rejections:
            raise typer.Exit(FINDINGS)


def _template(path: Path) -> None:
    with etl_reported():
        write_template(path)
    say(f"a template with two invented decisions is in {path}")


def _sides(sides: list[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for side in sides:
        name, separator, path = side.partition("=")
        if name not in _SIDES or not separator:
            fail(f"--side {side!r} is none of {'=FILE, '.join(_SIDES)}=FILE", USAGE)
        found[name] = Path(path)
    return found


def _work(work: Ingest, *, dry_run: bool) -> str:
    """Do the work; say why nothing was appended when too much was rejected."""
    try:
        if dry_run:
            work.dry_run()
        else:
            work.run()
    except TooManyRejectsError as error:
        return str(error)
    return ""


def _write_rejects(work: Ingest, rejects: Path | None) -> None:
    account, file = work.account, work.files.main
    if account.rejections:
        path = rejects or file.with_name(f"{file.name}.rejects.csv")
        write_rejections(path, account.rejections, account.rejected_rows, work.digest)
        say(f"rejected rows are in {path}")


def _write_metrics(path: Path, work: Ingest, *, appended: bool) -> None:
    text = metrics_of_run(
        work.account,
        work.ledger.checkpoint,
        now(),
        system=work.mapping.system,
        appended=appended,
    )
    put_durably(Disk(), path, text)


def _page(
    work: Ingest, mapping: Path, before: Checkpoint, *, appended: bool, note: str
) -> Report:
    files = {path.name: check_file(path) for path in work.files.roles().values()}
    return Report(
        account=work.account,
        appended=appended,
        before=before,
        after=work.ledger.checkpoint,
        digests=files | {mapping.name: work.mapping_digest},
        ended_at=now(),
        mapping=mapping.name,
        note=note,
        system=work.mapping.system,
        code_version=version("weegboek"),
    )


def _explain(row: int, work: Ingest, *, as_json: bool) -> None:
    account, name = work.account, work.files.main.name
    if not account.watched:
        fail(f"{name} has no row {row}; {account.read} rows were read", USAGE)
    (fate,) = account.watched
    reader = work.ledger.reader
    found = find_entry(reader, fate.reference) if fate.reference else None
    entry = None if found is None else found[0]
    why = [one for one in account.rejections if one.row == row]
    if as_json:
        show(explanation_json(fate, entry, why))
    else:
        show(f"row {row} of {name}: {explanation_text(row, fate, entry, why)}")
