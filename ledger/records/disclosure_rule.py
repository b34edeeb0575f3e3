"""Disclosure rules: what may be published of a decision, by control list and date.

The rules are records, so that it is known which stood when. A decision names the
version that it was published under; what no rule names is disclosed.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from ledger.records.decision import Disclosure, LicenceDecision
from ledger.records.terms import AuthorisationType, DisclosureRule
from ledger.records.values import (
    Code,
    LeafHash,
    PublicSource,
    Text,
    Value,
    first_day,
)

_STRICTEST: Final[tuple[DisclosureRule, ...]] = ("withhold", "aggregate", "disclose")


class ListRule(Value, frozen=True, kw_only=True):
    """What holds for decisions with an item on one control list.

    Attributes:
        authorisation_types: The kinds of authorisation that it is limited to, if any.
        grounds: The grounds (Woo), when it does not disclose.
        list_id: The control list, which is the basis of control.
        rule: What may be published.
    """

    authorisation_types: tuple[AuthorisationType, ...] = ()
    grounds: tuple[Code, ...] = ()
    list_id: Code
    rule: DisclosureRule


class DisclosureRuleVersion(Value, frozen=True, kw_only=True):
    """One version of the rules of disclosure of an authority.

    Attributes:
        lists: What holds for which control list; of several that fit, the first.
        rule_id: Name of the version, by which decisions name it.
        sources: Where it is public that the rules are so.
        summary: What they say, in words.
        supersedes: Leaf hash of the version that this one replaces.
        title: A short name.
        valid_from: First day on which decisions fall under it.
        valid_to: Last such day, when known.
    """

    lists: tuple[ListRule, ...] = ()
    rule_id: Code
    sources: tuple[PublicSource, ...] = ()
    summary: Text
    supersedes: LeafHash | None = None
    title: Text
    valid_from: date
    valid_to: date | None = None

    def rule_for(self, list_id: str, kind: AuthorisationType | None) -> ListRule | None:
        """Return what holds for an item on a list, None when it is disclosed."""
        for one in self.lists:
            limited = one.authorisation_types
            if one.list_id == list_id and (not limited or kind in limited):
                return one
        return None

    def disclosure(
        self, list_ids: Iterable[str], kind: AuthorisationType | None
    ) -> Disclosure:
        """Return how a decision may be published: by the strictest rule of its lists.

        Args:
            list_ids: The control lists of its lines.
            kind: The kind of authorisation.
        """
        found = [self.rule_for(list_id, kind) for list_id in list_ids]
        rules = [one for one in found if one is not None]
        strictest: DisclosureRule = "disclose"
        if rules:
            strictest = min((one.rule for one in rules), key=_STRICTEST.index)
        grounds = {
            ground for one in rules if one.rule == strictest for ground in one.grounds
        }
        return Disclosure(
            grounds=tuple(sorted(grounds)), rule=strictest, rule_id=self.rule_id
        )


def rules_on(
    versions: Sequence[DisclosureRuleVersion], day: date
) -> DisclosureRuleVersion | None:
    """Return the version in force on a day: the last to begin that had not ended."""
    begun = [one for one in versions if one.valid_from <= day]
    last = max(begun, key=lambda one: one.valid_from, default=None)
    if last is None or (last.valid_to is not None and last.valid_to < day):
        return None
    return last


def ruled_disclosure(
    versions: Sequence[DisclosureRuleVersion], decision: LicenceDecision
) -> Disclosure | None:
    """Return how a decision may be published by the rules in force on its day.

    Of a decision whose day is known as an interval, its first day counts.

    Args:
        versions: The versions of the rules.
        decision: The decision.

    Returns:
        The disclosure, or None when no version was in force.
    """
    version = rules_on(versions, first_day(decision.decided_on))
    if version is None:
        return None
    lists = dict.fromkeys(line.list_id for line in decision.lines)
    return version.disclosure(lists, decision.authorisation_type)
