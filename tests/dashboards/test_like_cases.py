"""The page on like cases, where there are more than anybody reads."""

import pytest

from dashboards import queries
from dashboards.stage import Stage
from dashboards.views import VIEWS
from etl.demo.home import Home
from tests.dashboards.scenes import scene_of
from tests.dashboards.stages import text_of


def test_more_than_anybody_reads_are_counted_and_not_put_beside_each_other(
    demo: Home, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scene_of(demo)
    (whole,) = queries.like_groups(scene.connection, scene.filters, by_year=False)
    monkeypatch.setattr("dashboards.views.like_cases.MOST_COMPARED", 1)
    shown = VIEWS["like-cases"].show(scene)
    assert shown.table.rows == ()
    assert shown.summary.startswith(f"{whole.differing} decisions")
    assert text_of(stage, "/en/like-cases").count(shown.summary) >= 2
