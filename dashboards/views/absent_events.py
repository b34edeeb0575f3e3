"""What a ledger without events cannot say: what became of its licences."""

from typing import Final

from dashboards.queries import entry_counts
from dashboards.scene import Scene
from dashboards.words import Words

_SILENT: Final = Words(
    "Dit grootboek legt niet vast wat er na een besluit gebeurt. „{status}” zegt dus"
    " alleen dat er niets later is vastgelegd, niet dat de vergunning nog geldt.",
    "This ledger does not record what happens after a decision. So “{status}” says only"
    " that nothing later was recorded, not that the licence is still valid.",
)


def absent_events_note(scene: Scene) -> tuple[str, ...]:
    """Say that a standing is no more than an outcome, where a ledger has no events."""
    kinds = {one.kind for one in entry_counts(scene.connection, scene.stamp.ledger_id)}
    if "decision_event" in kinds:
        return ()
    in_force = scene.labels.term("status", "in_force")
    return (scene.language.say(_SILENT, status=in_force),)
