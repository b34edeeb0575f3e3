"""Where ledgers with one thing wrong are registered, by the code that says so."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from ledger.records.decision import LicenceDecision
from tests.ledger.audit.stories import Story

D: Final = date
MARCH: Final = date(2022, 3, 4)

Told = Callable[[Story], int | None]

DEFECTS: Final[dict[str, list[Told]]] = {}


def wrong(code: str) -> Callable[[Told], Told]:
    """Register what makes an audit say a code, at the index that is returned."""

    def register(told: Told) -> Told:
        DEFECTS.setdefault(code, []).append(told)
        return told

    return register


def reweighed(decision: LicenceDecision, **changes: Any) -> LicenceDecision:
    assert decision.weighing is not None
    return replace(decision, weighing=replace(decision.weighing, **changes))


def refused() -> dict[str, Any]:
    return {"outcome": "refused", "refusal_grounds": ("art15_d",), "valid_from": None}
