"""The framework versions that decisions were weighed under (R2, R3).

An entry cannot name one that comes after it by its hash, so a framework version that
a decision names was recorded before it, or is no entry of this ledger.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from ledger.audit.across.account import Account
from ledger.audit.across.kept import Ruling, Shape, Weighed
from ledger.audit.across.versions import Version, out_of_force
from ledger.audit.codes import Code
from ledger.audit.finding import Finding
from ledger.records.framework import FrameworkVersion

_Framework = Version[FrameworkVersion]


class Frameworks:
    """The framework versions that are recorded so far."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._versions: dict[str, _Framework] = {}
        self._families: dict[str, list[_Framework]] = defaultdict(list)
        self._supplementary: list[_Framework] = []
        self._days: dict[str, Counter[int]] = defaultdict(Counter)
        self._fits: dict[Shape, list[tuple[Code, str]]] = {}

    def rule(self, ruling: Ruling, record: FrameworkVersion) -> None:
        """Take in a version."""
        version = Version(ruling.entry_index, record)
        self._backdated(version)
        named = record.supersedes
        if named is not None and named not in self._versions:
            message = f"says that it replaces {named}, which is no framework version"
            finding = Finding("framework_unknown", message, index=version.index)
            self._account.unseen(finding)
        self._versions[ruling.leaf] = version
        self._families[record.framework_id].append(version)
        # Those with goals add to the base; of several nobody can tell which applies.
        adding = [v for v in self._versions.values() if v.record.goals]
        one = len({v.record.framework_id for v in adding}) == 1
        self._supplementary = adding if one else []

    def _backdated(self, version: _Framework) -> None:
        """Tell when decisions were weighed under what it replaces from then on."""
        record = version.record
        after = sum(
            number
            for leaf, days in self._days.items()
            if self._versions[leaf].record.framework_id == record.framework_id
            and self._versions[leaf].record.version < record.version
            for day, number in days.items()
            if day >= version.start
        )
        if after:
            message = (
                f"{version.name} holds from {record.valid_from}; {after} decisions"
                " taken since then were recorded before it, under an earlier version"
            )
            finding = Finding("framework_backdated", message, index=version.index)
            self._account.findings.append(finding)

    def judge(
        self,
        weighed: Weighed,
        shape: Shape,
        as_of: int,
        *,
        semiconductor: bool | None,
    ) -> Iterator[Finding]:
        """Judge what a decision was weighed under, and whether it had to be.

        Args:
            weighed: The decision, maybe as corrected.
            shape: What it says.
            as_of: Index of the decision as it was first recorded.
            semiconductor: Whether it is about making semiconductors, if known.
        """
        index = weighed.entry_index
        if shape.framework is not None:
            named = self._versions.get(shape.framework)
            if named is not None:
                self._days[shape.framework][weighed.first] += index == as_of
                others = self._families[named.record.framework_id]
                reason = out_of_force(named, others, weighed, as_of)
                if reason:
                    yield Finding("framework_not_in_force", reason, index=index)
                for code, message in self._fit(shape, named):
                    yield Finding(code, message, index=index)
            elif self._account.whole:
                message = f"names {shape.framework}, which is no framework version"
                yield Finding("framework_unknown", message, index=index)
            else:
                self._account.not_judged += 1
        if self._supplementary and shape.applies is not None and not shape.closed:
            known = [v for v in self._supplementary if v.index < index]
            if shape.applies:
                yield from self._applied(weighed, known, semiconductor=semiconductor)
            elif semiconductor:
                yield from _omitted(weighed, [v for v in known if v.index < as_of])

    def _fit(self, shape: Shape, named: _Framework) -> list[tuple[Code, str]]:
        """Return how a weighing differs from what its framework version asks for."""
        key = shape._replace(lines=(), cites=(), closed=False)
        if key not in self._fits:
            self._fits[key] = list(_misfits(shape, named))
        return self._fits[key]

    def _applied(
        self,
        weighed: Weighed,
        known: list[_Framework],
        *,
        semiconductor: bool | None,
    ) -> Iterator[Finding]:
        day, index = date.fromordinal(weighed.first), weighed.entry_index
        there = any(v.start <= weighed.last and weighed.first <= v.stop for v in known)
        if not there and self._account.whole:
            message = (
                f"says that the supplementary framework applies; on {day} none was in"
                " force"
            )
            yield Finding("framework_not_in_force", message, index=index)
        if semiconductor is False:
            message = (
                "says that the supplementary framework applies, but no item is one for"
                " making semiconductors"
            )
            yield Finding("framework_misapplied", message, index=index)


def _misfits(shape: Shape, named: _Framework) -> Iterator[tuple[Code, str]]:
    record = named.record
    if shape.method != record.method_version:
        message = f"{named.name} has {record.method_version}"
        yield "method_differs", f"says method version {shape.method}; {message}"
    if shape.applies is False and record.goals:
        message = f"says that it does not apply, yet is weighed under {named.name}"
        yield "framework_misapplied", message
    goals = {goal.code for goal in record.goals} if shape.applies else set[str]()
    criteria = {aspect.code for aspect in record.criteria}
    for what, wanted, codes in (
        ("goals", goals, shape.goals),
        ("criteria", criteria, shape.criteria),
    ):
        differing = ", ".join(sorted(wanted.symmetric_difference(codes)))
        if differing:
            message = f"the {what} weighed are not those of {named.name}"
            yield "weighing_differs", f"{message}; they differ in {differing}"


def _omitted(weighed: Weighed, known: list[_Framework]) -> Iterator[Finding]:
    if any(v.start <= weighed.first and weighed.last <= v.stop for v in known):
        message = (
            "says that the supplementary framework does not apply, but an item is one"
            " for making semiconductors"
        )
        yield Finding("framework_omitted", message, index=weighed.entry_index)
