"""Sealing what is withheld to nobody: in a demo without a vault it stays closed.

All of it is invented from the seed of the demo, so no secret is lost or kept. Its
salts are drawn from the seed as well: the same seed makes the same ledger.
"""

from random import Random

from ledger.records.record import Record
from ledger.records.withheld_decision import WithheldDecision
from ledger.sealing import Sealed, seal


class Unkept:
    """A keeper that seals withheld decisions, and forgets what opens them."""

    def __init__(self, seed: int) -> None:
        self._draw = Random(f"weegboek salts {seed}")

    def begin(self, origin: str, size: int) -> None:
        """Do nothing: nothing is kept."""

    def seal(self, record: Record) -> Sealed:
        """Seal a withheld decision; any other record stays as it is."""
        if isinstance(record, WithheldDecision):
            return seal(record, self._draw.randbytes)
        return Sealed(record, ())

    def keep(self, index: int, leaf: bytes, sealed: Sealed) -> None:
        """Forget what opens an entry."""

    def settle(self) -> None:
        """Do nothing: nothing is kept."""

    def discard(self) -> None:
        """Do nothing: nothing is kept."""
