import json
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from typing import Any

import polars as pl
import pytest
from flask.testing import FlaskClient

from dashboards.app import make_app, page
from dashboards.definitions import definitions
from dashboards.exports.formats import FORMATS, Format
from dashboards.exports.manifest import Manifest, row_digest
from dashboards.stage import Stage
from dashboards.tables import Cell, Table
from dashboards.ui import html
from dashboards.verification import Verifier
from dashboards.views import VIEWS
from dashboards.views.view import UNSAID
from dashboards.words import TONGUES, Language, Tongue
from etl.demo.home import Home
from etl.warehouse.reader import Warehouse
from tests.dashboards.scenes import scene_in
from tests.dashboards.stages import verdict_on

QUERIES = ("", "grain=year&destination=CN&class=3B", "destination=ZZ")


def expected_cells(one: Format, table: Table) -> list[tuple[Any, ...]]:
    def told(cell: Cell) -> Cell:
        if one.suffix in {"json", "parquet"}:
            return cell
        shown = str(table.not_published if cell is None else cell)
        # A spreadsheet would run what begins like a formula; see format_csv.
        runs = one.suffix == "csv" and shown.startswith(("=", "+", "-", "@"))
        return f"'{shown}" if runs else shown

    rows = [tuple(map(told, row)) for row in table.rows]
    if one.suffix == "parquet":  # a column that holds words holds its numbers as words
        worded = [
            any(isinstance(cell, str) for cell in c) for c in zip(*rows, strict=True)
        ]
        rows = [
            tuple(
                str(cell) if word and cell is not None else cell
                for word, cell in zip(worded, row, strict=True)
            )
            for row in rows
        ]
    return [table.headings, *rows]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("name", VIEWS)
def test_table_and_every_download_give_the_same_numbers(
    client: FlaskClient, demo: Home, name: str, query: str
) -> None:
    with scene_in(demo.warehouse, query) as scene:
        shown = VIEWS[name].show(scene)
    for one in FORMATS.values():
        answer = client.get(f"/data/{name}.{one.suffix}?lang=en&{query}")
        if one.drawn and not shown.figures():
            assert answer.status_code == 404
            continue
        assert answer.status_code == 200, answer.text
        contents = one.read(answer.data)
        assert contents.manifest.row_digest == row_digest(shown.table)
        assert contents.manifest.filters == query
        assert contents.manifest.origin == "weegboek.example/demo/nl"
        if contents.cells is not None:
            cells = list(contents.cells)
            assert cells == expected_cells(one, shown.table)
            assert any("Synthetic demo" in line for line in contents.lines)
            assert shown.summary in contents.lines
        if contents.drawing:
            assert one.suffix == "png" or "Synthetic demo" in answer.text


def tables_in(part: Any) -> Iterator[html.Table]:
    if isinstance(part, html.Table):
        yield part
    inner = part.children
    for child in inner if isinstance(inner, list) else [inner]:
        if isinstance(child, html.Element):
            yield from tables_in(child)


def heading_of(cell: Any) -> str:
    """Return what a heading says while none of its words is opened."""
    parts = cell.children if isinstance(cell.children, list) else [cell.children]
    return "".join(
        part if isinstance(part, str) else part.children[0].children.children
        for part in parts
    )


@pytest.mark.parametrize("name", VIEWS)
def test_the_page_of_a_view_shows_the_rows_of_its_downloads(
    stage: Stage, demo: Home, name: str
) -> None:
    with scene_in(demo.warehouse, "destination=CN") as scene:
        table = VIEWS[name].show(scene).table
    parts = page(stage, f"/en/figure/{name}", "?destination=CN", dark=False)
    found = [found for part in parts for found in tables_in(part)]
    if not table.rows:
        assert not found
        return
    (shown,) = found
    _, head, body = shown.children
    assert [heading_of(cell) for cell in head.children.children] == list(table.headings)

    def said(cell: Cell) -> str | None:
        if isinstance(cell, int):
            return Language("en").number(cell)
        return cell

    assert body.attribute("absent") == table.not_published
    for row, cells in zip(body.attribute("rows"), table.rows, strict=False):
        texts = [cell[0] if isinstance(cell, tuple) else cell for cell in row]
        assert texts == [said(cell) for cell in cells]


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_every_view_says_how_it_counts(view: Any) -> None:
    counted = view.how_counted
    assert counted != UNSAID
    for words in (counted.unit, counted.denominator, counted.left_out):
        assert words.nl
        assert words.en


def test_a_card_offers_every_format_with_its_rows_link_and_citation(
    stage: Stage,
) -> None:
    parts = page(stage, "/en/figure/outcomes", "?destination=CN", dark=False)
    text = json.dumps(parts)
    for suffix in FORMATS:
        assert f"/data/outcomes.{suffix}?lang=en&destination=CN" in text
    assert "/en/figure/outcomes?destination=CN" in text
    assert "/embed/outcomes?lang=en&destination=CN" in text
    assert "How this is counted" in text
    assert "weegboek figure verify" in text
    assert "Download (" in text


def test_a_download_is_marked_by_checkpoint_view_filters_and_format(
    client: FlaskClient,
) -> None:
    asked = ["outcomes.csv", "outcomes.json", "events.csv", "outcomes.csv?lang=en"]
    asked += ["outcomes.csv?destination=CN"]
    marks = [client.get(f"/data/{path}").headers["ETag"] for path in asked]
    assert len(set(marks)) == len(asked)
    again = client.get("/data/outcomes.csv", headers={"If-None-Match": marks[0]})
    assert again.status_code == 304
    assert not again.data
    other = client.get("/data/outcomes.csv", headers={"If-None-Match": marks[2]})
    assert other.status_code == 200


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("path", ["/data/decisions.json", "/embed/outcomes"])
def test_the_digest_is_of_the_bytes_that_are_sent(
    client: FlaskClient, path: str, encoding: str
) -> None:
    answer = client.get(path, headers={"Accept-Encoding": encoding})
    assert answer.headers.get("Content-Encoding", "identity") == encoding
    digest = b64encode(sha256(answer.data).digest()).decode()
    assert answer.headers["Content-Digest"] == f"sha-256=:{digest}:"
    mark = answer.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": mark})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/data/../pyproject.toml",
        "/data/%2e%2e%2fpyproject.toml",
        "/data/..%5c..%5cx.csv",
        "/data/outcomes.csv%00",
        "/data/outcomes.csv/../../x",
        "/data/outcomes.html",
        "/data/.csv",
        "/data/outcomes",
        "/embed/..%2fetc",
    ],
)
def test_tricks_with_paths_lead_nowhere(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {302, 404} or b"_dash" in answer.data
    assert b"hatchling" not in answer.data


def test_a_filter_that_is_not_understood_is_not_answered_as_if_it_were(
    client: FlaskClient,
) -> None:
    answer = client.get("/data/outcomes.csv?lang=en&destinatoin=CN")
    assert answer.status_code == 400
    assert "destinatoin=CN" in answer.text
    assert client.get("/data/outcomes.csv?ledger=none").status_code == 404


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_format_of_an_unverified_ledger_is_handed_out(
    demo: Home, suffix: str
) -> None:
    verdict = verdict_on(demo, "not_verified")
    verifier = Verifier([verdict.source], lambda _: verdict)
    verifier.look()
    client = make_app(Warehouse(demo.warehouse), verifier).server.test_client()
    etag = {"If-None-Match": "*"}
    for path in (f"/data/outcomes.{suffix}", "/embed/outcomes"):
        answer = client.get(path, headers=etag)
        assert answer.status_code == 503
        assert b"entry 7" in answer.data


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_to_embed_has_no_script_and_loads_nothing(
    client: FlaskClient, name: str
) -> None:
    answer = client.get(f"/embed/{name}?lang=nl&destination=CN")
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert " src=" not in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors *" in policy
    assert "X-Frame-Options" not in answer.headers
    assert "Synthetische demonstratie" in answer.text
    assert "checkpoint" in answer.text
    assert '<html lang="nl">' in answer.text


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_page_to_embed_explains_its_words_in_place_and_all_beneath(
    client: FlaskClient, tongue: Tongue
) -> None:
    told = client.get(f"/embed/weighing-weights?lang={tongue}").text
    means = {key: one.means for key, one in definitions().items()}
    language = Language(tongue)
    before, _, beneath = told.partition("</table>")
    in_place = re.findall(r"<dfn>([^<]+)</dfn></summary><span role='note'>", before)
    assert len(in_place) == len(set(in_place)) > 2  # each at its first place only
    for key in ("weighing", "decisive", "granted", "n_of_n"):
        assert escape(language.say(means[key])) in beneath, key
    (number,) = re.findall(r"\((\d+)\)</summary><dl><dt><dfn>", beneath)
    assert beneath.count("<dt><dfn>") == int(number)


def test_only_pages_to_embed_can_be_framed(client: FlaskClient) -> None:
    for path in ("/nl/overview", "/data/outcomes.svg", "/nl/figure/outcomes"):
        answer = client.get(path)
        assert answer.headers["X-Frame-Options"] == "DENY"
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy


def test_parquet_keeps_numbers_as_numbers_and_what_is_not_published_as_null(
    client: FlaskClient,
) -> None:
    frame = pl.read_parquet(client.get("/data/outcomes.parquet?lang=en").data)
    assert frame.schema["decisions"] == pl.Int64
    assert sum(frame["decisions"]) + sum(frame["withheld"]) == 900


def test_a_manifest_says_all_that_the_figure_depends_on() -> None:
    assert set(Manifest.__struct_fields__) == {
        "beside",
        "code_lists",
        "filters",
        "format",
        "language",
        "origin",
        "root",
        "row_digest",
        "rows",
        "schema",
        "size",
        "synthetic",
        "view",
        "view_version",
    }
