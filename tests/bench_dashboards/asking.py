"""Asking the server for pages: one reader, and eight at the same time."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Final
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from dashboards.app import ask_beforehand, make_app
from dashboards.ui import text
from etl.demo.home import Home
from etl.warehouse.reader import Warehouse
from tests.bench_dashboards.row import Row, p95
from tests.dashboards.stages import verifier_of

READERS = 8
Taken = tuple[float, float]
"""Milliseconds of one answer: by the clock, and of CPU."""
_FIRST: Final = "asked for the first time"
_OF_ALL: Final = "callback of a page, {}, p95 of all pages"
FIRST_ASKED: Final = _OF_ALL.format(_FIRST)
"""What the row says that the target of the callbacks is about."""
SELECTIONS = ("", "?destination=CN", "?from=2021&class=3B", "?outcome=refused")


def _asked(place: str) -> dict[str, object]:
    """Return the question of a browser that is at an address."""
    return {
        "output": "page.tree",
        "outputs": {"id": "page", "property": "tree"},
        "inputs": [{"id": "page", "property": "address", "value": place}],
        "changedPropIds": ["page.address"],
        "parsedChangedPropsIds": ["page.address"],
    }


def places() -> list[str]:
    """Return the pages of figures, each with several selections."""
    return [f"/nl/{name}{search}" for name in text.PAGES for search in SELECTIONS]


def alone(home: Home, repeat: int = 3) -> list[Row]:
    """Ask for every page in turn, in this process, so that CPU time can be had.

    First what the server asks by itself of every new build, then every selection: a
    selection that nobody asked for yet is told apart from one that is remembered.
    """
    verifier = verifier_of(home)
    app = make_app(Warehouse(home.warehouse), verifier)
    client = app.server.test_client()
    began, worked = time.perf_counter(), time.process_time()
    ask_beforehand(app.stage)
    beforehand = Row(
        "asking a new build for every page, by the server itself",
        (time.perf_counter() - began) * 1000,
        None,
        "ms",
        (time.process_time() - worked) * 1000,
    )
    _once(client, "/nl/about")  # what is made once for the process
    first = {place: [_once(client, place)] for place in places()}
    again = {place: [_once(client, place) for _ in range(repeat)] for place in places()}
    return [beforehand, *_rows(_FIRST, first), *_rows("asked again", again)]


def _rows(when: str, taken: dict[str, list[Taken]]) -> Iterator[Row]:
    """Yield the rows of all pages together, then of each, the slowest first."""
    every = [one for ones in taken.values() for one in ones]
    yield _row(_OF_ALL.format(when), every, 60)
    pages: dict[str, list[Taken]] = {}
    for place, ones in taken.items():
        pages.setdefault(place.partition("?")[0], []).extend(ones)
    for name, ones in sorted(
        pages.items(), key=lambda one: -p95([wall for wall, _ in one[1]])
    ):
        yield _row(f"- of `{name}`, {when}, p95", ones, None)


def _row(what: str, taken: list[Taken], target: float | None) -> Row:
    walls, cpus = zip(*taken, strict=True)
    return Row(what, p95(walls), target, "ms", p95(cpus))


def _once(client: FlaskClient, place: str) -> Taken:
    began, worked = time.perf_counter(), time.process_time()
    answer = client.post("/_dash-update-component", json=_asked(place))
    assert answer.status_code == 200, place
    assert text.NO_BUILD.nl not in answer.get_data(as_text=True), place
    return (
        (time.perf_counter() - began) * 1000,
        (time.process_time() - worked) * 1000,
    )


def side_by_side(url: str, each: int = 40) -> Iterator[Row]:
    """Let several readers ask for pages of figures at the same time, over HTTP."""
    host = urlsplit(url).netloc
    every = places()

    def read(reader: int) -> list[float]:
        line = HTTPConnection(host)
        taken = []
        for turn in range(each):
            body = json.dumps(_asked(every[(reader * 7 + turn) % len(every)]))
            began = time.perf_counter()
            line.request(
                "POST",
                "/_dash-update-component",
                body,
                {"Content-Type": "application/json", "Accept-Encoding": "gzip"},
            )
            answer = line.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            taken.append((time.perf_counter() - began) * 1000)
        return taken

    with ThreadPoolExecutor(READERS) as pool:
        taken = [one for ones in pool.map(read, range(READERS)) for one in ones]
    yield Row(f"{READERS} readers at once, p95 of an answer", p95(taken), 250, "ms")
