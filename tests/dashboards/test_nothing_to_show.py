"""What pages say when there is nothing to show, and why there is not."""

from datetime import date

import pytest

from dashboards.drawing.draw import draw
from dashboards.figures.timeline import Axis, Mark, Series, bars_over_time
from dashboards.stage import Stage
from dashboards.ui.text import PAGES
from dashboards.words import TONGUES
from tests.dashboards.stages import text_of

NONE = {"nl": "Geen besluiten passen bij deze keuze.", "en": "No decisions fit"}


@pytest.mark.parametrize("page", PAGES)
def test_before_the_ledger_began_every_page_says_so_and_leads_to_the_latest(
    stage: Stage, page: str
) -> None:
    told = text_of(stage, f"/nl/{page}", "?asof=2009-01-01")
    assert "Op 1 januari 2009 was er in dit grootboek nog niets vastgelegd." in told
    assert "Naar de laatste stand" in told
    assert "On 1 January 2009 nothing had been recorded" in text_of(
        stage, f"/en/{page}", "?asof=2009-01-01"
    )


@pytest.mark.parametrize("page", ["overview", "weighing", "timeliness", "decisions"])
def test_a_form_shows_what_was_chosen_even_if_nothing_fits_it(
    stage: Stage, page: str
) -> None:
    told = text_of(stage, f"/en/{page}", "?destination=KP&class=9Z")
    for name in ("KP", "9Z"):
        assert f'"selected": true, "value": "{name}"' in told.replace(
            f'"value": "{name}", "selected": true',
            f'"selected": true, "value": "{name}"',
        )
    assert NONE["en"] in told


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_search_that_finds_nothing_says_so_and_shows_no_empty_table(
    stage: Stage, tongue: str
) -> None:
    told = text_of(stage, f"/{tongue}/decisions", "?q=zzzz")
    assert NONE[tongue] in told
    assert "table decisions" not in told
    assert "table decisions" in text_of(stage, f"/{tongue}/decisions")


def test_of_chosen_years_is_not_said_what_holds_for_the_whole_ledger(
    stage: Stage,
) -> None:
    told = text_of(stage, "/en/withheld", "?to=2019")
    assert "No decisions of the chosen years are withheld." in told
    assert "No decisions are withheld in this ledger." not in told
    told = text_of(stage, "/en/released-tables", "?to=2019")
    assert "No tables on the chosen years have been released." in told


def test_a_share_of_nothing_is_said_in_words(stage: Stage) -> None:
    told = text_of(stage, "/en/like-cases", "?destination=KP")
    assert "Within this selection no refusal has a granted like case." in told
    told = text_of(stage, "/en/departures", "?destination=KP")
    assert "no decision with a decisive finding can be judged" in told


def test_where_there_is_no_second_version_none_is_to_be_chosen(stage: Stage) -> None:
    assert '"name": "version"' in text_of(stage, "/en/framework-change")
    told = text_of(stage, "/en/framework-change", "?asof=2021-03-01")
    assert '"name": "version"' not in told
    assert "has no framework with a second version" in told


def test_a_single_bar_is_as_wide_as_its_period() -> None:
    quarter = Axis(
        periods=(date(2018, 1, 1),),
        step=91,
        names=("2018 Q1",),
        incomplete=True,
        bands=(),
        marks=(),
        incomplete_text="incomplete",
    )
    series = [Series(name="granted", colour="#000000", counts=(20,))]
    (bar,) = bars_over_time(quarter, series, dark=False)["data"]
    assert bar["width"] / 86_400_000 == pytest.approx(76.4, abs=0.1)


def test_what_stands_along_an_axis_is_named_for_who_cannot_point_at_it() -> None:
    axis = Axis(
        periods=(date(2018, 1, 1), date(2018, 4, 1)),
        step=91,
        names=("2018 Q1", "2018 Q2"),
        incomplete=False,
        bands=(),
        marks=(Mark(day=date(2018, 2, 1), text="a list"),),
        incomplete_text="",
        marks_text="new list or event",
    )
    series = [Series(name="granted", colour="#000000", counts=(20, 30))]
    figure = bars_over_time(axis, series, dark=False)
    assert figure["layout"]["showlegend"]
    assert [one["name"] for one in figure["data"] if one.get("showlegend", True)] == [
        "granted",
        "new list or event",
    ]
    lines, _ = draw(figure, 600)
    assert "new list or event" in " ".join(map(str, lines))


def test_without_repeats_no_zero_is_counted(stage: Stage) -> None:
    told = text_of(stage, "/en/completeness")
    assert "No reference occurs more than once" in told
    assert "0 references" not in told
