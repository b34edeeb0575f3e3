"""The concordance: where an item that was decided on stands in the lists of today.

Lists move under the data. A list version may say of an item where the same item
stands in another list (``maps_to``); read both ways and forward in time, these
steps lead from the code as decided to the code as it would be cited now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ledger.records.control_list import ControlListVersion
from ledger.records.item_code import annex_i_code
from ledger.records.terms import ListRelation, Regime

INVERSE: Final[Mapping[ListRelation, ListRelation]] = {
    "broader": "narrower",
    "narrower": "broader",
    "same": "same",
    "split": "broader",
}
"""How a relation reads from the other side."""


class Item(NamedTuple):
    """One code of one list, whatever the version."""

    list_id: str
    code: str


class Place(NamedTuple):
    """Where an item stands now.

    Attributes:
        list_id: The list.
        version: Label of the newest version that has the code; None when no version
            in the ledger has it.
        code: The code there.
        relation: What it is to the item as decided; None when the item stands where
            it stood.
        is_illustrative: True when either end of any step is only illustrative.
    """

    list_id: str
    version: str | None
    code: str
    relation: ListRelation | None = None
    is_illustrative: bool = False


@dataclass(slots=True)
class Concordance:
    """All lists of a ledger, to be asked where an item stands now.

    Attributes:
        newest: Label of the newest version of a list that has an item.
        since: First day on which an item was on its list.
        illustrative: Items that only illustrate.
        regimes: Regime of an item, as its list says.
        steps: Where else an item stands, forward and backward in time.
    """

    newest: dict[Item, str] = field(default_factory=dict)
    since: dict[Item, date] = field(default_factory=dict)
    illustrative: set[Item] = field(default_factory=set)
    regimes: dict[Item, Regime] = field(default_factory=dict)
    steps: dict[Item, dict[Item, ListRelation]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def places(self, list_id: str, code: str) -> tuple[Place, ...]:
        """Return where an item stands now: one place, or more when it was split.

        An item without a later place stands where it stood.
        """
        item = Item(list_id, code)
        found = self._later(item, None, illustrative=item in self.illustrative)
        return tuple(sorted(found))

    def regime(self, list_id: str, code: str) -> Regime | None:
        """Return the regime of an item: as its list says, or as its code tells.

        A national list uses the codes of Annex I for items of no regime, so that what
        the list says goes first.
        """
        parts = annex_i_code(code)
        told = None if parts is None else parts.regime
        return self.regimes.get(Item(list_id, code), told)

    def _later(
        self, item: Item, relation: ListRelation | None, *, illustrative: bool
    ) -> set[Place]:
        later = {
            target: step
            for target, step in self.steps.get(item, {}).items()
            if self._is_later(item, target)
        }
        if not later:
            version = self.newest.get(item)
            place = Place(item.list_id, version, item.code, relation, illustrative)
            return {place}
        found: set[Place] = set()
        for target, step in later.items():
            own: ListRelation = "split" if len(later) > 1 else step
            marked = illustrative or target in self.illustrative
            found |= self._later(target, _joined(relation, own), illustrative=marked)
        return found

    def _is_later(self, item: Item, target: Item) -> bool:
        """Whether a step leads on: steps never lead back, so that none is endless."""
        if target not in self.since:
            return False
        return item not in self.since or self.since[target] > self.since[item]


def concordance(versions: Iterable[ControlListVersion]) -> Concordance:
    """Read what list versions say, of their own items and of others."""
    known = Concordance()
    for version in sorted(versions, key=lambda one: one.valid_from):
        for entry in version.entries:
            item = Item(version.list_id, entry.code)
            known.newest[item] = version.version
            known.since.setdefault(item, version.valid_from)
            if entry.regime is not None:
                known.regimes[item] = entry.regime
            if entry.is_illustrative:
                known.illustrative.add(item)
            for step in entry.maps_to:
                other = Item(step.list_id, step.code)
                known.steps[item][other] = step.relation
                known.steps[other].setdefault(item, INVERSE[step.relation])
    return known


def _joined(before: ListRelation | None, step: ListRelation) -> ListRelation:
    """Return what two steps come to; what differs in either direction stays split."""
    if before in {None, "same"} or before == step:
        return step
    return before if step == "same" and before is not None else "split"
