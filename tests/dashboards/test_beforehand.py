"""A new build is asked before readers do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, cast

from dashboards.app import ask_beforehand, page
from dashboards.beforehand import Beforehand
from dashboards.stage import Stage
from dashboards.ui.text import PAGES
from etl.demo.home import Home
from etl.errors import WarehouseError
from etl.warehouse.connection import Connection
from etl.warehouse.reader import Build, Warehouse
from tests.dashboards.stages import verifier_of


class Counted:
    """A cursor that keeps what it was asked."""

    def __init__(self, cursor: Connection, asked: list[str]) -> None:
        self._cursor = cursor
        self._asked = asked

    def execute(self, statement: str, parameters: Any = ()) -> Any:
        self._asked.append(statement)
        return self._cursor.execute(statement, parameters)


class Counting(Warehouse):
    """A warehouse that keeps every question that reaches it."""

    def __init__(self, home: Home) -> None:
        super().__init__(home.warehouse)
        self.asked: list[str] = []

    @contextmanager
    def cursor(
        self, as_of: date | None = None, *, build: Build | None = None
    ) -> Iterator[Connection]:
        with super().cursor(as_of, build=build) as cursor:
            yield cast("Connection", Counted(cursor, self.asked))


class Builds:
    """Builds that come one after another, and how often each was asked."""

    def __init__(self) -> None:
        self.newest: str | None = "first"
        self.asked: list[str | None] = []
        self.fails = False

    def name(self) -> str:
        if self.newest is None:
            raise WarehouseError("no build")
        return self.newest

    def ask(self) -> None:
        self.asked.append(self.newest)
        if self.fails:
            raise RuntimeError("a page is broken")


def test_each_build_is_asked_once() -> None:
    builds = Builds()
    beforehand = Beforehand(builds.name, builds.ask)
    beforehand.look()
    beforehand.look()
    builds.newest = "second"
    beforehand.look()
    assert builds.asked == ["first", "second"]


def test_neither_a_missing_build_nor_a_page_that_fails_ends_it() -> None:
    builds = Builds()
    beforehand = Beforehand(builds.name, builds.ask)
    builds.newest = None
    beforehand.look()
    builds.newest, builds.fails = "broken", True
    beforehand.look()
    builds.newest, builds.fails = "sound", False
    beforehand.look()
    assert builds.asked == ["broken", "sound"]


def test_the_first_reader_of_a_page_asks_the_warehouse_nothing(demo: Home) -> None:
    warehouse = Counting(demo)
    stage = Stage(warehouse, verifier_of(demo))
    ask_beforehand(stage)
    assert warehouse.asked
    warehouse.asked.clear()
    for name in PAGES:
        for tongue in ("nl", "en"):
            page(stage, f"/{tongue}/{name}", "", dark=True)
    # Names of codes are read once for each language, and kept apart.
    assert {one.split(" FROM ")[-1].split(" ")[0] for one in warehouse.asked} <= {
        "country",
        "product_class",
        "term",
    }
