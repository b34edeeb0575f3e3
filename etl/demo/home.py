"""The demo on disk: a ledger, its signer, its warehouse, and the plan of it."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from secrets import token_bytes
from typing import Final

import msgspec

from etl.demo.applications import FIRST, Plan
from etl.demo.books import Dated, at
from etl.demo.confidential_part import AUDIENCE, with_confidential_part
from etl.demo.market import Market
from etl.demo.planted import Planted
from etl.demo.tables import Tables
from etl.demo.timeline import Timeline
from etl.demo.unkept import Unkept
from etl.errors import DemoError
from ledger.batch import Batch, Clock, Keeper
from ledger.durable import Disk, put_durably
from ledger.policy import Policy
from ledger.reader import LedgerReader
from ledger.records.authority import Authority
from ledger.records.record import Record
from ledger.records.values import Text
from ledger.signer import create_signer
from ledger.store import Ledger, create_ledger
from ledger.vault.audience_key import make_identity
from ledger.vault.keeper import keeping
from ledger.vault.vault_files import Audience, Vault, create_vault

ORIGIN: Final = "weegboek.example/demo/nl"
_PLAN: Final = "demo.json"

Progress = Callable[[int, int], None]
"""Told how many years are recorded, and of how many."""

AUTHORITY: Final = Authority(
    country="NL",
    manifest_from=f"{FIRST:%Y-%m}",
    notice=Text(
        nl="Aanvragen, besluiten,"
        " afwegingen en latere versies van het kader zijn verzonnen.",
        en="Applications, decisions,"
        " weighings and later versions of the framework are invented.",
    ),
    office=Text(nl="Verzonnen vergunningendienst", en="Invented licensing office"),
    origin=ORIGIN,
    synthetic=True,
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a ledger, its signer and its warehouse live together."""

    path: Path

    @property
    def ledger(self) -> Path:
        """Directory of the ledger."""
        return self.path / "ledger"

    @property
    def signer(self) -> Path:
        """Directory of the signer."""
        return self.path / "signer"

    @property
    def warehouse(self) -> Path:
        """Directory of the warehouse."""
        return self.path / "warehouse"

    @property
    def committee(self) -> Path:
        """Directory of the warehouse for the committee, which nobody makes here."""
        return self.path / "committee"

    @property
    def vault(self) -> Path:
        """Directory of the vault of a sealed demo."""
        return self.path / "vault"

    @property
    def identity(self) -> Path:
        """Directory of the keys that open it: with a real one, elsewhere."""
        return self.path / "identity"

    @property
    def policy_file(self) -> Path:
        """The keys to pin."""
        return self.signer / "policy"

    @property
    def planted_file(self) -> Path:
        """What was planted in the demo for analyses to find."""
        return self.path / "planted.json"

    def planted(self) -> Planted:
        """Return what was planted in the demo."""
        return msgspec.json.decode(self.planted_file.read_bytes(), type=Planted)

    def policy(self) -> Policy:
        """Return the keys to pin."""
        return Policy.parse(self.policy_file.read_bytes())

    @property
    def reader(self) -> LedgerReader:
        """The ledger, to be read."""
        return LedgerReader.at(self.ledger)


def made_plan(home: Home) -> Plan | None:
    """Return the plan of the demo that is already there, or None.

    Raises:
        DemoError: Something else is there, or a demo that was broken off.
    """
    plan = home.path / _PLAN
    if plan.exists():
        return msgspec.json.decode(plan.read_bytes(), type=Plan)
    if home.path.exists() and any(home.path.iterdir()):
        raise DemoError(
            f"{home.path} is not empty and holds no whole demo; remove it, or give"
            " another --home"
        )
    return None


def make_ledger(
    home: Home,
    market: Market,
    plan: Plan,
    clock: Clock,
    progress: Progress | None = None,
) -> Ledger:
    """Make the ledger of a demo: one batch, and so one checkpoint, for each year."""
    signer = create_signer(home.signer, ORIGIN)
    ledger = create_ledger(
        home.ledger,
        opening=AUTHORITY,
        signer=signer,
        clock=clock,
        recorded_at=at(FIRST, 0),
    )
    if plan.sealed:
        vault = create_vault(home.vault, ORIGIN, Disk())
        key = make_identity(home.identity, AUDIENCE, disk=Disk()).key
        vault.add_audience(Audience("committee", key))
    unkept = Unkept(plan.seed)
    timeline = Timeline(market, plan)
    records = timeline.records()
    tables, numbers, recorded_at = Tables(plan), count(1), at(FIRST, 0)
    dated: Dated | None = next(records, None)
    while dated is not None:
        year = dated.recorded_at.year
        with _keeper(home, plan, unkept) as keeper, ledger.appending(keeper) as batch:
            while dated is not None and dated.recorded_at.year == year:
                record = dated.record
                whole = with_confidential_part(record, market)
                if plan.sealed:
                    record = whole
                tables.read(next(numbers), whole)
                recorded_at = dated.recorded_at
                dated = _append(batch, record, recorded_at, records)
            if progress is not None:
                progress(year - FIRST.year + 1, plan.until.year - FIRST.year + 1)
    for released in tables.releases():
        checkpoint = ledger.reader.checkpoint()
        with ledger.appending() as batch:
            for record in released(checkpoint):
                batch.append(record, recorded_at=recorded_at)
    planted = msgspec.json.format(msgspec.json.encode(timeline.planted()))
    put_durably(Disk(), home.planted_file, planted + b"\n")
    put_durably(Disk(), home.path / _PLAN, msgspec.json.encode(plan))
    return ledger


@contextmanager
def _keeper(home: Home, plan: Plan, unkept: Unkept) -> Iterator[Keeper]:
    if not plan.sealed:
        yield unkept
        return
    with keeping(Vault(home.vault), token_bytes) as keeper:
        yield keeper


def _append(
    batch: Batch,
    record: Record,
    recorded_at: datetime,
    records: Generator[Dated, str, None],
) -> Dated | None:
    receipt = batch.append(record, recorded_at=recorded_at)
    try:
        return records.send(receipt.leaf_hash.hex())
    except StopIteration:
        return None
