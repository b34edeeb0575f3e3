"""The questions that the dashboards ask the warehouse, as pure functions.

Every query takes a cursor on the warehouse and returns frozen rows, so a page is
a function of a build and its filters. No query mixes ledgers and none averages a
weight. The headline counts decisions by their first outcome as decided; what
happened afterwards stands beside it.
"""

from dashboards.queries.activity import (
    EventPeriodCount,
    KindCount,
    KindMonthCount,
    entries_over_time,
    entry_counts,
    events_over_time,
)
from dashboards.queries.concordance import (
    ListItem,
    Moved,
    Passage,
    current_classes,
    current_items,
    list_items,
    moved,
    passages,
)
from dashboards.queries.destination import (
    DestinationClassCount,
    DestinationCount,
    destination_by_class,
    destinations,
)
from dashboards.queries.detail import (
    AspectFinding,
    DecisionDetail,
    DecisionFields,
    EntryProof,
    Event,
    Line,
    Override,
    decision,
)
from dashboards.queries.facet import FACETS, Facet, FacetCount, facets
from dashboards.queries.goal import (
    Goal,
    GoalFindingOutcome,
    GoalWeightOutcome,
    GoalWeightPeriod,
    criteria,
    goal_findings_by_outcome,
    goal_weights_by_outcome,
    goal_weights_over_time,
    goals,
)
from dashboards.queries.outcome import OutcomeCount, outcomes_over_time
from dashboards.queries.page import DecisionPage, DecisionRow, decisions_page
from dashboards.queries.product_class import ClassCount, ItemCount, classes, items
from dashboards.queries.refusal import GroundCount, RefusalGrounds, refusal_grounds
from dashboards.queries.stamp import LedgerStamp, ledgers
from dashboards.queries.timeline import (
    ContextMark,
    ControlList,
    Framework,
    context_events,
    control_lists,
    frameworks,
)
from dashboards.queries.total import Totals, totals
from dashboards.queries.value import LicensedValue, ValueKey, licensed_values
from dashboards.queries.version import Version, version_record, versions
from dashboards.queries.weighing import WeighingCoverage, weighing_coverage

__all__ = [
    "FACETS",
    "AspectFinding",
    "ClassCount",
    "ContextMark",
    "ControlList",
    "DecisionDetail",
    "DecisionFields",
    "DecisionPage",
    "DecisionRow",
    "DestinationClassCount",
    "DestinationCount",
    "EntryProof",
    "Event",
    "EventPeriodCount",
    "Facet",
    "FacetCount",
    "Framework",
    "Goal",
    "GoalFindingOutcome",
    "GoalWeightOutcome",
    "GoalWeightPeriod",
    "GroundCount",
    "ItemCount",
    "KindCount",
    "KindMonthCount",
    "LedgerStamp",
    "LicensedValue",
    "Line",
    "ListItem",
    "Moved",
    "OutcomeCount",
    "Override",
    "Passage",
    "RefusalGrounds",
    "Totals",
    "ValueKey",
    "Version",
    "WeighingCoverage",
    "classes",
    "context_events",
    "control_lists",
    "criteria",
    "current_classes",
    "current_items",
    "decision",
    "decisions_page",
    "destination_by_class",
    "destinations",
    "entries_over_time",
    "entry_counts",
    "events_over_time",
    "facets",
    "frameworks",
    "goal_findings_by_outcome",
    "goal_weights_by_outcome",
    "goal_weights_over_time",
    "goals",
    "items",
    "ledgers",
    "licensed_values",
    "list_items",
    "moved",
    "outcomes_over_time",
    "passages",
    "refusal_grounds",
    "totals",
    "version_record",
    "versions",
    "weighing_coverage",
]
