"""The one pass over everything that the bundles of a ledger say."""

from ledger.audit.across.account import Account
from ledger.audit.across.corrections import Corrections
from ledger.audit.across.disclosures import Disclosures
from ledger.audit.across.erasures import Erasures
from ledger.audit.across.facts import Facts
from ledger.audit.across.lives import Lives
from ledger.audit.across.manifests import Manifests
from ledger.audit.across.numbering import Numbering
from ledger.audit.across.publications import Publications
from ledger.audit.across.repeats import Rationales, References
from ledger.audit.across.weighings import Weighings
from ledger.audit.limits import Limits
from ledger.reader import LedgerReader


class Passing:
    """Takes in bundles in the order of the ledger, then judges them together.

    Args:
        first: Index of the first entry that is read.
        limits: From when on something is a remark.
        damaged: Whether some entries from there on are known to be missing.
    """

    def __init__(self, first: int, limits: Limits, *, damaged: bool = False) -> None:
        self._account = Account(first=first, damaged=damaged)
        self._weighings = Weighings(self._account)
        self._lives = Lives(self._account, limits.denial_days)
        self._corrections = Corrections(self._account)
        self._others = (
            Disclosures(self._account),
            Erasures(self._account),
            Manifests(self._account),
            Numbering(self._account),
            Publications(self._account),
            References(self._account),
            Rationales(self._account, limits.same_text),
        )

    def take(self, facts: Facts | None, *, damaged: bool) -> None:
        """Take in what a bundle says.

        Args:
            facts: What it says, or None when it could not be read.
            damaged: Whether its entries are other ones than were recorded.
        """
        self._account.damaged |= damaged
        if facts is None:
            self._account.damaged = True
            return
        self._account.damaged |= facts.unread > 0
        self._account.last_day = max(self._account.last_day, facts.last_day)
        for part in (self._weighings, self._lives, self._corrections, *self._others):
            part.take(facts)

    def finish(self, reader: LedgerReader, size: int) -> Account:
        """Judge what was taken in.

        Args:
            reader: Where a decision that was corrected is read again.
            size: How many entries the ledger has.

        Returns:
            What was found, by index, and how much could not be judged.
        """
        for part in self._others:
            part.finish()
        self._lives.finish(self._corrected)
        self._weighings.finish()
        self._corrections.finish(reader, size)
        account = self._account
        account.findings += self._weighings.findings()
        account.findings.sort(
            key=lambda found: -1 if found.index is None else found.index
        )
        return account

    def _corrected(self, decision: int, corrections: list[int]) -> None:
        """Let what a decision reads now stand for what it read before."""
        self._corrections.belong(decision, corrections)
        self._weighings.replace(decision, corrections)
