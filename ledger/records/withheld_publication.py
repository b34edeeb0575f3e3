"""Publications of withheld decisions: the decision as it was sealed, and its salt.

The entry of the withheld decision holds the digest of just that, so anyone can check
that what is published is what was recorded then. What is confidential in the decision
stays sealed: the decision holds digests of it.
"""

from datetime import date
from typing import Annotated

from msgspec import Meta

from ledger.records.decision import LicenceDecision
from ledger.records.values import LeafHash, Reference, Text, Value

Salt = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{22,86}$(?!\n)")]
"""A salt of 128 bits or more, in base64url."""


class WithheldPublication(Value, frozen=True, kw_only=True):
    """A withheld decision that is published after all.

    Attributes:
        decision: Leaf hash of the withheld decision's entry.
        decision_ref: Its reference, for readers.
        publication_ref: Reference, unique in the ledger.
        published: The decision, as it was sealed.
        published_on: Day of the publication.
        reason: Why it is published now.
        salt: The salt with which it was sealed.
    """

    decision: LeafHash
    decision_ref: Reference
    publication_ref: Reference
    published: LicenceDecision
    published_on: date
    reason: Text | None = None
    salt: Salt
