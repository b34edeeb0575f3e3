"""What a later release of a source says about what the ledger holds: pure.

Decisions of the file are held against those of the ledger from the same source:

1. what is alike in content is the same decision, one for one (``run`` does this);
2. of what is left on both sides, the keys of the mapping are tried in order: where
   a key has one decision left on either side, these are one decision that came to
   read otherwise;
3. where a key has several left on one side and at least one on the other, it cannot
   be told which is which: they are undecided, and no later key is tried for them;
4. what is left in the file is new; what is left in the ledger has disappeared.

Order of rows plays no part, nor do licence numbers unless a key names them, so the
answer does not depend on how a release is sorted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, NamedTuple, TypeVar

from etl.ingest.mapping import MatchField
from ledger.records.decision import LicenceDecision

Old = TypeVar("Old")
New = TypeVar("New")

MatchKey = tuple[MatchField, ...]

_LINE_FIELDS: Final = ("code", "count", "item_class", "list_id", "value")


class Candidate(NamedTuple):
    """A reading of a decision, and the licence number that its source gave it."""

    decision: LicenceDecision
    licence: str


@dataclass(frozen=True, slots=True)
class Changed(Generic[Old, New]):
    """A decision that came to read otherwise, and the key that shows it is the one."""

    old: Old
    new: New
    key: MatchKey


@dataclass(frozen=True, slots=True)
class Undecided(Generic[Old, New]):
    """Decisions of which it cannot be told which is which."""

    old: tuple[Old, ...]
    new: tuple[New, ...]
    key: MatchKey


@dataclass(slots=True)
class Matching(Generic[Old, New]):
    """What became of all that were not alike."""

    changed: list[Changed[Old, New]] = field(default_factory=list)
    undecided: list[Undecided[Old, New]] = field(default_factory=list)
    disappeared: list[Old] = field(default_factory=list)
    added: list[New] = field(default_factory=list)


def match(
    old: Mapping[Old, Candidate],
    new: Mapping[New, Candidate],
    keys: Sequence[MatchKey],
    *,
    certain: bool = True,
) -> Matching[Old, New]:
    """Match what is left on both sides, by the keys in their order.

    Args:
        old: Readings of the ledger that nothing in the file is like.
        new: Decisions of the file that nothing in the ledger is like.
        keys: The keys.
        certain: Whether the file was taken whole. If rows were rejected, one left on
            either side may be by chance, and nothing is matched: all is undecided.
    """
    matching: Matching[Old, New] = Matching()
    old, new = dict(old), dict(new)
    for key in keys:
        ours, theirs = _by_key(old, key), _by_key(new, key)
        for value, names in theirs.items():
            others = ours.get(value)
            if others is None:
                continue
            if certain and len(others) == len(names) == 1:
                matching.changed.append(Changed(others[0], names[0], key))
            else:
                matching.undecided.append(Undecided(tuple(others), tuple(names), key))
            for other in others:
                del old[other]
            for name in names:
                del new[name]
    matching.disappeared = list(old)
    matching.added = list(new)
    return matching


Name = TypeVar("Name")


def _by_key(
    candidates: Mapping[Name, Candidate], key: MatchKey
) -> dict[tuple[object, ...], list[Name]]:
    found: dict[tuple[object, ...], list[Name]] = {}
    for name, candidate in candidates.items():
        value = tuple(_PARTS[part](candidate) for part in key)
        found.setdefault(value, []).append(name)
    return found


_PARTS: Final[Mapping[MatchField, Callable[[Candidate], object]]] = {
    "codes": lambda one: tuple(
        sorted({(line.list_id, line.code) for line in one.decision.lines})
    ),
    "decided_on": lambda one: str(one.decision.decided_on),
    "destination": lambda one: one.decision.destination,
    "licence": lambda one: one.licence,
    "lines": lambda one: tuple(
        tuple(getattr(line, name) for name in _LINE_FIELDS)
        for line in one.decision.lines
    ),
    "outcome": lambda one: one.decision.outcome,
    "value": lambda one: one.decision.value,
}


def changed_fields(before: LicenceDecision, after: LicenceDecision) -> tuple[str, ...]:
    """Return the names of the fields in which two readings differ, in order.

    The digests of what is sealed are no reading: no source has them.
    """
    return tuple(
        name
        for name in LicenceDecision.__struct_fields__
        if name != "digests" and getattr(before, name) != getattr(after, name)
    )
