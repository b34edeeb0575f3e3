"""Withheld decisions: the public sees that there is one, on what ground, no more.

The decision itself is sealed whole, as one value among a fixed number of digests, so
that all withheld decisions look alike. Whoever holds its disclosure can show that it
is the one that was recorded (docs/VAULT.md).
"""

from typing import Annotated

from msgspec import field

from ledger.records.confidential import SealedSource
from ledger.records.decision import Disclosure, LicenceDecision
from ledger.records.values import Month, Reference, SealDigest, Value
from ledger.records.visibility import CLASSIFIED, COMMITTEE


class WithheldDecision(Value, frozen=True, kw_only=True):
    """One decision that is kept from the public as a whole.

    Attributes:
        digests: Digests of what is sealed, and decoys, sorted; always there.
        classified_sources: Handles of intelligence on the case.
        decided_in: Month of the decision, by which it is counted.
        decision: The decision, without its own ``disclosure`` and ``withholding``.
        decision_ref: Reference, unique in the ledger; it tells nothing of the case.
        disclosure: The rule ``withhold``, the version that says so, and the grounds.
    """

    digests: tuple[SealDigest, ...] = field(default=(), name="_sd")
    classified_sources: Annotated[tuple[SealedSource, ...], CLASSIFIED] = ()
    decided_in: Month
    decision: Annotated[LicenceDecision | None, COMMITTEE] = None
    decision_ref: Reference
    disclosure: Disclosure
