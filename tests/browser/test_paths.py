"""Whole paths in a real Chromium against a real server, as readers would go."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from etl.demo.home import Home
from etl.warehouse.reader import open_current
from tests.browser.visits import heading_of, serve, until, visit, watched

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_the_table_beside_a_figure_equals_its_download(
    browser: Browser, address: str
) -> None:
    page = visit(browser, f"{address}/en/destinations")
    rows = page.evaluate(
        "[...document.querySelectorAll('#destinations-title ~ .beneath tbody tr')]"
        ".map(row => [...row.cells].map(cell => cell.textContent))"
    )
    link = page.evaluate(
        "document.querySelector('#destinations-title ~ .beneath .csv').href"
    )
    text = page.evaluate("url => fetch(url).then(answer => answer.text())", link)
    lines = [
        line for line in text.splitlines() if not line.startswith(("#", "\ufeff#"))
    ]
    downloaded = [line.split(",")[0] for line in lines[1:]]
    assert [row[0] for row in rows] == downloaded
    assert len(rows) > 10
    page.close()


def test_a_reader_narrows_by_destination_and_hands_on_the_address(
    browser: Browser,
    address: str,
) -> None:
    page = visit(browser, f"{address}/en/destinations")
    page.select_option("select[name=destination]", "CN")
    page.click("form.selection button[type=submit]")
    until(page, "document.title && location.search.includes('destination=CN')")
    until(page, "document.querySelector('main h1')?.textContent.includes('China')")
    again = visit(browser, page.url)
    assert "China" in heading_of(again)
    again.close()
    page.close()


def test_a_reader_goes_from_the_list_to_one_decision_by_keyboard(
    browser: Browser,
    address: str,
) -> None:
    page = visit(browser, f"{address}/nl/decisions?outcome=refused")
    link = page.locator("table.decisions tbody th a").first
    ref = link.text_content()
    link.focus()
    page.keyboard.press("Enter")
    until(page, f"document.querySelector('main h1')?.textContent.includes('{ref}')")
    assert (
        page.locator("table.weighing").count() == 1
        or "niet gepubliceerd" in page.content()
    )
    assert page.locator("pre.raw").count() == 1
    page.close()


def test_light_and_dark_can_be_chosen_and_stay(browser: Browser, address: str) -> None:
    page = watched(browser, f"{address}/nl/overview", alone=True).page
    assert page.evaluate("document.documentElement.dataset.scheme") == "light"
    with page.expect_navigation():
        page.click("button.scheme")
    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"
    page.close()


def test_a_flipped_byte_takes_every_number_off_the_pages(
    browser: Browser,
    demo: Home,
    tmp_path: Path,
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(demo.path, home.path)
    path = home.ledger / "tile" / "entries" / "000"
    raw = bytearray(path.read_bytes())
    raw[5000] ^= 1
    path.write_bytes(bytes(raw))
    server, url = serve(home)
    try:
        page = visit(browser, f"{url}/en/overview")
        assert "not verified" in heading_of(page)
        assert "entry_altered" in (page.locator("main").text_content() or "")
        assert page.locator(".figure").count() == 0
        page.close()
    finally:
        server.terminate()
        server.wait()


def test_a_reference_is_found_from_any_page_by_keyboard(
    browser: Browser, address: str, demo: Home
) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        ((ref,),) = cursor.execute(
            "SELECT decision_ref FROM decision LIMIT 1"
        ).fetchall()
    for width in (1280, 390):
        page = visit(browser, f"{address}/en/about", width=width)
        box = page.locator("#find")
        shape = box.bounding_box()
        assert shape is not None
        assert shape["width"] > 150
        box.fill(ref)
        box.press("Enter")
        until(page, f"document.querySelector('main h1')?.textContent.includes('{ref}')")
        page.close()


def test_a_figure_that_cannot_be_drawn_keeps_none_after_it_from_being_drawn(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    context.add_init_script(
        """document.addEventListener("load", ({ target }) => {
          if (target.id !== "plotly") { return; }
          const draw = window.Plotly.newPlot;
          window.Plotly.newPlot = () => {
            window.Plotly.newPlot = draw;
            throw new Error("a spoilt figure");
          };
        }, true);"""
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.goto(f"{address}/en/overview")
    until(page, "document.querySelectorAll('main .figure').length > 1")
    figures = page.locator("main .figure").count()
    drawn = (
        "[...document.querySelectorAll('main .figure')]"
        ".map(one => !!one.querySelector('.main-svg'))"
    )
    until(page, f"{drawn}.filter(Boolean).length === {figures - 1}")
    assert page.evaluate(drawn)[0] is False
    assert [text for text in said if "a spoilt figure" in text]
    context.close()
