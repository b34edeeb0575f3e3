"""Readers in a real Chromium, before a real server."""

import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

from etl.demo.home import Home

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
    "--disable-features=AutofillServerCommunication,OptimizationHints,PreconnectToSearch",
    # Its search engine, which it connects to of its own accord with any page.
    "--google-base-url=http://127.0.0.1:9/",
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


@dataclass
class Visit:
    """A page in the browser, with what it asked for and complained of."""

    page: Page
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def until(page: Page, condition: str) -> None:
    """Wait for a condition; Playwright's own waiting needs eval, which pages forbid."""
    for _ in range(1200):
        try:
            if page.evaluate(condition):
                return
        except Error as error:
            if "context was destroyed" not in str(error):  # on the way to a page
                raise
        time.sleep(0.05)
    raise AssertionError(condition)


def watched(
    browser: Browser,
    url: str,
    *,
    width: int = 1280,
    scheme: str = "light",
    alone: bool = False,
) -> Visit:
    """Open an address and wait for its heading; alone: with nothing from before."""
    context = browser.new_context() if alone else browser.contexts[0]
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
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


def drawn(page: Page) -> None:
    """Wait until every figure of a page is there."""
    figures = page.locator(".figure").count()
    until(page, f"document.querySelectorAll('.main-svg').length >= {figures}")


def visit(
    browser: Browser, url: str, *, width: int = 1280, scheme: str = "light"
) -> Page:
    return watched(browser, url, width=width, scheme=scheme).page


def heading_of(page: Page) -> str:
    return page.locator("main h1").text_content() or ""
