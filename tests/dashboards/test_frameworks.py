from collections import Counter

import pytest

from dashboards.app import page
from dashboards.filters import Filters
from dashboards.queries import (
    ClassCount,
    classes,
    current_classes,
    current_items,
    items,
    ledgers,
    moved,
    passages,
)
from dashboards.scene import Scene
from dashboards.stage import Stage
from dashboards.state import ViewState
from dashboards.ui import html
from dashboards.views import VIEWS
from dashboards.words import TONGUES, Language, Tongue
from etl.demo.home import Home
from etl.warehouse.reader import open_current

DUTCH = Language("nl")


def shown(stage: Stage, name: str, state: ViewState | None = None) -> tuple[str, list]:  # type: ignore[type-arg] # rows of cells
    with stage.opened(state or ViewState(), DUTCH, dark=False) as opened:
        assert isinstance(opened.scene, Scene)
        answer = VIEWS[name].show(opened.scene)
    return answer.summary, list(answer.table.rows)


def components_of(stage: Stage, path: str, search: str = "") -> str:
    return str(page(stage, path, search, dark=False))


def test_between_the_last_two_frameworks_the_reworded_goal_is_found(
    stage: Stage,
) -> None:
    summary, rows = shown(stage, "version-diff")
    assert summary == (
        "Van Aanvullend afwegingskader halfgeleidertechnologie v2 naar v3:"
        " 4 verschillen."
    )
    assert rows[0][:3] == ("gewijzigd", "strategisch doel", "G2_dependencies")
    assert [row[1] for row in rows[1:]] == [
        "titel",
        "reden van de wijziging",
        "versie van de wijze van afweging",
    ]


def test_the_reader_can_pick_any_two_versions_of_one_list(stage: Stage) -> None:
    state = ViewState(before="NL_SEMICON@2023-09-01", after="NL_SEMICON@2025-04-01")
    _, rows = shown(stage, "version-diff", state)
    assert {(row[0], row[1]) for row in rows} == {("toegevoegd", "product")}
    assert {row[2] for row in rows} == {"3B001.c.1", "3B001.q"}


def test_versions_of_different_things_are_not_compared(stage: Stage) -> None:
    state = ViewState(before="NL_SEMICON@2023-09-01", after="NL_SUPPL@2024-12-01")
    summary, rows = shown(stage, "version-diff", state)
    assert "geen versies van hetzelfde" in summary
    assert rows == []


@pytest.mark.parametrize("tongue", TONGUES)
def test_what_changed_is_marked_by_signs_and_not_by_colour_alone(
    stage: Stage, tongue: Tongue
) -> None:
    text = components_of(stage, f"/{tongue}/frameworks")
    added = {"nl": "op korte en lange termijn", "en": "in the short and the long term"}
    assert str(html.Ins(f"[+ {added[tongue]} +]")) in text
    assert str(html.Del("[- 2 -]")) in text


def test_the_whole_text_of_a_framework_is_said_to_be_for_the_committee(
    stage: Stage,
) -> None:
    assert "volledige tekst is voor de commissie" in components_of(
        stage, "/nl/frameworks"
    )


def test_every_version_and_every_event_is_in_the_timeline(
    stage: Stage, demo: Home
) -> None:
    _, rows = shown(stage, "versions")
    with open_current(demo.warehouse).cursor() as cursor:
        counts = cursor.execute(
            "SELECT (SELECT count(*) FROM framework), (SELECT count(*) FROM"
            " control_list), (SELECT count(*) FROM context_event)"
        ).fetchall()
    assert tuple(Counter(row[0] for row in rows).values()) == counts[0]
    with stage.opened(ViewState(), DUTCH, dark=False) as opened:
        assert opened.scene is not None
        figure = VIEWS["versions"].show(opened.scene).figure
    assert figure is not None
    bars = figure["data"][0]
    hatched = dict(zip(bars["y"], bars["marker"]["pattern"]["shape"], strict=True))
    rows_of = {"".join(row.split("<br>")): row for row in hatched}
    national = [row for name, row in rows_of.items() if "ationale" in name]
    assert [hatched[row] for row in national] == ["/", "/"]
    assert hatched[rows_of["Bijlage I bij Verordening"]] == ""


def test_the_concordance_leads_from_the_national_lists_to_annex_i(demo: Home) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        found = passages(cursor, ledgers(cursor)[0].ledger_id)
    assert {one.list_id for one in found} == {"NL_SEMICON", "NL_SUPPL"}
    assert {one.current_list for one in found} == {"EU_ANNEX_I"}
    assert all(one.is_illustrative for one in found)
    split = [one.current_code for one in found if one.code == "3B001.m"]
    assert split == ["3B501.l", "3B501.m"]


def test_decisions_mapped_to_current_codes_are_the_same_decisions(demo: Home) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        filters = Filters(ledger=ledgers(cursor)[0].ledger_id)
        decided = {row.code: row.decisions for row in items(cursor, filters)}
        current = {row.code: row.decisions for row in current_items(cursor, filters)}
        by_class = classes(cursor, filters), current_classes(cursor, filters)
        found = moved(cursor, filters)
        lines = cursor.execute(
            "SELECT count(DISTINCT entry_index) FILTER (code IN (split, '3B501.l')),"
            " count(DISTINCT entry_index) FILTER (code IN (split, '3B501.m'))"
            " FROM (SELECT *, '3B001.m' AS split FROM decision_line)"
        ).fetchall()
    assert "3B001.m" in decided
    assert "3B001.m" not in current
    assert (current["3B501.l"], current["3B501.m"]) == lines[0]
    assert 0 < found.illustrative == found.moved < sum(decided.values())
    # No item of the demo changes its class, so by class nothing may move.
    assert [ClassCount(*row) for row in by_class[0]] == list(by_class[1])


def test_the_state_decides_which_codes_the_views_show(stage: Stage) -> None:
    _, decided = shown(stage, "items")
    _, current = shown(stage, "items", ViewState(mapped=True))
    assert "3B001.l" in {row[0] for row in decided}
    assert "3B501.f" in {row[0] for row in current}
    assert "3B001.l" not in {row[0] for row in current}


def test_every_item_of_the_chosen_list_version_says_if_it_only_illustrates(
    stage: Stage,
) -> None:
    state = ViewState(list_version="NL_SEMICON@2023-09-01")
    _, national = shown(stage, "list-items", state)
    _, annex = shown(stage, "list-items", ViewState(list_version="EU_ANNEX_I@2021"))
    assert {row[-1] for row in national} == {"◇ alleen ter illustratie"}
    assert {row[-1] for row in annex} == {"officiële code"}
