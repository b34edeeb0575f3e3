"""Views: one question each, answered as a figure, a sentence and a table.

The figure, the table beside it and the download all come from the same rows.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dashboards.views.classes import (
    CLASSES,
    DESTINATION_BY_CLASS,
    ITEMS,
)
from dashboards.views.concordance import LIST_ITEMS, PASSAGES
from dashboards.views.decisions import DECISIONS
from dashboards.views.destinations import DESTINATIONS, MAP
from dashboards.views.goals import (
    COVERAGE,
    GOAL_FINDINGS,
    GOAL_OUTCOMES,
    GOAL_WEIGHTS,
)
from dashboards.views.grounds import GROUNDS
from dashboards.views.growth import GROWTH, KINDS
from dashboards.views.life import LIFE
from dashboards.views.outcomes import OUTCOMES
from dashboards.views.questions import QUESTION_VIEWS
from dashboards.views.values import VALUES
from dashboards.views.version_diff import VERSION_DIFF
from dashboards.views.versions import VERSIONS
from dashboards.views.view import View

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
            GROUNDS,
            VALUES,
            LIFE,
            GROWTH,
            KINDS,
            DECISIONS,
            VERSIONS,
            VERSION_DIFF,
            PASSAGES,
            LIST_ITEMS,
            *QUESTION_VIEWS,
        )
    }
)
"""Every view by its name, which is also the name of its download."""

__all__ = ["VIEWS", "View"]
