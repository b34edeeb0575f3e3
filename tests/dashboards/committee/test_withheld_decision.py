"""A withheld decision: one address, and at it what each tier of readers may know."""

import json
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

import duckdb
import pytest
from flask.testing import FlaskClient

from dashboards.committee.opened import sealed_entries
from etl.demo.confidential_part import INVENTED
from etl.warehouse.current import read_current
from etl.warehouse.reader import open_current
from ledger.disclosure import Disclosure
from tests.dashboards.committee.places import Committee, callback, tree
from tests.dashboards.stages import client_of


@dataclass
class Withheld:
    """A withheld decision of the sealed demo, as it was opened."""

    ref: str
    index: int
    leaf: str
    decision: dict[str, Any]
    exporter: str


@pytest.fixture(scope="module")
def withheld(committee: Committee) -> Withheld:
    return opened(committee)


def opened(committee: Committee) -> Withheld:
    """Return a withheld decision with a weighing, as the committee's build has it."""
    with open_current(committee.path / "warehouse", "committee").cursor() as cursor:
        row = cursor.execute(
            "SELECT w.decision_ref, w.entry_index, o.leaf_hash, o.value, x.value"
            " FROM withheld_decision w"
            " JOIN opened_field o USING (ledger_id, entry_index)"
            " JOIN opened_field x USING (ledger_id, entry_index)"
            " WHERE o.field = 'decision' AND x.field = 'exporter'"
            " AND json_extract_string(o.value, '$.weighing_status') = 'published'"
            " ORDER BY 2 LIMIT 1"
        ).fetchall()
    ((ref, index, leaf, decision, exporter),) = row
    name = str(json.loads(exporter)["name"])
    assert name.startswith(INVENTED)
    return Withheld(ref, index, leaf, json.loads(decision), name)


def public_page(client: FlaskClient, path: str, search: str = "") -> str:
    answer = client.post("/_dash-update-component", json=callback(path, search))
    assert answer.status_code == 200
    return tree(answer)


def country(committee: Committee, code: str, tongue: str) -> str:
    with open_current(committee.home.warehouse).cursor() as cursor:
        rows = cursor.execute(
            f"SELECT name_{tongue} FROM country WHERE iso2 = ?",  # noqa: S608 - nl or en
            [code],
        ).fetchall()
    return str(rows[0][0])


@pytest.mark.parametrize(
    ("tongue", "title", "content"),
    [
        ("nl", "Onthouden besluit", ("De weging", "commissie")),
        ("en", "Withheld decision", ("The weighing", "committee")),
    ],
)
def test_each_tier_is_shown_what_it_may_know_of_the_same_entry(
    committee: Committee,
    withheld: Withheld,
    tongue: str,
    title: str,
    content: tuple[str, str],
) -> None:
    address, search = f"/{tongue}/decision", f"?ref={withheld.ref}"
    public = public_page(client_of(committee.home), address, search)
    shown = tree(committee.page(address, search))
    for page in (public, shown):
        heading = page.partition('"H1"')[2].partition('"P"')[0]
        assert f"{title} " in heading
        assert withheld.ref in heading
        assert withheld.leaf in page
        assert "Woo" in page
        assert ("onthouden" if tongue == "nl" else "withheld") in page
    destination = country(committee, withheld.decision["destination"], tongue)
    for secret in (withheld.exporter, destination, *(f'"{one}"' for one in content)):
        assert secret in shown
        assert secret not in public
    leaves = committee.home.reader.leaf_hashes(withheld.index, withheld.index + 1)
    assert next(leaves).hex() == withheld.leaf


def test_the_log_names_the_entry_and_each_field_that_was_shown(
    committee: Committee, withheld: Withheld
) -> None:
    committee.page("/en/decision", f"?ref={withheld.ref}")
    access = committee.accesses()[-1]
    (opened,) = access.opened
    assert opened.entry == withheld.leaf
    assert {"decision", "exporter", "end_user"} <= set(opened.fields)
    assert access.address == f"/en/decision?ref={withheld.ref}"


def test_the_committee_alone_is_led_to_the_decisions_themselves(
    committee: Committee, withheld: Withheld
) -> None:
    year = f"?from={withheld.ref[5:9]}&to={withheld.ref[5:9]}"
    public = public_page(client_of(committee.home), "/en/withheld", year)
    shown = tree(committee.page("/en/withheld", year))
    link = f"ref={withheld.ref}"
    assert link in shown
    assert link not in public
    assert "The withheld decisions themselves" not in public
    assert withheld.exporter not in shown
    assert committee.accesses()[-1].opened == ()


def test_as_of_an_earlier_day_nothing_is_opened(
    committee: Committee, withheld: Withheld
) -> None:
    search = f"?ref={withheld.ref}&asof=2026-02-20"
    shown = tree(committee.page("/en/decision", search))
    assert "latest state only" in shown
    assert withheld.exporter not in shown
    assert committee.accesses()[-1].opened == ()


def test_a_withheld_decision_is_found_by_its_reference(
    committee: Committee, withheld: Withheld
) -> None:
    answer = client_of(committee.home).get(f"/find?q={withheld.ref}&lang=en")
    assert answer.headers["Location"] == f"/en/decision?ref={withheld.ref}"
    unknown = public_page(client_of(committee.home), "/en/decision", "?ref=NL-W-1")
    assert "No decision with reference NL-W-1" in unknown


def copied(committee: Committee, place: Path) -> Path:
    """Return a copy of the committee's build, to be changed."""
    current = read_current(committee.path / "warehouse")
    assert current is not None
    copyfile(committee.path / "warehouse" / current.file, place / current.file)
    return place / current.file


def test_a_decision_that_was_changed_in_the_build_is_not_held(
    committee: Committee, withheld: Withheld, tmp_path: Path
) -> None:
    """Nor is anything in it, for only through it the entry holds their digests."""
    changed = copied(committee, tmp_path)
    forged = {**withheld.decision, "destination": "XX"}
    text = Disclosure.make(bytes(16), "decision", forged).text
    with duckdb.connect(changed) as database:
        (before,) = sealed_entries(database, 1, withheld.index)
        database.execute(
            "UPDATE opened_field SET disclosure = ? WHERE field = 'decision'"
            " AND entry_index = ?",
            [text, withheld.index],
        )
        (after,) = sealed_entries(database, 1, withheld.index)
    assert all(one.holds for one in before.fields)
    assert len(before.fields) > 2
    assert not any(one.holds for one in after.fields)


def test_a_value_is_read_from_what_is_digested_and_nowhere_else(
    committee: Committee, withheld: Withheld, tmp_path: Path
) -> None:
    changed = copied(committee, tmp_path)
    with duckdb.connect(changed) as database:
        database.execute("UPDATE opened_field SET value = '\"Forged\"'")
        (entry,) = sealed_entries(database, 1, withheld.index)
    values = {one.field: one.value for one in entry.fields}
    assert values["decision"] == withheld.decision
