import csv
import io
import json
import re
from pathlib import Path

import plotly.graph_objects as go
import pytest
from flask.testing import FlaskClient

from dashboards.app import make_app
from dashboards.stage import Stage
from dashboards.tables import Table, format_csv
from dashboards.ui.card import most_rows
from dashboards.ui.text import PAGES, TITLES
from dashboards.verification import Verifier
from dashboards.views import VIEWS
from dashboards.words import TONGUES, Language, Tongue
from etl.demo.home import Home
from etl.warehouse.reader import Warehouse, open_current
from tests.dashboards.scenes import scene_of
from tests.dashboards.stages import stage_of, text_of, verdict_on


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_in_both_languages_and_says_it_is_synthetic(
    stage: Stage, tongue: Tongue, name: str
) -> None:
    text = text_of(stage, f"/{tongue}/{name}")
    synthetic = {"nl": "Synthetische demonstratie", "en": "Synthetic demo"}[tongue]
    assert synthetic in text
    assert "weegboek.example/demo/nl" in text
    assert {"nl": "Woorden uitgelegd (", "en": "Words explained ("}[tongue] in text
    # A date field would show the pattern of the browser's own language.
    assert not re.search(r'"type": "Input", "props": \{[^{}]*"type": "date"', text)
    title = Language(tongue).say(TITLES.get(name, PAGES[name]))
    assert f'"type": "H1", "props": {{"children": "{title}"}}' in text


def test_a_dutch_table_says_in_dutch_that_a_finding_was_set_aside(stage: Stage) -> None:
    for name in ("departures", "weighing"):
        text = text_of(stage, f"/nl/{name}")
        assert "toch verleend door" in text
        assert not re.search(r'"[^"=/-]*\boverride\b[^"=/-]*"', text)


def test_a_decision_shows_its_weighing_and_its_entry(stage: Stage, demo: Home) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        ((ref, index),) = cursor.execute(
            "SELECT decision_ref, entry_index FROM decision WHERE framework_applies"
            " AND weighing_status = 'published' ORDER BY 2 LIMIT 1"
        ).fetchall()
    text = text_of(stage, "/nl/decision", f"?ref={ref}")
    raw = next(demo.reader.entries(index, index + 1)).decode()
    assert json.dumps(raw, ensure_ascii=False)[1:-1] in text
    assert "geen bijdrage aan ongewenst eindgebruik" in text
    assert "doorslaggevend" in text or "meegewogen" in text


def test_a_decision_shows_what_is_withheld_where_its_items_stand_now_and_its_life(
    stage: Stage, demo: Home
) -> None:
    model = demo.planted().partial_revocation
    assert model is not None
    dutch = text_of(stage, "/nl/decision", f"?ref={model.decision_ref}")
    for said in (
        "exporteur: vertrouwelijke bedrijfs- en fabricagegegevens",
        "Nationale lijst halfgeleiders 2023-09-01",
        "Bijlage I bij Verordening 3B501.f",
        "alleen ter illustratie",
        "deels ingetrokken (door overheid)",
        "beperkt tot regels: 1",
        "januari 2024 · weigering gemeld",
        "Verzonnen brief (vertrouwelijk)",
        "niet gepubliceerd",
    ):
        assert said in dutch, said
    english = text_of(stage, "/en/decision", f"?ref={model.decision_ref}")
    for said in ("exporter: business data", "limited to lines: 1", "not published"):
        assert said in english, said


def test_a_value_in_a_band_and_a_withheld_weighing_are_said_in_words(
    stage: Stage, demo: Home
) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        ((ref,),) = cursor.execute(
            "SELECT decision_ref FROM decision WHERE value_basis = 'banded' LIMIT 1"
        ).fetchall()
    text = text_of(stage, "/en/decision", f"?ref={ref}")
    assert "million euros" in text
    assert "The weighing of this decision is not published" in text
    assert "in totals only" in text


def test_an_unknown_decision_page_or_ledger_is_said_to_be_so(stage: Stage) -> None:
    assert "Geen besluit met kenmerk" in text_of(stage, "/nl/decision", "?ref=NL-none")
    assert "bestaat niet" in text_of(stage, "/nl/nonsense")
    told = text_of(stage, "/nl/overview", "?ledger=none")
    assert "niets te tonen" in told
    assert "Een grootboek met de naam uit dit adres is er niet." in told
    assert "/nl/overview?ledger=demo-nl" in told


def test_a_table_that_is_cut_off_is_cut_at_a_round_number() -> None:
    def rows_shown(rows: int, columns: int) -> int:
        heads = tuple(map(str, range(columns)))
        cells = tuple(tuple(range(columns)) for _ in range(rows))
        return most_rows(Table(headings=heads, rows=cells, not_published=""))

    assert rows_shown(218, 7) == 170
    assert rows_shown(171, 7) == 171  # all of them
    assert rows_shown(500, 2) == 400


def test_what_an_address_holds_beyond_the_state_is_said(stage: Stage) -> None:
    assert "surplus=1" in text_of(stage, "/en/overview", "?surplus=1")


@pytest.mark.parametrize("name", [*PAGES, "decision"])
def test_no_number_is_shown_of_a_ledger_that_does_not_verify(
    demo: Home, name: str
) -> None:
    broken = stage_of(demo, "not_verified")
    text = text_of(broken, f"/nl/{name}")
    assert "niet geverifieerd" in text
    assert "entry 7: entry_altered" in text
    assert "provenance" not in text
    assert "figure" not in text


def test_a_build_of_another_state_of_the_ledger_is_not_shown(demo: Home) -> None:
    verdict = verdict_on(demo)
    other = type(verdict)(
        **{
            **{name: getattr(verdict, name) for name in verdict.__slots__},
            "root": "AAAA",
        }
    )
    verifier = Verifier([verdict.source], lambda _: other)
    verifier.look()
    text = text_of(Stage(open_current(demo.warehouse), verifier), "/en/overview")
    assert "another state" in text


def test_without_a_build_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    empty = Stage(Warehouse(tmp_path), Verifier([]))
    assert "weegboek build" in text_of(empty, "/en/overview")


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("search", ["", "?destination=CN&class=3B", "?destination=ZZ"])
def test_figure_and_table_are_of_the_same_rows(
    demo: Home, name: str, search: str
) -> None:
    for tongue, dark in (("nl", False), ("en", True)):
        scene = scene_of(demo, search, tongue, dark=dark)  # type: ignore[arg-type] # of the table above
        shown = VIEWS[name].show(scene)
        assert shown.summary
        widths = {len(row) for row in shown.table.rows} | {len(shown.table.headings)}
        assert len(widths) == 1
        if shown.figure is not None:
            go.Figure(shown.figure)  # raises on what Plotly does not know
            size = len(json.dumps(shown.figure, default=str))
            assert size < 60_000


def test_the_bars_add_up_to_the_table(demo: Home) -> None:
    shown = VIEWS["outcomes"].show(scene_of(demo))
    assert shown.figure is not None
    bars = [trace for trace in shown.figure["data"] if trace["type"] == "bar"]
    drawn = sum(sum(bar["y"]) for bar in bars)
    told = sum(row[1] for row in shown.table.rows if isinstance(row[1], int))
    withheld = sum(row[-1] for row in shown.table.rows if isinstance(row[-1], int))
    assert drawn == told + withheld == 900


def test_a_share_always_says_what_it_is_a_share_of() -> None:
    assert Language("en").share(3, 25) == "12% (3/25)"
    assert Language("nl").share(1, 3) == "33,3% (1/3)"
    assert Language("en").share(0, 0).endswith("(0/0)")


def test_downloads_neither_run_as_formulas_nor_blank_what_is_not_published() -> None:
    table = Table(
        headings=("a", "b"), rows=(("=1+1", None), ("-x", 3)), not_published="n.p."
    )
    text = format_csv(table, ("note\nmore",))
    assert text.splitlines()[0] == "# note more"
    assert text.splitlines()[2:] == ["'=1+1,n.p.", "'-x,3"]


def test_the_root_leads_to_the_overview_in_dutch(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/nl/overview"
    assert b'<html lang="en">' in client.get("/en/overview").data


def test_no_page_may_load_from_or_send_to_another_host(client: FlaskClient) -> None:
    answer = client.get("/nl/overview")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    sources = re.findall(rb'(?:src|href)="([^"]+)"', answer.data)
    assert all(source.startswith((b"/", b"data:,")) for source in sources)


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_can_be_downloaded_with_its_provenance(
    client: FlaskClient, name: str
) -> None:
    answer = client.get(f"/data/{name}.csv?lang=en&destination=CN")
    assert answer.status_code == 200
    text = answer.data.decode("utf-8-sig")
    assert text.startswith("# Synthetic demo")
    assert "weegboek.example/demo/nl" in text
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = list(csv.reader(io.StringIO("\n".join(lines))))
    assert len({len(row) for row in rows}) == 1


def test_a_download_of_an_unverified_ledger_is_refused(demo: Home) -> None:
    verdict = verdict_on(demo, "not_verified")
    verifier = Verifier([verdict.source], lambda _: verdict)
    verifier.look()
    client = make_app(Warehouse(demo.warehouse), verifier).server.test_client()
    answer = client.get("/data/outcomes.csv")
    assert answer.status_code == 503
    assert b"entry 7" in answer.data
    assert client.get("/data/nothing.csv").status_code == 404
