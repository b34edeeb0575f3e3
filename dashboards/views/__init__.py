"""Views: one question each, answered as a figure, a sentence and a table.

The figure, the table beside it and the download all come from the same rows.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dashboards.views import comparison, comparison_mix, comparison_shares
from dashboards.views.classes import (
    CLASSES,
    DESTINATION_BY_CLASS,
    ITEMS,
)
from dashboards.views.combinations import COMBINATIONS
from dashboards.views.completeness import (
    BOOKS,
    EXCLUDED,
    GAPS,
    LATE,
    QUIET,
    REPEATS,
)
from dashboards.views.concordance import LIST_ITEMS, PASSAGES
from dashboards.views.conditions import CONDITIONS
from dashboards.views.decisions import DECISIONS
from dashboards.views.departures import DEPARTURES, DEPARTURES_BY_YEAR, OVERRIDES
from dashboards.views.destinations import DESTINATIONS, MAP
from dashboards.views.drift import DRIFT, DRIFT_SERIES
from dashboards.views.findings import FINDINGS_BY_OUTCOME
from dashboards.views.framework_change import (
    FRAMEWORK_CHANGE,
    FRAMEWORK_CHANGE_MIX,
)
from dashboards.views.goals import (
    COVERAGE,
    GOAL_FINDINGS,
    GOAL_OUTCOMES,
    GOAL_WEIGHTS,
)
from dashboards.views.grounds import GROUNDS
from dashboards.views.growth import GROWTH, KINDS
from dashboards.views.last_visit import LAST_VISIT
from dashboards.views.life import LIFE
from dashboards.views.like_cases import LIKE_CASES, LIKE_CASES_BY_YEAR
from dashboards.views.open_cases import OPEN_CASES
from dashboards.views.outcomes import OUTCOMES
from dashboards.views.questions import QUESTION_VIEWS
from dashboards.views.released_tables import (
    RELEASED_PERIODS,
    RELEASED_TABLES,
)
from dashboards.views.revisions import REVISIONS
from dashboards.views.table_releases import TABLE_RELEASES
from dashboards.views.timeliness import (
    TERM_WEEKS,
    TERMS,
    TERMS_BY_AUTHORISATION,
    TERMS_BY_CLASS,
    TERMS_BY_GROUP,
)
from dashboards.views.values import VALUES
from dashboards.views.version_diff import VERSION_DIFF
from dashboards.views.versions import VERSIONS
from dashboards.views.view import View
from dashboards.views.weights import WEIGHTS_BY_OUTCOME
from dashboards.views.withheld import (
    DISCLOSURE_RULES,
    WITHHELD_DECLARED,
    WITHHELD_OVER_TIME,
)
from dashboards.views.withheld_effect import WITHHELD_EFFECT

VIEWS: Final[Mapping[str, View]] = MappingProxyType(
    {
        view.name: view
        for view in (
            OUTCOMES,
            MAP,
            DESTINATIONS,
            CLASSES,
            ITEMS,
            DESTINATION_BY_CLASS,
            GOAL_WEIGHTS,
            GOAL_OUTCOMES,
            GOAL_FINDINGS,
            COVERAGE,
            WEIGHTS_BY_OUTCOME,
            FINDINGS_BY_OUTCOME,
            COMBINATIONS,
            CONDITIONS,
            OVERRIDES,
            FRAMEWORK_CHANGE,
            FRAMEWORK_CHANGE_MIX,
            LIKE_CASES,
            LIKE_CASES_BY_YEAR,
            DEPARTURES,
            DEPARTURES_BY_YEAR,
            GROUNDS,
            VALUES,
            LIFE,
            GROWTH,
            KINDS,
            TERMS,
            TERM_WEEKS,
            TERMS_BY_GROUP,
            TERMS_BY_CLASS,
            TERMS_BY_AUTHORISATION,
            OPEN_CASES,
            LAST_VISIT,
            REVISIONS,
            DRIFT,
            DRIFT_SERIES,
            BOOKS,
            GAPS,
            QUIET,
            LATE,
            REPEATS,
            EXCLUDED,
            WITHHELD_OVER_TIME,
            DISCLOSURE_RULES,
            WITHHELD_DECLARED,
            WITHHELD_EFFECT,
            RELEASED_TABLES,
            RELEASED_PERIODS,
            TABLE_RELEASES,
            DECISIONS,
            VERSIONS,
            VERSION_DIFF,
            PASSAGES,
            LIST_ITEMS,
            comparison.OUTCOMES,
            comparison.OVER_TIME,
            comparison_shares.SHARES,
            comparison_mix.DESTINATION_MIX,
            comparison_mix.CLASS_MIX,
            comparison_mix.VALUES,
            *QUESTION_VIEWS,
        )
    }
)
"""Every view by its name, which is also the name of its download."""

__all__ = ["VIEWS", "View"]
