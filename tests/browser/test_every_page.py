"""What holds of every page in both languages, looked at in one visit to each."""

import subprocess
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from dashboards.ui.text import PAGES
from dashboards.words import TONGUES
from etl.demo.home import Home
from etl.warehouse.reader import open_current
from tests.browser.visits import ROOT, Visit, drawn, until, watched

AXE = ROOT / "data" / "local" / "axe" / "axe.min.js"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

NOTICE = {"nl": "Synthetische demonstratie", "en": "Synthetic demo"}
SELECTION = {"nl": "Keuze: alles", "en": "from year 2021; China"}
SCHEMES = {"nl": "light", "en": "dark"}
OTHER = {"light": "dark", "dark": "light"}
WIDTHS = (390, 640)  # a phone, and 1280 pixels at 200 %
MOST_ON_PAPER = 2_000_000
DECISIONS = {
    "decision": "SELECT decision_ref FROM decision WHERE framework_applies LIMIT 1",
    "decision, withheld": "SELECT decision_ref FROM withheld_decision LIMIT 1",
}
COLOURS = "{runOnly: ['color-contrast', 'link-in-text-block']}"


def place_of(demo: Home, name: str, tongue: str) -> str:
    """Ask in Dutch for all there is, in English for a selection."""
    asked = ["destination=CN&from=2021"] if tongue == "en" else []
    if name in DECISIONS:
        with open_current(demo.warehouse).cursor() as cursor:
            ((ref,),) = cursor.execute(DECISIONS[name]).fetchall()
        asked.append(f"ref={ref}")
        name = "decision"
    return f"{tongue}/{name}?{'&'.join(asked)}"


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("name", [*PAGES, *DECISIONS])
def test_every_page(  # noqa: PLR0913, PLR0917 - fixtures and cases
    browser: Browser,
    address: str,
    demo: Home,
    subtests: pytest.Subtests,
    name: str,
    tongue: str,
) -> None:
    place = f"{address}/{place_of(demo, name, tongue)}"
    seen = watched(browser, place, scheme=SCHEMES[tongue])
    page = seen.page
    drawn(page)
    with subtests.test("draws without complaint or outside request"):
        draws_in_peace(seen, tongue)
    with subtests.test("does not scroll sideways on a phone or enlarged twice"):
        fits(page)
    with subtests.test("has checkpoint and selection on paper, which is light"):
        prints(page, tongue)
    with subtests.test("keeps no reader out, says axe"):
        assert violations(page, "{}") == []
    with subtests.test("is readable in the other scheme, says axe"):
        turned(page, OTHER[SCHEMES[tongue]])
        assert violations(page, COLOURS) == []
    page.evaluate("localStorage.removeItem('scheme')")
    page.close()


def draws_in_peace(seen: Visit, tongue: str) -> None:
    page = seen.page
    assert seen.outside == []
    assert seen.complaints == []
    assert page.evaluate("document.documentElement.lang") == tongue
    assert page.locator(f"text={NOTICE[tongue]}").count() >= 1
    assert page.locator(".modebar-btn").count() == 0


def fits(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        until(page, f"document.documentElement.scrollWidth <= {width}")
    page.set_viewport_size({"width": 1280, "height": 900})


def prints(page: Page, tongue: str) -> None:
    pdf = page.pdf(format="A4")
    assert len(pdf) < MOST_ON_PAPER
    # -raw: in the order of the content, so no table is woven into the head.
    told = subprocess.run(
        ["pdftotext", "-raw", "-l", "1", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    told = " ".join(told.split())
    assert "weegboek.example/demo/nl" in told
    assert SELECTION[tongue] in told
    assert NOTICE[tongue] in told
    page.emulate_media(media="print")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(media="screen")
    assert ground == "rgb(255, 255, 255)"


def turned(page: Page, scheme: str) -> None:
    """Press the button that turns light into dark, which loads the page again."""
    with page.expect_navigation():
        page.click("button.scheme")
    until(page, "document.querySelectorAll('main h1').length > 0")
    drawn(page)
    assert page.evaluate("document.documentElement.dataset.scheme") == scheme


def violations(page: Page, options: str) -> list[str]:
    if not AXE.is_file():
        pytest.skip("axe-core is not there: make browser")
    page.evaluate(
        "document.querySelectorAll('details').forEach(one => one.open = true)"
    )
    page.evaluate(AXE.read_text("utf-8"))  # as an inspector would, beside the policy
    found: list[dict[str, Any]] = page.evaluate(
        f"axe.run({options}).then(done => done.violations)"
    )
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"]
    ]
