import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
from typer.testing import CliRunner

from etl.demo.home import Home
from etl.errors import UnverifiedError, WarehouseError
from etl.warehouse.build import build_warehouse
from etl.warehouse.command import app
from etl.warehouse.current import read_current
from etl.warehouse.reader import open_current
from etl.warehouse.schema import parse_tables, tables
from etl.warehouse.verified import LedgerInput
from ledger.audit import AuditResult, audit
from ledger.records.decision import LicenceDecision
from ledger.records.event import DecisionEvent
from ledger.records.values import Text
from ledger.tree import leaf_hash
from tests.ledger.ledgers import Home as Small
from tests.ledger.ledgers import make_home
from tests.ledger.records.sample_records import decision, framework


def given(home: Small | Home) -> LedgerInput:
    policy = home.policy() if isinstance(home, Home) else home.policy
    return LedgerInput(reader=home.reader, policy=policy)


def with_framework(home: Small, refs: list[str]) -> dict[str, str]:
    """Append a framework and decisions under it; give their leaf hashes."""
    leaves: dict[str, str] = {}
    raw = list(home.reader.entries(0, home.reader.checkpoint().size))
    known = [leaf_hash(entry).hex() for entry in raw if b"framework_version" in entry]
    with home.open().appending() as batch:
        leaf = known[0] if known else batch.append(framework()).leaf_hash.hex()
        for ref in refs:
            leaves[ref] = batch.append(weighed(ref, leaf)).leaf_hash.hex()
    return leaves


def weighed(ref: str, leaf: str) -> LicenceDecision:
    base = decision()
    assert base.weighing is not None
    weighing = msgspec.structs.replace(base.weighing, framework=leaf)
    return msgspec.structs.replace(base, decision_ref=ref, weighing=weighing)


def content(warehouse: Path) -> dict[str, list[tuple[object, ...]]]:
    current = read_current(warehouse)
    assert current is not None
    # As the pages open it: others of this process may have it open, and all must alike.
    with open_current(warehouse).cursor() as connection:
        return {
            table.name: connection.execute(f"FROM {table.name} ORDER BY ALL").fetchall()
            for table in tables()
        }


@pytest.fixture
def home(tmp_path: Path) -> Small:
    return make_home(tmp_path / "home")


def event(ref: str, leaf: str, kind: str, **fields: object) -> DecisionEvent:
    return DecisionEvent(
        decision=leaf,
        decision_ref=ref,
        event_ref=f"{ref}/{kind}",
        event_type=kind,  # type: ignore[arg-type] # tests pass any word
        occurred_on=date(2023, 5, 6),
        **fields,  # type: ignore[arg-type] # fields of the record
    )


def leaf_of_framework(home: Small) -> str:
    for raw in home.reader.entries(0, home.reader.checkpoint().size):
        if b'"kind":"framework_version"' in raw:
            return leaf_hash(raw).hex()
    raise AssertionError


def moved_to_japan(home: Small, leaf: str) -> DecisionEvent:
    """Return a correction of decision A, whose destination becomes another."""
    return event(
        "A",
        leaf,
        "correction",
        corrected=msgspec.structs.replace(
            weighed("A", leaf_of_framework(home)), destination="JP"
        ),
        correction_reason="data_entry",
        changed_fields=("destination",),
        reason=Text(en="Why."),
    )


def test_every_table_and_column_says_what_it_means(demo: Home) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        silent = cursor.execute(
            "SELECT table_name, column_name FROM duckdb_columns()"
            " WHERE NOT internal AND comment IS NULL"
        ).fetchall()
    assert silent == []


def test_a_column_without_a_comment_cannot_be_declared() -> None:
    text = "-- A table.\nCREATE TABLE t (\n    a INTEGER NOT NULL\n);\n"
    with pytest.raises(ValueError, match="no comment"):
        list(parse_tables(text))


def test_an_incremental_build_equals_a_full_one(home: Small, tmp_path: Path) -> None:
    leaves = with_framework(home, ["A", "B", "C"])
    first = build_warehouse(tmp_path / "w", [given(home)])
    assert first.how == "full"
    assert build_warehouse(tmp_path / "w", [given(home)]).how == "unchanged"
    with_framework(home, ["D"])
    reason = Text(en="Why.")
    with home.open().appending() as batch:
        batch.append(moved_to_japan(home, leaves["A"]))
        day = date(2023, 5, 6)
        batch.append(
            event("B", leaves["B"], "revoked", effective_on=day, reason=reason)
        )
    assert build_warehouse(tmp_path / "w", [given(home)]).how == "incremental"
    build_warehouse(tmp_path / "full", [given(home)], full=True)
    assert content(tmp_path / "w") == content(tmp_path / "full")
    rows = {row[3]: row for row in content(tmp_path / "w")["decision"]}
    assert "JP" in rows["A"]
    assert "revoked" in rows["B"]
    assert "in_force" in rows["C"]
    assert len(content(tmp_path / "w")["decision_original"]) == 1


def test_a_correction_after_an_event_is_built_alike_in_one_go_and_in_steps(
    home: Small, tmp_path: Path
) -> None:
    leaves = with_framework(home, ["A", "B"])
    reason = Text(en="Why.")
    day = date(2023, 5, 6)
    with home.open().appending() as batch:
        batch.append(
            event("A", leaves["A"], "revoked", effective_on=day, reason=reason)
        )
    build_warehouse(tmp_path / "w", [given(home)])
    with home.open().appending() as batch:
        batch.append(moved_to_japan(home, leaves["A"]))
    assert build_warehouse(tmp_path / "w", [given(home)]).how == "incremental"
    build_warehouse(tmp_path / "full", [given(home)], full=True)
    assert content(tmp_path / "w") == content(tmp_path / "full")


def test_of_two_corrections_the_last_is_read_and_the_decision_as_decided_is_kept(
    home: Small, tmp_path: Path
) -> None:
    leaves = with_framework(home, ["A"])
    first = moved_to_japan(home, leaves["A"])
    assert first.corrected is not None
    to_korea = msgspec.structs.replace(first.corrected, destination="KR")
    with home.open().appending() as batch:
        batch.append(first)
        batch.append(
            msgspec.structs.replace(first, event_ref="A/again", corrected=to_korea)
        )
    build_warehouse(tmp_path / "w", [given(home)])
    with open_current(tmp_path / "w").cursor() as cursor:
        read = cursor.execute("SELECT destination, events FROM decision").fetchall()
        kept = cursor.execute("SELECT destination FROM decision_original").fetchall()
    assert read == [("KR", 2)]
    assert kept == [(decision().destination,)]


def test_every_table_is_the_same_whoever_fills_it_and_however_often_it_is_written(
    demo: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.warehouse.load.PIECE", 100)
    monkeypatch.setattr("etl.warehouse.load._ROW_GROUP", 1_500)
    build_warehouse(tmp_path / "w", [given(demo)], processes=2)
    assert content(tmp_path / "w") == content(demo.warehouse)


def test_a_demo_built_in_three_steps_equals_one_built_at_once(
    demo: Home, tmp_path: Path
) -> None:
    size = demo.reader.checkpoint().size
    for part in (size // 2, size - 300):
        build_warehouse(tmp_path / "w", [given(demo).up_to(part)])
    assert build_warehouse(tmp_path / "w", [given(demo)]).how == "incremental"
    assert content(tmp_path / "w") == content(demo.warehouse)


def audited_from(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note from which entry on each audit of a build reads."""
    since: list[int] = []

    def noting(*args: Any, **options: Any) -> AuditResult:
        result = audit(*args, **options)
        since.append(result.since)
        return result

    monkeypatch.setattr("etl.warehouse.verified.audit", noting)
    return since


def test_what_the_last_build_holds_is_not_audited_again(
    home: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_framework(home, ["A", "B"])
    since = audited_from(monkeypatch)
    build_warehouse(tmp_path / "w", [given(home)])
    with_framework(home, ["C"])
    assert build_warehouse(tmp_path / "w", [given(home)]).how == "incremental"
    with_framework(home, ["D"])
    assert build_warehouse(tmp_path / "w", [given(home)], full=True).how == "full"
    assert since == [0, 4, 0]


def test_when_the_last_build_is_of_no_use_everything_is_audited(
    home: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_framework(home, ["A", "B"])
    current = build_warehouse(tmp_path / "w", [given(home)]).current
    with_framework(home, ["C"])
    path = tmp_path / "w" / current.file
    path.write_bytes(path.read_bytes() + b"\0")
    since = audited_from(monkeypatch)
    assert build_warehouse(tmp_path / "w", [given(home)]).how == "full"
    other = make_home(tmp_path / "other")
    with_framework(home, ["D"])
    both = [given(home), given(other)]
    assert build_warehouse(tmp_path / "w", both).how == "full"
    # Each time the audit of what was added came before that was seen.
    assert since == [4, 0, 5, 0, 0, 0]


def test_a_fork_of_what_was_built_is_not_built_upon(
    home: Small, tmp_path: Path
) -> None:
    with_framework(home, ["A"])
    copy = tmp_path / "copy"
    shutil.copytree(home.path, copy)
    with_framework(home, ["B"])
    build_warehouse(tmp_path / "w", [given(home)])
    forked = Small(copy, home.clock)
    with_framework(forked, ["C", "D"])
    assert build_warehouse(tmp_path / "w", [given(forked)]).how == "full"
    build_warehouse(tmp_path / "full", [given(forked)])
    assert content(tmp_path / "w") == content(tmp_path / "full")


def test_an_event_on_a_decision_of_later_stops_a_build_in_steps(
    home: Small, tmp_path: Path
) -> None:
    with_framework(home, ["A"])
    build_warehouse(tmp_path / "w", [given(home)])
    with home.open().appending() as batch:
        batch.append(event("A", "ab" * 32, "expired"))
    with pytest.raises((UnverifiedError, WarehouseError)):
        build_warehouse(tmp_path / "w", [given(home)])


def test_two_ledgers_stand_side_by_side(
    home: Small, demo: Home, tmp_path: Path
) -> None:
    with_framework(home, ["A"])
    result = build_warehouse(tmp_path / "w", [given(home), given(demo)])
    assert [ledger.slug for ledger in result.current.ledgers] == ["nl", "demo-nl"]
    rows = content(tmp_path / "w")["decision"]
    assert {row[0] for row in rows} == {1, 2}


def test_nothing_is_built_from_a_ledger_that_does_not_verify(
    home: Small, tmp_path: Path
) -> None:
    with_framework(home, ["A"])
    build_warehouse(tmp_path / "w", [given(home)])
    before = read_current(tmp_path / "w")
    path = next((home.ledger / "tile" / "entries").rglob("3"))
    path.write_bytes(path.read_bytes().replace(b"TW", b"TX"))
    with pytest.raises(UnverifiedError, match="nothing was built") as caught:
        build_warehouse(tmp_path / "w", [given(home)])
    assert "entry 2: entry_altered" in " ".join(caught.value.findings)
    assert read_current(tmp_path / "w") == before


def test_an_event_on_a_decision_that_is_not_there_stops_the_build(
    home: Small, tmp_path: Path
) -> None:
    with home.open().appending() as batch:
        batch.append(event("A", "ab" * 32, "expired"))
    with pytest.raises(UnverifiedError) as caught:
        build_warehouse(tmp_path / "w", [given(home)])
    assert "entry 1: event_unknown" in " ".join(caught.value.findings)
    assert read_current(tmp_path / "w") is None


def test_only_the_last_three_builds_are_kept(home: Small, tmp_path: Path) -> None:
    for number in range(5):
        with_framework(home, [f"N{number}"])
        build_warehouse(tmp_path / "w", [given(home)])
    assert len(list((tmp_path / "w").glob("*.duckdb"))) == 3
    assert not list((tmp_path / "w").glob(".building-*"))


def test_a_reader_goes_over_to_a_new_build(home: Small, tmp_path: Path) -> None:
    with_framework(home, ["A"])
    build_warehouse(tmp_path / "w", [given(home)])
    warehouse = open_current(tmp_path / "w")
    with_framework(home, ["B"])
    build_warehouse(tmp_path / "w", [given(home)])
    with warehouse.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM decision").fetchall() == [(2,)]


def test_a_reader_can_neither_write_nor_reach_outside(
    demo: Home, tmp_path: Path
) -> None:
    with open_current(demo.warehouse).cursor() as cursor:
        for statement in (
            "DELETE FROM decision",
            f"COPY decision TO '{tmp_path}/out.csv'",
            "SELECT * FROM read_csv('/etc/hostname')",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                cursor.execute(statement)


def test_a_damaged_or_missing_build_is_not_read(home: Small, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="holds no build"):
        open_current(tmp_path / "w")
    with_framework(home, ["A"])
    build_warehouse(tmp_path / "w", [given(home)])
    (path,) = (tmp_path / "w").glob("*.duckdb")
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(bytes(raw))
    with pytest.raises(WarehouseError, match="SHA-256 differs"):
        open_current(tmp_path / "w")
    path.unlink()
    with pytest.raises(WarehouseError, match="cannot read"):
        open_current(tmp_path / "w")
    (tmp_path / "w" / "CURRENT.json").write_text("{}")
    with pytest.raises(WarehouseError, match="malformed"):
        open_current(tmp_path / "w")


def test_a_build_of_other_tables_asks_to_be_made_again(
    home: Small, tmp_path: Path
) -> None:
    build_warehouse(tmp_path / "w", [given(home)])
    path = tmp_path / "w" / "CURRENT.json"
    current = json.loads(path.read_bytes())
    path.write_text(json.dumps({**current, "schema": 0}))
    with pytest.raises(WarehouseError, match="build it again"):
        open_current(tmp_path / "w")


def test_the_command_builds_and_refuses(home: Small, tmp_path: Path) -> None:
    runner = CliRunner()
    policy = str(home.signer / "policy")
    words = [str(home.ledger), "--policy", policy, "--warehouse", str(tmp_path / "w")]
    built = runner.invoke(app, [*words, "--json"])
    assert built.exit_code == 0
    assert json.loads(built.stdout)["how"] == "full"
    assert "unchanged" in runner.invoke(app, words).stdout
    assert runner.invoke(app, [*words, "--policy", policy]).exit_code == 2
    (home.ledger / "checkpoint").write_text("nonsense")
    refused = runner.invoke(app, words)
    assert refused.exit_code == 1
    assert "checkpoint_malformed" in refused.stderr


def test_a_decision_that_names_an_unknown_framework_stops_the_build(
    home: Small, tmp_path: Path
) -> None:
    with home.open().appending() as batch:
        batch.append(decision())
    with pytest.raises(UnverifiedError) as caught:
        build_warehouse(tmp_path / "w", [given(home)])
    assert "entry 1: framework_unknown" in " ".join(caught.value.findings)
