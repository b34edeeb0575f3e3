"""Pages before hostile addresses and texts, and whether anything leaves the host."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, Route

from dashboards.ui.text import PAGES
from tests.browser.visits import drawn, until, visit, watched

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SCRIPT = "<img src=x onerror='window.pwned=1'><script>window.pwned=1</script>"


class Listener:
    """Stands in for the rest of the internet and counts who calls."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.calls: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                with caller:
                    caller.settimeout(2)
                    with suppress(OSError):
                        self.calls.append(caller.recv(4096))

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def outside() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


def test_no_page_sends_anything_to_another_host(
    browser: Browser, address: str, outside: Listener
) -> None:
    # Only of this context: what the browser sends of its own accord goes elsewhere.
    proxy = {"server": f"http://127.0.0.1:{outside.port}", "bypass": "127.0.0.1"}
    context = browser.new_context(proxy=proxy)  # type: ignore[arg-type] # as documented
    page = context.new_page()
    for name in PAGES:
        page.goto(f"{address}/en/{name}")
        until(page, "document.querySelectorAll('main h1').length > 0")
        drawn(page)
    assert outside.calls == []
    with suppress(Error):
        page.goto("http://control.example/")
    assert any(b"control.example" in call for call in outside.calls)
    context.close()


def test_the_policy_stops_what_a_script_would_send(
    browser: Browser, address: str
) -> None:
    page = visit(browser, f"{address}/en/about")
    stopped = page.evaluate(
        "fetch('http://127.0.0.1:9/').then(() => 'sent', error => error.name)"
    )
    assert stopped == "TypeError"
    page.close()


def test_no_figure_offers_to_share_its_data_or_a_picture_without_proof(
    browser: Browser, address: str
) -> None:
    page = visit(browser, f"{address}/en/overview")
    drawn(page)
    page.locator(".js-plotly-plot").first.hover()
    assert page.locator(".js-plotly-plot").count() > 0
    assert page.locator(".modebar, .modebar-btn, [data-title]").count() == 0
    assert page.get_by_role("link", name="PNG").count() > 0
    page.close()


def harmless(page: Page) -> None:
    assert page.evaluate("window.pwned === undefined")
    assert (
        page.evaluate("document.querySelectorAll('main script, main img').length") == 0
    )


@pytest.mark.parametrize(
    "place",
    [
        f"nl/decisions?q={SCRIPT}",
        f"nl/decision?ref={SCRIPT}",
        f"en/{SCRIPT.replace('/', '%2f')}",
        f"en/overview?{SCRIPT}={SCRIPT}",
        "en/decisions?q=javascript:window.pwned=1",
    ],
)
def test_a_script_in_an_address_is_text(
    browser: Browser, address: str, place: str
) -> None:
    seen = watched(browser, f"{address}/{place}")
    harmless(seen.page)
    assert seen.outside == []
    assert seen.complaints == []
    seen.page.close()


def test_a_script_in_a_rationale_is_text(browser: Browser, address: str) -> None:
    def poison(route: Route) -> None:
        answer = route.fetch().json()
        page = answer["response"]["page"]  # its tree is JSON, as a text
        marked = json.dumps(f"Decisions {SCRIPT}")
        page["tree"] = page["tree"].replace('"Decisions"', marked)
        route.fulfill(body=json.dumps(answer), content_type="application/json")

    page = browser.new_page()
    page.route(lambda url: "update-component" in url, poison)
    page.goto(f"{address}/en/decisions")
    until(
        page,
        "(document.querySelector('main h1')?.textContent || '').includes('onerror')",
    )
    harmless(page)
    page.close()
