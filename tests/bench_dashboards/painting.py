"""When figures are seen: a headless Chromium with nothing cached."""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.bench_dashboards.row import Row
from tests.browser.visits import CHROMIUM, FLAGS, drawn, until

NAMES = ("overview", "destinations", "strategic-goals", "weighing")
# By the page's own clock: when each figure was there.
WATCH = """
window.seen = [];
setInterval(() => {
  const drawn = document.querySelectorAll('.figure .main-svg:first-child').length;
  while (drawn > window.seen.length) { window.seen.push(performance.now()); }
}, 10);
"""


def painted(url: str, repeat: int = 5) -> Iterator[Row]:
    """Open pages of figures, each time in a new context."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in NAMES:
            taken = [_once(browser, f"{url}/nl/{name}") for _ in range(repeat)]
            first, last, cpu = (median(ones) for ones in zip(*taken, strict=True))
            yield Row(f"first figure of `{name}`, cold, median", first, 1200, "ms")
            yield Row(f"all figures of `{name}`, cold, median", last, 2000, "ms", cpu)
        browser.close()


def _once(browser: Browser, address: str) -> tuple[float, float, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    metrics = context.new_cdp_session(page)
    metrics.send("Performance.enable")
    page.goto(address, wait_until="commit")
    until(page, "document.querySelectorAll('main h1').length > 0")
    drawn(page)
    figures = page.locator(".figure").count()
    until(page, f"window.seen.length >= {figures}")
    seen = page.evaluate("window.seen")
    told = metrics.send("Performance.getMetrics")["metrics"]
    cpu = next(one["value"] for one in told if one["name"] == "TaskDuration")
    context.close()
    return seen[0], seen[-1], cpu * 1000
