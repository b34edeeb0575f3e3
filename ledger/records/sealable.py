"""What of a record can be sealed, field by field, and how many digests that takes.

A kind that has marked fields carries a fixed number of digests (``_sd``), whatever
is sealed in it: the rest are decoys, so that the number tells nothing. A field is
named by its path, and what stands below it is sealed with it; a path through a list
seals one column, a value or null for each item. A corrected decision is sealed as a
decision of its own, and so is a withheld one, before it is sealed whole.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from ledger.records.breach import Breach, Breaches
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.framework import FrameworkVersion
from ledger.records.visibility import FieldVisibility, field_visibilities
from ledger.records.withheld_decision import WithheldDecision

Sealable = DecisionEvent | FrameworkVersion | LicenceDecision | WithheldDecision
"""A record that has marked fields."""

SEAL_COUNTS: Final[Mapping[type[Sealable], int]] = MappingProxyType(
    {DecisionEvent: 8, FrameworkVersion: 2, LicenceDecision: 32, WithheldDecision: 4}
)
"""Digests of each kind, a few more than it has marked fields now; never changed."""

CORRECTED: Final = "corrected"
"""The field of an event that holds a whole decision, which has its own digests."""

WITHHELD: Final = "decision"
"""The field of a withheld decision that holds the decision, with digests of its own."""


@cache
def sealable_fields(record_type: type[Sealable]) -> Mapping[str, FieldVisibility]:
    """Return the marked fields of a record by their path, none inside another."""
    inside = f"{CORRECTED}."
    found: dict[str, FieldVisibility] = {}
    below: tuple[str, ...] = ()
    for one in field_visibilities(record_type):
        if one.visibility == "public" or one.path.startswith((inside, *below)):
            continue
        found[one.path] = one
        below = (*below, f"{one.path}.")
    return MappingProxyType(found)


def sealed_parts(record: Struct) -> Iterator[tuple[str, Sealable]]:
    """Yield a record, and the decision in it, with what precedes their fields' names.

    A record of another kind has no such part.
    """
    if isinstance(record, Sealable):
        yield "", record
    if isinstance(record, DecisionEvent) and record.corrected is not None:
        yield f"{CORRECTED}.", record.corrected


def nested_parts(record: Struct) -> Iterator[Sealable]:
    """Yield the parts of a record that have digests, one inside another as well."""
    yield from (part for _, part in sealed_parts(record))
    if isinstance(record, WithheldDecision) and record.decision is not None:
        yield record.decision


def seal_breaches(record: Struct) -> Breaches:
    """Return what is wrong with the digests of a record, of which there may be none."""
    if isinstance(record, LicenceDecision) and not record.digests:
        return ()
    return tuple(_seal_breaches(record))


def _seal_breaches(record: Struct) -> Iterator[Breach]:
    digests: list[str] = []
    for prefix, part in sealed_parts(record):
        here = part.digests
        digests += here
        count = next(
            SEAL_COUNTS[kind] for kind in SEAL_COUNTS if isinstance(part, kind)
        )
        is_needed = isinstance(part, WithheldDecision)  # it holds nothing else
        if len(here) != count and (here or is_needed):
            reason = f"must hold {count} digests, decoys included, not {len(here)}"
            yield Breach(f"{prefix}_sd", "seal", reason)
        if any(one >= other for one, other in pairwise(here)):
            yield Breach(f"{prefix}_sd", "seal", "must be sorted, each digest once")
    if len(digests) != len(set(digests)):
        yield Breach("_sd", "seal", "must not hold one digest in two places")
