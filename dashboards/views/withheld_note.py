"""What pages that count decisions say of those that are withheld."""

from datetime import date
from typing import Final

from dashboards.filters import Filters
from dashboards.queries import withheld_counts, withheld_over_time
from dashboards.scene import Scene
from dashboards.words import Words

NOT_COUNTED: Final = Words(
    "Onthouden en hier niet meegeteld: {counts}.",
    "Withheld and not counted here: {counts}.",
)
_COUNT: Final = Words(
    "{n:besluit|besluiten} ({ground})", "{n:decision|decisions} ({ground})"
)
AS_SERIES: Final = Words(
    "Onthouden en als eigen reeks getoond, los van de uitkomsten: {counts}.",
    "Withheld, and shown as a series of its own, apart from the outcomes: {counts}.",
)
NARROWED: Final = Words(
    "Onthouden: {counts}. Of zij binnen deze keuze vallen, is niet openbaar.",
    "Withheld: {counts}. Whether they fit this selection is not public.",
)


def ground_words(scene: Scene, grounds: tuple[str, ...]) -> str:
    """Return what the grounds of a withheld decision are called."""
    return ", ".join(scene.labels.term("woo_ground", one) for one in grounds)


def is_narrowed(scene: Scene) -> bool:
    """Whether a selection asks for more than months: of what is withheld it fails."""
    asked = scene.filters
    return bool(asked.destinations or asked.product_classes or asked.outcomes)


def of_years(scene: Scene) -> Filters:
    """Return the selection with nothing but its years: all that can be asked here."""
    state = scene.state.but(destinations=(), classes=(), outcomes=())
    return state.filters(scene.stamp.ledger_id)


def withheld_periods(scene: Scene) -> dict[date, int]:
    """Return how many decisions of each period of the chosen years are withheld."""
    found: dict[date, int] = {}
    grain = scene.state.grain
    for row in withheld_over_time(scene.connection, scene.filters, grain):
        found[row.period] = found.get(row.period, 0) + row.decisions
    return found


def withheld_words(scene: Scene) -> str:
    """Return how many decisions are withheld on which ground; empty when none is."""
    language = scene.language
    return "; ".join(
        language.say(
            _COUNT,
            n=language.number(one.decisions),
            ground=ground_words(scene, one.grounds),
        )
        for one in withheld_counts(scene.connection, scene.filters)
    )


def withheld_notes(scene: Scene) -> tuple[str, ...]:
    """Return the note on what is withheld in the chosen years, if anything is."""
    counts = withheld_words(scene)
    if not counts:
        return ()
    words = NARROWED if is_narrowed(scene) else NOT_COUNTED
    return (scene.language.say(words, counts=counts),)
