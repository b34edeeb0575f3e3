"""Ingest runs: what one run of the ETL read, and what it appended.

A run is recorded in the same batch as everything that it appends, as the last entry
of it, so that neither stands without the other. A run that appends nothing leaves no
entry.
"""

from ledger.records.values import (
    Code,
    Count,
    LeafHash,
    Line,
    Positive,
    Reference,
    Value,
)


class IngestInput(Value, frozen=True, kw_only=True):
    """One file that the run read: its SHA-256 in hexadecimal, and what it was for."""

    digest: LeafHash
    role: Code


class RejectCount(Value, frozen=True, kw_only=True):
    """How many rows broke a rule of reading; a row can break several."""

    rows: Positive
    rule: Code


class IngestRows(Value, frozen=True, kw_only=True):
    """What became of the rows; ``read`` is the sum of the others (rule ``rows``).

    Attributes:
        appended: Rows of decisions that were appended.
        corrected: Rows of decisions that came to read otherwise.
        explained: Rows that add nothing: in the ledger already, empty, repeated.
        read: Rows of the main file.
        rejected: Rows that were not taken.
    """

    appended: Count
    corrected: Count
    explained: Count
    read: Count
    rejected: Count


class IngestRun(Value, frozen=True, kw_only=True):
    """One run of the ETL that appended something.

    Attributes:
        code_version: Version of the software.
        corrections: Corrections that it appended.
        decisions: Decisions that it appended.
        disappeared: Decisions of the file's period that it no longer holds.
        inputs: The files that it read.
        lists: Control-list versions that it appended.
        mapping: SHA-256 of the mapping, in hexadecimal.
        rejects: Rejected rows by rule.
        root_before: Merkle root before the run, in hexadecimal.
        rows: What became of the rows of the main file.
        run_ref: Reference, unique in the ledger; follows from the inputs.
        size_before: Number of entries before the run.
        system: The source, as its entries name it.
    """

    code_version: Line
    corrections: Count
    decisions: Count
    disappeared: Count
    inputs: tuple[IngestInput, ...]
    lists: Count
    mapping: LeafHash
    rejects: tuple[RejectCount, ...] = ()
    root_before: LeafHash
    rows: IngestRows
    run_ref: Reference
    size_before: Positive
    system: Code
