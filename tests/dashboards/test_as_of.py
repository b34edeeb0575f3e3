"""Every view on an earlier day: what a ledger cut off there would have shown."""

from datetime import date
from pathlib import Path

import pytest

from dashboards.app import make_app
from dashboards.labels import read_labels
from dashboards.queries import LedgerStamp, ledgers
from dashboards.scene import Scene
from dashboards.stage import Stage
from dashboards.state import parse_state
from dashboards.verification import Verifier
from dashboards.views import VIEWS
from dashboards.words import Language
from etl.demo.home import Home
from etl.warehouse.connection import Connection
from etl.warehouse.reader import open_current
from tests.dashboards.stages import client_of, text_of, verdict_on
from tests.etl.warehouse.test_as_of import truncated

DAY = date(2024, 3, 1)
SEARCHES = (
    "",
    "grain=year&destination=CN",
    "from=2021&to=2023&class=3B&grain=month&by=destination&one=CN&other=TW",
    "by=framework&one=base_dual_use.1&other=base_dual_use.2&seen=900",
)


def scene_of(connection: Connection, search: str, stamp: LedgerStamp) -> Scene:
    language = Language("en")
    return Scene(
        connection=connection,
        state=parse_state(search),
        language=language,
        labels=read_labels(connection, language),
        stamp=stamp,
    )


def test_every_view_is_what_the_ledger_cut_off_there_shows(
    demo: Home, tmp_path: Path
) -> None:
    cut = truncated(demo, DAY, tmp_path)
    with open_current(demo.warehouse).cursor(DAY) as then:
        (stamp,) = ledgers(then)
        for search in SEARCHES:
            ours, theirs = scene_of(then, search, stamp), scene_of(cut, search, stamp)
            for name, view in VIEWS.items():
                assert view.show(ours) == view.show(theirs), (name, search)


def test_as_of_the_latest_every_view_is_the_normal_one(demo: Home) -> None:
    warehouse = open_current(demo.warehouse)
    with warehouse.cursor() as now, warehouse.cursor(date(2030, 1, 1)) as then:
        (stamp,) = ledgers(now)
        assert ledgers(then) == (stamp,)
        for search in SEARCHES:
            ours, theirs = scene_of(then, search, stamp), scene_of(now, search, stamp)
            for name, view in VIEWS.items():
                assert view.show(ours) == view.show(theirs), (name, search)


def test_a_page_on_an_earlier_day_says_so_and_keeps_to_it(stage: Stage) -> None:
    for name in ("overview", "strategic-goals", "decisions", "drift", "integrity"):
        text = text_of(stage, f"/nl/{name}", f"?asof={DAY}")
        assert "Zoals bekend op 1 maart 2024" in text, name
        assert f"/nl/timeliness?ledger=demo-nl&asof={DAY}" in text, name
    assert "Zoals bekend op" not in text_of(stage, "/nl/overview", "")


def test_what_changed_since_is_told(stage: Stage) -> None:
    told = text_of(stage, "/en/revisions", f"?asof={DAY}")
    assert "Since 1 March 2024" in told
    assert "correction" in told
    assert "This is the latest" in text_of(stage, "/en/revisions", "")


def test_a_download_is_of_that_day_too(demo: Home) -> None:
    verdict = verdict_on(demo)
    verifier = Verifier([verdict.source], lambda _: verdict)
    verifier.look()
    client = make_app(open_current(demo.warehouse), verifier).server.test_client()
    address = "/data/outcomes.csv?lang=en&grain=year"
    now = client.get(address).text
    then = client.get(f"{address}&asof={DAY}").text
    assert "2026" in now
    assert "\r\n2025," in now
    assert "\r\n2025," not in then
    assert f"asof={DAY}" in then


def test_a_day_before_the_first_entry_has_nothing_to_show(stage: Stage) -> None:
    text = text_of(stage, "/en/overview", "?asof=2010-01-01")
    assert "There is nothing to show" in text


@pytest.mark.parametrize("day", ["2024-02-30", "20240301", "0001-01-01", "x"])
def test_a_day_that_is_none_is_not_applied_and_said(day: str) -> None:
    state = parse_state(f"asof={day}")
    assert state.as_of is None
    assert state.unknown == (f"asof={day}",)


def test_the_day_stands_in_the_address() -> None:
    assert parse_state(f"asof={DAY}").query() == f"asof={DAY}"
    assert parse_state(parse_state(f"asof={DAY}&grain=year").query()).as_of == DAY


def test_a_day_before_the_first_entry_leads_to_the_first_on_which_there_is_one(
    stage: Stage,
) -> None:
    told = text_of(stage, "/en/overview", "?asof=2010-01-01")
    assert "To the day of the first entry: 1 January 2018" in told
    assert "?ledger=demo-nl&asof=2018-01-01" in told
    there = text_of(stage, "/en/overview", "?ledger=demo-nl&asof=2018-01-01")
    assert "There is nothing to show" not in there


def test_the_audit_is_never_said_to_be_of_an_earlier_day(stage: Stage) -> None:
    told = text_of(stage, "/en/integrity", f"?asof={DAY}")
    assert "The audit is of the whole ledger as it is now." in told
    assert "does not count on this page" not in told
    assert "does not count on this page" in text_of(
        stage, "/en/overview", f"?asof={DAY}"
    )


def test_what_leads_on_from_a_page_keeps_to_its_day(stage: Stage, demo: Home) -> None:
    data = text_of(stage, "/en/data", f"?asof={DAY}")
    assert f"/data/outcomes.csv?lang=en&ledger=demo-nl&asof={DAY}" in data
    assert "/data/outcomes.csv?lang=en&ledger=demo-nl&asof" not in text_of(
        stage, "/en/data"
    )
    assert f'"name": "asof", "value": "{DAY}"' in data.replace(
        f'"value": "{DAY}", "name": "asof"', f'"name": "asof", "value": "{DAY}"'
    )
    client = client_of(demo)
    found = client.get(f"/find?q=CN&lang=en&ledger=demo-nl&asof={DAY}")
    assert found.location == f"/en/decisions?ledger=demo-nl&asof={DAY}&q=CN"
    assert client.get("/find?q=CN&lang=en&asof=x").location == "/en/decisions?q=CN"


def test_of_a_decision_that_came_later_is_said_that_it_was_not_there_yet(
    stage: Stage, demo: Home
) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        ((ref,),) = cursor.execute(
            "SELECT decision_ref FROM decision ORDER BY entry_index DESC LIMIT 1"
        ).fetchall()
    told = text_of(stage, "/en/decision", f"?ref={ref}&asof={DAY}")
    assert f"On 1 March 2024 no decision with reference {ref} had been" in told
    assert "had been recorded" not in text_of(stage, "/en/decision", f"?ref={ref}")
