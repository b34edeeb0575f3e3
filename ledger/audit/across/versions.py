"""Versions of frameworks and control lists, and when each was in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from ledger.audit.across.kept import Weighed
from ledger.records.control_list import ControlListVersion
from ledger.records.framework import FrameworkVersion
from ledger.records.record import reference_of

Ruled = TypeVar("Ruled", FrameworkVersion, ControlListVersion)


@dataclass(frozen=True, slots=True, eq=False)
class Version(Generic[Ruled]):
    """A version of a framework or of a list, as entry ``index`` says it."""

    index: int
    record: Ruled

    @property
    def name(self) -> str:
        """What messages call it."""
        return reference_of(self.record)

    @property
    def rank(self) -> int:
        """What orders the versions of one framework or list."""
        record = self.record
        if isinstance(record, FrameworkVersion):
            return record.version
        return record.valid_from.toordinal()

    @property
    def start(self) -> int:
        """Its first day, as an ordinal."""
        return self.record.valid_from.toordinal()

    @property
    def stop(self) -> int:
        """Its last day as an ordinal, the last of all days when it states none."""
        end = self.record.valid_to
        return date.max.toordinal() if end is None else end.toordinal()


def out_of_force(
    version: Version[Ruled],
    others: Sequence[Version[Ruled]],
    weighed: Weighed,
    as_of: int,
) -> str | None:
    """Say why a version was not in force on the day of a decision, if it was not.

    A day that is known only as an interval is given the benefit of the doubt.

    Args:
        version: The version that the decision names.
        others: All versions of the same framework or list.
        weighed: The decision.
        as_of: Index of the decision: what was recorded later does not count.
    """
    day = date.fromordinal(weighed.first)
    if weighed.last < version.start:
        start = version.record.valid_from
        return f"was decided on {day} under {version.name}, in force from {start}"
    if weighed.first > version.stop:
        stop = version.record.valid_to
        return f"was decided on {day} under {version.name}, in force until {stop}"
    for other in others:
        replaced = other.rank > version.rank and other.start <= weighed.first
        if replaced and other.index < as_of:
            return (
                f"was decided on {day} under {version.name}, which {other.name}"
                f" replaced on {other.record.valid_from}"
            )
    return None
