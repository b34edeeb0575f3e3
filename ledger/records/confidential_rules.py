"""Rules on what is kept from the public: in clear, in a seal, or declared withheld.

``exposed_breaches`` refuses marked fields in clear; the others hold for what a
record says before it is sealed.
"""

from collections.abc import Iterator
from itertools import pairwise
from operator import attrgetter
from typing import Final

from msgspec import Struct

from ledger.records.breach import Breach, Breaches, order_breaches, repeat_breaches
from ledger.records.decision import LicenceDecision, Withheld
from ledger.records.event import DecisionEvent
from ledger.records.terms import CONFIDENTIAL_EVENTS
from ledger.records.visibility import Visibility, exposed_fields, marked_fields

_WHO: Final[dict[Visibility, str]] = {
    "committee": "is confidential: leave it out until it can be sealed",
    "classified": "is classified: not even its handle may stand here in clear",
}


def exposed_breaches(record: Struct) -> Iterator[Breach]:
    """Yield every confidential or classified field that a record holds in clear."""
    for field, visibility in exposed_fields(record):
        yield Breach(field, "visibility", _WHO[visibility])
    if isinstance(record, DecisionEvent) and record.event_type in CONFIDENTIAL_EVENTS:
        reason = f"{record.event_type} is confidential, that it happened included"
        yield Breach("event_type", "visibility", reason)


def withholding_breaches(record: Struct, withheld: tuple[Withheld, ...]) -> Breaches:
    """Return what is wrong with a declaration of withheld fields."""
    # Most records withhold nothing that they declare.
    return tuple(_of_withholding(record, withheld)) if withheld else ()


def _of_withholding(record: Struct, withheld: tuple[Withheld, ...]) -> Iterator[Breach]:
    yield from repeat_breaches("withholding", [one.field for one in withheld])
    marked = marked_fields(type(record))  # these are given, until they are sealed
    for one in withheld:
        if one.field not in record.__struct_fields__:
            yield Breach("withholding.field", "withholding", f"{one.field} is no field")
        elif one.field not in marked and getattr(record, one.field) not in {None, ()}:
            reason = f"{one.field} is given, so it is not withheld"
            yield Breach("withholding.field", "withholding", reason)
        if not one.grounds:
            reason = f"must name a ground for {one.field}"
            yield Breach("withholding.grounds", "withholding", reason)


_PARTS: Final = attrgetter(
    "application_received_on",
    "clock_stops",
    "complete_on",
    "condition_texts",
    "denial_check",
    "officers",
)
_NO_PARTS: Final = (None, (), None, (), None, None)


def confidential_breaches(decision: LicenceDecision) -> Breaches:
    """Return every rule that the confidential part of a decision breaks."""
    # A decision as it stands in public has no such part.
    return () if _PARTS(decision) == _NO_PARTS else tuple(_breaches(decision))


def _breaches(decision: LicenceDecision) -> Iterator[Breach]:
    yield from _term(decision)
    officers = decision.officers
    if officers is not None and officers.case_officer == officers.countersigner:
        reason = "must be another than the case officer"
        yield Breach("officers.countersigner", "R13", reason)
    check = decision.denial_check
    if check is not None:
        if (check.hits == 0) != (check.outcome == "none"):
            reason = f"does not fit {check.hits} denials found"
            yield Breach("denial_check.outcome", "denial_check", reason)
        if (check.outcome == "overridden") != (check.reason is not None):
            reason = "must be there exactly when a denial was not followed"
            yield Breach("denial_check.reason", "denial_check", reason)
    kinds = set(decision.conditions)
    if any(text.condition_type not in kinds for text in decision.condition_texts):
        reason = "must be of the kinds that conditions names"
        yield Breach("condition_texts", "R5", reason)


def _term(decision: LicenceDecision) -> Iterator[Breach]:
    received = decision.application_received_on
    month = decision.application_received_in
    if received is not None and month is not None and f"{received:%Y-%m}" != month:
        reason = f"does not lie in {month}"
        yield Breach("application_received_on", "R1", reason)
    yield from order_breaches(
        "application_received_on", received, "complete_on", decision.complete_on
    )
    stops = decision.clock_stops
    for stop in stops:
        yield from order_breaches(
            "clock_stops.first", stop.first, "clock_stops.last", stop.last
        )
    if any(after.first <= before.last for before, after in pairwise(stops)):
        yield Breach("clock_stops", "period", "must follow each other without overlap")
    days = sum((stop.last - stop.first).days + 1 for stop in stops)
    if stops and decision.clock_stopped_days not in {None, days}:
        reason = f"differs from the {days} days of its stops"
        yield Breach("clock_stopped_days", "period", reason)
