"""A small demo, made once for all tests that read it."""

from datetime import UTC, date, datetime
from pathlib import Path

from etl.demo.applications import Plan
from etl.demo.home import Home, make_ledger
from etl.demo.market import read_market
from etl.warehouse.build import build_warehouse
from etl.warehouse.verified import LedgerInput

PLAN = Plan(decisions=900, seed=3, until=date(2026, 3, 1))
SEALED = Plan(decisions=300, sealed=True, seed=3, until=date(2026, 3, 1))


def make_demo(path: Path, plan: Plan = PLAN) -> Home:
    home = Home(path)
    clock = lambda: datetime(2026, 3, 2, tzinfo=UTC)  # noqa: E731 - a stopped clock
    make_ledger(home, read_market(), plan, clock)
    given = LedgerInput(reader=home.reader, policy=home.policy())
    build_warehouse(home.warehouse, [given])
    return home
