"""What a decision cannot yet have cited on its day (R2).

Which version was in force on a day is for the audit to check, which sees the whole
ledger. One record alone shows when it cites what did not exist at all.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from ledger.records.breach import Breach, Breaches
from ledger.records.decision import LicenceDecision
from ledger.records.values import last_day

FRAMEWORK_FROM: Final = date(2020, 12, 18)
"""The council of ministers adopted the framework (Kamerstuk 22 054, nr. 376)."""

LISTS_FROM: Final[Mapping[str, date]] = {
    "NL_SEMICON": date(2023, 9, 1),
    "NL_SUPPL": date(2024, 12, 1),
}
"""First days of the Dutch lists: Stcrt 2023, 18212, and the supplementary list."""


def law_breaches(decision: LicenceDecision) -> Breaches:
    """Return what a decision cites that was not there yet on its day."""
    decided = last_day(decision.decided_on)
    found: Breaches = ()
    if decision.framework_applies and decided < FRAMEWORK_FROM:
        reason = f"cannot hold on {decided}, before the framework of {FRAMEWORK_FROM}"
        found += (Breach("framework_applies", "R2", reason),)
    for line in decision.lines:
        list_id, label = line.list_id, line.list_version
        if list_id in LISTS_FROM and decided < LISTS_FROM[list_id]:
            reason = f"{list_id} is not in force before {LISTS_FROM[list_id]}"
            found += (Breach("lines.list_id", "R2", reason),)
        version = None if label is None else _day(label)
        if version is not None and decided < version:
            reason = f"{label} begins after the decision of {decided}"
            found += (Breach("lines.list_version", "R2", reason),)
    return found


def _day(label: str) -> date | None:
    """Return the first day of a list version whose label is that day."""
    try:
        return date.fromisoformat(label)
    except ValueError:
        return None
