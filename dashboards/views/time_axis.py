"""The time axis of a scene: its periods, frameworks, lists and context events."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from dashboards.figures.timeline import Axis, Band, Mark
from dashboards.filters import Grain
from dashboards.scene import Scene
from dashboards.words import Words

STEPS: Final[dict[Grain, int]] = {"month": 30, "quarter": 91, "year": 365}

_INCOMPLETE: Final = Words("laatste periode onvolledig", "last period incomplete")
_MARKS: Final = Words("nieuwe lijst of gebeurtenis", "new list or event")
_VERSION: Final = Words("kader v{version}", "framework v{version}")
_NEXT: Final = Words("v{version}", "v{version}")


def periods_between(first: date, last: date, grain: Grain) -> tuple[date, ...]:
    """Return the first day of every period from one to another, both included."""
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    found = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        found.append(date(year, month, 1))
        month += months
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return tuple(found)


def time_axis(scene: Scene, periods: Iterable[date], grain: Grain) -> Axis:
    """Return the axis over some periods, with all periods between them."""
    there = sorted(set(periods))
    every = periods_between(there[0], there[-1], grain) if there else ()
    language = scene.language
    return Axis(
        periods=every,
        step=STEPS[grain],
        names=tuple(language.period(day, grain) for day in every),
        incomplete=bool(every) and _incomplete(scene, every[-1], grain),
        bands=_bands(scene, every),
        marks=_marks(scene),
        incomplete_text=language.say(_INCOMPLETE),
        marks_text=language.say(_MARKS),
    )


def _incomplete(scene: Scene, first: date, grain: Grain) -> bool:
    """Whether the ledger ends before the period does."""
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    month = first.month + months
    end = date(first.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    recorded = scene.stamp.checkpoint_at.date()
    decided = scene.ends_on() or recorded
    # A ledger that is filled long after the fact is complete to its last decision.
    return max(decided, min(recorded, end)) < end - timedelta(days=4)


def _bands(scene: Scene, periods: Sequence[date]) -> tuple[Band, ...]:
    """Return the versions of frameworks that have goals, as stretches of time.

    The word stands at the first of each framework only: on a phone it fits once.
    """
    with_goals = scene.framework_ids_with_goals()
    named: set[str] = set()
    found = []
    for one in scene.frameworks():
        last = one.valid_to or date.max
        if one.framework_id not in with_goals or (periods and last < periods[0]):
            continue
        words = _NEXT if one.framework_id in named else _VERSION
        label = scene.language.say(words, version=one.version)
        named.add(one.framework_id)
        found.append(Band(label=label, first=one.valid_from, last=last))
    return tuple(found)


def _marks(scene: Scene) -> tuple[Mark, ...]:
    language = scene.language
    lists = [
        Mark(
            day=one.valid_from,
            text=f"{language.day(one.valid_from)}<br>"
            f"{language.either(one.title_nl, one.title_en)}",
        )
        for one in scene.control_lists()
    ]
    events = [
        Mark(
            day=one.first,
            text=f"{language.days(one.first, one.last)}<br>"
            f"{language.either(one.title_nl, one.title_en)}",
        )
        for one in scene.context_events()
    ]
    return tuple(sorted((*lists, *events), key=lambda mark: mark.day))
