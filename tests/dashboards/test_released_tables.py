"""What is suppressed is said to be so: in figure, table and every download."""

import csv
import io
import json

import polars as pl
import pytest
from flask.testing import FlaskClient

from dashboards.queries import released_cells
from dashboards.views import VIEWS
from dashboards.words import Tongue
from etl.demo.home import Home
from tests.dashboards.scenes import scene_of

SAID: dict[Tongue, str] = {"en": "suppressed", "nl": "onderdrukt"}


@pytest.mark.parametrize("tongue", SAID)
@pytest.mark.parametrize("name", ["released-tables", "released-periods"])
def test_a_suppressed_cell_reads_suppressed_and_never_nil_or_blank(
    demo: Home, name: str, tongue: Tongue
) -> None:
    scene = scene_of(demo, tongue=tongue)
    table = VIEWS[name].show(scene).table
    by_year = name == "released-tables"
    hidden = sum(
        (cell.decisions is None)
        + (cell.outcome == "granted" and cell.value_minor is None)
        for cell in released_cells(scene.connection, scene.stamp.ledger_id)
        if (
            len(cell.period) == 4
            if by_year
            else cell.destination == cell.product_class == "all"
        )
    )
    cells = [cell for row in table.rows for cell in row]
    assert hidden > 0
    assert cells.count(SAID[tongue]) == hidden
    assert None not in cells
    assert "" not in cells


def test_a_figure_marks_what_is_suppressed_and_gives_it_no_number(demo: Home) -> None:
    figure = VIEWS["released-tables"].show(scene_of(demo)).figure
    assert figure is not None
    shown, hidden = figure["data"]
    assert any(sign == ":c" for row in hidden["text"] for sign in row)
    for numbers, signs in zip(shown["z"], hidden["text"], strict=True):
        for number, sign in zip(numbers, signs, strict=True):
            assert (number is None) == (sign == ":c")


def test_every_download_says_what_is_suppressed(client: FlaskClient) -> None:
    def file(ending: str) -> bytes:
        answer = client.get(f"/data/released-tables.{ending}?lang=en")
        assert answer.status_code == 200
        return bytes(answer.data)

    lines = file("csv").decode("utf-8-sig").splitlines()
    rows = list(csv.reader(line for line in lines if not line.startswith("#")))
    hidden = sum(row.count("suppressed") for row in rows)
    assert hidden > 0
    assert json.dumps(json.loads(file("json"))).count('"suppressed"') == hidden
    book = pl.read_excel(io.BytesIO(file("xlsx")), sheet_id=0, has_header=False)
    cells = [
        str(cell) for sheet in book.values() for row in sheet.rows() for cell in row
    ]
    assert cells.count("suppressed") == hidden


def test_a_selection_of_years_holds(demo: Home) -> None:
    shown = VIEWS["released-tables"].show(scene_of(demo, "from=2024&to=2024"))
    assert shown.table.rows == ()
