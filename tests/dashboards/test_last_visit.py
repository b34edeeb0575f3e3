"""What came in since a visit: from a size and a root that the reader kept."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from dashboards.queries.since import NEWS, news_counts, news_since
from dashboards.stage import Stage
from dashboards.state import parse_state
from dashboards.verification import Verifier
from dashboards.views import VIEWS
from etl.demo.home import Home
from etl.warehouse.reader import open_current
from ledger.base64url import to_base64url
from ledger.proof import checkpoint_at
from ledger.records.record import KINDS
from tests.dashboards.scenes import scene_in
from tests.dashboards.stages import text_of, verdict_on

SIZE = 400


@pytest.fixture(scope="module")
def root(demo: Home) -> str:
    return to_base64url(checkpoint_at(demo.reader, SIZE, demo.reader.checkpoint()).root)


@pytest.mark.parametrize("seen", [1, SIZE, 1900])
def test_every_entry_that_came_in_is_told_once(demo: Home, seen: int) -> None:
    size = demo.reader.checkpoint().size
    bodies = [json.loads(raw) for raw in demo.reader.entries(seen, size)]
    expected = Counter(one["kind"] for one in bodies)
    with scene_in(demo.warehouse) as scene:
        asked = scene.connection, scene.stamp.ledger_id, seen
        found = news_since(*asked, 10_000)
        counts = news_counts(*asked)
    assert sorted(one.entry_index for one in found) == list(range(seen, size))
    assert Counter(one.kind for one in found) == expected
    assert Counter(one.news for one in found) == counts
    assert sum(counts.values()) == size - seen


def test_corrections_and_ended_licences_stand_apart_with_links(demo: Home) -> None:
    with scene_in(demo.warehouse, "seen=1") as scene:
        shown = VIEWS["last-visit"].show(scene)
        counts = news_counts(scene.connection, scene.stamp.ledger_id, 1)
    assert counts["correction"]
    assert counts["ended"]
    assert (
        f"{counts['correction']}\u00a0×\u00a0correction of the record;" in shown.summary
    )
    kinds = [row[0] for row in shown.table.rows]
    assert kinds.index("correction of the record") > kinds.index("decision")
    at = kinds.index("correction of the record")
    assert shown.table.links[at, 1].startswith("decision?ledger=demo-nl&ref=")
    assert ": " in str(shown.table.rows[at][2])  # the fields that it changed


def test_without_a_size_the_page_explains_itself_and_makes_a_bookmark(
    demo: Home, stage: Stage
) -> None:
    told = text_of(stage, "/en/last-visit")
    assert "This address does not say what you have seen" in told
    (query,) = {
        query
        for query in re.findall(r"/en/last-visit\?([^\"]*)\"", told)
        if "." in query
    }
    checkpoint = demo.reader.checkpoint()
    state = parse_state(query)
    assert not state.unknown
    assert state.seen == f"{checkpoint.size}.{to_base64url(checkpoint.root)}"
    again = text_of(stage, "/en/last-visit", f"?{query}")
    assert "Nothing has come in since your visit" in again
    assert "What you saw still stands" in again


def test_a_bookmark_tells_a_ledger_that_grew_from_one_that_was_rewritten(
    stage: Stage, root: str
) -> None:
    told = text_of(stage, "/en/last-visit", f"?seen={SIZE}.{root}")
    assert "What you saw still stands" in told
    other = f"{'A' if root[0] != 'A' else 'B'}{root[1:]}"
    told = text_of(stage, "/en/last-visit", f"?seen={SIZE}.{other}")
    assert "This is not the ledger that you saw" in told
    assert root in told
    assert "What you saw still stands" not in told


def test_what_was_not_checked_is_said(demo: Home, stage: Stage, root: str) -> None:
    assert "Your address names no root" in text_of(
        stage, "/en/last-visit", f"?seen={SIZE}"
    )
    verdict = verdict_on(demo)
    gone = replace(verdict.source, ledger=demo.path / "gone")
    verifier = Verifier([verdict.source], lambda _: replace(verdict, source=gone))
    verifier.look()
    without = Stage(open_current(demo.warehouse), verifier)
    told = text_of(without, "/en/last-visit", f"?seen={SIZE}.{root}")
    assert "could not be checked" in told
    assert "What you saw still stands" not in told


def test_more_than_there_is_and_an_earlier_day_are_said(stage: Stage) -> None:
    told = text_of(stage, "/en/last-visit", "?seen=99999")
    assert "Your bookmark names 99,999 entries; this ledger has" in told
    told = text_of(stage, "/en/last-visit", f"?seen={SIZE}")
    (day,) = set(re.findall(r"/en/overview\?ledger=demo-nl&asof=([0-9-]+)", told))
    assert date.fromisoformat(day) < date(2026, 3, 1)
    earlier = text_of(stage, "/en/last-visit", f"?seen=1900&asof={day}")
    assert "Your bookmark names 1,900 entries" in earlier


def test_the_page_says_what_is_kept_and_where(stage: Stage) -> None:
    told = text_of(stage, "/en/last-visit")
    assert "localStorage" in told
    # The committee's pages are the same, and there it is recorded who reads what.
    assert "Of the public pages the server keeps no visits" in told
    assert "This server" not in told


def test_every_kind_of_entry_has_its_place_and_its_words(demo: Home) -> None:
    assert set(KINDS) <= set(NEWS)
    with scene_in(demo.warehouse, "seen=1", "nl") as scene:
        counts = news_counts(scene.connection, scene.stamp.ledger_id, 1)
        shown = VIEWS["last-visit"].show(scene)
    assert list(counts) == [news for news in NEWS if news in counts]
    for sort in ("onthouden besluit", "versie van de regels van openbaarheid"):
        assert f"×\u00a0{sort};" in shown.summary
        assert sort in {row[0] for row in shown.table.rows}
    assert not any(kind in shown.summary for kind in KINDS if "_" in kind)


def test_a_withheld_decision_is_told_by_month_and_ground_and_leads_to_itself(
    demo: Home,
) -> None:
    with scene_in(demo.warehouse, "seen=1") as scene:
        table = VIEWS["last-visit"].show(scene).table
    at = [row[0] for row in table.rows].index("withheld decision")
    _, _, what, day, *_ = table.rows[at]
    assert str(what).startswith("withheld (")
    assert "Woo 5.1" in str(what)
    assert re.fullmatch(r"1 \w+ \d{4} – \d\d \w+ \d{4}", str(day))
    assert "&ref=" in table.links[at, 1]
