"""Readers who come back, look up a word, or want an answer, in a real Chromium."""

import pytest
from playwright.sync_api import Browser

from dashboards.queries.question import questions
from etl.demo.home import Home
from tests.browser.test_every_page import violations
from tests.browser.visits import drawn, heading_of, until, visit, watched

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

KEPT = "localStorage.getItem('weegboek-visits')"
SHOWN = "document.querySelector('.visit[data-shown]') !== null"


def test_every_public_question_is_answered_in_at_most_three_clicks(
    browser: Browser, address: str
) -> None:
    page = visit(browser, f"{address}/en/overview")
    page.get_by_role("link", name="Questions", exact=True).click()
    until(page, "document.querySelector('main h1')?.textContent === 'Questions'")
    clicks = 1
    for one in questions():
        if one.tier == "committee" and one.answered == "no":
            continue
        # From the list, which also stands below every answer: the second click.
        link = page.get_by_role(
            "link", name=f"answer to question {one.number}", exact=True
        )
        link.click()
        until(page, f"location.search.includes('question={one.number}')")
        until(page, f"document.getElementById('question-{one.number}-title') !== null")
        card = page.locator(f"section[aria-labelledby='question-{one.number}-title']")
        assert any(letter.isdigit() for letter in card.locator(".summary").inner_text())
        assert card.locator("tbody tr").count() > 0
        assert clicks + 1 <= 3
        # The third leads to the page with more, which understands its address.
        more = page.locator(".answer p", has_text="More:").locator("a").first
        where = more.get_attribute("href") or ""
        assert where.startswith("/en/"), where
    page.close()


def test_a_visit_is_remembered_only_on_request_and_can_be_forgotten(
    browser: Browser, address: str, demo: Home
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/nl/last-visit")
    until(page, SHOWN)
    cookies = [cookie.get("name") for cookie in context.cookies()]
    assert page.evaluate(KEPT) is None
    assert "bewaart niets" in page.locator(".remembered").inner_text()
    page.locator("[data-visit=remember]").press("Enter")
    size = demo.reader.checkpoint().size
    assert f'"seen":"{size}.' in page.evaluate(KEPT)
    assert [cookie.get("name") for cookie in context.cookies()] == cookies
    page.reload()
    until(page, SHOWN)
    page.locator(".remembered a").click()
    until(page, "location.search.includes('seen=')")
    until(page, "document.querySelector('main .notice.sound') !== null")
    assert "Wat u zag, staat er nog" in page.locator("main").inner_text()
    until(page, SHOWN)
    page.locator("[data-visit=forget]").click()
    assert page.evaluate(KEPT) is None
    assert page.locator(".remembered a").count() == 0
    # What something else left there is not followed.
    page.evaluate(
        "localStorage.setItem('weegboek-visits', JSON.stringify("
        "{'demo-nl': {seen: '1&ref=<b>', day: '2026-01-01'}}))"
    )
    page.reload()
    until(page, SHOWN)
    assert page.locator(".remembered a").count() == 0
    context.close()


def test_a_word_opens_to_its_meaning_by_keyboard_without_scrolling_sideways(
    browser: Browser, address: str
) -> None:
    page = visit(browser, f"{address}/nl/last-visit", width=390)
    words = page.locator(".lead .term")
    assert words.count() > 2
    word = words.nth(1)
    word.locator("summary").focus()
    assert not word.locator("span").is_visible()
    page.keyboard.press("Enter")
    assert word.locator("span").is_visible()
    page.evaluate("document.querySelectorAll('.term').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_two_sides_stand_beside_each_other_for_everyone(
    browser: Browser, address: str
) -> None:
    page = visit(browser, f"{address}/en/destinations?destination=CN", width=390)
    page.get_by_role("link", name="Compare China with…").click()
    until(page, "document.querySelector('main h1')?.textContent === 'Compare'")
    page.select_option("select[name=other]", "TW")
    page.click("form.selection button[type=submit]")
    until(page, "document.getElementById('compare-outcomes-title') !== null")
    drawn(page)
    assert "by=destination&one=CN&other=TW" in page.url.replace("ledger=demo-nl&", "")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page, "{}") == []
    page.close()


def test_a_dutch_page_names_months_in_dutch(browser: Browser, address: str) -> None:
    where = f"{address}/nl/figure/outcomes?from=2024&to=2024&grain=month"
    seen = watched(browser, where)
    drawn(seen.page)
    ticks = " ".join(seen.page.locator(".xtick text").all_text_contents())
    assert "mei" in ticks or "mrt" in ticks or "okt" in ticks, ticks
    assert "May" not in ticks
    assert "Oct" not in ticks
    assert heading_of(seen.page)
    assert seen.complaints == []
    seen.page.close()
