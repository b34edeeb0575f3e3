"""The model case: a licence that was revoked in part in January 2024.

That the Dutch government did so is public; the parties, the numbers and the words
here are invented.
"""

from datetime import date, timedelta
from random import Random
from typing import Final

from etl.demo.life import Happening, Life, denied, legal_ref
from etl.demo.planted import REVOKED_ON
from ledger.records.decision import LicenceDecision
from ledger.records.event import ParliamentNotice, Use
from ledger.records.values import Money, Text, first_day

MODEL_TERM: Final = timedelta(days=729)
"""How long after its day the licence may be used."""

_REASON: Final = Text(
    nl="Verzonnen voor de demo: voor een klein aantal afnemers is de vergunning niet"
    " langer verenigbaar met het voorkomen van ongewenst eindgebruik.",
    en="Invented for the demo: for a small number of customers the licence is no longer"
    " compatible with preventing undesired end-use.",
)
_TOLD_ON: Final = date(2024, 1, 15)
_USED: Final = (date(2024, 6, 30), date(2024, 7, 8))


def model_life(decision: LicenceDecision, leaf: str) -> list[Happening]:
    """Return what happens to the licence of the model case."""
    life = Life(Random("weegboek model case"), decision, leaf, [])
    start = first_day(decision.decided_on)
    life.add(
        REVOKED_ON,
        "revoked_in_part",
        effective_on=REVOKED_ON,
        grounds=("art15_c", "goal_G1_end_use"),
        legal_ref=legal_ref(REVOKED_ON),
        lines=(1,),
        reason=_REASON,
    )
    paper = ParliamentNotice(is_confidential=True, paper="Verzonnen brief")
    life.add(_TOLD_ON, "parliament_notified", parliament=paper)
    denied(life, REVOKED_ON)
    left = decision.lines[1].value
    if decision.valid_to is not None:
        life.add(decision.valid_to + timedelta(days=1), "expired")
    if left is not None:
        use = Use(
            first=start,
            last=_USED[0],
            value=Money(currency=left.currency, minor=left.minor // 3),
        )
        life.add(_USED[1], "use_reported", use=use)
    return sorted(life.happenings, key=lambda one: one.event.occurred_on)
