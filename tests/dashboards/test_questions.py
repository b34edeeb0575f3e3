import re
from datetime import date
from pathlib import Path

import pytest

from dashboards.app import page
from dashboards.queries import ledgers
from dashboards.queries import question as query
from dashboards.queries.question import answer, questions, statement
from dashboards.stage import Stage
from dashboards.state import ViewState, parse_state
from dashboards.ui.text import PAGES
from dashboards.views import VIEWS
from dashboards.words import TONGUES, Language, Tongue
from etl.demo.home import Home
from etl.warehouse.reader import open_current
from tests.dashboards.stages import text_of

"""Pages that stand on other branches and are linked by their known names."""


def test_there_are_twenty_questions_in_both_languages() -> None:
    assert [one.number for one in questions()] == list(range(1, 21))
    for one in questions():
        assert one.asks.nl.endswith("?")
        assert one.asks.en.endswith("?")
        assert one.asks.nl != one.asks.en


@pytest.mark.parametrize("number", range(1, 21))
def test_no_answer_is_typed_each_has_a_value_of_its_statement(number: int) -> None:
    one = questions()[number - 1]
    for said in (one.said.nl, one.said.en):
        assert re.search(r"\{[a-z_0-9]+\}", said), said
        # A number that is not a date or an article would be a typed answer.
        rest = re.sub(r"\{[a-z_0-9]+\}|1 [Ss]eptember 2023|3E", "", said)
        assert not re.search(r"\d", rest), said


@pytest.mark.parametrize("number", range(1, 21))
def test_every_statement_asks_one_ledger_only(number: int, demo: Home) -> None:
    assert "slug = $slug" in statement(number)
    with open_current(demo.warehouse).cursor() as cursor:
        assert answer(cursor, ledgers(cursor)[0].slug, number).rows
        elsewhere = answer(cursor, "none", number)
    shares = {c for c in elsewhere.columns if f"{c}_of" in elsewhere.columns}
    for row in elsewhere.rows:
        of = dict(zip(elsewhere.columns, row, strict=True))
        assert all(of[column] == of[f"{column}_of"] == 0 for column in shares)


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("number", range(1, 21))
def test_every_answer_stands_with_its_statement_in_both_languages(
    stage: Stage, tongue: Tongue, number: int
) -> None:
    text = str(page(stage, f"/{tongue}/questions", f"?question={number}", dark=False))
    one = questions()[number - 1]
    assert {"nl": one.asks.nl, "en": one.asks.en}[tongue] in text
    assert "slug = $slug" in text
    assert "None" not in [cell for row in _rows(stage, number, tongue) for cell in row]


def _rows(stage: Stage, number: int, tongue: Tongue) -> list[tuple[object, ...]]:
    with stage.opened(ViewState(), Language(tongue), dark=False) as opened:
        assert opened.scene is not None
        return list(VIEWS[f"question-{number}"].show(opened.scene).table.rows)


def test_what_needs_confidential_data_says_so(stage: Stage) -> None:
    text = str(page(stage, "/en/questions", "", dark=False))
    confidential = [one for one in questions() if one.tier == "committee"]
    assert len(confidential) == 9
    assert text.count("also needs confidential data") == len(confidential)
    assert {one.answered for one in confidential} <= {"in_part", "no"}


def test_every_question_leads_to_its_answer_and_on_to_pages_that_exist(
    stage: Stage,
) -> None:
    # The page of questions, the answer, the page with its filters: three clicks.
    for one in questions():
        assert one.links
        for link in one.links:
            assert link.page in PAGES, link
            assert not parse_state(link.query).unknown, link
            text = str(page(stage, f"/nl/{link.page}", link.query, dark=False))
            assert "bestaat niet" not in text


def test_an_answer_keeps_to_the_chosen_day_and_says_what_it_leaves(
    stage: Stage,
) -> None:
    asked = "?question=6&destination=CN&asof=2024-03-01"
    text = text_of(stage, "/en/questions", asked)
    assert "whichever years, destinations or classes are selected" in text
    links = re.findall(r'"href": "/en/questions\?([^"]*question=\d+)"', text)
    assert len(links) == 20
    assert {parse_state(link).as_of for link in links} == {date(2024, 3, 1)}
    assert not any("destination" in link for link in links)


def test_the_statements_are_all_there_and_all_used() -> None:
    directory = Path(query.__file__).parent / "questions"
    assert len(list(directory.glob("q*.sql"))) == len(questions())


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        (2, 2),  # with the national list, and without
        (8, 4),  # end-use, route, checks and destination
        (12, 2),  # with those withdrawn, and without
        (15, 4),  # without goals, after export, not and nothing said of countersigning
        (18, 5),  # notified, reviewed, overdue, and notices both ways
        (20, 3),  # months with a manifest, months that agree, numbers missing
    ],
)
def test_each_part_of_a_question_is_answered_with_what_it_is_a_share_of(
    stage: Stage, number: int, parts: int
) -> None:
    for tongue in TONGUES:
        with stage.opened(ViewState(), Language(tongue), dark=False) as opened:
            assert opened.scene is not None
            shown = VIEWS[f"question-{number}"].show(opened.scene)
        shares = re.findall(r"\(\d[\d.,]*/\d[\d.,]*\)", shown.summary)
        assert len(shares) == parts, shown.summary
        told = {str(cell) for row in shown.table.rows for cell in row}
        assert all(any(share in cell for cell in told) for share in shares)
