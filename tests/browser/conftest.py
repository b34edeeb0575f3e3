from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from etl.demo.home import Home
from tests.browser.visits import CHROMIUM, FLAGS, serve


@pytest.fixture(scope="module")
def address(demo: Home) -> Iterator[str]:
    server, url = serve(demo)
    yield url
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("no chromium: make browser installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
