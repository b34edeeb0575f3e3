"""The address of the decisions behind a number."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.scene import Scene
from dashboards.subset import Subset
from dashboards.views.link import decisions_address
from ledger.records.terms import OUTCOME_GROUPS, OUTCOMES, outcome_group

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    group: tuple(one for one in sorted(OUTCOMES) if outcome_group(one) == group)
    for group in OUTCOME_GROUPS
}
"""The outcomes of each group of outcomes, as the warehouse groups them."""


def behind(
    scene: Scene,
    subset: Subset,
    *,
    groups: tuple[str, ...] = (),
    year: int | None = None,
    **changes: Any,  # noqa: ANN401 - fields of the state
) -> str:
    """Return where the table of decisions shows what a number counted.

    Args:
        scene: The question that the number answers.
        subset: What narrows its decisions to those of the number.
        groups: Groups of outcomes to keep to; none for all.
        year: The one year to keep to.
        changes: Other changes of what the page asks for.
    """
    state = scene.state
    outcomes = state.outcomes
    if groups:
        asked = [one for group in groups for one in GROUPS[group]]
        kept = [one for one in asked if not outcomes or one in outcomes]
        outcomes = tuple(kept or asked)
    if year is not None:
        changes |= {"first_year": year, "last_year": year}
    changes |= {"outcomes": outcomes, "version": "", "window": None}
    return decisions_address(scene, subset.pairs(), subset=Subset(), **changes)


def decision(scene: Scene, ref: str) -> str:
    """Return where one decision is shown."""
    return f"decision?{scene.state.whole(scene.stamp.slug)}&ref={ref}"


def like_page(scene: Scene, ref: str) -> str:
    """Return where a decision stands side by side with its like."""
    asked = scene.state.but(
        ledger=scene.stamp.slug,
        ref="",
        version="",
        window=None,
        subset=Subset(like=ref),
    )
    return f"like-cases?{asked.query()}"
