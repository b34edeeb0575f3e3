"""What an audit says: findings and remarks, each with a stable code."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ledger.audit.codes import MEANINGS, REMARKS, Code, Meaning
from ledger.audit.trusted_time import Timestamp, UncheckedTimestamp
from ledger.checkpoint import Checkpoint
from ledger.note import SignedNote

MOST_REMARKS: Final = 1_000
"""How many remarks of one code a result carries one by one; all are counted."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong, or that an auditor must look at: a remark.

    Attributes:
        index: The entry it is about, when it is about one.
        file: The file it is about, below the ledger directory.
        code: A stable code.
        message: What it is, with the values that show it.
    """

    code: Code
    message: str
    index: int | None = None
    file: str | None = None

    @property
    def is_remark(self) -> bool:
        """Whether it leaves the verdict as it is."""
        return self.code in REMARKS

    @property
    def meaning(self) -> Meaning:
        """What it means, for a reader who does not know the format."""
        return MEANINGS[self.code]

    @property
    def place(self) -> str:
        """Where it is, in words."""
        parts = []
        if self.index is not None:
            parts.append(f"entry {self.index}")
        if self.file is not None:
            parts.append(self.file)
        return ", ".join(parts) or "the ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditResult:
    """The outcome of an audit.

    Attributes:
        checkpoint: The checkpoint as published, when it can be read. Only together
            with ``verified`` does it vouch for anything.
        cosigners: Names of the policy's witnesses that cosigned it.
        note: The checkpoint with its signatures.
        findings: Everything that is wrong.
        remarks: What breaks no rule that makes the ledger unsound, but an auditor
            must look at: of each code the first ``MOST_REMARKS``.
        remark_counts: How many remarks there are of each code, listed or not.
        could_not_check: What the audit could not check, and why.
        leftovers: Files that the checkpoint does not cover, such as those of an
            append that was broken off. They are no part of the ledger.
        integrity_only: Whether schemas and rules were left unchecked, as asked.
        since: How many entries were audited before and not read again.
        timestamps: The tokens of pinned authorities, from the smallest size on.
        unchecked_timestamps: Tokens that show nothing to this audit, and why.
        not_judged: How often a rule across entries could not be held against an
            entry, because another one that it needs was not read.
        unchecked_signatures: How many signatures of sources were left unchecked,
            because no keys of sources were pinned.
    """

    checkpoint: Checkpoint | None
    cosigners: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()
    remark_counts: Mapping[Code, int] = field(default_factory=dict)
    could_not_check: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    integrity_only: bool = False
    since: int = 0
    timestamps: tuple[Timestamp, ...] = ()
    unchecked_timestamps: tuple[UncheckedTimestamp, ...] = ()
    not_judged: int = 0
    unchecked_signatures: int = 0
    note: SignedNote | None = None

    @property
    def latest_timestamp(self) -> Timestamp | None:
        """The checked token of the latest time, if there is one."""
        return max(
            self.timestamps, key=lambda one: (one.stamped_at, one.size), default=None
        )

    @property
    def size(self) -> int:
        """Entries that the checkpoint covers; 0 when it cannot be read."""
        return 0 if self.checkpoint is None else self.checkpoint.size

    @property
    def verified(self) -> bool:
        """Whether everything was checked and nothing is wrong."""
        return (
            self.checkpoint is not None
            and not self.findings
            and not self.could_not_check
        )


@dataclass(slots=True)
class Tally:
    """What an audit has found so far; its memory does not grow with remarks.

    Attributes:
        findings: Everything that is wrong.
        remarks: Of each code the first ``MOST_REMARKS``.
        remark_counts: How many remarks there are of each code.
    """

    findings: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    remark_counts: Counter[Code] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        """Take in a finding or a remark."""
        if not finding.is_remark:
            self.findings.append(finding)
            return
        self.remark_counts[finding.code] += 1
        if self.remark_counts[finding.code] <= MOST_REMARKS:
            self.remarks.append(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take in several."""
        for finding in findings:
            self.add(finding)
