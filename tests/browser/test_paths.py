"""Whole paths in a real Chromium against a real server, as readers would go."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    sync_playwright,
)

from etl.demo.home import Home

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

CHROMIUM = shutil.which("chromium")
ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(home: Home) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    command = [sys.executable, "-m", "weegboek", "serve", "--home", str(home.path)]
    server = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT)
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server, f"http://127.0.0.1:{port}"
        assert server.poll() is None, "the server ended"
        time.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.fixture(scope="module")
def address(demo: Home) -> Iterator[str]:
    server, url = serve(demo)
    yield url
    server.terminate()
    server.wait()


@dataclass
class Visit:
    """A page in the browser, with what it asked for and complained of."""

    page: Page
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("no chromium: make browser installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def until(page: Page, condition: str) -> None:
    """Wait for a condition; Playwright's own waiting needs eval, which pages forbid."""
    for _ in range(300):
        try:
            if page.evaluate(condition):
                return
        except Error as error:
            if "context was destroyed" not in str(error):  # on the way to a page
                raise
        time.sleep(0.2)
    raise AssertionError(condition)


def watched(
    browser: Browser, url: str, *, width: int = 1280, scheme: str = "light"
) -> Visit:
    """Open an address and wait for its heading."""
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    seen = Visit(page)
    host = "/".join(url.split("/")[:3])

    def note(request: Request) -> None:
        if not request.url.startswith((host, "data:", "blob:")):
            seen.outside.append(request.url)

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            seen.complaints.append(said.text)

    page.on("request", note)
    page.on("console", hear)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.goto(url)
    ready = "document.querySelectorAll('main h1').length > 0"
    until(page, ready)
    return seen


def visit(
    browser: Browser, url: str, *, width: int = 1280, scheme: str = "light"
) -> Page:
    return watched(browser, url, width=width, scheme=scheme).page


def heading_of(page: Page) -> str:
    return page.locator("main h1").text_content() or ""


PAGES = (
    "overview",
    "destinations",
    "product-classes",
    "strategic-goals",
    "decisions",
    "integrity",
)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_draws_without_complaint_or_outside_request(
    browser: Browser,
    address: str,
    name: str,
) -> None:
    seen = watched(browser, f"{address}/nl/{name}")
    page = seen.page
    figures = page.locator(".figure").count()
    drawn = f"document.querySelectorAll('.main-svg').length >= {figures}"
    until(page, drawn)
    assert seen.outside == []
    assert seen.complaints == []
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.locator("text=Synthetische demonstratie").count() >= 1
    assert page.locator("[data-title*='cloud'], .modebar-btn--logo").count() == 0
    page.close()


def test_a_phone_needs_no_sideways_scrolling(browser: Browser, address: str) -> None:
    for name in PAGES:
        page = visit(browser, f"{address}/en/{name}", width=390, scheme="dark")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        page.close()


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
    page.click("form button[type=submit]")
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
    page = visit(browser, f"{address}/nl/overview")
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
