"""How decisions were published, held against the rules that stood at the time."""

from collections.abc import Iterator
from datetime import date

from ledger.audit.across.account import Account
from ledger.audit.across.facts import Facts
from ledger.audit.across.kept import Published
from ledger.audit.finding import Finding
from ledger.records.disclosure_rule import DisclosureRuleVersion, rules_on


class Disclosures:
    """Keeps the versions of the rules of disclosure; all else it judges as it comes.

    A ledger that records no rules is not judged by any.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._versions: list[tuple[int, DisclosureRuleVersion]] = []

    def take(self, facts: Facts) -> None:
        """Take in a run of entries, and judge the decisions in it."""
        self._versions += [
            (ruling.entry_index, ruling.record)
            for ruling in facts.rulings
            if isinstance(ruling.record, DisclosureRuleVersion)
        ]
        for published, places in facts.published.items():
            if self._account.first or self._account.damaged:
                self._account.not_judged += len(places)
                continue
            for index, first, last in places:
                self._account.findings += self._judge(published, index, first, last)

    def finish(self) -> None:
        """Do nothing more: everything is judged."""

    def _judge(
        self, published: Published, index: int, first: int, last: int
    ) -> Iterator[Finding]:
        known = [one for place, one in self._versions if place < index]
        if not known:
            return
        days = (date.fromordinal(first), date.fromordinal(last))
        stood = {one.rule_id: one for one in _standing(known, *days)}
        version = stood.get(published.rule_id)
        if version is None:
            names = ", ".join(sorted(stood)) or "none"
            message = (
                f"names the rules {published.rule_id}; on {days[0]} stood: {names}"
            )
            yield Finding("disclosure_rule_unknown", message, index=index)
            return
        reason = _departure(version, published)
        if reason:
            yield Finding("disclosure_departs", reason, index=index)


def _standing(
    versions: list[DisclosureRuleVersion], first: date, last: date
) -> Iterator[DisclosureRuleVersion]:
    """Yield the versions that stood on any day from one to another."""
    at_first = rules_on(versions, first)
    if at_first is not None:
        yield at_first
    yield from (one for one in versions if first < one.valid_from <= last)


def _departure(version: DisclosureRuleVersion, published: Published) -> str | None:
    """Say how a decision was published otherwise than the rules say, if it was."""
    if published.lists is None:
        grounds = {
            ground
            for one in version.lists
            if one.rule == "withhold"
            for ground in one.grounds
        }
        if set(published.grounds) <= grounds:
            return None
        return f"is withheld on grounds that {version.rule_id} does not withhold on"
    said = version.disclosure(published.lists, published.kind)
    if said.rule == published.rule:
        return None
    return f"is published as {published.rule}; {version.rule_id} says {said.rule}"
