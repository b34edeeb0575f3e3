"""Corrections held against what they correct: they change what they say, no more.

A decision is read again only when it was corrected, in the order of the ledger.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from ledger.audit.across.account import Account
from ledger.audit.across.facts import Facts
from ledger.audit.across.kept import Correction
from ledger.audit.finding import Finding
from ledger.entry import Entry
from ledger.errors import FormatError, StorageError
from ledger.reader import LedgerReader
from ledger.records.decision import LicenceDecision
from ledger.tiles import WIDTH, parse_bundle
from ledger.tree import leaf_hash

_FIELDS: Final = [field.name for field in msgspec.structs.fields(LicenceDecision)]
_SEALS: Final = "digests"
"""Other salts, other digests: a correction need not say that they change."""

_DECODER: Final = msgspec.json.Decoder(LicenceDecision)


class Corrections:
    """Keeps the corrections and the decisions that they are about."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._corrections: dict[int, Correction] = {}
        self._of: dict[int, list[int]] = {}

    def take(self, facts: Facts) -> None:
        """Take in a run of entries."""
        self._corrections |= {each.entry_index: each for each in facts.corrections}

    def belong(self, decision: int, corrections: list[int]) -> None:
        """Note which corrections, in order, are of a decision."""
        self._of[decision] = corrections

    def finish(self, reader: LedgerReader, size: int) -> None:
        """Hold every correction against what it corrects."""
        decisions = _Decisions(reader, size)
        for index, corrections in sorted(self._of.items()):
            first = self._corrections[corrections[0]]
            before = decisions.read(index, first.leaf)
            if before is None:
                self._account.not_judged += len(corrections)
                continue
            for number in corrections:
                correction = self._corrections[number]
                after = _DECODER.decode(correction.corrected)
                self._account.findings += _compare(correction, before, after)
                before = after


class _Decisions:
    """Reads decisions in the order of their indices, each bundle once."""

    def __init__(self, reader: LedgerReader, size: int) -> None:
        self._reader = reader
        self._size = size
        self._number = -1
        self._bundle: list[bytes] = []

    def read(self, index: int, leaf: bytes) -> LicenceDecision | None:
        """Return a decision, or None when it is not there as it was."""
        number = index // WIDTH
        try:
            if number != self._number:
                width = min(WIDTH, self._size - number * WIDTH)
                raw = self._reader.bundle_bytes(number, width)
                self._bundle, self._number = parse_bundle(raw, width), number
            entry = self._bundle[index % WIDTH]
            record = Entry.parse(entry).record
        except (FormatError, StorageError, OSError):
            return None  # the bundle changed while it was audited
        same = leaf_hash(entry) == leaf
        return record if same and isinstance(record, LicenceDecision) else None


def _compare(
    correction: Correction, before: LicenceDecision, after: LicenceDecision
) -> Iterator[Finding]:
    changed = [
        name for name in _FIELDS if getattr(before, name) != getattr(after, name)
    ]
    if not changed:
        message = "leaves the decision as it was"
        yield Finding("correction_empty", message, index=correction.entry_index)
    said = {name.partition(".")[0] for name in correction.changed_fields}
    silent = [name for name in changed if name not in {*said, _SEALS}]
    if silent:
        message = f"changes {', '.join(silent)} without saying so"
        yield Finding("correction_differs", message, index=correction.entry_index)
