"""The account of a run: what became of every row, and of every decision."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from etl.ingest.rejection import Rejection

Became = Literal["appended", "corrected", "explained", "rejected"]

Explanation = Literal["duplicate", "empty", "header", "in_ledger", "repaired"]
"""Why rows add nothing: said twice in the file, empty, a repeated header, in the
ledger already, or rejected and repaired in another file since."""


class Fate(NamedTuple):
    """What became of the rows of one decision.

    Attributes:
        became: What they became.
        rows: Their numbers.
        licence: The licence number of the source.
        reference: The reference of the decision, if there is one.
        why: The explanation, or the key by which a correction was matched.
        changed: The fields that a correction changes.
    """

    became: Became
    rows: Sequence[int]
    licence: str
    reference: str = ""
    why: str = ""
    changed: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Account:
    """What became of every row; ``read`` is always the sum of the other four.

    Attributes:
        read: Rows of the file.
        appended: Rows of decisions that were appended, or would be.
        corrected: Rows of decisions that came to read otherwise.
        explanations: Rows that add nothing, by the reason why.
        decisions: Decisions that were appended, or would be.
        corrections: Corrections that were appended, or would be.
        lists: Control-list versions that were appended.
        not_compared: Decisions that are in the ledger already and that the file gives
            confidential fields of: what is sealed cannot be compared with these.
        rejections: The rows that were not taken, and why.
        rejected_rows: The values of these rows, as they may be shown.
        disappeared: References of decisions that the file no longer holds.
        revised: The corrections: reference, key, changed fields.
        watched: What became of the row that was asked about.
        run_ref: The reference of the run's own entry, when it appended one.
    """

    read: int = 0
    appended: int = 0
    corrected: int = 0
    explanations: Counter[Explanation] = field(default_factory=Counter)
    decisions: int = 0
    corrections: int = 0
    lists: int = 0
    not_compared: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    rejected_rows: dict[int, dict[str, str]] = field(default_factory=dict)
    disappeared: list[str] = field(default_factory=list)
    revised: list[Fate] = field(default_factory=list)
    watched: list[Fate] = field(default_factory=list)
    run_ref: str = ""

    @property
    def explained(self) -> int:
        """Rows that add nothing."""
        return self.explanations.total()

    @property
    def rejected(self) -> int:
        """Rows that were not taken; a row can break several rules."""
        return len(self.rejected_rows)

    @property
    def appends(self) -> bool:
        """Whether anything is to be appended."""
        return bool(self.decisions or self.corrections or self.lists)

    @property
    def adds_up(self) -> bool:
        """Whether every row is accounted for, exactly once."""
        became = self.appended + self.corrected + self.explained + self.rejected
        return self.read == became

    def rows(self, *, appended: bool) -> dict[str, int]:
        """Return what became of the rows, those read first.

        Args:
            appended: Whether the run appended what it could.
        """
        return {
            "read": self.read,
            "appended": self.appended if appended else 0,
            "would_append": 0 if appended else self.appended,
            "corrected": self.corrected,
            "explained": self.explained,
            "rejected": self.rejected,
        }

    def rules(self) -> dict[str, int]:
        """Return how many rows broke each rule."""
        pairs = {(rejection.row, rejection.rule) for rejection in self.rejections}
        return dict(sorted(Counter(rule for _, rule in pairs).items()))
