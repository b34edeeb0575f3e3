"""What a specialist tests first, on the pages, in the downloads and in the queries."""

import re
from collections.abc import Iterator
from colorsys import rgb_to_hls
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

import dashboards
from dashboards.app import page
from dashboards.scene import Scene
from dashboards.stage import Stage
from dashboards.state import ViewState
from dashboards.tables import Cell
from dashboards.ui.text import PAGES
from dashboards.views import VIEWS
from dashboards.words import TONGUES, Language, Tongue
from etl.demo.home import Home
from ledger.records.terms import OUTCOMES, WEIGHTS
from tests.domain.test_traps import EU, rows

ROOT = Path(dashboards.__file__).parents[1]
SOURCES = sorted(
    path
    for path in (ROOT / "dashboards").rglob("*")
    if path.suffix in {".py", ".sql", ".toml"}
)
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))
# An aggregate whose argument is an ordinal word; a filter on one, in SQL or in a
# generator, is a count.
_AVERAGED = re.compile(
    r"\b(avg|mean|median|mode|sum|quantile\w*|stddev\w*|var_\w+)\s*\(\s*(DISTINCT\s+)?"
    r"(?:(?!\bfor\b)[^()])*\b(weight|finding|direction|weight_rank)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"[\"']({'|'.join(WEIGHTS)})[\"']\s*(:|THEN)\s*[\d.]+")
_COMPANIES = re.compile(r"ASML|\bASMI?\b|Nexperia|\bNXP\b|\b(N\.V|B\.V)\.")
_BAN = re.compile(r"\b(ban|bans|banned|exportverbod|verbod)\b", re.IGNORECASE)


def table(
    stage: Stage, name: str, state: ViewState | None = None, tongue: Tongue = "nl"
) -> list[tuple[Cell, ...]]:
    with stage.opened(state or ViewState(), Language(tongue), dark=False) as opened:
        assert opened.scene is not None
        return list(VIEWS[name].show(opened.scene).table.rows)


def said(stage: Stage, path: str, search: str = "") -> str:
    return str(page(stage, path, search, dark=False))


def test_refused_withdrawn_and_no_licence_required_have_words_of_their_own(
    stage: Stage,
) -> None:
    with stage.opened(ViewState(), Language("nl"), dark=False) as opened:
        assert opened.scene is not None
        words = [opened.scene.labels.term("outcome", code) for code in OUTCOMES]
    assert len(set(words)) == len(OUTCOMES)
    text = said(stage, "/nl/decisions")
    assert all(word in text for word in words)


def test_china_hong_kong_and_macau_stand_apart_and_their_sum_is_declared(
    stage: Stage, demo: Home
) -> None:
    found = {row[0]: row[2] for row in table(stage, "destinations")}
    ((apart, total),) = rows(
        demo,
        "SELECT count(*) FILTER (destination IN ('CN', 'HK', 'MO')), count(*)"
        " FROM decision",
    )
    both = [found[code] for code in ("CN", "HK", "MO") if code in found]
    assert len(both) >= 2
    assert sum(int(number or 0) for number in both) == apart
    text = said(stage, "/nl/destinations")
    assert "zijn hier aparte bestemmingen; samen: " in text
    assert f"({apart}/{total})" in text


@pytest.mark.parametrize("tongue", TONGUES)
def test_taiwan_is_called_taiwan(stage: Stage, tongue: Tongue) -> None:
    names = {row[0]: row[1] for row in table(stage, "destinations", tongue=tongue)}
    assert names["TW"] == "Taiwan"
    text = said(stage, f"/{tongue}/destinations")
    assert not re.search(r"Republiek China|Republic of China|Province of", text)


def test_no_state_of_the_union_is_a_destination_where_none_needs_a_licence(
    stage: Stage,
) -> None:
    for name in ("destinations", "map"):
        assert not {row[0] for row in table(stage, name)} & set(EU.split())


def test_a_global_licence_shows_no_value_and_not_a_value_of_zero(
    stage: Stage, demo: Home
) -> None:
    ((ref,),) = rows(
        demo,
        "SELECT decision_ref FROM decision WHERE authorisation_type = 'global'"
        " ORDER BY entry_index LIMIT 1",
    )
    for tongue in TONGUES:
        assert not re.search(
            r"EUR\s?0\b", said(stage, f"/{tongue}/decision", f"?ref={ref}")
        )
    assert all(row[2] != 0 for row in table(stage, "licensed-values"))


def test_an_amendment_adds_no_grant_and_a_revocation_takes_none_away(
    stage: Stage, demo: Home
) -> None:
    ((granted, decisions, revoked, modified),) = rows(
        demo,
        "SELECT count(*) FILTER (outcome_group = 'granted'), count(*),"
        " count(*) FILTER (status LIKE 'revoked%'), (SELECT count(*) FROM"
        " decision_event WHERE event_type = 'modified') FROM decision",
    )
    assert revoked > 0
    assert modified > 0
    text = said(stage, "/nl/overview")
    assert f"({granted}/{decisions})" in text
    happened = {row[1] for row in table(stage, "events")}
    assert {"vergunning ingetrokken (door overheid)"} <= happened


def colours(value: Any) -> Iterator[str]:
    """Every colour in six digits, wherever in a figure it stands."""
    if isinstance(value, dict):
        for part in value.values():
            yield from colours(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from colours(part)
    elif isinstance(value, str) and re.fullmatch(r"#[0-9a-f]{6}", value):
        yield value


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_colour_of_any_figure_says_good_or_bad(stage: Stage, *, dark: bool) -> None:
    seen: set[str] = set()
    with stage.opened(ViewState(), Language("nl"), dark=dark) as opened:
        assert opened.scene is not None
        for view in VIEWS.values():
            seen |= set(colours(view.show(opened.scene).figure))
    assert len(seen) > 5
    for colour in seen:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        hue, light, saturation = rgb_to_hls(*parts)
        if saturation > 0.25 and 0.15 < light < 0.9:
            assert not 80 < hue * 360 < 170, f"{colour} is green"
            assert 15 < hue * 360 < 345, f"{colour} is red"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_source_sums_or_averages_a_weight_or_makes_it_a_number(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not _AVERAGED.search(text)
    assert not _NUMBERED.search(text)


class Recorder:
    """A connection that keeps the statements it is asked."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.statements: list[str] = []

    def execute(self, statement: str, *values: Any) -> Any:
        self.statements.append(statement)
        return self.connection.execute(statement, *values)


def test_no_statement_that_is_run_averages_a_weight(stage: Stage) -> None:
    with stage.opened(ViewState(), Language("nl"), dark=False) as opened:
        assert isinstance(opened.scene, Scene)
        recorder = Recorder(opened.scene.connection)
        scene = replace(opened.scene, connection=recorder)  # type: ignore[arg-type] # it stands in for one
        for mapped in (False, True):
            asked = replace(scene, state=ViewState(mapped=mapped))
            for view in VIEWS.values():
                view.show(asked)
    assert len(recorder.statements) > len(VIEWS)
    assert any("weight" in statement for statement in recorder.statements)
    for statement in recorder.statements:
        assert not _AVERAGED.search(statement), statement


def test_the_trap_for_averages_catches_one() -> None:
    assert _AVERAGED.search("SELECT avg(weight_rank) FROM finding")
    assert _AVERAGED.search("sum(CASE weight WHEN 'decisive' THEN 3 END)")
    assert _NUMBERED.search("{'decisive': 3}")
    assert not _AVERAGED.search("count(*) FILTER (f.weight = 'decisive')")
    assert not _AVERAGED.search("sum(r.n for r in rows if r.weight == 'none')")
    assert not _AVERAGED.search("sum(decisions) FILTER (weight = 'none')")


def test_a_weight_in_a_table_is_a_word(stage: Stage) -> None:
    words = {row[3] for row in table(stage, "goal-weights")}
    assert words
    assert all(isinstance(word, str) and not word.isdecimal() for word in words)


@pytest.mark.parametrize(
    ("tongue", "goal"),
    [
        (
            "nl",
            "behoud van Nederlands technologisch leiderschap en westerse standaarden",
        ),
        ("en", "keeping Dutch technological leadership and western standards"),
    ],
)
def test_the_third_goal_is_shown_whole(stage: Stage, tongue: Tongue, goal: str) -> None:
    assert goal in said(stage, f"/{tongue}/strategic-goals")


def test_the_page_does_not_call_the_text_of_the_framework_public(stage: Stage) -> None:
    text = said(stage, "/en/frameworks")
    assert "its full text is for the committee" in text
    assert "weighing_method" not in text


@pytest.mark.parametrize("tongue", TONGUES)
def test_public_reports_of_a_service_are_called_annual_reports(
    stage: Stage, tongue: Tongue
) -> None:
    with stage.opened(ViewState(), Language(tongue), dark=False) as opened:
        assert opened.scene is not None
        kinds = opened.scene.labels.terms["source_kind"]
    word = {"nl": "jaarverslag", "en": "annual report"}[tongue]
    assert all(word in kinds[kind] for kind in ("aivd_annual", "mivd_annual"))


@pytest.mark.parametrize("path", [*SOURCES, *DOCUMENTS], ids=lambda path: path.name)
def test_a_licence_duty_is_not_called_a_ban_on_any_page(path: Path) -> None:
    found = _BAN.search(path.read_text("utf-8"))
    assert found is None, found


def test_no_goal_is_shown_before_the_framework_was_adopted(stage: Stage) -> None:
    found = table(stage, "goal-weights", ViewState(last_year=2020, grain="month"))
    assert {row[0] for row in found} <= {"dec 2020"}
    assert table(stage, "goal-weights", ViewState(last_year=2019)) == []


def test_no_national_list_is_shown_before_it_was_in_force(stage: Stage) -> None:
    months = [str(row[0]) for row in table(stage, "question-1")][1:]
    assert months
    assert min(months) >= "2023-09"
    starts = {row[2]: row[3] for row in table(stage, "versions")}
    assert starts["2023-09-01"] == "1 september 2023"


@pytest.mark.parametrize("path", [*SOURCES, *DOCUMENTS], ids=lambda path: path.name)
def test_no_page_and_no_document_of_the_demo_names_a_company(path: Path) -> None:
    assert not _COMPANIES.search(path.read_text("utf-8"))


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_page_and_every_download_says_that_the_demo_is_synthetic(
    stage: Stage, client: FlaskClient, tongue: Tongue
) -> None:
    mark = {"nl": "Synthetische demonstratie", "en": "Synthetic demo"}[tongue]
    for name in PAGES:
        assert mark in said(stage, f"/{tongue}/{name}"), name
    for name in VIEWS:
        text = client.get(f"/data/{name}.csv?lang={tongue}").data.decode("utf-8-sig")
        assert text.startswith(f"# {mark}"), name
