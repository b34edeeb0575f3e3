"""Two sides beside each other, as a reader asks for them."""

import re
from collections.abc import Iterator

import pytest

from dashboards.exports.answer import answer_of
from dashboards.exports.difference import differences
from dashboards.exports.formats import FORMATS
from dashboards.exports.recompute import recomputed
from dashboards.queries import withheld_counts
from dashboards.scene import Scene
from dashboards.stage import Stage
from dashboards.state import parse_state
from dashboards.views import VIEWS
from dashboards.views.decisions import read_page
from dashboards.views.sides import Sides, sides_of
from etl.demo.home import Home
from etl.warehouse.reader import open_current
from tests.dashboards.scenes import scene_in
from tests.dashboards.stages import text_of

NAMES = [name for name in VIEWS if name.startswith("compare-")]
SEMICONDUCTOR = "semiconductor_supplementary"
ASKED = {
    "destination": "by=destination&one=CN&other=TW",
    "class": "by=class&one=3B&other=3",
    "period": "by=period&one=2021-2022&other=2022",
    "framework": f"by=framework&one={SEMICONDUCTOR}.1&other={SEMICONDUCTOR}.2",
}


@pytest.fixture(params=ASKED)
def scene(demo: Home, request: pytest.FixtureRequest) -> Iterator[Scene]:
    with scene_in(demo.warehouse, ASKED[request.param]) as found:
        yield found


def sides_in(scene: Scene) -> Sides:
    found = sides_of(scene)
    assert isinstance(found, Sides), found
    return found


def test_both_sides_over_time_have_one_axis_and_one_scale(scene: Scene) -> None:
    shown = VIEWS["compare-over-time"].show(scene)
    (_, one), (_, other), *apart = shown.parts
    assert one["layout"]["yaxis"] == other["layout"]["yaxis"]
    assert one["layout"]["xaxis"] == other["layout"]["xaxis"]
    assert one["layout"]["shapes"] == other["layout"]["shapes"]
    assert [data["x"] for data in one["data"]] == [data["x"] for data in other["data"]]
    for _, figure in apart:
        assert figure["layout"]["yaxis"] == one["layout"]["yaxis"]
        assert figure["data"][0]["x"] == one["data"][0]["x"]
    figures = (one, other, *(figure for _, figure in apart))
    bars = [
        [data["y"] for data in figure["data"] if data["type"] == "bar"]
        for figure in figures
    ]
    tallest = max(sum(heights) for own in bars for heights in zip(*own, strict=True))
    assert tallest <= one["layout"]["yaxis"]["range"][1] <= 1.1 * tallest


@pytest.mark.parametrize("name", NAMES)
def test_every_share_says_what_it_is_a_share_of(scene: Scene, name: str) -> None:
    shown = VIEWS[name].show(scene)
    assert shown.table.rows
    assert shown.summary
    headings = shown.table.headings
    for row in shown.table.rows:
        for heading, cell in zip(headings, row, strict=True):
            if isinstance(cell, str) and "%" in cell and "(interval)" not in heading:
                assert re.search(r"\([\d,]+/[\d,]+\)", cell), (heading, cell)
    # A share with its interval stands in one row with the n and N of its side.
    if any("(interval)" in heading for heading in headings):
        assert sum(heading.startswith(("n ", "N ")) for heading in headings) == 4


@pytest.mark.parametrize(
    "name", ["compare-outcomes", "compare-shares", "compare-classes"]
)
def test_a_number_leads_to_as_many_decisions(
    demo: Home, scene: Scene, name: str
) -> None:
    table = VIEWS[name].show(scene).table
    numbers = [at for at in table.links if isinstance(table.rows[at[0]][at[1]], int)]
    assert numbers
    for row, place in numbers[::5]:
        cell, address = table.rows[row][place], table.links[row, place]
        query = address.partition("?")[2]
        assert not parse_state(query).unknown
        with scene_in(demo.warehouse, query) as there:
            assert read_page(there).total == cell, (row, place, address)


def test_a_comparison_can_be_computed_again_and_other_sides_are_told_apart(
    demo: Home,
) -> None:
    form = FORMATS["csv"]
    with scene_in(demo.warehouse, ASKED["framework"]) as scene:
        raw = form.write(answer_of(scene, VIEWS["compare-shares"]))
    for version, is_same in ((b".1", True), (b".3", False)):
        given = form.read(raw.replace(b"supplementary.1", b"supplementary" + version))
        again = recomputed(open_current(demo.warehouse), given.manifest)
        assert (not differences(given, form.read(form.write(again)))) is is_same


def test_overlapping_sides_say_so_and_have_no_interval_of_a_difference(
    demo: Home,
) -> None:
    for by in ("class", "period"):
        with scene_in(demo.warehouse, ASKED[by]) as scene:
            sides = sides_in(scene)
            # What is asked second lies within what is asked first, or the reverse.
            assert sides.overlap == min(count.decisions for count in sides.counts)
            shown = VIEWS["compare-shares"].show(scene)
            assert any("are on both sides" in note for note in shown.notes)
            assert not any(" to " in str(row[-1]) for row in shown.table.rows)
    for by in ("destination", "framework"):
        with scene_in(demo.warehouse, ASKED[by]) as scene:
            assert sides_in(scene).overlap == 0
            shown = VIEWS["compare-shares"].show(scene)
            assert any(" to " in str(row[-1]) for row in shown.table.rows)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Choose what you want to compare"),
        ("by=destination", "Choose two destinations"),
        ("by=destination&one=CN", "Choose two destinations"),
        ("by=destination&one=CN&other=CN", "Both sides are the same"),
        ("by=destination&one=CN&other=XX", "“XX” is not among the destinations"),
        ("by=class&one=3B&other=42Z", "“42Z” is not among the product classes"),
        ("by=framework&one=a.1&other=a.2", "“a.1” is not among the framework versions"),
        ("by=period&one=2022&other=12", "“12” is not a year"),
        ("by=period&one=2022&other=2024-2021", "“2024-2021” is not a year"),
        ("by=period&one=2022&other=9999", "“9999” is not a year"),
        (
            "by=destination&one=CN&other=VA",
            "For Vatican City there are no decisions in this selection; for China",
        ),
        ("by=period&one=1950&other=1951", "for 1950, nor for 1951"),
    ],
)
def test_what_lacks_is_said_in_words_on_the_page_and_in_every_view(
    demo: Home, stage: Stage, query: str, said: str
) -> None:
    told = text_of(stage, "/en/compare", f"?{query}")
    assert said in told
    assert "-title" not in told
    with scene_in(demo.warehouse, query) as scene:
        for name in NAMES:
            shown = VIEWS[name].show(scene)
            assert said in shown.summary
            assert shown.table.rows == ()
            assert shown.figures() == ()


def test_a_destination_and_a_class_lead_to_their_comparison(stage: Stage) -> None:
    told = text_of(stage, "/en/destinations", "?destination=CN&from=2021")
    assert "Compare China with…" in told
    assert "/en/compare?ledger=demo-nl&from=2021&by=destination&one=CN" in told
    assert "Compare two destinations" in text_of(stage, "/en/destinations")
    told = text_of(stage, "/nl/product-classes", "?class=3B")
    assert "/nl/compare?ledger=demo-nl&by=class&one=3B" in told
    assert "by=framework" in text_of(stage, "/nl/framework-change")


def test_the_page_keeps_the_sides_in_its_form_and_can_swap_them(stage: Stage) -> None:
    told = text_of(stage, "/nl/compare", f"?{ASKED['destination']}&from=2021")
    assert "from=2021&by=destination&one=TW&other=CN" in told
    assert "van jaar 2021; China – Taiwan" in told  # at the head of a printed page
    assert '"name": "by"' in told
    figure = text_of(stage, "/nl/figure/compare-outcomes", f"?{ASKED['destination']}")
    assert '"name": "other"' in figure


def withheld_in(demo: Home, query: str) -> int:
    with scene_in(demo.warehouse, query) as scene:
        return sum(
            one.decisions for one in withheld_counts(scene.connection, scene.filters)
        )


def test_periods_each_have_what_was_withheld_in_them_as_a_series_of_its_own(
    demo: Home,
) -> None:
    expected = [withheld_in(demo, f"from={year}&to={year}") for year in (2024, 2025)]
    assert 0 < expected[0] != expected[1] > 0
    with scene_in(demo.warehouse, "by=period&one=2024&other=2025") as scene:
        outcomes = VIEWS["compare-outcomes"].show(scene)
        over_time = VIEWS["compare-over-time"].show(scene)
    assert outcomes.table.headings[-1] == "withheld"
    assert [row[-1] for row in outcomes.table.rows] == expected
    columns = list(zip(*over_time.table.rows, strict=True))[-2:]
    assert [sum(map(int, filter(None, column))) for column in columns] == expected
    for (_, figure), number in zip(over_time.parts, expected, strict=True):
        (hidden,) = (one for one in figure["data"] if one.get("name") == "withheld")
        assert sum(hidden["y"]) == number
        assert any(f"{number} decisions because of" in note for note in over_time.notes)


@pytest.mark.parametrize("by", ["destination", "class", "framework"])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_withheld_is_on_no_side_that_is_not_public(
    demo: Home, by: str, name: str
) -> None:
    number = withheld_in(demo, "")
    with scene_in(demo.warehouse, ASKED[by]) as scene:
        shown = VIEWS[name].show(scene)
    (note,) = (one for one in shown.notes if one.startswith("Withheld: "))
    assert f"{number} decisions because of" in note
    assert "cannot be told" in note
    if name == "compare-outcomes":
        side, decisions, *rest = shown.table.rows[-1]
        assert (side, decisions) == ("withheld, side not public", number)
        assert rest == [None] * 3  # not zero and not blank: not published
    if name == "compare-over-time":
        title, figure = shown.parts[-1]
        assert title == "withheld, side not public"
        assert sum(figure["data"][0]["y"]) == number
        assert sum(int(row[-1] or 0) for row in shown.table.rows) == number


def test_of_periods_within_a_class_nobody_can_tell_and_no_series_stands(
    demo: Home,
) -> None:
    query = "by=period&one=2024&other=2025&class=3B"
    with scene_in(demo.warehouse, query) as scene:
        shown = VIEWS["compare-outcomes"].show(scene)
    assert "withheld" not in shown.table.headings
    assert any("Whether they fit this selection" in note for note in shown.notes)
