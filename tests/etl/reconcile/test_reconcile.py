# ruff: noqa: S608 - the statements are those of a forger, on a copy

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import duckdb
import msgspec
import pytest

import weegboek
from etl.demo.home import Home
from etl.errors import WarehouseError
from etl.reconcile import Discrepancy, reconcile
from etl.warehouse.build import build_warehouse
from etl.warehouse.current import read_current, write_current
from etl.warehouse.verified import LedgerInput
from ledger.durable import Disk

ORIGIN = "weegboek.example/demo/nl"


def input_of(demo: Home) -> LedgerInput:
    return LedgerInput(reader=demo.reader, policy=demo.policy())


@pytest.fixture
def copy(demo: Home, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo.warehouse, tmp_path / "warehouse"))


def altered(warehouse: Path, *statements: str) -> None:
    """Alter a build as someone would who also knows of ``CURRENT.json``."""
    current = read_current(warehouse)
    assert current is not None
    path = warehouse / current.file
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    digest = Path(path).read_bytes()
    sealed = msgspec.structs.replace(current, sha256=sha256(digest).hexdigest())
    write_current(warehouse, sealed, Disk())


def value(warehouse: Path, query: str) -> int:
    current = read_current(warehouse)
    assert current is not None
    path = str(warehouse / current.file)
    with duckdb.connect(path, read_only=True) as connection:
        ((found,),) = connection.execute(query).fetchall()
    return int(found)


def test_a_warehouse_as_built_reconciles_also_when_the_ledger_grew(
    demo: Home, tmp_path: Path
) -> None:
    given = input_of(demo)
    assert reconcile(demo.warehouse, [given]) == ()
    build_warehouse(tmp_path, [given.up_to(900)])
    assert reconcile(tmp_path, [given]) == ()


def test_every_missing_extra_and_altered_row_is_reported_by_entry_index(
    demo: Home, copy: Path
) -> None:
    one, other, third = (
        value(
            copy,
            "SELECT entry_index FROM decision WHERE outcome_group = 'refused'"
            f" ORDER BY 1 LIMIT 1 OFFSET {place}",
        )
        for place in (0, 1, 2)
    )
    altered(
        copy,
        f"UPDATE decision SET destination = 'XX' WHERE entry_index = {one}",
        f"DELETE FROM refusal_ground WHERE entry_index = {other} AND position = 1",
        "INSERT INTO withheld_field SELECT ledger_id, entry_index, 'lines', 'forged'"
        f" FROM decision WHERE entry_index = {third}",
    )
    found = {(row.kind, row.table, row.index): row for row in reconcile_of(demo, copy)}
    assert set(found) == {
        ("altered", "decision", one),
        ("missing", "refusal_ground", other),
        ("extra", "withheld_field", third),
    }
    change = found["altered", "decision", one]
    assert change.origin == ORIGIN
    assert change.in_warehouse == {"destination": "XX"}
    assert set(change.in_ledger) == {"destination"}
    assert f"{ORIGIN}, entry {one}, decision: altered: destination is 'XX'" in str(
        change
    )
    assert "ground='forged'" in str(found["extra", "withheld_field", third])


def reconcile_of(demo: Home, warehouse: Path) -> tuple[Discrepancy, ...]:
    return reconcile(warehouse, [input_of(demo)])


@pytest.mark.parametrize(
    ("statement", "kind", "table"),
    [
        ("UPDATE cube_decision SET decisions = decisions + 1", "altered", None),
        ("CREATE TABLE shadow (n BIGINT)", "extra", "shadow"),
        ("DROP TABLE cube_ground", "missing", "cube_ground"),
        ("ALTER TABLE cube_entry ADD COLUMN more BIGINT", "altered", "cube_entry"),
        ("UPDATE ledger SET synthetic = false", "altered", "ledger"),
        ("UPDATE term SET name_nl = 'ja' WHERE code = 'refused'", "altered", "term"),
        ("UPDATE entry SET raw = '{}' WHERE entry_index = 7", "altered", "entry"),
    ],
)
def test_cubes_tables_and_labels_are_computed_again_as_well(
    demo: Home, copy: Path, statement: str, kind: str, table: str | None
) -> None:
    altered(copy, statement)
    found = reconcile_of(demo, copy)
    assert found
    assert {row.table for row in found} == {table or "cube_decision"}
    if table is not None:
        assert {row.kind for row in found} == {kind}


def test_a_file_that_is_not_the_one_built_or_of_another_root_is_reported(
    demo: Home, copy: Path
) -> None:
    current = read_current(copy)
    assert current is not None
    (ledger,) = current.ledgers
    lie = msgspec.structs.replace(ledger, root="A" * 43 + "=")
    write_current(
        copy,
        msgspec.structs.replace(current, ledgers=(lie,), sha256="0" * 64),
        Disk(),
    )
    found = reconcile_of(demo, copy)
    assert [row.table for row in found] == [current.file, "CURRENT.json"]


@pytest.mark.parametrize(
    "change",
    [
        lambda current: msgspec.structs.replace(current, schema=0),
        lambda current: msgspec.structs.replace(current, code_lists="0" * 64),
        lambda current: msgspec.structs.replace(current, file="none.duckdb"),
        lambda current: msgspec.structs.replace(
            current,
            ledgers=(msgspec.structs.replace(current.ledgers[0], origin="a.b/c"),),
        ),
        lambda current: msgspec.structs.replace(
            current,
            ledgers=(msgspec.structs.replace(current.ledgers[0], size=10**6),),
        ),
    ],
)
def test_what_cannot_be_computed_again_is_said_and_is_no_verdict(
    demo: Home, copy: Path, change: Callable[..., object]
) -> None:
    current = read_current(copy)
    assert current is not None
    write_current(copy, change(current), Disk())  # type: ignore[arg-type] # a Current
    with pytest.raises(WarehouseError):
        reconcile_of(demo, copy)


def test_the_command_reports_rows_and_ends_with_one(
    demo: Home, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["reconcile", str(demo.ledger), "--policy", str(demo.policy_file)]
    command += ["--warehouse", str(copy), "--json"]
    assert weegboek.main(command) == 0
    assert json.loads(capsys.readouterr().out)["reconciled"]
    altered(copy, "DELETE FROM decision_event WHERE entry_index = 1400")
    altered(copy, "UPDATE decision SET outcome = 'granted' WHERE outcome = 'refused'")
    assert weegboek.main(command) == 1
    report = json.loads(capsys.readouterr().out)
    assert {row["table"] for row in report["discrepancies"]} >= {"decision"}
    command[command.index(str(copy))] = str(copy / "none")
    assert weegboek.main(command) == 3
