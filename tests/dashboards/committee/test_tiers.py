"""One record, two audiences: the same entry for the public and for the committee."""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile, copytree, rmtree
from typing import Any

import duckdb
import msgspec
import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner, Result

from dashboards.app import make_app
from dashboards.committee.opened import sealed_entries
from dashboards.views import VIEWS
from etl.demo.confidential_part import INVENTED
from etl.demo.home import Home
from etl.errors import WarehouseError
from etl.reconcile import reconcile
from etl.warehouse.build import build_warehouse
from etl.warehouse.command import app as build_app
from etl.warehouse.current import read_current
from etl.warehouse.reader import Warehouse, open_current
from etl.warehouse.verified import LedgerInput
from ledger.disclosure import Disclosure
from ledger.vault.vault_files import Vault, format_records, parse_records
from tests.dashboards.committee.places import (
    Committee,
    build_for_committee,
    callback,
    tree,
)
from tests.dashboards.stages import client_of, verifier_of
from tests.ledger.commands import vault as vault_command

ROOT = Path(__file__).parents[3]


def pages(client: FlaskClient, path: str, search: str = "", **more: Any) -> str:
    """Return the text of a page as a browser gets it."""
    answer = client.post("/_dash-update-component", json=callback(path, search), **more)
    assert answer.status_code == 200
    return tree(answer)


def first_decision(warehouse: Path, condition: str = "true") -> tuple[str, int, str]:
    with open_current(warehouse).cursor() as cursor:
        (row,) = cursor.execute(
            "SELECT decision_ref, entry_index, leaf_hash FROM decision JOIN entry"  # noqa: S608 - a constant
            f" USING (ledger_id, entry_index) WHERE {condition} ORDER BY 2 LIMIT 1"
        ).fetchall()
    ref, index, leaf = row
    return ref, index, leaf


def references(warehouse: Path) -> list[str]:
    """Return decisions of each outcome, some of them corrected, and a withheld one."""
    with open_current(warehouse).cursor() as cursor:
        rows = cursor.execute(
            "SELECT min(decision_ref) FROM decision GROUP BY outcome,"
            " reading_index > entry_index"
            " UNION ALL SELECT min(decision_ref) FROM withheld_decision"
        ).fetchall()
    return [ref for (ref,) in rows]


def values_of(committee: Committee) -> set[str]:
    """Return every text that the vault of the sealed demo keeps from the public."""
    with open_current(committee.path / "warehouse", "committee").cursor() as cursor:
        rows = cursor.execute("SELECT value FROM opened_field").fetchall()
    found: set[str] = set()
    for (value,) in rows:
        found |= {one for one in texts(json.loads(value)) if one.startswith(INVENTED)}
    return found


def exporter_of(committee: Committee, index: int) -> str:
    with open_current(committee.path / "warehouse", "committee").cursor() as cursor:
        ((value,),) = cursor.execute(
            "SELECT value FROM opened_field WHERE field = 'exporter'"
            " AND entry_index = $index",
            {"index": index},
        ).fetchall()
    return str(json.loads(value)["name"])


def texts(value: Any) -> list[str]:
    """Return every text in a piece of JSON."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return (
        [one for each in value for one in texts(each)]
        if isinstance(value, list)
        else []
    )


@pytest.mark.parametrize("tongue", ["nl", "en"])
def test_both_tiers_show_the_same_decision_with_the_same_entry_hash(
    committee: Committee, tongue: str
) -> None:
    home = committee.home
    ref, index, leaf = first_decision(home.warehouse, "framework_applies")
    address, search = f"/{tongue}/decision", f"?ref={ref}"
    public = pages(client_of(home), address, search)
    shown = pages(committee.client, address, search, headers=committee.token())
    assert leaf == next(home.reader.leaf_hashes(index, index + 1)).hex()
    assert leaf in public
    assert leaf in shown
    name = exporter_of(committee, index)
    assert name.startswith(INVENTED)
    assert name in shown
    assert name not in public
    mark, banner, heading = {
        "nl": ("commissie", "Commissielaag", "Vertrouwelijke gegevens"),
        "en": ("committee", "Committee tier", "Confidential fields"),
    }[tongue]
    assert {mark, heading} <= set(texts(json.loads(shown)))
    assert banner in shown
    assert banner not in public
    assert heading not in public


def test_a_pack_checks_beside_the_public_ledger_alone(
    committee: Committee, tmp_path: Path
) -> None:
    home = committee.home
    ref, _, leaf = first_decision(home.warehouse)
    vault = tmp_path / "vault"
    copytree(home.vault, vault)
    made = vault_command(
        *("disclose", home.ledger, ref, "--vault", vault, "--name", "one"),
        *("--identity", home.identity, "--audience", "commissie"),
    )
    assert made.exit_code == 0
    elsewhere = tmp_path / "elsewhere"
    copytree(home.ledger, elsewhere / "ledger")
    copytree(home.identity, elsewhere / "keys")
    for file in (home.policy_file, Path(made.stdout.strip())):
        (elsewhere / file.name).write_bytes(file.read_bytes())
    rmtree(vault)
    said = vault_command(
        *("open", elsewhere / "ledger", elsewhere / "one.json", "--json"),
        *("--identity", elsewhere / "keys", "--policy", elsewhere / "policy"),
    )
    assert said.exit_code == 0
    (opened,) = json.loads(said.stdout)
    assert opened["leaf"] == leaf
    assert opened["fields"]["exporter"]["name"].startswith(INVENTED)


def test_nothing_public_holds_anything_confidential(
    committee: Committee, caplog: pytest.LogCaptureFixture
) -> None:
    home, values = committee.home, values_of(committee)
    assert len(values) > 100
    said: list[bytes] = []
    with caplog.at_level(logging.DEBUG):
        client = client_of(home)
        said += everything_shown(client, references(home.warehouse))
    said += [caplog.text.encode()]
    said += [file.read_bytes() for file in files_below(home.ledger)]
    said += [file.read_bytes() for file in files_below(home.warehouse)]
    said += list(cells(home.warehouse))
    raw = b"\n".join(said)
    assert len(said) > 80
    assert b"EU_ANNEX_I" in raw, "what is public is found by the same search"
    assert [value for value in values if value.encode() in raw] == []


def everything_shown(client: FlaskClient, refs: Iterable[str]) -> list[bytes]:
    """Return what pages, downloads, frames and the feed of the public tier say."""
    addresses = ["/feed.atom", "/nl/overview", "/_dash-layout", "/_dash-dependencies"]
    addresses += [f"/data/{view}.csv" for view in VIEWS]
    addresses += [f"/data/{view}.json" for view in list(VIEWS)[::6]]
    addresses += [f"/embed/{view}" for view in list(VIEWS)[::6]]
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    assert not any("Set-Cookie" in answer.headers for answer in answers)
    names = ("decisions", "completeness", "weighing", "integrity", "data", "overview")
    shown = [pages(client, f"/nl/{name}").encode() for name in names]
    shown += [pages(client, "/nl/decision", f"?ref={ref}").encode() for ref in refs]
    return [*(answer.data for answer in answers), *shown]


def test_a_browser_is_given_nothing_confidential_to_keep() -> None:
    """The pages are plain HTML: only these scripts could store anything."""
    kept = re.compile(
        r"localStorage|sessionStorage|indexedDB|caches\.|document\.cookie"
    )
    lines = [
        line
        for script in (ROOT / "dashboards" / "assets").glob("*.js")
        for line in script.read_text("utf-8").splitlines()
        if kept.search(line) and not line.startswith("//")
    ]
    assert lines
    public = {"scheme", "KEPT"}  # light or dark; a size, a root and a day (visit.js)
    assert all(any(name in line for name in public) for line in lines)
    visit = (ROOT / "dashboards" / "assets" / "visit.js").read_text("utf-8")
    assert "{ seen: panel.dataset.seen, day }" in visit
    assert r"SEEN = /^[1-9][0-9]{0,15}\.[A-Za-z0-9_-]{43}$/" in visit
    for module in (ROOT / "dashboards").rglob("*.py"):
        text = module.read_text("utf-8")
        assert "dcc.Store" not in text, module
        assert "persistence=" not in text, module


def files_below(place: Path) -> list[Path]:
    return [file for file in place.rglob("*") if file.is_file()]


def cells(warehouse: Path) -> Iterator[bytes]:
    """Yield every table of a build as text: DuckDB packs what it holds."""
    with open_current(warehouse).cursor() as cursor:
        names = cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        for (name,) in names:
            rows = cursor.execute(f'FROM "{name}"').fetchall()
            yield str(rows).encode()


def test_a_build_of_one_tier_is_never_opened_or_replaced_by_the_other(
    committee: Committee,
) -> None:
    home, confidential = committee.home, committee.path / "warehouse"
    with pytest.raises(WarehouseError, match="for the committee tier"):
        open_current(confidential)
    with pytest.raises(WarehouseError, match="for the public tier"):
        open_current(home.warehouse, "committee")
    inputs = [LedgerInput(reader=home.reader, policy=home.policy())]
    with pytest.raises(WarehouseError, match="a directory of their own"):
        build_warehouse(confidential, inputs)
    with pytest.raises(WarehouseError, match="a directory of their own"):
        build_for_committee(home, home.warehouse)
    with pytest.raises(WarehouseError, match="only a vault and its key"):
        reconcile(confidential, inputs)


def test_a_public_application_over_a_committee_build_shows_nothing(
    committee: Committee,
) -> None:
    warehouse = Warehouse(committee.path / "warehouse")
    app = make_app(warehouse, verifier_of(committee.home))
    page = pages(app.server.test_client(), "/en/decisions")
    assert "is not opened for the public one" in page


def test_only_the_owner_can_read_a_committee_build(committee: Committee) -> None:
    place = committee.path / "warehouse"
    (file,) = place.glob("*.duckdb")
    assert place.stat().st_mode & 0o077 == 0
    assert file.stat().st_mode & 0o077 == 0


def test_serving_the_public_loads_nothing_of_the_committee(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "import dashboards.server, dashboards.cli\n"
        "private = ('dashboards.committee', 'etl.committee', 'joserfc',"
        " 'ledger.vault', 'ledger.sealing')\n"
        "print([name for name in sys.modules if name.startswith(private)])\n"
    )
    command = [sys.executable, "-c", code]
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert ended.stdout.strip() == "[]"


def test_what_is_not_what_the_ledger_holds_is_not_built(
    committee: Committee, tmp_path: Path
) -> None:
    """A value that its keeper changed, sealed as well as the true one was."""
    home = replace(committee.home, path=tmp_path / "home")
    copytree(committee.home.path, home.path)
    vault = Vault(home.vault)
    path = vault.segments()[0]
    one, other, *rest = parse_records(path.read_bytes())
    swapped = msgspec.structs.replace(one, sealed=other.sealed)
    path.write_bytes(format_records([swapped, other, *rest]))
    ended = built(*build_arguments(home, tmp_path / "built"))
    assert ended.exit_code == 3
    assert "does not open" in ended.stderr
    assert read_current(tmp_path / "built") is None


def built(*words: object) -> Result:
    return CliRunner().invoke(build_app, [str(word) for word in words])


def build_arguments(home: Home, warehouse: Path) -> tuple[object, ...]:
    return (
        *(home.ledger, "--policy", home.policy_file, "--warehouse", warehouse),
        *("--tier", "committee", "--vault", home.vault, "--identity", home.identity),
    )


@pytest.mark.parametrize(
    "left_out", [("--tier", "committee"), ("--vault",), ("--identity",)]
)
def test_half_of_what_a_committee_build_needs_is_wrong_usage(
    committee: Committee, tmp_path: Path, left_out: tuple[str, ...]
) -> None:
    words = list(build_arguments(committee.home, tmp_path / "built"))
    place = words.index(left_out[0])
    del words[place : place + 2]
    assert built(*words).exit_code == 2


def test_a_value_that_was_changed_in_the_build_is_not_shown(
    committee: Committee, tmp_path: Path
) -> None:
    _, index, _ = first_decision(committee.home.warehouse)
    current = read_current(committee.path / "warehouse")
    assert current is not None
    changed = tmp_path / "changed.duckdb"
    copyfile(committee.path / "warehouse" / current.file, changed)
    forged = Disclosure.make(bytes(16), "exporter", {"name": "Forged"}).text
    with duckdb.connect(changed) as database:
        database.execute(
            'UPDATE opened_field SET value = \'{"name":"Forged"}\', disclosure = ?'
            " WHERE field = 'exporter' AND entry_index = ?",
            [forged, index],
        )
        entries = sealed_entries(database, 1, index)
    fields = {one.field: one.holds for one in entries[0].fields}
    assert fields["exporter"] is False
    assert fields["end_user"] is True
