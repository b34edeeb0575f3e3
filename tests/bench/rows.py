"""What the benchmark measures: one row each, with its yardstick and its target."""

from dataclasses import dataclass
from typing import Final

SUBMITTERS: Final = 64
"""Threads that submit at the same time."""

BATCH: Final = 10_000
"""Entries of the batch that is appended."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        key: Its name within the benchmark.
        what: What is measured.
        beside: What it is measured beside, in the same run; empty when a figure of its
            own counts.
        target: The most that it may be: a ratio, or a figure in ``unit``; None when it
            is told for comparison only.
        unit: The unit of a figure of its own.
        least: Whether the target is the least that it may be, not the most.
    """

    key: str
    what: str
    beside: str
    target: float | None
    unit: str = "x"
    least: bool = False

    @property
    def target_text(self) -> str:
        """The target in words."""
        if self.target is None:
            return "–"
        return f"{'>=' if self.least else '<='} {figure(self.target, self.unit)}"

    def met(self, value: float) -> str:
        """Return whether a value meets the target."""
        if self.target is None:
            return "–"
        met = value >= self.target if self.least else value <= self.target
        return "yes" if met else "**no**"


def figure(value: float, unit: str) -> str:
    """Return a figure with its unit; small ratios as one part of so many."""
    if unit == "x" and value < 0.1:
        return f"1/{1 / value:,.0f}"
    if unit == "x":
        return f"{value:.3g}x"
    return f"{value:,.0f} {unit}" if value >= _LARGE else f"{value:.3g} {unit}"


_LARGE: Final = 1_000  # from here on three digits would read as 4.5e+04

_OPENSSL: Final = "`openssl dgst -sha256` of the same bytes"

_BARE: Final = "write, fsync and hash of the same bytes"

ROWS: Final = (
    Row(
        "integrity",
        "Full verify: signatures, hashes and chain, two processes",
        _OPENSSL,
        2.2,
    ),
    Row("integrity_memory", "– memory of its largest process", "", 60, "MB"),
    Row(
        "form",
        "The same, and every entry read: schema and canonical form",
        _OPENSSL,
        6.5,
    ),
    Row(
        "audit",
        "Full audit: also the rules of each record and across all of them",
        _OPENSSL,
        None,
    ),
    Row("audit_memory", "– memory of its largest process", "", None, "MB"),
    Row(
        "since",
        "Audit from a saved checkpoint, one entry in a thousand being new",
        "the full audit",
        1 / 300,
    ),
    Row(
        "batch",
        f"Batch append of {BATCH:,} from JSON, all included, two processes at hand",
        _BARE,
        8,
    ),
    Row(
        "batch_records",
        "– the same of records built in the process, one process",
        _BARE,
        None,
    ),
    Row(
        "pooled",
        f"Durable append by one of {SUBMITTERS} submitters at once, per entry",
        "a bare write and fsync of one entry",
        3,
    ),
    Row(
        "pooled_together",
        "– the same",
        f"{SUBMITTERS} threads that write and fsync at once, per entry",
        None,
    ),
    Row("pooled_p50", "– how long one of them waits, median", "", None, "ms"),
    Row("pooled_p95", "– how long one of them waits, 95th percentile", "", None, "ms"),
    Row(
        "alone",
        "Durable append by one submitter alone, a checkpoint each",
        "a bare write and fsync of one entry",
        None,
    ),
    Row("prove", "Inclusion proof made, from the files", "", 2, "ms"),
    Row("check", "Inclusion proof checked, signatures apart", "", 50, "us"),
    Row(
        "ingest",
        "`weegboek ingest` of as many native rows: validated, canonicalised, appended",
        _BARE,
        None,
    ),
    Row("ingest_rate", "– entries a second", "", 45_000, "/s", least=True),
    Row("ingest_memory", "– memory of its largest process", "", None, "MB"),
    Row(
        "build",
        "Build of the warehouse from them, after the audit",
        "DuckDB's `read_json` of the same lines into one table",
        3,
    ),
    Row("build_memory", "– memory of its largest process", "", 700, "MB"),
    Row(
        "nightly",
        "Build after one entry in a thousand came, audit of these included",
        "the full build, its audit included",
        1 / 50,
    ),
)
"""Every row, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another way to keep the same entries, for comparison.

    Attributes:
        key: Its name within the benchmark.
        what: What it is.
        lacks: What it does not do that the ledger does.
    """

    key: str
    what: str
    lacks: str


PEERS: Final = (
    Peer("ledger", "this ledger, one process", "–"),
    Peer(
        "git",
        "git, SHA-256, a blob each in one commit; `git fsck --full`",
        "validation, order of entries, proofs of one entry",
    ),
    Peer(
        "sqlite",
        "SQLite, WAL, synchronous=FULL, chained column; hashes recomputed",
        "validation, canonical form, signatures, proofs",
    ),
    Peer(
        "postgresql",
        "PostgreSQL, trigger that chains each row; hashes recomputed in SQL",
        "validation, canonical form, signatures, proofs",
    ),
)
"""Every peer, in the order of the table."""
