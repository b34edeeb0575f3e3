"""What an audit says: findings, each with a stable code and what it means."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from ledger.checkpoint import Checkpoint

Code = Literal[
    "authority_misplaced",
    "bundle_malformed",
    "chain_broken",
    "checkpoint_malformed",
    "entry_altered",
    "entry_malformed",
    "entry_or_tile_altered",
    "file_missing",
    "history_rewritten",
    "origin_differs",
    "partial_differs",
    "quorum_missing",
    "recorded_order",
    "root_differs",
    "rule_broken",
    "signature_invalid",
    "tile_altered",
    "tile_malformed",
]

CODES: Final[tuple[Code, ...]] = get_args(Code)

MEANINGS: Final = MappingProxyType[Code, str](
    {
        "authority_misplaced": "Entry 0, and no other, must say whose ledger this is.",
        "bundle_malformed": "A file of entries is damaged; its entries cannot be read.",
        "chain_broken": "An entry does not name the entry before it: one was altered,"
        " taken out or put in.",
        "checkpoint_malformed": "The file that states size and root is damaged;"
        " nothing in the ledger is vouched for.",
        "entry_altered": "The entry is not what was signed: it was changed since.",
        "entry_malformed": "The entry is not in the exact form of the format.",
        "entry_or_tile_altered": "The entry and its recorded hash disagree, and neither"
        " leads to the signed root: both may have been changed.",
        "file_missing": "A part of the ledger that the checkpoint covers is not there:"
        " entries may have been left out.",
        "history_rewritten": "The ledger is not what it was at the checkpoint that you"
        " hold: its owner has shown two histories.",
        "origin_differs": "The ledger's first entry names another ledger than its"
        " checkpoint does.",
        "partial_differs": "An earlier published state of this file had other content:"
        " it is damaged, or what was published was rewritten.",
        "quorum_missing": "Fewer witnesses than your policy asks for have seen this"
        " checkpoint: others may be shown another one.",
        "recorded_order": "An entry was recorded before the one that it follows.",
        "root_differs": "The entries as a whole are not those that were signed.",
        "rule_broken": "The record breaks a rule that is checked before appending.",
        "signature_invalid": "The keys that you pinned do not vouch for this"
        " checkpoint.",
        "tile_altered": "The entries are as signed, but this file of hashes is not.",
        "tile_malformed": "This file of hashes is damaged.",
    }
)
"""What each code means to a reader who does not know the format."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        index: The entry it is about, when it is about one.
        file: The file it is about, below the ledger directory.
        code: A stable code.
        message: What is wrong, with the values that show it.
    """

    code: Code
    message: str
    index: int | None = None
    file: str | None = None

    @property
    def meaning(self) -> str:
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
        findings: Everything that is wrong.
        could_not_check: What the audit could not check, and why.
        leftovers: Files that the checkpoint does not cover, such as those of an
            append that was broken off. They are no part of the ledger.
        integrity_only: Whether schemas and rules were left unchecked, as asked.
        since: How many entries were audited before and not read again.
    """

    checkpoint: Checkpoint | None
    cosigners: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    could_not_check: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    integrity_only: bool = False
    since: int = 0

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
