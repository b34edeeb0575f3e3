"""What a page is on a phone: the menu is one line, and no name is cut."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_every_page import violations
from tests.browser.visits import drawn, watched

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PHONE = 390
NAMES = """[...document.querySelectorAll('.figure')].flatMap(one =>
    [...one.querySelectorAll('.annotation-text, .ytick text, .y2tick text')].map(
        text => [text.textContent, text.getBoundingClientRect(),
            one.getBoundingClientRect()]))
    .filter(([, text, figure]) => text.left < figure.left - 1
        || text.right > figure.right + 1).map(([name]) => name)"""


OVERLAPPING = """[...document.querySelectorAll('.figure')].flatMap(figure => {
    const texts = [...figure.querySelectorAll('.annotation-text')].map(
        text => [text.textContent, text.getBoundingClientRect()]);
    return texts.flatMap(([one, a], at) => texts.slice(at + 1).filter(([other, b]) =>
        a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 2 && b.top < a.bottom - 2
    ).map(([other]) => `${one} / ${other}`));
})"""
LEGENDS = NAMES.replace(".annotation-text, .ytick text, .y2tick text", ".legendtext")
COMPARED = "compare?by=destination&one=CN&other=TW"


@pytest.fixture
def phone(browser: Browser, address: str, request: pytest.FixtureRequest) -> Page:
    page = watched(browser, f"{address}/nl/{request.param}", width=PHONE).page
    drawn(page)
    return page


@pytest.mark.parametrize(
    "phone",
    [
        *("destinations", "product-classes", "timeliness", "frameworks"),
        *("withheld", "departures", COMPARED),
    ],
    indirect=True,
)
def test_no_name_in_a_figure_is_cut_and_none_lies_on_another(phone: Page) -> None:
    assert phone.evaluate(NAMES) == []
    assert phone.evaluate(LEGENDS) == []
    assert phone.evaluate(OVERLAPPING) == []
    phone.close()


@pytest.mark.parametrize("phone", ["weighing"], indirect=True)
def test_shares_in_a_grid_have_room_and_the_grid_is_moved_along(phone: Page) -> None:
    assert phone.evaluate(OVERLAPPING) == []
    assert phone.locator(".moved").count() >= 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE
    phone.close()


@pytest.mark.parametrize("phone", ["destinations"], indirect=True)
def test_a_grid_of_many_columns_is_moved_by_keys_and_the_page_is_not(
    phone: Page,
) -> None:
    grid = phone.locator(".moved")
    assert grid.count() == 1
    assert "more" in str(grid.get_attribute("class")).split()
    grid.focus()
    phone.keyboard.press("ArrowRight")
    phone.wait_for_timeout(400)
    assert grid.evaluate("one => one.scrollLeft") > 0
    grid.evaluate("one => { one.scrollLeft = one.scrollWidth; }")
    phone.wait_for_timeout(400)
    assert "more" not in str(grid.get_attribute("class")).split()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE
    phone.close()


@pytest.mark.parametrize("phone", ["overview"], indirect=True)
def test_one_line_opens_the_menu_which_stands_open_where_there_is_room(
    phone: Page,
) -> None:
    link = phone.locator("header nav a", has_text="Gelijke gevallen")
    assert not link.is_visible()
    phone.locator(".menu > summary").focus()
    phone.keyboard.press("Enter")
    assert link.is_visible()
    phone.keyboard.press("Enter")
    assert not link.is_visible()
    phone.set_viewport_size({"width": 1280, "height": 900})
    assert link.is_visible()
    assert not phone.locator(".menu > summary").is_visible()
    phone.close()


@pytest.mark.parametrize(
    "phone", ["overview", "like-cases", "destinations", "decisions"], indirect=True
)
def test_a_phone_keeps_no_reader_out_says_axe(phone: Page) -> None:
    assert violations(phone, "{}") == []
    phone.close()


@pytest.mark.parametrize("phone", ["strategic-goals"], indirect=True)
def test_the_heading_of_a_row_leaves_room_and_stays_when_a_table_is_moved_along(
    phone: Page,
) -> None:
    for drawer in phone.locator("details:has(.scroll)").all():
        drawer.evaluate("one => { one.open = true; }")
    tables = [
        one
        for one in phone.locator(".scroll").all()
        if one.evaluate("one => one.scrollWidth > one.clientWidth")
    ]
    assert tables
    for table in tables:
        table.evaluate("one => { one.scrollLeft = one.scrollWidth; }")
        for heading in ("tbody th", "thead th"):
            box = table.locator(heading).first.bounding_box()
            assert box is not None
            assert 0 <= box["x"] < PHONE / 10
            assert box["width"] < PHONE / 2
    phone.close()
