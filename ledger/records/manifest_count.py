"""What a manifest counts: entries by kind, disclosure rule and grounds."""

from collections.abc import Mapping

from ledger.records.decision import LicenceDecision
from ledger.records.publication import EntryCount
from ledger.records.record import Record, kind_of
from ledger.records.terms import DisclosureRule
from ledger.records.withheld_decision import WithheldDecision

Group = tuple[str, DisclosureRule | None, tuple[str, ...]]
"""The kind; of decisions the rule; of withheld ones the grounds, all together."""


def group_of(record: Record) -> Group:
    """Return the group that a record counts in."""
    kind = kind_of(record)
    if isinstance(record, WithheldDecision):
        return kind, record.disclosure.rule, record.disclosure.grounds
    if isinstance(record, LicenceDecision) and record.disclosure is not None:
        return kind, record.disclosure.rule, ()
    return kind, None, ()


def entry_counts(groups: Mapping[Group, int]) -> tuple[EntryCount, ...]:
    """Return the counts of a manifest, in order; a group of none is left out."""
    return tuple(
        EntryCount(
            entries=groups[group], grounds=group[2], kind=group[0], rule=group[1]
        )
        for group in sorted(groups, key=str)
        if groups[group]
    )
