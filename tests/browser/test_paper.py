"""Pages on paper: words are whole, and what a figure says can be read."""

import shutil
import subprocess

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visits import drawn, until, watched

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="make browser"),
]

WIDTHS = "[...document.querySelectorAll('.figure')].map(one => one._fullLayout.width)"


def printed(page: Page) -> str:
    """Return what a page says on paper, in the order of its content."""
    return subprocess.run(
        ["pdftotext", "-raw", "-", "-"],
        input=page.pdf(format="A4"),
        capture_output=True,
        check=True,
    ).stdout.decode()


@pytest.mark.parametrize(
    ("place", "headings"),
    [
        ("nl/like-cases", ["eindgebruik", "bevindingen", "verschillende"]),
        ("nl/destinations?destination=CN", ["besluiten", "sondage: positief"]),
        ("en/weighing", ["decisions", "aspect"]),
    ],
)
def test_headings_of_tables_are_not_broken_by_letters(
    browser: Browser, address: str, place: str, headings: list[str]
) -> None:
    page = watched(browser, f"{address}/{place}").page
    drawn(page)
    told = printed(page)
    lines = " ".join(told.split())
    assert [one for one in headings if one not in lines] == []
    page.close()


def test_a_figure_is_drawn_for_the_width_of_the_paper_and_then_for_the_screen(
    browser: Browser, address: str
) -> None:
    page = watched(browser, f"{address}/en/overview").page
    drawn(page)
    screen = page.evaluate(WIDTHS)
    assert min(screen) > 1000
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    until(page, f"{WIDTHS}.every(width => width === 860)")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    until(page, f"{WIDTHS}.every(width => width > 1000)")
    page.close()


def test_a_heading_is_on_the_page_of_its_figure_and_a_wide_table_is_whole(
    browser: Browser, address: str
) -> None:
    page = watched(browser, f"{address}/en/completeness").page
    drawn(page)
    told = printed(page)
    page.close()
    sheets = [" ".join(one.split()) for one in told.split("\f")]
    (figure,) = (one for one in sheets if "Applications and decisions by month" in one)
    assert "of these counts add up" in figure
    assert "not processed withdrawn" in figure  # the legend
    (table,) = (one for one in sheets if "Table (98 rows)" in one)
    assert "open at the beginning" in table
    *_, last = (one for one in sheets if one.startswith("month open at the beginning"))
    assert "weegboek.example/demo/nl" in last  # what it was computed from
