"""Every figure is drawn by the Plotly that was built, and by the one of pip."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboards.precompressed import BUILT, PACKAGED
from tests.browser.visits import drawn, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.parametrize(
    "bundle",
    [
        pytest.param(
            BUILT,
            marks=pytest.mark.skipif(
                not BUILT.is_file(), reason="not built here: make plotly"
            ),
            id="built",
        ),
        pytest.param(PACKAGED, id="packaged"),
    ],
)
def test_both_bundles_draw_every_kind_of_figure(
    browser: Browser, address: str, bundle: Path
) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route(
        "**/kept/plotly-*.js",
        lambda route: route.fulfill(path=bundle, content_type="text/javascript"),
    )
    for name, marks in (
        ("destinations", (".choroplethlayer path", ".scattergeo path", ".bars path")),
        ("weighing", (".heatmaplayer image",)),
        ("timeliness", (".scatterlayer path",)),
    ):
        page.goto(f"{address}/en/{name}")
        until(page, "document.querySelectorAll('main h1').length > 0")
        drawn(page)
        for mark in marks:
            assert page.locator(mark).count() > 0, mark
    assert complaints == []
    page.close()
