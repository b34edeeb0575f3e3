"""The sealed demo: opened by the committee, and in nothing that is public."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from etl.demo.applications import Plan
from etl.demo.confidential_part import AUDIENCE, INVENTED, with_confidential_part
from etl.demo.home import Home
from etl.demo.market import read_market
from etl.demo.timeline import Timeline
from etl.ingest.revision import changed_fields
from etl.warehouse.build import build_warehouse
from etl.warehouse.reader import open_current
from etl.warehouse.verified import LedgerInput
from ledger.audit import audit
from ledger.audit.codes import REMARKS
from ledger.entry import Entry
from ledger.records.decision import LicenceDecision
from ledger.records.rules import content_breaches
from ledger.signer import load_signer
from ledger.store import Ledger
from ledger.vault.audience_key import load_identity
from ledger.vault.erasing import Ground, erase
from ledger.vault.pack import check_pack, make_pack
from ledger.vault.vault_files import Vault
from tests.etl.demo_home import SEALED, make_demo


@pytest.fixture
def home(sealed_demo: Home) -> Home:
    return sealed_demo


def decisions(home: Home) -> list[tuple[int, LicenceDecision]]:
    size = home.reader.checkpoint().size
    records = [Entry.parse(raw).record for raw in home.reader.entries(0, size)]
    return [
        (index, record)
        for index, record in enumerate(records)
        if isinstance(record, LicenceDecision)
    ]


def withheld(home: Home) -> list[int]:
    size = home.reader.checkpoint().size
    raws = enumerate(home.reader.entries(0, size))
    return [i for i, raw in raws if Entry.parse(raw).kind == "withheld_decision"]


def opened(home: Home, index: int) -> Any:
    identity = load_identity(home.identity)
    pack = make_pack(Vault(home.vault), home.reader, identity, AUDIENCE, [index])
    found = check_pack(pack.open(identity), pack.origin, home.reader, home.policy())
    return next(iter(found))


def test_it_audits_clean(home: Home) -> None:
    findings = audit(home.reader, home.policy()).findings
    assert [one for one in findings if one.code not in REMARKS] == []


def test_the_committee_reads_what_the_public_does_not(home: Home) -> None:
    index, public = next(
        (index, one)
        for index, one in decisions(home)
        if one.weighing is not None
        and any(found.weight == "decisive" for found in one.weighing.criteria)
    )
    whole = opened(home, index)
    assert public.exporter is None
    assert whole.record.exporter.name.startswith(INVENTED)
    assert "weighing.criteria.note" in whole.fields
    assert whole.leaf == next(home.reader.leaf_hashes(index, index + 1)).hex()


def test_no_name_stands_in_anything_public(home: Home) -> None:
    names = [opened(home, index).record.exporter.name for index, _ in decisions(home)]
    inside = [opened(home, index).record.decision for index in withheld(home)]
    assert {one.destination for one in inside} > {"CN"}
    names += [one.exporter.name for one in inside]
    public = [home.ledger, home.warehouse, home.vault]
    raw = b"".join(
        file.read_bytes()
        for place in public
        for file in place.rglob("*")
        if file.is_file()
    )
    assert len(names) == SEALED.decisions
    assert [name for name in set(names) if name.encode() in raw] == []


def test_no_cell_of_the_warehouse_holds_a_name(home: Home) -> None:
    """DuckDB packs its texts: so every table is read as well."""
    name = opened(home, decisions(home)[5][0]).record.exporter.name
    with open_current(home.warehouse).cursor() as database:
        tables = database.execute("select table_name from duckdb_tables()").fetchall()
        assert tables
        for (table,) in tables:
            sought = f'select count(*) from "{table}" t where t::varchar like ?'  # noqa: S608 - our own tables
            assert database.execute(sought, [f"%{name}%"]).fetchone() == (0,), table


def test_an_erasure_in_it_passes_the_build_after(tmp_path: Path) -> None:
    home = make_demo(tmp_path / "home", Plan(
        decisions=60, sealed=True, seed=3, until=date(2020, 3, 1)))  # fmt: skip
    index = decisions(home)[5][0]
    clock = lambda: datetime(2020, 3, 3, tzinfo=UTC)  # noqa: E731 - a stopped clock
    ledger = Ledger.open(home.ledger, load_signer(home.signer), clock)
    ground = Ground("V-1", date(2020, 3, 3), selection_category="12.3")
    vault = Vault(home.vault)
    with vault.held():
        erase(vault, ledger, index, frozenset(), ground)
    built = build_warehouse(
        home.warehouse, [LedgerInput(reader=home.reader, policy=home.policy())]
    )
    assert built.current.ledgers[0].size == ledger.size
    findings = audit(home.reader, home.policy()).findings
    assert "erasure_unknown" not in {one.code for one in findings}


def test_what_is_invented_breaks_no_rule() -> None:
    market = read_market()
    source = Timeline(market, SEALED).records()
    dated, seen = next(source, None), 0
    while dated is not None:
        whole = with_confidential_part(dated.record, market)
        assert list(content_breaches(whole)) == []
        seen += 1
        try:
            dated = source.send(f"{seen:064x}")
        except StopIteration:
            break
    assert seen > SEALED.decisions


def test_a_source_that_is_read_again_corrects_no_digest(home: Home) -> None:
    sealed = decisions(home)[5][1]
    assert sealed.digests
    assert changed_fields(sealed, replace(sealed, digests=())) == ()
    moved = replace(sealed, destination="XX", digests=())
    assert changed_fields(sealed, moved) == ("destination",)
