"""The command ``weegboek demo``."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from etl.demo.applications import FIRST, Plan
from etl.demo.home import Home, made_plan, make_ledger
from etl.demo.market import read_market
from etl.errors import DemoError
from etl.terminal import etl_reported
from etl.warehouse.command import build_shown
from etl.warehouse.verified import LedgerInput
from ledger.cli.options import Json, now
from ledger.terminal import USAGE, fail, progress_bar, say, show

app = typer.Typer(add_completion=False)


@app.command()
def demo(
    home: Annotated[
        Path,
        typer.Option(envvar="WEEGBOEK_HOME", help="Directory to make the demo in."),
    ] = Path("data/local/demo"),
    decisions: Annotated[
        int | None,
        typer.Option(
            envvar="WEEGBOEK_DEMO_DECISIONS",
            min=1,
            help="Number of decisions; 12000 when left out.",
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            envvar="WEEGBOEK_DEMO_SEED",
            help="The same seed makes the same records; 1 when left out.",
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            envvar="WEEGBOEK_DEMO_UNTIL",
            formats=["%Y-%m-%d"],
            help="First day after the demo, the first of a month; by default of this.",
        ),
    ] = None,
    *,
    sealed: Annotated[
        bool,
        typer.Option(
            envvar="WEEGBOEK_DEMO_SEALED",
            help="Also invent what is confidential, and seal it in a vault; nearly"
            " twice as large.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Make the synthetic demo: ledger, signer and warehouse. Nothing in it is real.

    A demo that is already there is left as it is.
    """
    with etl_reported():
        place = Home(home)
        there = made_plan(place)
        plan = _plan(there, decisions, seed, until.date() if until else None)
        plan = _sealed(there, plan, sealed=sealed)
        if there is None:
            market = read_market()
            with progress_bar("recording years") as told:
                ledger = make_ledger(place, market, plan, now, told)
            say(f"made a ledger of {ledger.size} entries in {place.ledger}")
        else:
            say(f"the demo in {home} is already there")
        inputs = [LedgerInput(reader=place.reader, policy=place.policy())]
        result = build_shown(place.warehouse, inputs)
    built = result.current.ledgers[0]
    if as_json:
        shape = {
            "home": str(home),
            "decisions": plan.decisions,
            "origin": built.origin,
            "size": built.size,
            "root": built.root,
            "build": result.how,
        }
        show(json.dumps(shape))
        return
    show(f"ledger     {place.ledger}  ({built.size} entries, root {built.root})")
    show(f"policy     {place.policy_file}  (pin these keys)")
    if plan.sealed:
        show(f"vault      {place.vault}  (opened by {place.identity})")
    show(f"warehouse  {place.warehouse}  ({result.how})")
    show(f"next       weegboek audit run {place.ledger} --policy {place.policy_file}")
    show(f"           weegboek serve --home {home}")
    if plan.sealed:
        show(
            f"           weegboek build {place.ledger} --policy {place.policy_file}"
            f" --warehouse {place.committee} --tier committee --vault {place.vault}"
            f" --identity {place.identity}"
        )


def _sealed(there: Plan | None, plan: Plan, *, sealed: bool) -> Plan:
    """Return the plan as sealed as was asked for; what is there stays as it is.

    Raises:
        DemoError: The demo that is there is not sealed.
    """
    if there is None:
        return replace(plan, sealed=sealed)
    if sealed and not there.sealed:
        raise DemoError("the demo that is there is not sealed; give another --home")
    return plan


def _plan(
    there: Plan | None, decisions: int | None, seed: int | None, until: date | None
) -> Plan:
    """Return the plan asked for; what is left out is as it is there.

    Raises:
        DemoError: Another demo is there.
    """
    if until is not None and (until.day != 1 or until <= FIRST):
        fail(f"--until must be the first of a month after {FIRST:%Y-%m}", USAGE)
    this_month = now().date().replace(day=1)
    base = there or Plan(decisions=12_000, seed=1, until=this_month)
    plan = Plan(
        decisions=decisions or base.decisions,
        seed=base.seed if seed is None else seed,
        until=until or base.until,
        sealed=base.sealed,
    )
    if there is not None and plan != there:
        raise DemoError(
            f"another demo is already there ({there.decisions} decisions, seed"
            f" {there.seed}, until {there.until}); give another --home"
        )
    return plan
