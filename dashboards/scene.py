"""All that a view needs to know: the question, the language, and the ledger."""

from dataclasses import dataclass
from datetime import date

from dashboards.filters import Filters
from dashboards.labels import Labels
from dashboards.queries import (
    ContextMark,
    ControlList,
    Framework,
    Goal,
    LedgerStamp,
    context_events,
    control_lists,
    criteria,
    frameworks,
    goals,
)
from dashboards.state import ViewState
from dashboards.verification import Source
from dashboards.words import Language
from etl.warehouse.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One page's question to the warehouse.

    Attributes:
        connection: A cursor on the warehouse.
        state: What the address asks for.
        language: How texts, numbers and dates are said.
        labels: What codes are called.
        stamp: The ledger, as built.
        dark: Whether figures stand on a dark page.
        source: The ledger's files and the keys pinned for it, when they are known.
        beside: Another ledger that the reader asks to compare with, once it verifies.
    """

    connection: Connection
    state: ViewState
    language: Language
    labels: Labels
    stamp: LedgerStamp
    dark: bool = False
    source: Source | None = None
    beside: LedgerStamp | None = None

    @property
    def filters(self) -> Filters:
        """The selection of decisions."""
        return self.state.filters(self.stamp.ledger_id)

    @property
    def stamps(self) -> tuple[LedgerStamp, ...]:
        """All ledgers that the numbers are from, the page's own first."""
        if self.beside is None or self.state.by != "ledger":
            return (self.stamp,)
        return self.stamp, self.beside

    def frameworks(self) -> tuple[Framework, ...]:
        """Return the framework versions of the ledger."""
        return frameworks(self.connection, self.stamp.ledger_id)

    def control_lists(self) -> tuple[ControlList, ...]:
        """Return the control-list versions of the ledger."""
        return control_lists(self.connection, self.stamp.ledger_id)

    def context_events(self) -> tuple[ContextMark, ...]:
        """Return the context events of the ledger."""
        return context_events(self.connection, self.stamp.ledger_id)

    def goals(self) -> dict[str, str]:
        """Return the goals of the latest framework version, by code, in order."""
        found: dict[str, str] = {}
        for goal in self._goals():
            found[goal.code] = self.language.either(goal.label_nl, goal.label_en)
        return found

    def criteria(self) -> dict[str, str]:
        """Return the base criteria of the latest framework versions, by code."""
        found: dict[str, str] = {}
        for one in criteria(self.connection, self.stamp.ledger_id):
            found[one.code] = self.language.either(one.label_nl, one.label_en)
        return found

    def framework_ids_with_goals(self) -> frozenset[str]:
        """Return the frameworks that have strategic goals."""
        return frozenset(goal.framework_id for goal in self._goals())

    def _goals(self) -> tuple[Goal, ...]:
        return goals(self.connection, self.stamp.ledger_id)

    def ends_on(self) -> date | None:
        """Return the last day up to which the ledger has decisions."""
        return self.stamp.last_decided
