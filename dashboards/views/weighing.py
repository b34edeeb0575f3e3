"""What the views on the weighing share."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from dashboards.queries import AspectCount, totals
from dashboards.scene import Scene
from dashboards.words import Words

UNIT: Final = Words(
    "Besluiten met een gepubliceerde weging. Een besluit telt bij elk aspect één keer.",
    "Decisions with a published weighing. A decision counts once under each aspect.",
)
LEFT_OUT: Final = Words(
    "Besluiten waarvan de weging niet is gepubliceerd: dat is iets anders dan niet"
    " gewogen. De bevindingen op de factoren zijn alleen voor de commissie en staan"
    " niet in het openbare deel.",
    "Decisions whose weighing is not published, which is not the same as not weighed."
    " The findings on the factors are for the committee and not in the public part.",
)
GROUPS: Final = ("granted", "refused", "other")
_UNPUBLISHED: Final = Words(
    "Van {share} van de besluiten is de weging gepubliceerd; bij de andere {n} is zij"
    " niet gepubliceerd.",
    "For {share} of the decisions the weighing is published; for the other {n} it is"
    " not published.",
)

ORDINAL: Final = Words(
    "Gewichten zijn woorden met een volgorde; zij worden geteld, nooit opgeteld of"
    " gemiddeld.",
    "Weights are words with an order; they are counted, never summed or averaged.",
)
"""What a figure of weights says of them."""


def unpublished(scene: Scene) -> str:
    """Say of how many decisions the weighing is published, and of how many not."""
    found = totals(scene.connection, scene.filters)
    language = scene.language
    return language.say(
        _UNPUBLISHED,
        share=language.share(found.weighing_published, found.decisions),
        n=language.number(found.decisions - found.weighing_published),
    )


def of_group(row: AspectCount, group: str) -> int:
    """Return the decisions of one outcome group."""
    return {"granted": row.granted, "refused": row.refused, "other": row.other}[group]


def by_aspect(
    counts: Sequence[AspectCount],
) -> dict[tuple[str, str], list[AspectCount]]:
    """Return the counts of each aspect, by its kind and code."""
    found: dict[tuple[str, str], list[AspectCount]] = defaultdict(list)
    for row in counts:
        found[row.aspect_kind, row.code].append(row)
    return found
