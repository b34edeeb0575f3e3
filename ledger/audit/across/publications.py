"""Publications held against the withheld decisions that they publish.

The entry of a withheld decision holds the digest of the decision with its salt: what
is published is that decision exactly when its digest is among those.
"""

from ledger.audit.across.account import Account
from ledger.audit.across.facts import PUBLICATION, WITHHELD_SEAL, Facts
from ledger.audit.across.shelves import PARTS, Shelves
from ledger.audit.finding import Finding


class Publications:
    """Keeps the digests of withheld decisions, and those of what is published."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._withheld = Shelves(WITHHELD_SEAL)
        self._published = Shelves(PUBLICATION)

    def take(self, facts: Facts) -> None:
        """Take in a run of entries."""
        self._withheld.put(facts.withheld_seals)
        self._published.put(facts.publications)

    def finish(self) -> None:
        """Judge every publication."""
        for number in range(PARTS):
            published = list(self._published.part(number))
            if not published:
                continue
            rows = self._withheld.part(number)
            withheld = {leaf: (index, digests) for leaf, index, digests in rows}
            for leaf, index, digest in published:
                place, digests = withheld.get(leaf, (index, b""))
                if place >= index:
                    message = f"names {leaf.hex()}, no withheld decision before it"
                    self._account.unseen(
                        Finding("publication_unknown", message, index=index)
                    )
                elif digest not in _split(digests):
                    message = f"is not what was sealed in entry {place}"
                    self._account.findings.append(
                        Finding("publication_differs", message, index=index)
                    )


def _split(digests: bytes) -> set[bytes]:
    size = 32
    return {digests[at : at + size] for at in range(0, len(digests), size)}
