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
from dashboards.queries.build import BuildStamp, build_stamp
from dashboards.queries.completeness import (
    Books,
    Exclusion,
    LateEntry,
    Lateness,
    NumberGap,
    Numbering,
    QuietDays,
    QuietRun,
    Repeat,
    books,
    exclusions,
    lateness,
    numbering,
    quiet_days,
    repeats,
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
from dashboards.queries.drift import (
    DriftSeries,
    MonthShare,
    drift,
    monthly_shares,
)
from dashboards.queries.facet import FACETS, Facet, FacetCount, facets
from dashboards.queries.goal import (
    Goal,
    GoalFindingOutcome,
    GoalWeightOutcome,
    GoalWeightPeriod,
    goal_findings_by_outcome,
    goal_weights_by_outcome,
    goal_weights_over_time,
    goals,
)
from dashboards.queries.outcome import OutcomeCount, outcomes_over_time
from dashboards.queries.page import DecisionPage, DecisionRow, decisions_page
from dashboards.queries.product_class import ClassCount, ItemCount, classes, items
from dashboards.queries.refusal import GroundCount, RefusalGrounds, refusal_grounds
from dashboards.queries.revision import Revision, revisions
from dashboards.queries.stamp import LedgerStamp, ledgers
from dashboards.queries.timeline import (
    ContextMark,
    ControlList,
    Framework,
    context_events,
    control_lists,
    frameworks,
)
from dashboards.queries.timeliness import (
    KeyTerms,
    OpenCases,
    OpenCount,
    PeriodTerms,
    TermKey,
    Terms,
    WeekCount,
    open_cases,
    terms,
    terms_by,
    terms_by_week,
    terms_over_time,
)
from dashboards.queries.total import Totals, totals
from dashboards.queries.value import LicensedValue, ValueKey, licensed_values
from dashboards.queries.weighing import WeighingCoverage, weighing_coverage

__all__ = [
    "FACETS",
    "AspectFinding",
    "Books",
    "BuildStamp",
    "ClassCount",
    "ContextMark",
    "ControlList",
    "DecisionDetail",
    "DecisionFields",
    "DecisionPage",
    "DecisionRow",
    "DestinationClassCount",
    "DestinationCount",
    "DriftSeries",
    "EntryProof",
    "Event",
    "EventPeriodCount",
    "Exclusion",
    "Facet",
    "FacetCount",
    "Framework",
    "Goal",
    "GoalFindingOutcome",
    "GoalWeightOutcome",
    "GoalWeightPeriod",
    "GroundCount",
    "ItemCount",
    "KeyTerms",
    "KindCount",
    "KindMonthCount",
    "LateEntry",
    "Lateness",
    "LedgerStamp",
    "LicensedValue",
    "Line",
    "MonthShare",
    "NumberGap",
    "Numbering",
    "OpenCases",
    "OpenCount",
    "OutcomeCount",
    "Override",
    "PeriodTerms",
    "QuietDays",
    "QuietRun",
    "RefusalGrounds",
    "Repeat",
    "Revision",
    "TermKey",
    "Terms",
    "Totals",
    "ValueKey",
    "WeekCount",
    "WeighingCoverage",
    "books",
    "build_stamp",
    "classes",
    "context_events",
    "control_lists",
    "decision",
    "decisions_page",
    "destination_by_class",
    "destinations",
    "drift",
    "entries_over_time",
    "entry_counts",
    "events_over_time",
    "exclusions",
    "facets",
    "frameworks",
    "goal_findings_by_outcome",
    "goal_weights_by_outcome",
    "goal_weights_over_time",
    "goals",
    "items",
    "lateness",
    "ledgers",
    "licensed_values",
    "monthly_shares",
    "numbering",
    "open_cases",
    "outcomes_over_time",
    "quiet_days",
    "refusal_grounds",
    "repeats",
    "revisions",
    "terms",
    "terms_by",
    "terms_by_week",
    "terms_over_time",
    "totals",
    "weighing_coverage",
]
