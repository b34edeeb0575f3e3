"""What a ledger has no decision of: there was none, or its source is silent.

Some offices publish only what they granted. A share of refusals of 0% would then say
what the source does not.
"""

from typing import Final

from dashboards.filters import Filters
from dashboards.queries import totals
from dashboards.scene import Scene
from dashboards.words import Words

_ABSENT: Final = Words(
    "Uitkomsten die geen besluit in het hele grootboek heeft: {groups}. Of ze niet"
    " voorkwamen, of niet zijn gepubliceerd, zegt het grootboek niet.",
    "Outcomes that no decision in the whole ledger has: {groups}. Whether there were"
    " none, or they were not published, the ledger does not say.",
)


def absent_groups(scene: Scene) -> tuple[str, ...]:
    """Return the outcome groups of which the whole ledger has no decision."""
    found = totals(scene.connection, Filters(ledger=scene.stamp.ledger_id))
    counts = (
        ("granted", found.granted),
        ("refused", found.refused),
        ("other", found.other),
    )
    return tuple(group for group, count in counts if found.decisions and not count)


def absent_notes(scene: Scene) -> tuple[str, ...]:
    """Say which outcomes the whole ledger has no decision of."""
    names = [scene.labels.term("outcome_group", one) for one in absent_groups(scene)]
    if not names:
        return ()
    return (scene.language.say(_ABSENT, groups=scene.language.listed(names)),)
