"""Nobody is kept out: axe-core, a keyboard, a narrow or enlarged page, and paper."""

import subprocess
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from dashboards.ui.text import PAGES
from dashboards.words import TONGUES
from etl.demo.home import Home
from etl.warehouse.reader import open_current
from tests.browser.visits import ROOT, until, visit

AXE = ROOT / "data" / "local" / "axe" / "axe.min.js"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

NAMES = [*PAGES, "decision"]
SCHEMES = ("light", "dark", "dark", "light")
MOST_ON_PAPER = 2_000_000


def a_decision(demo: Home) -> str:
    with open_current(demo.warehouse).cursor() as cursor:
        ((ref,),) = cursor.execute(
            "SELECT decision_ref FROM decision WHERE framework_applies LIMIT 1"
        ).fetchall()
    return str(ref)


@pytest.fixture(scope="module")
def query(demo: Home) -> str:
    return f"?ref={a_decision(demo)}"


def drawn(page: Page) -> None:
    figures = page.locator(".figure").count()
    until(page, f"document.querySelectorAll('.main-svg').length >= {figures}")


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))  # as an inspector would, beside the policy
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run().then(done => done.violations)"
    )
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not there: make browser")
@pytest.mark.parametrize(
    ("tongue", "scheme"), list(zip((*TONGUES, *TONGUES), SCHEMES, strict=True))
)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_that_keeps_a_reader_out(  # noqa: PLR0913, PLR0917 - fixtures and cases
    browser: Browser, address: str, query: str, name: str, tongue: str, scheme: str
) -> None:
    search = query if name == "decision" else ""
    page = visit(browser, f"{address}/{tongue}/{name}{search}", scheme=scheme)
    drawn(page)
    page.evaluate(
        "document.querySelectorAll('details').forEach(one => one.open = true)"
    )
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_no_page_scrolls_sideways_on_a_phone_or_enlarged_twice(
    browser: Browser, address: str, query: str, name: str
) -> None:
    search = query if name == "decision" else ""
    for width in (390, 640):  # 640 is 1280 pixels at 200 %
        page = visit(browser, f"{address}/nl/{name}{search}", width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()


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


@pytest.mark.parametrize("name", NAMES)
def test_paper_has_checkpoint_and_selection_at_its_head_and_is_light(
    browser: Browser, address: str, query: str, name: str
) -> None:
    search = f"{query}&" if name == "decision" else "?"
    place = f"{address}/en/{name}{search}destination=CN&from=2021"
    page = visit(browser, place, scheme="dark")
    drawn(page)
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
    assert "from year 2021; China" in told
    assert "Synthetic demo" in told
    page.emulate_media(media="print")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
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
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{address}/nl/overview")
    until(page, "document.querySelectorAll('main h1').length > 0")
    drawn(page)
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(one =>"
        " getComputedStyle(one).animationName !== 'none').length"
    )
    assert moving == 0
    page.close()
