"""Erasures: what opened some digests of an entry was destroyed, and on what ground.

The entry stays, and every proof of it; what it sealed can never be opened again.
"""

from datetime import date

from ledger.records.values import LeafHash, Line, Reference, Value


class Erasure(Value, frozen=True, kw_only=True):
    """The destruction of what opens one entry, whole or some fields of it.

    Attributes:
        article: The article of law that asks for it, when one does.
        declaration: Reference of the declaration of destruction.
        entry: Leaf hash of the entry.
        entry_ref: What its record is called, for readers.
        erased_on: Day of the destruction.
        erasure_ref: Reference, unique in the ledger.
        fields: Names of the fields, sorted; none when all of them were destroyed.
        selection_category: Category of the selection list whose term has ended.
    """

    article: Line | None = None
    declaration: Line | None = None
    entry: LeafHash
    entry_ref: Line
    erased_on: date
    erasure_ref: Reference
    fields: tuple[Line, ...] = ()
    selection_category: Line | None = None
