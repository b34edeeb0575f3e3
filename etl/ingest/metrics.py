"""What a run did, in the form of OpenMetrics, for a collector of text files."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.openmetrics.exposition import generate_latest

from etl.ingest.account import Account
from ledger.checkpoint import Checkpoint


def metrics_of_run(
    account: Account,
    after: Checkpoint,
    at: datetime,
    *,
    system: str,
    appended: bool,
) -> bytes:
    """Return what became of the rows of the last run, and when that was.

    Args:
        account: What became of every row.
        after: The ledger's checkpoint after the run.
        at: When the run ended.
        system: The system that the rows are of.
        appended: Whether the run appended what it could; if not, that was held back.
    """
    registry = CollectorRegistry()
    rows = Gauge(
        "weegboek_ingest_rows",
        "Rows of the last run, by what became of them.",
        ["system", "became"],
        registry=registry,
    )
    new = {"appended": account.appended, "corrected": account.corrected}
    held_back = 0 if appended else sum(new.values())
    became = new if appended else dict.fromkeys(new, 0)
    became |= {"explained": account.explained, "rejected": account.rejected}
    for what, number in (became | {"held_back": held_back}).items():
        rows.labels(system, what).set(number)
    broken = Gauge(
        "weegboek_ingest_rejected_rows",
        "Rows of the last run that broke a rule; a row can break several.",
        ["system", "rule"],
        registry=registry,
    )
    for rule, number in account.rules().items():
        broken.labels(system, rule).set(number)
    whole = {
        "weegboek_ingest_disappeared_decisions": (
            "Decisions of earlier releases that the file no longer holds.",
            len(account.disappeared),
        ),
        "weegboek_ingest_seconds": (
            "When the last run ended, in seconds since 1970 UTC.",
            at.timestamp(),
        ),
        "weegboek_ledger_entries": (
            "Entries that the checkpoint last seen covers.",
            after.size,
        ),
    }
    for name, (meaning, value) in whole.items():
        gauge = Gauge(name, meaning, ["system"], registry=registry)
        gauge.labels(system).set(value)
    return bytes(generate_latest(registry))  # type: ignore[no-untyped-call] # as it is shipped
