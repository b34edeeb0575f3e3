"""Nobody is kept out: a keyboard, a phone, and less movement."""

import pytest
from playwright.sync_api import Browser

from tests.browser.visits import drawn, until, visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_rows_of_decisions_are_blocks_with_their_headings_on_a_phone(
    browser: Browser, address: str
) -> None:
    page = visit(browser, f"{address}/en/decisions", width=390)
    cell = "document.querySelector('.table.decisions tbody td')"
    said = page.evaluate(f"getComputedStyle({cell}, '::before').content")
    assert said == page.evaluate(f"JSON.stringify({cell}.dataset.heading)")
    assert page.evaluate(f"getComputedStyle({cell}).display") == "grid"
    assert page.evaluate("document.querySelector('.scroll.whole').scrollWidth") <= 390
    page.close()


@pytest.mark.parametrize("name", ["overview", "decisions", "integrity"])
def test_every_control_is_reached_by_tab_and_shows_that_it_is(
    browser: Browser, address: str, name: str
) -> None:
    page = visit(browser, f"{address}/en/{name}")
    drawn(page)
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, select, textarea, summary,"
        " input:not([type=hidden])')].filter(one => one.checkVisibility()).length"
    )
    reached = 0
    for _ in range(wanted + 60):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(() => { const one = document.activeElement;"
            # A date's day, month and year are three stops of one control.
            " if (one && one.seen && one.type === 'date') { return 'within'; }"
            " if (!one || one === document.body || one.seen) { return 'end'; }"
            " one.seen = true; return getComputedStyle(one).outlineStyle; })()"
        )
        if here == "end":
            break
        if here == "within":
            continue
        assert here != "none"
        reached += 1
    assert reached >= wanted
    page.close()


def test_nothing_moves_for_who_asked_for_that(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/nl/overview")
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    until(page, "document.querySelectorAll('main h1').length > 0")
    drawn(page)
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(one =>"
        " getComputedStyle(one).animationName !== 'none').length"
    )
    assert moving == 0
    page.close()


def test_what_is_closed_beneath_a_figure_stands_in_a_row_and_opens_to_its_width(
    browser: Browser, address: str
) -> None:
    page = visit(browser, f"{address}/en/overview")
    drawn(page)
    beneath = page.locator(".beneath").first
    closed = beneath.locator(":scope > details:not([open])")
    assert closed.count() == 4
    boxes = [one.bounding_box() for one in closed.all()]
    assert len({round(box["y"]) for box in boxes if box}) == 1
    beneath.locator(":scope > details > summary").first.click()
    opened = beneath.locator(":scope > details[open]").bounding_box()
    around = beneath.bounding_box()
    assert opened is not None
    assert around is not None
    assert opened["width"] == pytest.approx(around["width"], abs=1)
    page.close()


def test_what_is_open_beneath_a_figure_has_nothing_beside_it(
    browser: Browser, address: str
) -> None:
    page = visit(browser, f"{address}/en/overview")
    drawn(page)
    beneath = page.locator(".beneath").first
    beneath.locator(":scope > .drawer > summary").first.click()
    opened = beneath.locator(":scope > .drawer[open]").bounding_box()
    after = beneath.locator(":scope > .drawer:not([open])").first.bounding_box()
    assert opened is not None
    assert after is not None
    assert after["y"] >= opened["y"] + opened["height"] - 1
    page.close()
