"""Control-list versions: which items were controlled, from when until when."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from ledger.records.terms import DisclosureRule, ListRelation, ProcessStep, Regime
from ledger.records.values import Code, LeafHash, Line, Text, Value

ItemCode = Annotated[str, Meta(pattern=r"^[A-Z0-9][A-Za-z0-9 _.-]{0,39}$(?!\n)")]
"""A code as the list spells it: ``3B001.f``, ``ML10``, ``PL5001``, ``End Use``."""


class MapsTo(Value, frozen=True, kw_only=True):
    """Where the same item stands in another list (a step of the concordance)."""

    code: ItemCode
    list_id: Code
    relation: ListRelation


class ListEntry(Value, frozen=True, kw_only=True):
    """One controlled item.

    Attributes:
        code: Its code, in the spelling of the list.
        is_illustrative: True when the item only stands in for what the list says;
            no reader may take it for the law.
        maps_to: Where the same item stands in other lists.
        process_step: The step of making semiconductors that it serves.
        regime: The regime that it comes from.
        text: What it is.
    """

    code: ItemCode
    is_illustrative: bool = False
    maps_to: tuple[MapsTo, ...] = ()
    process_step: ProcessStep | None = None
    regime: Regime | None = None
    text: Text


class ControlListVersion(Value, frozen=True, kw_only=True):
    """One version of a control list.

    Attributes:
        entries: The items, or those of them that the ledger's decisions use.
        is_complete: Whether ``entries`` is the whole list.
        legal_ref: Where the version was published.
        list_id: Which list this is a version of.
        publication_default: What happens by default to decisions on its items.
        supersedes: Leaf hash of the version that this one replaces.
        title: Its name.
        valid_from: First day on which it was in force.
        valid_to: Last such day, when known.
        version: Label of the version, unique within the list.
    """

    entries: tuple[ListEntry, ...]
    is_complete: bool
    legal_ref: Line
    list_id: Code
    publication_default: DisclosureRule
    supersedes: LeafHash | None = None
    title: Text
    valid_from: date
    valid_to: date | None = None
    version: Code
