"""The analyses find what the demo's list of planted cases says, and nothing else."""

from collections.abc import Iterator
from datetime import date

import pytest

from dashboards import queries
from dashboards.scene import Scene
from dashboards.state import parse_state
from dashboards.views import VIEWS
from dashboards.views.change import change_of
from dashboards.views.like_cases import like_pairs
from etl.demo.applications import Plan
from etl.demo.home import Home
from tests.dashboards.scenes import scene_of
from tests.etl.demo_home import make_demo


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A demo with enough decisions for shares to be told apart."""
    plan = Plan(decisions=4000, seed=5, until=date(2026, 3, 1))
    return make_demo(tmp_path_factory.mktemp("larger") / "home", plan)


@pytest.fixture(params=["demo", "larger"])
def either(request: pytest.FixtureRequest) -> Home:
    home: Home = request.getfixturevalue(request.param)
    return home


def test_departures_are_those_planted_and_no_others(either: Home) -> None:
    demo = either
    scene = scene_of(demo)
    found = queries.departures(scene.connection, scene.filters)
    planted = {(one.decision_ref, one.kind) for one in demo.planted().departures}
    assert {(one.ref, one.departure) for one in found} == planted
    assert len({kind for _, kind in planted}) == 3


def test_overrides_are_those_planted_and_no_others(demo: Home) -> None:
    scene = scene_of(demo)
    found = queries.overrides(scene.connection, scene.filters)
    assert {one.ref for one in found} == {
        one.decision_ref
        for one in demo.planted().departures
        if one.kind == "granted_with_override"
    }
    assert all(one.override_by and one.override_on for one in found)


def test_like_cases_that_nothing_explains_are_the_pairs_planted(either: Home) -> None:
    """A refusal against its own findings has no findings that explain it either."""
    demo = either
    planted = demo.planted()
    against = {one.decision_ref for one in planted.departures}
    found = {
        (pair.granted.ref, pair.refused.ref)
        for pair in like_pairs(scene_of(demo)) or ()
        if pair.unexplained
    }
    pairs = {(one.granted, one.refused) for one in planted.like_pairs}
    assert pairs <= found
    assert all(refused in against for _, refused in found - pairs)


@pytest.mark.parametrize(
    ("version", "goal"), [(2, "G2_dependencies"), (3, "G3_leadership")]
)
def test_the_shift_of_a_version_is_seen_in_the_goal_that_shifts(
    larger: Home, version: int, goal: str
) -> None:
    """Version 2 of the demo has the second goal weigh more, version 3 the third."""
    search = f"?version=semiconductor_supplementary.{version}&window=18"
    change = change_of(scene_of(larger, search))
    assert change is not None
    compared = change.compared()
    for place in (0, 1):
        changes = {
            measure: pair[place].change
            for measure, pair in compared.items()
            if pair[place].change is not None
        }
        assert len(changes) == 12
        widest = max(changes, key=lambda measure: abs(changes[measure].value))  # type: ignore[union-attr] # none is None
        assert widest == ("goal", goal)
        shift = changes[widest]
        assert shift is not None
        assert shift.low > 0


def test_windows_say_what_they_do_not_hold(larger: Home) -> None:
    """Version 3 starts in October 2024: two years after it there is nothing yet."""
    search = "?version=semiconductor_supplementary.3&window=24"
    scene = scene_of(larger, search)
    change = change_of(scene)
    assert change is not None
    assert change.windows.cut == "data_end"
    shown = VIEWS["framework-change"].show(scene)
    assert "both windows are shortened" in shown.summary
    assert any("does not say that the new version caused" in n for n in shown.notes)


def numbers_with_links(scene: Scene) -> Iterator[tuple[str, int, str]]:
    for name, view in VIEWS.items():
        table = view.show(scene).table
        for (row, column), link in table.links.items():
            cell = table.rows[row][column]
            if isinstance(cell, int):
                yield f"{name}: {table.rows[row]}", cell, link


@pytest.mark.parametrize(
    "search",
    ["", "?destination=CN&class=3B", "?from=2023&to=2024", "?outcome=refused"],
)
def test_every_number_leads_to_as_many_decisions(demo: Home, search: str) -> None:
    scene = scene_of(demo, search)
    checked = 0
    for what, number, link in numbers_with_links(scene):
        page, _, query = link.partition("?")
        assert page == "decisions"
        state = parse_state(query)
        assert state.unknown == ()
        found = queries.decisions_page(
            scene.connection,
            state.filters(scene.stamp.ledger_id),
            state.search(),
            size=1,
        )
        assert found.total == number, (what, link)
        checked += 1
    assert checked > 40


def test_no_number_of_an_analysis_is_without_its_decisions(demo: Home) -> None:
    """Counts of groups have none of their own: the next columns lead to them."""
    scene = scene_of(demo)
    for name in ("weighing-weights", "weighing-findings", "goal-combinations"):
        table = VIEWS[name].show(scene).table
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, int) and cell > 0:
                    assert (row, column) in table.links, (name, cells)


@pytest.mark.parametrize(
    "name",
    [
        "weighing-weights",
        "weighing-findings",
        "goal-combinations",
        "conditions",
        "overrides",
        "framework-change",
        "framework-change-mix",
        "like-cases",
        "like-cases-by-year",
        "departures",
        "departures-by-year",
    ],
)
def test_every_analysis_says_how_it_counts(name: str) -> None:
    how = VIEWS[name].how_counted
    assert all((*how.unit, *how.denominator, *how.left_out))
