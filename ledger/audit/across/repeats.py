"""References that must be unique, and texts that many decisions share."""

from collections import Counter
from collections.abc import Iterator

from ledger.audit.across.account import Account
from ledger.audit.across.facts import LANGUAGES, NONE, REFERENCE, TEXT, Facts
from ledger.audit.across.shelves import PARTS, Shelves
from ledger.audit.finding import Finding
from ledger.records.terms import OUTCOMES

_SHOWN = 10
"""Entries that a remark on a shared text names."""


class References:
    """Finds references that stand there more than once."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._rows = Shelves(REFERENCE)

    def take(self, facts: Facts) -> None:
        """Take in a run of entries."""
        self._rows.put(facts.references)

    def finish(self) -> None:
        """Tell which references stand there more than once."""
        for number in range(PARTS):
            first: dict[bytes, tuple[bytes, int, int]] = {}
            for row in self._rows.part(number):
                before = first.setdefault(row[0], row)
                if before is not row:
                    finding = _repeated(row[1], row[2], before[1:])
                    self._account.findings.append(finding)


def _repeated(index: int, outcome: int, before: tuple[int, int]) -> Finding:
    if outcome == before[1] or NONE in {outcome, before[1]}:
        message = f"has the reference that entry {before[0]} has"
        return Finding("reference_repeated", message, index=index)
    message = (
        f"says {OUTCOMES[outcome]} under the reference under which entry {before[0]}"
        f" says {OUTCOMES[before[1]]}"
    )
    return Finding("outcomes_contradict", message, index=index)


class Rationales:
    """Finds rationales that are the same, word for word, on many decisions."""

    def __init__(self, account: Account, threshold: int) -> None:
        self._account = account
        self._threshold = threshold
        self._rows = Shelves(TEXT)

    def take(self, facts: Facts) -> None:
        """Take in a run of entries."""
        self._rows.put(facts.texts)

    def finish(self) -> None:
        """Tell which texts many decisions share."""
        for number in range(PARTS):
            self._account.findings += self._shared(number)

    def _shared(self, number: int) -> Iterator[Finding]:
        counts = Counter(row[:2] for row in self._rows.part(number))
        cases: dict[tuple[bytes, int], list[int]] = {
            text: [] for text, count in counts.items() if count >= self._threshold
        }
        if not cases:
            return
        for *text, index in self._rows.part(number):
            if tuple(text) in cases:
                cases[tuple(text)].append(index)
        for (_, language), indices in cases.items():
            shown = ", ".join(map(str, indices[:_SHOWN]))
            more = "" if len(indices) <= _SHOWN else ", ..."
            message = (
                f"{len(indices)} decisions carry the same rationale"
                f" ({LANGUAGES[language]}): entries {shown}{more}"
            )
            yield Finding("rationale_repeated", message, index=indices[0])
