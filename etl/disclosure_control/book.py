"""What a ledger tells everybody that bears on released tables: no vault is needed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from etl.code_lists import class_of
from etl.disclosure_control.case import SEVERAL
from etl.disclosure_control.released import Domain, Released, releases_of
from ledger.records.control_list import ControlListVersion
from ledger.records.decision import LicenceDecision
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.record import Record
from ledger.records.table_release import TableRelease
from ledger.records.withheld_decision import WithheldDecision

_UNLISTED: Final = "OTHER"
"""The product class of a code that no other class has."""


@dataclass(slots=True)
class Book:
    """The public part of a ledger, as far as tables are concerned.

    Attributes:
        withheld: The index and the month of each withheld decision.
        releases: The entries of releases, in order.
    """

    withheld: list[tuple[int, str]] = field(default_factory=list)
    releases: list[TableRelease] = field(default_factory=list)
    _lists: set[str] = field(default_factory=set)
    _destinations: dict[str, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    _classes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def read(self, index: int, record: Record) -> None:
        """Take in the record of the entry at an index."""
        match record:
            case WithheldDecision() as one:
                self.withheld.append((index, one.decided_in))
            case TableRelease() as one:
                self.releases.append(one)
            case DisclosureRuleVersion() as rules:
                self._lists |= {
                    one.list_id for one in rules.lists if one.rule == "withhold"
                }
            case ControlListVersion() as controls:
                self._classes[controls.list_id] |= {
                    class_of(one.code, controls.list_id)[0] for one in controls.entries
                }
            case LicenceDecision() as decision:
                for list_id in {line.list_id for line in decision.lines}:
                    self._destinations[list_id][decision.destination] += 1
            case _:
                pass

    def released_in(self, year: str) -> list[Released]:
        """Return the releases of a year, in order.

        Raises:
            DisclosureControlError: One is not there whole.
        """
        own = [one for one in self.releases if one.through.startswith(year)]
        return list(releases_of(own))

    def domain(self, year: str) -> Domain:
        """Return what the tables of a year are broken down by.

        That of the year's first release, if there is one. Otherwise the destinations
        of public decisions on the lists that the rules withhold, the most frequent
        first, and the classes of the items on these lists: what a reader could think
        of, and nothing that only withheld decisions tell.
        """
        made = self.released_in(year)
        if made:
            return made[0].domain
        lists = self._lists or set(self._destinations)
        counts: Counter[str] = Counter()
        classes = {SEVERAL, _UNLISTED}
        for list_id in sorted(lists):
            counts.update(self._destinations.get(list_id, {}))
            classes |= self._classes.get(list_id, set())
        ranked = sorted(counts, key=lambda code: (-counts[code], code))
        return Domain(
            destinations=tuple(ranked), product_classes=tuple(sorted(classes))
        )

    def vintages(
        self, through: str, made: Sequence[Released]
    ) -> Mapping[int, tuple[int, str]]:
        """Return vintage and month of each withheld decision that a release counts.

        Args:
            through: The last month of the release; it counts all entries so far.
            made: The releases of that year before it.
        """
        return {
            index: (_vintage(index, month, made), month)
            for index, month in self.withheld
            if month[:4] == through[:4] and month <= through
        }


def _vintage(index: int, month: str, made: Sequence[Released]) -> int:
    for vintage, one in enumerate(made):
        if index < one.size and month <= one.through:
            return vintage
    return len(made)


def known_of(
    vintages: Iterable[tuple[int, str]],
) -> Mapping[tuple[int, str], int]:
    """Return how many withheld decisions everybody can count, by vintage and month."""
    return Counter(vintages)
