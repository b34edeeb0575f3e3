"""Erasures held against what they name: an entry before them that sealed something."""

from ledger.audit.across.account import Account
from ledger.audit.across.facts import NAMED, Facts
from ledger.audit.across.shelves import PARTS, Shelves
from ledger.audit.finding import Finding


class Erasures:
    """Keeps which entries hold digests, and which are said to be erased."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._sealed = Shelves(NAMED)
        self._erased = Shelves(NAMED)

    def take(self, facts: Facts) -> None:
        """Take in a run of entries."""
        self._sealed.put(facts.sealed)
        self._erased.put(facts.erasures)

    def finish(self) -> None:
        """Judge every erasure."""
        for number in range(PARTS):
            erased = list(self._erased.part(number))
            if not erased:
                continue
            sealed = dict(self._sealed.part(number))
            for leaf, index in erased:
                if sealed.get(leaf, index) < index:
                    continue
                message = f"names {leaf.hex()}, no entry before it that holds digests"
                self._account.unseen(Finding("erasure_unknown", message, index=index))
