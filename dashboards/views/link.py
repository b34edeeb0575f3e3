"""Links from a number to the table of the decisions that it counts."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from dashboards.scene import Scene
from dashboards.state import ViewState, written
from dashboards.tables import Link


def number_link(
    scene: Scene, text: str, *pairs: tuple[str, str], **changes: object
) -> Link:
    """Return a number that leads to its decisions.

    Args:
        scene: The question; its selection is kept.
        text: The number, as it reads.
        pairs: Keys and values that narrow the table of decisions further.
        changes: Fields of the state that differ.
    """
    return Link(text, decisions_address(scene, pairs, **changes))


def decisions_address(
    scene: Scene, pairs: Iterable[tuple[str, str]], **changes: object
) -> str:
    """Return where the table of decisions is narrowed to some, below the language.

    Args:
        scene: The question; its selection is kept.
        pairs: Keys and values that narrow the table of decisions further.
        changes: Fields of the state that differ.
    """
    shared = _shared(scene.state, scene.stamp.slug, **changes)
    return f"decisions?{'&'.join((shared, *map(written, pairs)))}"


@lru_cache(maxsize=1024)
def _shared(state: ViewState, ledger: str, **changes: object) -> str:
    """Return what the many links of one page have in common, written once."""
    return state.but(ledger=ledger, ref="", **changes).query()


def decision_link(scene: Scene, reference: str) -> Link:
    """Return the reference of a decision that leads to it."""
    whole = scene.state.whole(scene.stamp.slug)
    return Link(reference, f"decision?{whole}&ref={reference}")


def month_pairs(first: date, months: int = 1) -> tuple[tuple[str, str], ...]:
    """Return the days of some months from a first day, as parts of an address."""
    month = first.year * 12 + first.month - 1 + months
    last = date.fromordinal(date(month // 12, month % 12 + 1, 1).toordinal() - 1)
    return ("since", first.isoformat()), ("until", last.isoformat())
