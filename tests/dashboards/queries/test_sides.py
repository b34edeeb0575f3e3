"""One side of a comparison, counted over the cubes and over the decisions."""

from dataclasses import replace
from datetime import date

import pytest

from dashboards import queries
from dashboards.filters import GRAINS, Search
from dashboards.queries.side import MixKey
from dashboards.scene import Scene
from dashboards.subset import Subset
from etl.demo.home import Home
from tests.dashboards.scenes import scene_in

SELECTIONS = (
    "",
    "destination=CN",
    "class=3",
    "from=2022&to=2023&class=3B&outcome=refused",
)
WHOLE = Search()
EVERY_ONE = Search(subset=Subset(since=date(1900, 1, 1)))
"""Leaves nothing out, and yet is counted over the decisions."""


@pytest.mark.parametrize("query", SELECTIONS)
def test_cubes_and_decisions_give_the_same_side(demo: Home, query: str) -> None:
    with scene_in(demo.warehouse, query) as scene:
        asked = scene.connection, scene.filters
        assert queries.side_totals(*asked, WHOLE) == queries.side_totals(
            *asked, EVERY_ONE
        )
        assert queries.side_values(*asked, WHOLE) == queries.side_values(
            *asked, EVERY_ONE
        )
        for grain in GRAINS:
            found = queries.side_over_time(*asked, WHOLE, grain)
            assert found == queries.side_over_time(*asked, EVERY_ONE, grain)
            assert found == queries.outcomes_over_time(*asked, grain)
        assert set(queries.side_shares(*asked, WHOLE)) == set(
            queries.side_shares(*asked, EVERY_ONE)
        )
        by: MixKey
        for by in ("destination", "product_class"):
            assert queries.side_mix(*asked, WHOLE, by) == queries.side_mix(
                *asked, EVERY_ONE, by
            )


def test_a_side_has_the_counts_of_the_other_pages(demo: Home) -> None:
    with scene_in(demo.warehouse, "class=3&from=2022") as scene:
        asked = scene.connection, scene.filters
        total = queries.totals(*asked)
        assert queries.side_totals(*asked, WHOLE) == (
            total.decisions,
            total.granted,
            total.refused,
            total.other,
        )
        mix = {
            one.key: one.decisions
            for one in queries.side_mix(*asked, WHOLE, "destination")
        }
        assert mix == {
            one.country: one.decisions for one in queries.destinations(*asked)
        }
        shares = {
            (one.measure, one.code): one for one in queries.side_shares(*asked, WHOLE)
        }
        kept = queries.terms(*asked)
        assert shares["within_norm", ""][2:] == (kept.within, kept.known)
        decisive: dict[tuple[str, str], int] = {}
        weighed: dict[tuple[str, str], int] = {}
        for one in queries.aspect_counts(*asked):
            key = (one.aspect_kind, one.code)
            weighed[key] = weighed.get(key, 0) + one.decisions
            if one.weight == "decisive":
                decisive[key] = decisive.get(key, 0) + one.decisions
        assert {key: one.decisions for key, one in shares.items() if key[1]} == weighed
        assert {
            key: one.hits for key, one in shares.items() if key[1] and one.hits
        } == decisive


def test_a_framework_version_is_a_side_of_its_own(demo: Home) -> None:
    def decisions(scene: Scene, version: str) -> int:
        search = Search(subset=Subset(framework=version))
        return queries.side_totals(scene.connection, scene.filters, search).decisions

    with scene_in(demo.warehouse) as scene:
        versions = [f"{one.framework_id}.{one.version}" for one in scene.frameworks()]
        found = sum(decisions(scene, version) for version in versions)
        ((expected,),) = scene.connection.execute(
            "SELECT count(*) FROM decision WHERE counted AND framework_id IS NOT NULL"
        ).fetchall()
        assert found == expected
        nobody = replace(scene.filters, ledger=0)
        assert queries.side_totals(scene.connection, nobody, WHOLE) == (0, 0, 0, 0)
