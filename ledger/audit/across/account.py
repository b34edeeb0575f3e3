"""What the rules across entries have to say, and how much they could not judge."""

from dataclasses import dataclass, field

from ledger.audit.finding import Finding


@dataclass(slots=True)
class Account:
    """What was seen of the ledger, and what was found in it.

    Attributes:
        first: Index of the first entry seen.
        damaged: Whether some entries from there on could not be read.
        not_judged: How often a rule needed an entry that was not seen.
        findings: What was found.
        last_day: Day on which the last entry seen was recorded, as an ordinal.
    """

    first: int
    damaged: bool = False
    not_judged: int = 0
    findings: list[Finding] = field(default_factory=list)
    last_day: int = 0

    @property
    def whole(self) -> bool:
        """Whether every entry was seen."""
        return self.first == 0 and not self.damaged

    def unseen(self, finding: Finding, times: int = 1) -> None:
        """Report something as missing, which holds only if every entry was seen."""
        if self.whole:
            self.findings.append(finding)
        else:
            self.not_judged += times
