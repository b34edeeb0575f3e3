"""Links from a number to the table of the decisions that it counts."""

from datetime import date

from dashboards.scene import Scene
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
    state = scene.state.but(ledger=scene.stamp.slug, ref="", **changes)
    query = "&".join((state.query(), *(f"{key}={value}" for key, value in pairs)))
    return Link(text, f"decisions?{query}")


def decision_link(scene: Scene, reference: str) -> Link:
    """Return the reference of a decision that leads to it."""
    whole = scene.state.whole(scene.stamp.slug)
    return Link(reference, f"decision?{whole}&ref={reference}")


def month_pairs(first: date, months: int = 1) -> tuple[tuple[str, str], ...]:
    """Return the days of some months from a first day, as parts of an address."""
    month = first.year * 12 + first.month - 1 + months
    last = date.fromordinal(date(month // 12, month % 12 + 1, 1).toordinal() - 1)
    return ("since", first.isoformat()), ("until", last.isoformat())
