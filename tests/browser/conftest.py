from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from etl.demo.home import Home
from tests.browser.visits import CHROMIUM, FLAGS, serve


@pytest.fixture(scope="session")
def address(demo: Home) -> Iterator[str]:
    """Where a server of the demo is, for tests that change nothing behind it."""
    server, url = serve(demo)
    yield url
    server.terminate()
    server.wait()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser whose first context, and with it its cache, all visits share."""
    if CHROMIUM is None:
        pytest.fail("no chromium: make browser installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        chromium.new_context()
        yield chromium
        chromium.close()
