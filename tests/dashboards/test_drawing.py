import math
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.drawing.draw import draw
from dashboards.drawing.ink import Ink, number, width_of, wrap
from dashboards.drawing.outline import CENTRE, height_of, outlines, project
from dashboards.drawing.scale import Scale
from dashboards.errors import DrawingError
from dashboards.exports.answer import answer_of
from dashboards.exports.svg_file import write_svg
from dashboards.figures.world import shaped
from dashboards.views import VIEWS
from etl.demo.home import Home
from tests.dashboards.scenes import scene_in

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", VIEWS)
def test_every_figure_is_drawn_within_its_sheet_and_alike_each_time(
    demo: Home, name: str
) -> None:
    for query in ("", "destination=CN&grain=month", "class=3B&from=2024"):
        with scene_in(demo.warehouse, query, "nl") as scene:
            answer = answer_of(scene, VIEWS[name])
        if not answer.figures:
            continue
        raw = write_svg(answer)
        assert raw == write_svg(answer)
        sheet = ET.fromstring(raw)  # noqa: S314 - our own text
        assert "NaN" not in raw.decode()
        height = float(sheet.attrib["height"])
        for box in sheet.iter(f"{SVG}rect"):
            assert float(box.get("width", 0)) >= 0
            assert float(box.get("height", 0)) >= 0
            assert float(box.get("width", 0)) <= 960
            assert float(box.get("height", 0)) <= height
        assert not list(sheet.iter(f"{SVG}script"))
        assert "http" not in raw.decode().replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", VIEWS)
def test_what_is_drawn_are_the_numbers_of_the_chart_on_the_page(
    demo: Home, name: str
) -> None:
    with scene_in(demo.warehouse, "destination=CN") as scene:
        shown = VIEWS[name].show(scene)
    for _, figure in shown.figures():
        if any("base" in trace for trace in figure["data"]):
            continue  # spans of time are no counts
        counts = [
            count
            for trace in figure["data"]
            if trace["type"] == "bar"
            for count in trace["x" if trace.get("orientation") == "h" else "y"]
        ]
        counts += [
            count
            for trace in figure["data"]
            if trace["type"] == "heatmap"
            and trace.get("hoverinfo") != "skip"  # shares, told as words
            and "%{z" in trace.get("hovertemplate", "%{z}")
            for row in trace["z"]
            for count in row
            if count is not None
        ]
        titles = [box[1] for box in boxes(draw(figure, 600)[0])]
        titles = [
            title
            for title in titles
            if not title.endswith("suppressed") and "/" not in title
        ]
        told = sorted(float(title.split()[-1]) for title in titles)
        assert told == pytest.approx(sorted(counts), abs=0.006)  # shares are rounded


def test_a_grid_of_shares_has_its_names_and_what_each_is_of(demo: Home) -> None:
    with scene_in(demo.warehouse, tongue="nl") as scene:
        shown = VIEWS["weighing-findings"].show(scene)
    (_, figure), *_ = shown.figures()
    lines = draw(figure, 600)[0]
    words = [text.text for text in texts(lines)]
    assert words[:2] == ["geen zorg", "zorg weggenomen"]
    assert "eindgebruiker" in words
    told = [
        note["text"].replace("<br>", " · ") for note in figure["layout"]["annotations"]
    ]
    assert set(told) <= set(words)
    assert any(re.fullmatch(r"[0-9]+/[0-9]+", one) for one in told)  # of too few


def test_an_interval_is_drawn_and_rows_without_names_have_none(demo: Home) -> None:
    with scene_in(demo.warehouse) as scene:
        (_, figure), *_ = VIEWS["framework-change"].show(scene).figures()
    lines = draw(figure, 600)[0]
    intervals = sum(len(trace["x"]) for trace in figure["data"])
    assert (
        sum(line.startswith("<line") and "1.6" in line for line in lines) == intervals
    )
    words = [text.text or "" for text in texts(lines)]
    assert "20%" in words
    assert not any(one.isdecimal() for one in words)


def test_numbers_along_an_axis_read_as_the_language_has_them() -> None:
    figure = bars(barmode="stack", separators=",.")
    figure["data"][0]["y"] = [10_000, 30_000]
    words = {text.text for text in texts(draw(figure, 600)[0])}
    assert "20.000" in words
    titles = {title for _, title in boxes(draw(figure, 600)[0])}
    assert "q: a 30.000" in titles


def bars(**layout: Any) -> dict[str, Any]:
    return {
        "data": [
            {"type": "bar", "name": "a", "x": ["p", "q"], "y": [1, 3]},
            {"type": "bar", "name": "b", "x": ["p", "q"], "y": [2, 1]},
        ],
        "layout": {"font": {"color": "#000000"}, "height": 280, **layout},
    }


def texts(lines: list[str]) -> list[ET.Element]:
    """Return what stands in a drawing as text."""
    return [ET.fromstring(line) for line in lines if line.startswith("<text")]  # noqa: S314 - our own text


def boxes(lines: list[str]) -> list[tuple[dict[str, str], str]]:
    """Return the boxes that stand for numbers, and what each says."""
    elements = [ET.fromstring(line) for line in lines if line.startswith("<rect")]  # noqa: S314 - our own text
    titles = [(box.attrib, box.findtext("title")) for box in elements]
    return [(box, title) for box, title in titles if title is not None]


def test_stacked_bars_stand_on_each_other_in_proportion() -> None:
    drawn = [box for box, _ in boxes(draw(bars(barmode="stack"), 600)[0])]
    one, three, two, one_more = (float(box["height"]) for box in drawn)
    assert three == pytest.approx(3 * one, abs=0.05)
    assert two == pytest.approx(2 * one, abs=0.05)
    assert one_more == pytest.approx(one, abs=0.05)
    foot = float(drawn[2]["y"]) + float(drawn[2]["height"])
    assert foot == pytest.approx(float(drawn[0]["y"]), abs=0.05)


def test_grouped_bars_stand_beside_each_other() -> None:
    drawn = [box for box, _ in boxes(draw(bars(barmode="group"), 600)[0])]
    first, _, second, _ = drawn
    assert float(first["x"]) + float(first["width"]) == pytest.approx(
        float(second["x"]), abs=0.05
    )


@pytest.mark.parametrize("kind", ["pie", "sankey", "scattermap"])
def test_a_trace_of_another_kind_is_refused(kind: str) -> None:
    figure = {"data": [{"type": kind}], "layout": {"font": {"color": "#000"}}}
    with pytest.raises(DrawingError, match=kind):
        draw(figure, 600)


def test_every_country_that_plotly_has_a_shape_of_is_drawn_or_too_small() -> None:
    drawn = outlines(912)
    assert set(drawn) <= shaped()
    assert {"NLD", "CHN", "RUS", "USA", "BRA", "AUS", "NZL", "FJI"} <= set(drawn)


def test_no_outline_runs_across_the_whole_map() -> None:
    for code, path in outlines(912).items():
        for ring in path.split("M")[1:]:
            points = [
                tuple(map(float, point.split()))
                for point in ring.removesuffix("Z").split("L")
            ]
            steps = [abs(b[0] - a[0]) for a, b in pairwise(points)]
            assert max(steps) < 300, code


@given(
    st.floats(-180 + CENTRE, 180 + CENTRE), st.floats(-58, 84), st.integers(300, 2000)
)
def test_every_point_of_the_globe_is_on_the_map(
    longitude: float, latitude: float, width: int
) -> None:
    x, y = project(longitude, latitude, width)
    assert -0.01 <= x <= width + 0.01
    assert -0.01 <= y <= height_of(width) + 0.01


@given(st.floats(-1e9, 1e9))
def test_numbers_are_written_shortest_and_within_half_a_hundredth(value: float) -> None:
    text = number(value)
    assert abs(float(text) - value) <= 0.0051 + abs(value) * 1e-12
    assert "e" not in text
    assert not text.endswith(".")


@given(st.integers(1, 10**7))
def test_an_axis_has_a_few_round_names(most: int) -> None:
    ticks = Scale(low=0, high=float(most), start=0, stop=100).ticks()
    assert 1 <= len(ticks) <= 8
    steps = {b[0] - a[0] for a, b in pairwise(ticks)}
    for step in steps:
        lead = step / 10 ** math.floor(math.log10(step))
        assert round(lead, 6) in {1, 2, 5, 10}


@given(st.text(max_size=300), st.integers(40, 400))
def test_wrapping_keeps_every_word(words: str, width: int) -> None:
    lines = wrap(words, width)
    assert " ".join(lines).split() == words.split()
    assert all(width_of(line) <= width or " " not in line.strip() for line in lines)


@given(st.text())
def test_any_text_makes_well_formed_lines(words: str) -> None:
    ink = Ink()
    ink.put("text", words, words, name=words)
    ET.fromstring(ink.lines[0])  # noqa: S314 - our own text
