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
    told = text_of(stage, "/en/like-cases")
    assert told.count(shown.summary) >= 2
    assert "decisions?ledger=demo-nl&ways=different" in told
    assert "Side by side within one year" not in told  # each has more than one too


def test_the_years_that_can_be_put_side_by_side_are_offered(
    demo: Home, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scene_of(demo)
    by_year = queries.like_groups(scene.connection, scene.filters, by_year=True)
    differing = {one.year: one.differing for one in by_year if one.differing}
    most = max(differing.values()) - 1
    monkeypatch.setattr("dashboards.views.like_cases.MOST_COMPARED", most)
    told = text_of(stage, "/en/like-cases")
    assert "Side by side within one year" in told
    for year, decisions in differing.items():
        link = f"/en/like-cases?ledger=demo-nl&from={year}&to={year}"
        assert (link in told) == (decisions <= most)
    (year, *_) = (year for year, decisions in differing.items() if decisions <= most)
    alone = text_of(stage, "/en/like-cases", f"?from={year}&to={year}")
    assert "Side by side within one year" not in alone
    assert "The pairs that differ least" in alone
