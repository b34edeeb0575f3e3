"""Like decisions that went different ways, side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Aspect(NamedTuple):
    """One aspect of a weighing: its kind, its code, and what was found on it."""

    kind: str
    code: str
    finding: str
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One decision among those that are alike.

    Attributes:
        ref: Its reference.
        group: What its like decisions share with it: codes, destination, end use.
        decided: The first day on which it can have been taken.
        outcome: The outcome as decided.
        way: ``granted`` or ``refused``.
        framework: Id and version of the framework it was weighed under; None when
            its weighing is not published.
        aspects: What was found, in order; empty when its weighing is not published.
    """

    ref: str
    group: tuple[tuple[str, ...], str, str]
    decided: date
    outcome: str
    way: str
    framework: tuple[str, int] | None
    aspects: tuple[Aspect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A refusal beside the grant among its like that comes closest in what was found.

    Attributes:
        granted: The grant.
        refused: The refusal.
        days: Days between the two.
        differing: Codes of the aspects on which other things were found, or that only
            one of the two was weighed on; None when one weighing is not published.
        equal: Codes of the aspects on which the same was found; None likewise.
        same_version: Whether both were weighed under one framework version; None
            likewise.
    """

    granted: Case
    refused: Case
    days: int
    differing: tuple[str, ...] | None
    equal: tuple[str, ...] | None
    same_version: bool | None

    @property
    def unexplained(self) -> bool:
        """Whether nothing that was published tells the two apart."""
        return self.differing == () and self.same_version is True


def pairs(cases: Iterable[Case]) -> tuple[Pair, ...]:
    """Return one pair for each refusal that has a grant among its like.

    Those that nothing published tells apart come first, then those that differ in
    the fewest findings, then those whose findings are not published; nearest in time
    first.
    """
    groups: defaultdict[object, list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.group].append(case)
    found: list[Pair] = []
    for alike in groups.values():
        grants = [case for case in alike if case.way == "granted"]
        refusals = [case for case in alike if case.way == "refused"]
        if grants:
            found += [_nearest(refused, grants) for refused in refusals]
    return tuple(sorted(found, key=_distance))


def _nearest(refused: Case, grants: Sequence[Case]) -> Pair:
    return min((_pair(one, refused) for one in grants), key=_distance)


def _pair(granted: Case, refused: Case) -> Pair:
    days = abs((granted.decided - refused.decided).days)
    if granted.framework is None or refused.framework is None:
        return Pair(
            granted=granted,
            refused=refused,
            days=days,
            differing=None,
            equal=None,
            same_version=None,
        )
    here, there = _found(granted.aspects), _found(refused.aspects)
    codes = dict.fromkeys((*here, *there))
    equal = tuple(code for code in codes if here.get(code) == there.get(code))
    return Pair(
        granted=granted,
        refused=refused,
        days=days,
        differing=tuple(code for code in codes if code not in equal),
        equal=equal,
        same_version=granted.framework == refused.framework,
    )


def _found(aspects: Sequence[Aspect]) -> Mapping[str, str]:
    return {one.code: one.finding for one in aspects}


def _distance(pair: Pair) -> tuple[int, int, int, int, str, str]:
    return (
        1 if pair.differing is None else 0,
        0 if pair.unexplained else 1,
        len(pair.differing or ()),
        pair.days,
        pair.refused.ref,
        pair.granted.ref,
    )
