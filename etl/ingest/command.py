"""The command ``weegboek ingest``."""

import json
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from etl.errors import TooManyRejectsError
from etl.ingest.account import Account, Fate
from etl.ingest.mapping import mapping_digest, read_mapping
from etl.ingest.reading import Files
from etl.ingest.rejection import write_rejections
from etl.ingest.report import Report, write_report
from etl.ingest.run import Ingest
from etl.ingest.source import check_file
from etl.ingest.template import write_template
from etl.terminal import etl_reported
from ledger.checkpoint import Checkpoint
from ledger.cli.options import now, passphrase
from ledger.search import find_entry
from ledger.signer import load_signer
from ledger.store import Ledger
from ledger.terminal import FINDINGS, USAGE, fail, progress_bar, say, show

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
    as_json: Annotated[
        bool, typer.Option("--json", envvar="WEEGBOEK_JSON", help="Answer in JSON.")
    ] = False,
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
        with etl_reported():
            write_template(template)
        say(f"a template with two invented decisions is in {template}")
        return
    if file is None or mapping is None or ledger is None or signer is None:
        fail("give FILE, --mapping, --ledger and --signer; or --template", USAGE)
    given = _sides(sides or [])
    files = Files(main=file, grounds=given.get("grounds"), texts=given.get("texts"))
    with etl_reported(), progress_bar("rows") as told:
        rules = read_mapping(mapping)
        keys = load_signer(signer, passphrase=passphrase())
        opened = Ledger.open(ledger, keys, now)
        work = Ingest(
            mapping=rules,
            mapping_digest=mapping_digest(mapping),
            files=files,
            ledger=opened,
            released_on=released_on.date() if released_on else _today(),
            max_rejects=None if explain is not None else max_rejects,
            watch=explain,
            progress=told,
        )
        before, too_many = opened.checkpoint, ""
        try:
            if dry_run or explain is not None:
                work.dry_run()
            else:
                work.run()
        except TooManyRejectsError as error:
            too_many = str(error)
        account = work.account
    if explain is not None:
        _explain(explain, file, account, opened, as_json=as_json)
        return
    appended = not dry_run and not too_many
    with etl_reported():
        _write_rejects(account, file, rejects, work.digest)
        if report is not None:
            page = Report(
                account=account,
                appended=appended,
                before=before,
                after=opened.checkpoint,
                digests={path.name: check_file(path) for path in files.roles().values()}
                | {mapping.name: mapping_digest(mapping)},
                ended_at=now(),
                mapping=mapping.name,
                note=too_many,
                system=rules.system,
                code_version=version("weegboek"),
            )
            say(f"the report is in {write_report(report, page)}")
    _answer(account, before, opened.checkpoint, appended=appended, as_json=as_json)
    if too_many:
        fail(too_many, FINDINGS)
    if account.rejections:
        raise typer.Exit(FINDINGS)


def _today() -> date:
    return datetime.now(UTC).date()


def _sides(sides: list[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for side in sides:
        name, separator, path = side.partition("=")
        if name not in _SIDES or not separator:
            fail(f"--side {side!r} is none of {'=FILE, '.join(_SIDES)}=FILE", USAGE)
        found[name] = Path(path)
    return found


def _write_rejects(
    account: Account, file: Path, rejects: Path | None, digest: str
) -> None:
    if account.rejections:
        path = rejects or file.with_name(f"{file.name}.rejects.csv")
        write_rejections(path, account.rejections, account.rejected_rows, digest)
        say(f"rejected rows are in {path}")


def _answer(
    account: Account,
    before: Checkpoint,
    after: Checkpoint,
    *,
    appended: bool,
    as_json: bool,
) -> None:
    if as_json:
        shape = {
            "read": account.read,
            "appended": account.appended if appended else 0,
            "would_append": 0 if appended else account.appended,
            "corrected": account.corrected,
            "explained": account.explained,
            "explanations": dict(sorted(account.explanations.items())),
            "rejected": account.rejected,
            "rules": account.rules(),
            "decisions": account.decisions,
            "corrections": account.corrections,
            "lists": account.lists,
            "disappeared": account.disappeared,
            "run_ref": account.run_ref or None,
            "size_before": before.size,
            "root_before": before.root.hex(),
            "size": after.size,
            "root": after.root.hex(),
        }
        show(json.dumps(shape))
        return
    verb = "appended" if appended else "would be appended"
    show(f"rows read            {account.read:>10}")
    show(f"  {verb:<19}{account.appended:>10}  ({account.decisions} decisions)")
    show(
        f"  corrected          {account.corrected:>10}  ({account.corrections} events)"
    )
    show(f"  explained          {account.explained:>10}")
    for why, rows in sorted(account.explanations.items()):
        show(f"    {why:<17}{rows:>10}")
    show(f"  rejected           {account.rejected:>10}")
    for rule, rows in account.rules().items():
        show(f"    {rule:<17}{rows:>10}")
    show(f"disappeared          {len(account.disappeared):>10}  (still in the ledger)")
    show(f"ledger size          {after.size:>10}  (before: {before.size})")


def _explain(
    row: int, file: Path, account: Account, ledger: Ledger, *, as_json: bool
) -> None:
    if not account.watched:
        _no_row(row, file, account)
    (fate,) = account.watched
    found = find_entry(ledger.reader, fate.reference) if fate.reference else None
    entry = None if found is None else found[0]
    why = [one for one in account.rejections if one.row == row]
    if as_json:
        shape = fate._asdict() | {
            "entry": entry,
            "rejections": [rejection._asdict() for rejection in why],
        }
        show(json.dumps(shape))
        return
    show(f"row {row} of {file.name}: {_in_words(fate)}")
    if fate.reference:
        where = "not in the ledger yet" if entry is None else f"entry {entry}"
        show(f"  decision {fate.reference}: {where}")
    others = [str(number) for number in fate.rows if number != row]
    if others:
        show(f"  together with rows {', '.join(others)} of licence {fate.licence}")
    for rejection in why:
        show(f"  rule {rejection.rule}, column {rejection.column or '(all)'}:")
        show(f"    {rejection.value!r} {rejection.message}")
        if rejection.nearest:
            show(f"    comes near: {'; '.join(rejection.nearest)}")


def _no_row(row: int, file: Path, account: Account) -> NoReturn:
    fail(f"{file} has no row {row}; it has {account.read} rows", USAGE)


def _in_words(fate: Fate) -> str:
    match fate.became:
        case "appended":
            return "would be appended as part of a decision"
        case "corrected":
            return f"would correct a decision, recognised by {fate.why}"
        case "rejected":
            return "is rejected"
        case "explained":
            return _EXPLAINED[fate.why]


_EXPLAINED = {
    "duplicate": "says again what an earlier row says",
    "empty": "is empty",
    "header": "repeats the header",
    "in_ledger": "is in the ledger already",
    "repaired": "was rejected, and is in the ledger from a repaired file",
}
