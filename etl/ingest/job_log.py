"""What a run logs: JSON lines in a file, for whoever keeps the logs of many jobs.

Counts, rules, digests and statuses are in it, and no value of a row (``etl.json_log``).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import typer

from etl.ingest.account import Account
from etl.ingest.mapping import AnyMapping
from etl.json_log import logged_in
from ledger.checkpoint import Checkpoint

_LOG: Final = logging.getLogger("weegboek.ingest")


@contextmanager
def job_log(file: Path | None) -> Iterator[None]:
    """Add what a run logs to a file, from its start to how it ends.

    A run that breaks off logs the class of the error; its message may hold values.

    Raises:
        OSError: The file cannot be written.
    """
    if file is None:
        yield
        return
    with logged_in(file, _LOG):
        try:
            yield
        except typer.Exit as ended:
            _tell("run_ended", status=ended.exit_code)
            raise
        except BaseException as error:
            _LOG.error("run_failed", extra={"fields": {"error": type(error).__name__}})
            raise
        _tell("run_ended", status=0)


def log_start(
    mapping: AnyMapping, digest: str, before: Checkpoint, *, dry_run: bool
) -> None:
    """Log what the run is of, and where the ledger stands."""
    _tell(
        "run_started",
        system=mapping.system,
        mapping=digest,
        size=before.size,
        root=before.root.hex(),
        dry_run=dry_run,
    )


def log_account(account: Account, after: Checkpoint, *, appended: bool) -> None:
    """Log what became of the rows, and where the ledger stands now."""
    for rule, rows in account.rules().items():
        _LOG.warning("rows_rejected", extra={"fields": {"rule": rule, "rows": rows}})
    if account.disappeared:
        _LOG.warning(
            "decisions_disappeared",
            extra={"fields": {"decisions": len(account.disappeared)}},
        )
    _tell(
        "rows_accounted",
        **account.rows(appended=appended),
        run_ref=account.run_ref or None,
        size=after.size,
        root=after.root.hex(),
    )


def _tell(event: str, **fields: object) -> None:
    _LOG.info(event, extra={"fields": fields})
