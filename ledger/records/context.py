"""Context events: measures, debates and reports around the decisions.

Annotation only. A context event has no reference to any decision (rule R20):
that something happened before something else does not say that it caused it.
"""

from datetime import date

from ledger.records.terms import ContextKind
from ledger.records.values import (
    Code,
    Country,
    Interval,
    PublicSource,
    Reference,
    Text,
    Value,
)


class ContextEvent(Value, frozen=True, kw_only=True):
    """Something public that a reader of a time axis should know.

    Attributes:
        context_kind: What kind of thing it is.
        effective_on: Day from which it works, when that differs.
        event_ref: Reference, unique in the ledger.
        jurisdiction: Country, or ``EU`` (as ISO 3166-1 reserves it).
        list_ids: Control lists that it concerns.
        occurred_on: Day, or interval, on which it happened or was announced.
        sources: Where it was published.
        summary: What it says, in a few neutral sentences.
        title: A short name for a label on a chart.
    """

    context_kind: ContextKind
    effective_on: date | None = None
    event_ref: Reference
    jurisdiction: Country
    list_ids: tuple[Code, ...] = ()
    occurred_on: date | Interval
    sources: tuple[PublicSource, ...] = ()
    summary: Text | None = None
    title: Text
