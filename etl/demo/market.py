"""What the invented authority is asked, from ``data/demo``."""

from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from random import Random

from msgspec.structs import replace

from etl.code_lists import data_directory
from etl.reference_data import (
    context_events,
    control_list_versions,
    disclosure_rule_versions,
    framework_versions,
    read_toml,
)
from ledger.records.context import ContextEvent
from ledger.records.control_list import (
    ControlListVersion,
    ItemCode,
    ListEntry,
    MapsTo,
)
from ledger.records.disclosure_rule import DisclosureRuleVersion
from ledger.records.framework import FrameworkVersion
from ledger.records.terms import DestinationGroup
from ledger.records.values import Code, Country, Positive, Value

SEMICONDUCTOR = "semiconductor_supplementary"
BASE = "base_dual_use"


class Destination(Value, frozen=True, kw_only=True):
    """A destination, how often it is asked for, and how much concern it raises."""

    country: Country
    group: DestinationGroup = "other"
    share: Positive
    since: date = date.min
    tier: int
    until: date = date.max


class _Market(Value, frozen=True, kw_only=True):
    destinations: tuple[Destination, ...]
    items: dict[str, int]


class _Step(Value, frozen=True, kw_only=True):
    code: ItemCode
    maps_to: MapsTo


class _Concordance(Value, frozen=True, kw_only=True):
    list_id: Code
    steps: tuple[_Step, ...]
    version: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item on a list version: what can be applied for."""

    entry: ListEntry
    list_id: str
    list_version: str

    @property
    def semiconductor(self) -> bool:
        """Whether the supplementary framework is about it."""
        return self.entry.process_step is not None


_Choice = tuple[tuple[Item, ...], tuple[int, ...]]
"""Items, and the shares of these so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Everything the demo draws from."""

    destinations: tuple[Destination, ...]
    shares: dict[str, int]
    lists: tuple[ControlListVersion, ...]
    frameworks: tuple[FrameworkVersion, ...]
    context: tuple[ContextEvent, ...]
    rules: tuple[DisclosureRuleVersion, ...]
    _days: dict[date, _Choice] = field(default_factory=dict, repr=False, compare=False)

    def draw_destination(self, draw: Random, day: date) -> Destination:
        """Draw a destination that is asked for on a day."""
        open_now = [d for d in self.destinations if d.since <= day < d.until]
        named = {d.country: d for d in reversed(open_now)}
        chosen = tuple(named.values())
        return draw.choices(chosen, [d.share for d in chosen])[0]

    def items_on(self, day: date) -> _Choice:
        """Return the items that are controlled on a day, and their shares so far.

        What moved to another list that is in force is no longer asked for under its
        old code.
        """
        if day not in self._days:
            self._days.clear()  # cases come day by day
            self._days[day] = self._choice(day)
        return self._days[day]

    def _choice(self, day: date) -> _Choice:
        in_force: dict[str, ControlListVersion] = {}
        for version in self.lists:
            if version.valid_from <= day:
                in_force[version.list_id] = version
        moved = {
            (step.list_id, step.code)
            for version in in_force.values()
            for entry in version.entries
            for step in entry.maps_to
        }
        items = tuple(
            Item(entry=entry, list_id=version.list_id, list_version=version.version)
            for version in in_force.values()
            for entry in version.entries
            if (version.list_id, entry.code) not in moved
        )
        shares = accumulate(self.shares[item.entry.code] for item in items)
        return items, tuple(shares)

    def framework_on(self, framework_id: str, day: date) -> FrameworkVersion | None:
        """Return the version of a framework in force on a day."""
        found = None
        for version in self.frameworks:
            if version.framework_id == framework_id and version.valid_from <= day:
                found = version
        return found


def read_market() -> Market:
    """Read what the demo draws from.

    Raises:
        CodeListError: A file is not of its form.
    """
    data = data_directory()
    market = read_toml(data / "demo" / "market.toml", _Market)
    lists = (
        *control_list_versions(data / "control_lists"),
        *control_list_versions(data / "demo" / "control_lists"),
    )
    steps = read_toml(data / "demo" / "concordance.toml", _Concordance)
    frameworks = (
        *framework_versions(data / "frameworks"),
        *framework_versions(data / "demo" / "frameworks"),
    )
    return Market(
        destinations=market.destinations,
        shares=market.items,
        lists=tuple(
            sorted(
                (_mapped(version, steps) for version in lists),
                key=lambda version: version.valid_from,
            )
        ),
        frameworks=tuple(sorted(frameworks, key=lambda version: version.valid_from)),
        context=context_events(data / "context_events" / "context_events.toml"),
        rules=disclosure_rule_versions(data / "demo" / "disclosure_rules"),
    )


def _mapped(version: ControlListVersion, known: _Concordance) -> ControlListVersion:
    """Return a list version with the steps of the demo's concordance."""
    if (version.list_id, version.version) != (known.list_id, known.version):
        return version
    entries = tuple(
        replace(
            entry,
            maps_to=tuple(s.maps_to for s in known.steps if s.code == entry.code),
        )
        for entry in version.entries
    )
    return replace(version, entries=entries)
