"""Look at every page: ``make screenshots`` takes each in all its looks.

Two widths, two schemes and two languages, from a real server on a small demo, with a
contact sheet of each look; the best of them become the pictures of the README.
"""

import argparse
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from dashboards.ui.text import PAGES
from dashboards.words import TONGUES, Tongue
from etl.demo.home import Home
from etl.warehouse.reader import open_current
from tests.browser.visits import CHROMIUM, FLAGS, ROOT, drawn, serve, watched
from tests.etl.demo_home import make_demo

WIDTHS: Final = (1280, 390)
SCHEMES: Final = ("light", "dark")
BEST: Final = {"overview": 1130, "destinations": 1262, "decision": 1230}
"""Pages of which the README has a picture, and down to where, in pixels."""
CHOSEN: Final = {
    "compare-destinations": "compare?by=destination&one=CN&other=TW",
    "compare-periods": "compare?by=period&one=2024&other=2025",
    "destination": "destinations?destination=CN",
    "question": "questions?question=2",
}
"""Pages on which a reader chose something."""
MOST_IN_README: Final = 300_000

Look = tuple[Tongue, str, int]

_SHEET: Final = """<!doctype html><meta charset="utf-8"><title>{look}</title>
<style>body {{ margin: 12px; font: 12px sans-serif; display: grid; gap: 12px;
grid-template-columns: repeat(6, 1fr) }} figure {{ margin: 0 }}
div {{ height: {height}px; overflow: hidden; border: 1px solid #888 }}
img {{ width: 100%; display: block }}</style>
{pages}
"""


def decision_of(home: Home) -> str:
    """Return the reference of a decision that was weighed and refused."""
    with open_current(home.warehouse).cursor() as cursor:
        ((ref,),) = cursor.execute(
            "SELECT decision_ref FROM decision WHERE framework_applies"
            " ORDER BY outcome = 'refused' DESC, decision_ref LIMIT 1"
        ).fetchall()
    return str(ref)


def named(page: str, look: Look) -> str:
    """Return the name of a picture: ``overview-nl-light-1280.png``."""
    return f"{page}-{'-'.join(map(str, look))}.png"


def take(
    browser: Browser, address: str, places: dict[str, str], look: Look, out: Path
) -> None:
    """Take every page in one look, whole, and their contact sheet."""
    tongue, scheme, width = look
    for name, place in places.items():
        seen = watched(
            browser, f"{address}/{tongue}/{place}", width=width, scheme=scheme
        )
        drawn(seen.page)
        seen.page.screenshot(path=out / named(name, look), full_page=True)
        seen.page.close()
    sheet = out / f"sheet-{'-'.join(map(str, look))}"
    pages = "\n".join(
        f"<figure><div><img src='{named(name, look)}'></div>"
        f"<figcaption>{name}</figcaption></figure>"
        for name in places
    )
    text = _SHEET.format(look=sheet.name, pages=pages, height=420)
    sheet.with_suffix(".html").write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    page.goto(sheet.with_suffix(".html").resolve().as_uri())
    page.screenshot(path=sheet.with_suffix(".png"), full_page=True)
    page.close()


def best(browser: Browser, address: str, places: dict[str, str]) -> None:
    """Write the pictures of the README: the first screen of the best pages."""
    for name, height in BEST.items():
        seen = watched(browser, f"{address}/en/{places[name]}")
        seen.page.set_viewport_size({"width": WIDTHS[0], "height": height})
        drawn(seen.page)
        picture = ROOT / "docs" / f"{name}.png"
        seen.page.screenshot(path=picture)
        seen.page.close()
        if (size := picture.stat().st_size) > MOST_IN_README:
            message = f"{picture.name}: {size} bytes, at most {MOST_IN_README}"
            raise SystemExit(message)


def main() -> None:
    """Take what is asked for: every look of every page, unless told less."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pages", nargs="*", default=[*PAGES, "decision", *CHOSEN])
    parser.add_argument("--widths", nargs="*", type=int, default=WIDTHS)
    parser.add_argument("--schemes", nargs="*", choices=SCHEMES, default=SCHEMES)
    parser.add_argument("--tongues", nargs="*", choices=TONGUES, default=TONGUES)
    parser.add_argument("--best", action="store_true", help="the README's too")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        home = make_demo(Path(place) / "home")
        every = {name: name for name in PAGES}
        every["decision"] = f"decision?ref={decision_of(home)}"
        every |= CHOSEN
        places = {name: every[name] for name in asked.pages}
        server, address = serve(home)
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            browser.new_context()
            if asked.best:
                best(browser, address, every)
            for look in product(asked.tongues, asked.schemes, asked.widths):
                take(browser, address, places, look, asked.out)
            browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
