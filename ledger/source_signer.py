"""The key by which a system or an officer signs records."""

from dataclasses import dataclass
from typing import ClassVar

from msgspec.structs import replace

from ledger.entry import Source
from ledger.named_key import NamedKey
from ledger.records.record import Record
from ledger.source_signature import sign_content, signed_content


@dataclass(frozen=True, slots=True)
class SourceSigner(NamedKey):
    """Who signs records."""

    role: ClassVar[str] = "a signer"

    def sign(self, origin: str, record: Record, source: Source) -> Source:
        """Return a record's source with one more signature.

        Args:
            origin: Name of the ledger that the record is for.
            record: The record, exactly as its entry will have it.
            source: Where it comes from.
        """
        signature = sign_content(
            self.name, self.key, signed_content(origin, record, source)
        )
        return replace(source, signatures=(*source.signatures, signature.format()))
